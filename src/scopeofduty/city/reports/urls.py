"""Addresses of reporting. No secret ever stands in one."""

from __future__ import annotations

from django.urls import path

from scopeofduty.city.reports.views import entering, following, sealed, telling

app_name = "reports"
urlpatterns = [
    path("", telling.how, name="how"),
    path("tell/<slug:reporter>/", telling.tell, name="tell"),
    path("at-home/", telling.at_home, name="at_home"),
    path("follow/", following.follow, name="follow"),
    path("follow/reply/", following.reply, name="reply"),
    path("follow/attachment/", following.attachment, name="attachment"),
    path("enter/", entering.enter, name="enter"),
    path("sealed/roster.json", sealed.roster, name="roster"),
    path("sealed/send/", sealed.send, name="send"),
    path("sealed/case/", sealed.case, name="case"),
    path("sealed/message/", sealed.message, name="message"),
    path("sealed/file/", sealed.file, name="file"),
]

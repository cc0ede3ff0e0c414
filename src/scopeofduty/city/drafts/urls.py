"""Addresses under this app."""

from __future__ import annotations

from django.urls import path

from scopeofduty.city.drafts.views import comments, drafts, editing, files, suggestions

app_name = "drafts"
urlpatterns = [
    path("", drafts.drafts, name="drafts"),
    path("new/", drafts.new, name="new"),
    path("comments/", comments.queue, name="queue"),
    path("comments/<int:pk>/", comments.comment, name="comment"),
    path("comments/<int:pk>/answer/", comments.answer, name="answer"),
    path("comments/<int:pk>/document/", comments.document, name="document"),
    path("<slug:draft>/", drafts.draft, name="draft"),
    path("<slug:draft>/change/", drafts.change, name="change"),
    path("<slug:draft>/write/", editing.write, name="write"),
    path("<slug:draft>/suggest/", editing.suggest, name="suggest"),
    path("<slug:draft>/check/", editing.check, name="check"),
    path("<slug:draft>/branch/", drafts.branch, name="branch"),
    path("<slug:draft>/freeze/", drafts.freeze, name="freeze"),
    path("<slug:draft>/thaw/", drafts.thaw, name="thaw"),
    path("<slug:draft>/version/", drafts.version, name="version"),
    path("<slug:draft>/import/", files.take_in, name="take_in"),
    path("<slug:draft>/compare/", files.compare, name="compare"),
    path("<slug:draft>/redline.<slug:kind>", files.redline, name="redline"),
    path("<slug:draft>/files/<str:reference>.<slug:kind>", files.export, name="export"),
    path("<slug:draft>/revisions/<int:number>/", files.revision, name="revision"),
    path("<slug:draft>/suggestions/<int:pk>/", suggestions.suggestion, name="suggestion"),
    path("<slug:draft>/suggestions/<int:pk>/accept/", suggestions.accept, name="accept"),
    path("<slug:draft>/suggestions/<int:pk>/reject/", suggestions.reject, name="reject"),
]

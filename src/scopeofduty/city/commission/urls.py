"""Addresses under this app."""

from __future__ import annotations

from django.urls import path

from scopeofduty.city.commission import views, vote_views

app_name = "commission"
urlpatterns = [
    path("", views.calendar, name="calendar"),
    path("new/", views.new, name="new"),
    path("<int:number>/", views.session, name="session"),
    path("<int:number>/change/", views.change, name="change"),
    path("<int:number>/call-off/", views.call_off, name="call_off"),
    path("<int:number>/items/new/", views.add_item, name="add_item"),
    path("<int:number>/publish/", views.publish, name="publish"),
    path("<int:number>/packet/", views.print_packet, name="packet"),
    path("<int:number>/minutes/", views.minutes, name="minutes"),
    path("<int:number>/consent/vote/", vote_views.open_consent, name="open_consent"),
    path("items/<int:number>/pull/", views.pull, name="pull"),
    path("items/<int:number>/vote/", vote_views.open_item, name="open_item"),
    path("votes/<int:number>/", vote_views.vote, name="vote"),
    path("votes/<int:number>/cast/", vote_views.cast, name="cast"),
    path("votes/<int:number>/close/", vote_views.close, name="close"),
    path("votes/<int:number>/correct/", vote_views.correct, name="correct"),
]

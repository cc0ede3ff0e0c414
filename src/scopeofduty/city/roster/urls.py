"""Addresses under ``/roster/``."""

from __future__ import annotations

from django.urls import path

from scopeofduty.city.roster import views

app_name = "roster"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("signed.json", views.roster_file, name="file"),
    path("key/", views.key, name="key"),
    path("key/demo", views.demo_key, name="demo_key"),
    path("seats/new/", views.seat, name="new_seat"),
    path("seats/<slug:slug>/", views.seat, name="seat"),
    path("seats/<slug:slug>/remove", views.remove, name="remove"),
    path("editions/<int:number>/", views.edition, name="edition"),
]

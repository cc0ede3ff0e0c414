"""Addresses under this app."""

from __future__ import annotations

from django.urls import path

from scopeofduty.city.points.views import checking, register, settling, sweeps

app_name = "points"
urlpatterns = [
    path("", register.register, name="register"),
    path("new/", register.enter, name="enter"),
    path("settle/", settling.settle, name="settle"),
    path("<int:pk>/", register.point, name="point"),
    path("<int:pk>/assign/", settling.assign, name="assign"),
    path("<int:pk>/answer/", settling.answer, name="answer"),
    path("<int:pk>/gone/", settling.gone, name="gone"),
    path("sweeps/", sweeps.sweeps, name="sweeps"),
    path("sweeps/paths/", sweeps.paths, name="paths"),
    path("check/", checking.check, name="check"),
]

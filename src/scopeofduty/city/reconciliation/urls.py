"""Addresses of reconciliation."""

from __future__ import annotations

from django.urls import path

from scopeofduty.city.reconciliation import views

app_name = "reconciliation"
urlpatterns = [
    path("", views.calls, name="list"),
    path("<int:call_id>/", views.one_call, name="call"),
]

"""Addresses under this app."""

from __future__ import annotations

from django.urls import path

from scopeofduty.city.briefings import views

app_name = "briefings"
urlpatterns = [
    path("", views.briefings, name="list"),
    path("<int:pk>/", views.briefing, name="one"),
]

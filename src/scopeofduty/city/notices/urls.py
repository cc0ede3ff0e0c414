"""Addresses of notices before they are public."""

from __future__ import annotations

from django.urls import path

from scopeofduty.city.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.sealed, name="sealed"),
    path("<int:number>/", views.one, name="one"),
]

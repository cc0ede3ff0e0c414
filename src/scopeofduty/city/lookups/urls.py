"""Addresses under this app."""

from __future__ import annotations

from django.urls import path

from scopeofduty.city.lookups import views

app_name = "lookups"
urlpatterns = [
    path("", views.lookups, name="lookups"),
    path("take/", views.take, name="take"),
    path("<int:pk>/", views.group, name="group"),
]

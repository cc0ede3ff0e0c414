"""Addresses under ``/city/``."""

from __future__ import annotations

from django.urls import path

from scopeofduty.city.profile import views

app_name = "profile"
urlpatterns = [
    path("", views.change, name="change"),
    path("set-up/<str:token>/", views.first_time, name="first_time"),
    path("departments/new/", views.department, name="new_department"),
    path("departments/<int:pk>/", views.department, name="department"),
    path("services/new/", views.service, name="new_service"),
    path("services/<int:pk>/", views.service, name="service"),
]

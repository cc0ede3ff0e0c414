"""Addresses of the clock."""

from __future__ import annotations

from django.urls import path

from scopeofduty.city.clock import views

app_name = "clock"
urlpatterns = [path("", views.jobs, name="jobs")]

"""Addresses of the study log."""

from __future__ import annotations

from django.urls import path

from scopeofduty.city.study import views

app_name = "study"
urlpatterns = [
    path("", views.sets, name="list"),
    path("<slug:name>.json", views.set_json, name="json"),
    path("<slug:name>/", views.one_set, name="set"),
    path("<slug:name>/refused/", views.refusals, name="refusals"),
    path("<slug:name>/<path:row_id>/", views.one_row, name="row"),
]

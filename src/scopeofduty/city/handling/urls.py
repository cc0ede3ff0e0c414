"""Addresses under ``/handling/``."""

from __future__ import annotations

from django.urls import path

from scopeofduty.city.handling.views import inbox, records

app_name = "handling"
urlpatterns = [
    path("", inbox.page, name="inbox"),
    path("batches/<slug:day>.json", inbox.batch, name="batch"),
    path("cases/<slug:case>.json", inbox.case, name="case"),
    path("cases/<slug:case>/", inbox.write, name="write"),
    path("cases/<slug:case>/files/<slug:file>", inbox.file, name="file"),
    path("clocks/step", inbox.step, name="step"),
    path("read", inbox.read, name="read"),
    path("clocks/", records.clocks_page, name="clocks"),
    path("departures/", records.departures_page, name="departures"),
    path("departures/<int:pk>/", records.departure, name="departure"),
    path("departures/agreements/<int:pk>/", records.unvoted, name="unvoted"),
    path("identity-boxes.json", records.boxes, name="boxes"),
    path("keeping/", records.keeping_page, name="keeping"),
]

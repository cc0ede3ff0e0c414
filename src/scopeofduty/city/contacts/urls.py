"""Addresses under this app."""

from __future__ import annotations

from django.urls import path, re_path

from scopeofduty.city.contacts.views import counting, keeping, reading, recording, reviewing

app_name = "contacts"
urlpatterns = [
    path("", reading.index, name="list"),
    re_path(r"^export\.(?P<suffix>csv|json)$", reading.export, name="export"),
    path("new", recording.new, name="new"),
    path("drafts", recording.autosave, name="autosave"),
    path("drafts/<uuid:key>/discard", recording.discard, name="discard"),
    path("reviews", reviewing.queue, name="reviews"),
    path("reviews/<int:pk>", reviewing.review, name="review"),
    path("keeping", keeping.keeping, name="keeping"),
    path("holds", keeping.all_holds, name="holds"),
    path("counts", counting.counts, name="counts"),
    path("<int:number>", reading.detail, name="detail"),
    path("<int:number>/print", reading.printed, name="print"),
    path("<int:number>/history", reading.history, name="history"),
    path("<int:number>/correct", reading.correct, name="correct"),
    path("<int:number>/strike", keeping.strike, name="strike"),
    path("<int:number>/hold", keeping.hold, name="hold"),
]

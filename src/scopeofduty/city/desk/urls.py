"""Addresses under this app."""

from __future__ import annotations

from django.urls import path

from scopeofduty.city.desk import cards, collect_views, offline_views, signing, views

app_name = "desk"
urlpatterns = [
    path("", views.doors, name="doors"),
    path("life/", views.life, name="life"),
    path("contacted/", views.kinds, name="kinds"),
    path("contacted/<str:kind>/", views.contacted, name="contacted"),
    path("collect/", collect_views.services, name="services"),
    path("collect/<slug:department>/<slug:service>/", collect_views.information, name="information"),
    path(
        "collect/<slug:department>/<slug:service>/<str:information>/", collect_views.collect, name="collect"
    ),
    path("at/<slug:department>/", views.doors, name="doors_at"),
    path("at/<slug:department>/life/", views.life, name="life_at"),
    path("at/<slug:department>/contacted/", views.kinds, name="kinds_at"),
    path("at/<slug:department>/contacted/<str:kind>/", views.contacted, name="contacted_at"),
    path("at/<slug:department>/collect/", collect_views.services, name="services_at"),
    path("offline/", offline_views.offline, name="offline"),
    path("law.json", offline_views.law_table, name="law_table"),
    path("worker.js", offline_views.worker, name="worker"),
    path("manifest.webmanifest", offline_views.manifest, name="manifest"),
    path("card/", cards.cards, name="cards"),
    path("card/<slug:department>/", cards.card, name="card"),
    path("rules/", signing.rules, name="rules"),
    path("rules/<slug:text_hash>/sign/", signing.sign, name="sign"),
    path("rules/<slug:text_hash>/withdraw/", signing.withdraw, name="withdraw"),
]

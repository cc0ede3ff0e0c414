"""Public addresses. Each reads the projection only."""

from __future__ import annotations

from django.urls import path, re_path

from scopeofduty.city.public import views

app_name = "public"
urlpatterns = [
    path("notices/", views.notices, name="notices"),
    re_path(r"^notices\.(?P<suffix>json|csv)$", views.notices_file, name="notices_file"),
    path("notices.atom", views.notices_feed, name="notices_feed"),
    path("notices/delays/", views.delays, name="delays"),
    path("notices/not-told/", views.not_told, name="not_told"),
    re_path(r"^notices/(?P<year>[0-9]{4})/$", views.one_year, name="year"),
    re_path(r"^notices/(?P<year>[0-9]{4})/(?P<number>[0-9]{3,6})$", views.one_notice, name="notice"),
    path("ordinance/", views.ordinance, name="ordinance"),
    path("ordinance.json", views.ordinance_file, name="ordinance_file"),
]

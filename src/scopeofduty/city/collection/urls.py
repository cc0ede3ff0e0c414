"""Addresses under this app."""

from __future__ import annotations

from django.urls import path

from scopeofduty.city.collection import petitions, views

app_name = "collection"
urlpatterns = [
    path("", views.obligations, name="obligations"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.obligation, name="obligation"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("petitions/", petitions.petitions, name="petitions"),
    path("petitions/new/", petitions.ask, name="ask"),
    path("petitions/<int:pk>/", petitions.petition, name="petition"),
    path("petitions/<int:pk>/answer/", petitions.refuse, name="refuse"),
]

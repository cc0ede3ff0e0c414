"""Addresses under ``/staff/``."""

from __future__ import annotations

from django.urls import path

from scopeofduty.city.accounts.views import password, people, room, trail

app_name = "accounts"
urlpatterns = [
    path("", room.room, name="room"),
    path("may-i/", room.may_i, name="may_i"),
    path("people/", people.people, name="people"),
    path("people/new/", people.new_person, name="new_person"),
    path("people/<int:pk>/", people.person, name="person"),
    path("audit/", trail.audit, name="audit"),
    path("password/<str:token>/", password.choose_password, name="choose_password"),
]

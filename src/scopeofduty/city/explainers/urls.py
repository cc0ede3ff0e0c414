"""Addresses under this app."""

from __future__ import annotations

from django.urls import path

from scopeofduty.city.explainers import views

app_name = "explainers"
urlpatterns = [
    path("", views.explainers, name="list"),
    path("new/", views.new, name="new"),
    path("<slug:slug>/", views.explainer, name="one"),
    path("<slug:slug>/change/", views.change, name="change"),
    path("<slug:slug>/sign/", views.review, name="review"),
    path("<slug:slug>/withdraw/", views.withdraw, name="withdraw"),
]

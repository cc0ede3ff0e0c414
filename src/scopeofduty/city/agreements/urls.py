"""Addresses under this app."""

from __future__ import annotations

from django.urls import path

from scopeofduty.city.agreements import step_views, views

app_name = "agreements"
urlpatterns = [
    path("", views.register, name="list"),
    path("propose/", views.propose, name="propose"),
    path("report/", views.report, name="report"),
    path("neighbours/", views.bring_neighbours, name="neighbours"),
    path("<int:number>/", views.agreement, name="one"),
    path("<int:number>/documents/<slug:sha256>", views.document, name="document"),
    path("<int:number>/text/", step_views.add_text, name="add_text"),
    path("<int:number>/analysis/", step_views.analyse, name="analyse"),
    path("<int:number>/notice/", step_views.notice, name="notice"),
    path("<int:number>/agenda/", step_views.agenda, name="agenda"),
    path("<int:number>/signature/", step_views.sign, name="sign"),
    path("<int:number>/ruling/", step_views.rule, name="rule"),
    path("<int:number>/review/", step_views.review, name="review"),
    path("<int:number>/end/", step_views.end, name="end"),
]

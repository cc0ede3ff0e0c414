"""Addresses of the log's staff pages."""

from __future__ import annotations

from django.urls import path

from scopeofduty.city.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.state, name="state"),
    path("receipts/<int:number>", views.receipt, name="receipt"),
    path("receipts/<int:number>.txt", views.receipt_file, name="receipt_file"),
]

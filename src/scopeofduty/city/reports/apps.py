"""The app's registration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports of violations: sealed in the browser, kept by a server that can't read them."""

    name = "scopeofduty.city.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

"""The app's registration."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo city Riverbend: its cast and its written corpus of contacts."""

    name = "scopeofduty.city.demo"
    label = "demo"
    default_auto_field = "django.db.models.BigAutoField"

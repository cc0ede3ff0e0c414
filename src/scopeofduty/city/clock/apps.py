"""The app's registration."""

from django.apps import AppConfig


class ClockConfig(AppConfig):
    """One clock, and the jobs that are due by it."""

    name = "scopeofduty.city.clock"
    label = "clock"
    default_auto_field = "django.db.models.BigAutoField"

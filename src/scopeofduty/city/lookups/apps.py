"""The app's registration."""

from django.apps import AppConfig


class LookupsConfig(AppConfig):
    """Look-ups in plate-reader and database-query logs that served immigration enforcement."""

    name = "scopeofduty.city.lookups"
    label = "lookups"
    default_auto_field = "django.db.models.BigAutoField"

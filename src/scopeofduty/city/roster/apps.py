"""The app's registration."""

from django.apps import AppConfig


class RosterConfig(AppConfig):
    """Who receives reports of violations: named people, their keys, the signed roster."""

    name = "scopeofduty.city.roster"
    label = "roster"
    default_auto_field = "django.db.models.BigAutoField"

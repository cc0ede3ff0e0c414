"""The app's registration."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk: an employee asks, the law answers."""

    name = "scopeofduty.city.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

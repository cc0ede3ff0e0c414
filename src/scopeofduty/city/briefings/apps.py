"""The app's registration."""

from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    """What changed for whose job: notices to staff, acknowledgement, a short quiz."""

    name = "scopeofduty.city.briefings"
    label = "briefings"
    default_auto_field = "django.db.models.BigAutoField"

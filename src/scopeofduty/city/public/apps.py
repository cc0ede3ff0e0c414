"""The app's registration."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The public projection and every public page."""

    name = "scopeofduty.city.public"
    label = "public"
    default_auto_field = "django.db.models.BigAutoField"

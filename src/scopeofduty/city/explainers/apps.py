"""The app's registration."""

from django.apps import AppConfig


class ExplainersConfig(AppConfig):
    """Short answers to common claims, each tied to the rules it rests on."""

    name = "scopeofduty.city.explainers"
    label = "explainers"
    default_auto_field = "django.db.models.BigAutoField"

"""The app's registration."""

from django.apps import AppConfig


class StudyConfig(AppConfig):
    """The study log: real rows from elsewhere, held beside the law and never mixed with live contacts."""

    name = "scopeofduty.city.study"
    label = "study"
    default_auto_field = "django.db.models.BigAutoField"

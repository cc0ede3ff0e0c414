"""The app's registration."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """Drafts of the ordinance: text and rules side by side, suggestions, comments, what a change does."""

    name = "scopeofduty.city.drafts"
    label = "drafts"
    default_auto_field = "django.db.models.BigAutoField"

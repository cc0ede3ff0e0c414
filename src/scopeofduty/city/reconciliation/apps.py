"""The app's registration."""

from django.apps import AppConfig


class ReconciliationConfig(AppConfig):
    """The contact log held against the dispatch centre's own export."""

    name = "scopeofduty.city.reconciliation"
    label = "reconciliation"
    default_auto_field = "django.db.models.BigAutoField"

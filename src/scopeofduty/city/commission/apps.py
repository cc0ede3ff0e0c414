"""The app's registration."""

from django.apps import AppConfig


class CommissionConfig(AppConfig):
    """The commission: sessions, agendas, readings, votes, and the law that they put in force."""

    name = "scopeofduty.city.commission"
    label = "commission"
    default_auto_field = "django.db.models.BigAutoField"

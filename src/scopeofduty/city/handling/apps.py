"""The app's registration."""

from django.apps import AppConfig


class HandlingConfig(AppConfig):
    """What is done about a report: clocks, hearing, findings, and records law."""

    name = "scopeofduty.city.handling"
    label = "handling"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take in departures in the transaction in which a supervisor sends them on."""
        from scopeofduty.city.contacts.reviews import unjustified
        from scopeofduty.city.handling.departures import arrive

        unjustified.connect(arrive, dispatch_uid="handling.arrive")

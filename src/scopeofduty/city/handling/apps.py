"""The app's registration."""

from django.apps import AppConfig


class HandlingConfig(AppConfig):
    """What is done about a report: clocks, hearing, findings, and records law."""

    name = "scopeofduty.city.handling"
    label = "handling"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take in departures, and agreements signed without a vote, in the transaction that tells of them."""
        from scopeofduty.city.agreements.found import without_a_vote
        from scopeofduty.city.contacts.reviews import unjustified
        from scopeofduty.city.handling.departures import arrive, arrive_unvoted

        unjustified.connect(arrive, dispatch_uid="handling.arrive")
        without_a_vote.connect(arrive_unvoted, dispatch_uid="handling.arrive_unvoted")

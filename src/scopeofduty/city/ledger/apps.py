"""The app's registration."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The sealed log, kept by the city: ticks, windows, receipts, witnesses, the public register."""

    name = "scopeofduty.city.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Queue what has to be sealed in the transaction that makes it, once notices have done theirs."""
        from django.db.models.signals import post_save

        from scopeofduty.city.contacts.record import revised
        from scopeofduty.city.ledger import intake
        from scopeofduty.city.notices.models import Attestation, Delay

        revised.connect(intake.on_revision, dispatch_uid="ledger.on_revision")
        post_save.connect(intake.on_attestation, sender=Attestation, dispatch_uid="ledger.on_attestation")
        post_save.connect(intake.on_delay, sender=Delay, dispatch_uid="ledger.on_delay")

"""The app's registration."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Every instrument that ties the city to a federal or state immigration function."""

    name = "scopeofduty.city.agreements"
    label = "agreements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of votes."""
        from scopeofduty.city.agreements.recording import before_a_vote
        from scopeofduty.city.commission.signals import opening

        opening.connect(before_a_vote, dispatch_uid="agreements.before_a_vote")

"""The app's registration."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """Every instrument that ties the city to a federal or state immigration function."""

    name = "scopeofduty.city.agreements"
    label = "agreements"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the database itself refuse an approval that no vote gave, and hear of votes."""
        from scopeofduty.city.accounts.triggers import keep
        from scopeofduty.city.agreements.append_only import rules

        keep(self, "agreements_signature", rules)

        from scopeofduty.city.agreements.recording import before_a_vote
        from scopeofduty.city.commission.signals import opening

        opening.connect(before_a_vote, dispatch_uid="agreements.before_a_vote")

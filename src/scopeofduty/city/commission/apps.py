"""The app's registration."""

from django.apps import AppConfig


class CommissionConfig(AppConfig):
    """The commission: sessions, agendas, readings, votes, and the law that they put in force."""

    name = "scopeofduty.city.commission"
    label = "commission"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the database itself keep votes as they were voted."""
        from scopeofduty.city.accounts.triggers import keep
        from scopeofduty.city.commission.append_only import rules

        keep(self, "commission_adoption", rules)

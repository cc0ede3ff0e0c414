"""The app's registration."""

from django.apps import AppConfig


class LookupsConfig(AppConfig):
    """Look-ups in plate-reader and database-query logs that served immigration enforcement."""

    name = "scopeofduty.city.lookups"
    label = "lookups"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the database itself keep logs and settlements as they were written."""
        from scopeofduty.city.accounts.triggers import keep
        from scopeofduty.city.lookups.append_only import rules

        keep(self, "lookups_lookupsettlement", rules)

"""The app's registration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, roles and who may do what."""

    name = "scopeofduty.city.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what people do to their own log-in."""
        from scopeofduty.city.accounts import recording  # noqa: F401 — importing it connects it

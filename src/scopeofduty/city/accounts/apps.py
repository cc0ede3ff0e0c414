"""The app's registration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class AccountsConfig(AppConfig):
    """Accounts, roles and who may do what."""

    name = "scopeofduty.city.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what people do to their own log-in, and have the database keep what is written once."""
        from scopeofduty.city.accounts import recording, triggers  # noqa: F401 — importing one connects it

        # Once for all parts: both signals come before the first and after the last migration of any.
        pre_migrate.connect(triggers.take_away, sender=self)
        post_migrate.connect(triggers.put_back, sender=self)

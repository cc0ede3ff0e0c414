"""The app's registration."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, roles and who may do what."""

    name = "scopeofduty.city.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

"""The app's registration."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """The contact log: every federal contact, recorded once and never deleted."""

    name = "scopeofduty.city.contacts"
    label = "contacts"
    default_auto_field = "django.db.models.BigAutoField"

"""The app's registration."""

from django.apps import AppConfig


class ProfileConfig(AppConfig):
    """The city itself: name, zone, counsel, departments, services, and the law it has in force."""

    name = "scopeofduty.city.profile"
    label = "profile"
    default_auto_field = "django.db.models.BigAutoField"

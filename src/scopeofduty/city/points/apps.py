"""The app's registration."""

from django.apps import AppConfig


class PointsConfig(AppConfig):
    """The register of collection points: where the city collects, and why."""

    name = "scopeofduty.city.points"
    label = "points"
    default_auto_field = "django.db.models.BigAutoField"

"""The app's registration."""

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """The register of legal obligations, and the collection points that rest on them."""

    name = "scopeofduty.city.collection"
    label = "collection"
    default_auto_field = "django.db.models.BigAutoField"

"""The app's registration."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """What the ordinance tells the public, sealed until the operation is complete."""

    name = "scopeofduty.city.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Seal a notice in the same transaction in which its contact is recorded or corrected."""
        from scopeofduty.city.contacts.record import revised
        from scopeofduty.city.notices.sealing import seal_if_triggered

        revised.connect(seal_if_triggered, dispatch_uid="notices.seal_if_triggered")

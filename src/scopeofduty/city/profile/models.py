"""The city: its name, zone, counsel, departments, services, and the law it has in force."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class City(models.Model):
    """The one city that this installation serves."""

    name = models.CharField(_("name"), max_length=120)
    zone = models.CharField(
        _("time zone"), max_length=64, default="America/Chicago", help_text=_("IANA name")
    )
    counsel_name = models.CharField(_("whom to ask"), max_length=120, blank=True)
    counsel_phone = models.CharField(_("counsel's number"), max_length=40, blank=True)
    reporting_contact = models.CharField(_("where a violation is reported"), max_length=200, blank=True)
    shift_hours = models.PositiveSmallIntegerField(_("length of a shift, in hours"), default=8)
    packs = models.JSONField(
        _("law packs in force"), default=list, help_text=_("names or folders, city first")
    )

    class Meta:
        """There is one row."""

        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_city")]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A department of the city, or a contractor that acts for it."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_es = models.CharField(_("name in Spanish"), max_length=80, blank=True)
    actor = models.CharField(_("actor of the law"), max_length=40, default="any_employee")
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        """In the order that the desk shows."""

        ordering = ["order", "name"]

    def __str__(self) -> str:
        return (self.name_es or self.name) if (get_language() or "").startswith("es") else self.name


class Service(models.Model):
    """A form or service at which something is asked or written down: what the desk's second door opens on."""

    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="services")
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_es = models.CharField(_("name in Spanish"), max_length=100, blank=True)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        """In the order that the desk shows."""

        ordering = ["order", "name"]

    def __str__(self) -> str:
        return (self.name_es or self.name) if (get_language() or "").startswith("es") else self.name

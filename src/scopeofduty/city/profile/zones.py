"""The time zones that a city of the United States or its territories can lie in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ZONES = [
    ("America/New_York", _("Eastern (New York)")),
    ("America/Chicago", _("Central (Chicago)")),
    ("America/Denver", _("Mountain (Denver)")),
    ("America/Phoenix", _("Arizona, no summer time (Phoenix)")),
    ("America/Los_Angeles", _("Pacific (Los Angeles)")),
    ("America/Anchorage", _("Alaska (Anchorage)")),
    ("Pacific/Honolulu", _("Hawaii (Honolulu)")),
    ("America/Puerto_Rico", _("Atlantic (Puerto Rico)")),
    ("Pacific/Guam", _("Chamorro (Guam)")),
    ("Pacific/Pago_Pago", _("Samoa (Pago Pago)")),
    ("America/Detroit", _("Michigan (Detroit)")),
    ("America/Indiana/Indianapolis", _("Indiana (Indianapolis)")),
    ("America/Boise", _("Southern Idaho (Boise)")),
]

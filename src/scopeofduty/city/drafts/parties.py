"""Who takes part in writing a law, and for whom a person may speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.accounts.roles import Role

if TYPE_CHECKING:
    from scopeofduty.city.accounts.models import User


class Party(TextChoices):
    """On whose behalf a change is proposed."""

    POLICE = "police", _("Police")
    ADVOCATES = "advocates", _("Advocates")
    COUNSEL = "counsel", _("City attorney")
    COMMISSIONER = "commissioner", _("Commissioner")
    RESIDENTS = "residents", _("Resident group")
    CLERK = "clerk", _("City clerk")
    DEPARTMENT = "department", _("Another department")


SPEAKS_FOR: dict[Role, tuple[Party, ...]] = {
    Role.COUNSEL: (Party.COUNSEL,),
    Role.CLERK: (Party.CLERK,),
    Role.COMMISSIONER: (Party.COMMISSIONER,),
    Role.SUPERVISOR: (Party.POLICE,),
    Role.OFFICER: (Party.POLICE,),
    Role.DISPATCHER: (Party.POLICE,),
    Role.RECORDS_OFFICER: (Party.DEPARTMENT,),
    Role.EMPLOYEE: (Party.DEPARTMENT,),
    Role.DRAFTING_PARTNER: (Party.ADVOCATES, Party.RESIDENTS),
}
"""Nobody speaks for counsel but counsel: the party follows from the role."""


def parties_of(person: User) -> tuple[Party, ...]:
    """Return for whom ``person`` may propose, in the order of the table."""
    mine = person.roles()
    return tuple(dict.fromkeys(party for role, some in SPEAKS_FOR.items() if role in mine for party in some))

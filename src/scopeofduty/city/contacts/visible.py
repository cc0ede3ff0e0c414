"""Who sees which contacts: asked here, by every view, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.contacts.models import Contact, Revision

if TYPE_CHECKING:
    from scopeofduty.city.accounts.models import User


def contacts_for(person: User) -> QuerySet[Contact]:
    """Return the contacts that a person may read: all, their own, or none."""
    if person.may(Permission.CONTACT_READ_ALL):
        return Contact.objects.all()
    if person.may(Permission.CONTACT_READ_OWN):
        return Contact.objects.filter(recorded_by=person)
    return Contact.objects.none()


def contact_for(person: User, number: int) -> Contact:
    """Return one contact.

    Raises:
        Http404: there is none, or it isn't theirs to read; the page doesn't say which: numbers would count.
    """
    found = contacts_for(person).filter(number=number).select_related("recorded_by__department").first()
    if found is None:
        raise Http404(_("There is no contact of this number that you may read."))
    return found


def holding(contacts: QuerySet[Contact]) -> QuerySet[Revision]:
    """Return the revision that holds now of each of ``contacts``."""
    later = Revision.objects.filter(contact=OuterRef("contact"), seq__gt=OuterRef("seq"))
    return Revision.objects.filter(~Exists(later), contact__in=contacts).select_related(
        "contact__recorded_by"
    )

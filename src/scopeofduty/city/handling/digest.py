"""The daily mail to recipients: the same bytes on every day, to everybody, whether anything came or not."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext, override

from scopeofduty.city.profile.models import City
from scopeofduty.city.roster.models import Seat

if TYPE_CHECKING:
    from datetime import datetime

# Nothing in it depends on the day, the person or what is waiting: whoever reads it along learns nothing.
SUBJECT = "Scope of Duty: daily reminder / recordatorio diario"


def body() -> str:
    """Return the text, in both languages, the same for everybody."""
    texts = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            texts.append(
                gettext(
                    "Please go through today's batch. "
                    "This mail comes every day, also when there is nothing for you."
                )
            )
    return "\n\n".join(texts) + "\n"


def send(_window: datetime) -> int:
    """Send the mail to every recipient who has an address; return how many."""
    seats = Seat.objects.exclude(duty=Seat.Duty.NONE).exclude(user=None).select_related("user")
    addresses = sorted({seat.user.email for seat in seats if seat.user.email and seat.user.is_active})
    if not addresses or City.objects.first() is None:
        return 0
    text = body()
    mails = [_mail(text, address) for address in addresses]
    return get_connection().send_messages(mails) or 0


def _mail(text: str, address: str) -> EmailMessage:
    """Return the mail to one address: as many bytes on every day, its id and its date included."""
    # The library's own id holds a number whose length changes, and the name of the machine.
    sender = settings.DEFAULT_FROM_EMAIL
    domain = sender.rpartition("@")[2].rstrip(">") or "localhost"
    headers = {"Message-ID": f"<{secrets.token_hex(16)}@{domain}>"}
    return EmailMessage(SUBJECT, text, sender, [address], headers=headers)

"""Mail that the clock sends: nobody's language is known then, so each mail speaks every one of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import send_mass_mail
from django.utils.translation import override

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def send_in_both(
    subject: Callable[[], str],
    text: Callable[[], str],
    addresses: Iterable[str],
    *,
    fail_silently: bool = False,
) -> None:
    """Send one mail to each address, the same to all.

    Args:
        subject: says the subject in the language that is active when it is called.
        text: says the text in the same way.
        addresses: to whom; nobody sees another's.
        fail_silently: whether a mail server that refuses is passed over.
    """
    line = " / ".join(_in_each_language(subject))
    body = "\n\n".join(_in_each_language(text)) + "\n"
    send_mass_mail([(line, body, None, [address]) for address in addresses], fail_silently=fail_silently)


def _in_each_language(say: Callable[[], str]) -> list[str]:
    said = []
    for code, _name in settings.LANGUAGES:
        with override(code):
            said.append(str(say()))
    return said

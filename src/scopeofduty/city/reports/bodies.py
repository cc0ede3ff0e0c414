"""What stands in the body of a reporter's messages: the words that both sides of a case agree on.

report    {"kind": "report", "once", "way": Way, "reporter": Reporter, "violation": Violation, "text", "when",
           "where", "who", "fears", "language": "en" | "es", "attachments": [...], "files": [ids]}
message   {"kind": "message", "once", "text", "attachments": [...], "files": [ids]}
identity  {"kind": "identity", "identity": {"name", "position", "contact"}}

``attachments`` are `sealing.attachment.Attachment.to_json`; ``files`` are the ids of their age files, in the
same order. ``once`` tells a form that was sent twice from two forms. Recipients' own bodies are written by
`city.handling` (``state`` is one of the states of a case); whoever reads passes over members they don't know.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

REPORT, MESSAGE, IDENTITY = "report", "message", "identity"
"""``kind`` of a body: the report itself, a later message of the reporter, what the identity box holds."""


class Violation(TextChoices):
    """Classes of violation, as agencies publish them."""

    INQUIRED = "inquired", _("Asked about, wrote down or shared immigration information")
    RESOURCES = "resources", _("Used public money, staff, places or databases for immigration enforcement")
    AGREEMENT = "agreement", _("Made an agreement or a contract for immigration enforcement")
    PERIMETER = "perimeter", _("Gave traffic control, a perimeter or other support at an operation")
    INVESTIGATED = "investigated", _("Investigated, stopped, questioned or arrested for immigration reasons")
    ACCESS = "access", _("Let federal officers into a place or to a person that is not public")
    HELD = "held", _("Held somebody longer, or handed somebody over")
    RETALIATION = "retaliation", _("Punished or threatened somebody who reported or helped")
    OTHER = "other", _("Something else, or you are not sure")


class Reporter(TextChoices):
    """Who reports."""

    RESIDENT = "resident", _("I live, work, study or was visiting here")
    EMPLOYEE = "employee", _("I work for the city, or for a company that works for it")


class Way(TextChoices):
    """How a report came, as its ciphertext says."""

    BROWSER = "browser", _("sealed in the reporter's browser")
    PLAIN_FORM = "plain-form", _("form without JavaScript: the server saw this text")
    AT_HOME = "at-home", _("an age file sealed at home; the server saw who was ticked")
    PHONE = "phone", _("by phone, entered by an intake officer")
    PAPER = "paper", _("on paper, entered by an intake officer")


TEXT_LIMIT = 20_000
"""Characters of the account of what happened."""
SHORT_LIMIT = 300
FILES = 10
"""Attachments in one message."""
FILE_LIMIT = 100 * 1024 * 1024
"""Bytes of one attachment before padding."""

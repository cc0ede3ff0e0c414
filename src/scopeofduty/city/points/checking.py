"""“Check before you publish”: a form examined in memory, the law's answer for its department, what to change.

Nothing is stored: no file, no row, no line of a log.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.utils.translation import gettext as _

from scopeofduty.city.collection.information import BY_ID
from scopeofduty.city.points.apart import SECONDS
from scopeofduty.city.points.kinds import information_of
from scopeofduty.city.points.shown import said
from scopeofduty.city.points.wording import VERBS, shown_text
from scopeofduty.sweep.category import Tier
from scopeofduty.sweep.hit import Hit, NotRead

if TYPE_CHECKING:
    from scopeofduty.city.points.judging import Law
    from scopeofduty.city.points.shown import Said
    from scopeofduty.city.profile.models import Department, Service

LARGEST = 10 * 1024 * 1024  # bytes
MOST_SHOWN = 100


class InMemory(FileUploadHandler):
    """Keep an upload in memory and nowhere else; one that is too large is let go unread."""

    chunk_size = 2**20

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.too_large = False
        self._parts = BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self._parts = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep one chunk.

        Raises:
            SkipFile: the file is too large.
        """
        if start + len(raw_data) > LARGEST:
            self.too_large = True
            self._parts = BytesIO()
            raise SkipFile
        self._parts.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Hand the file over."""
        self._parts.seek(0)
        return InMemoryUploadedFile(
            self._parts, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )


@dataclass(frozen=True)
class Examined:
    """What stands in a file: hits, evidence that it complies, and parts that were not read."""

    hits: tuple[Hit, ...]
    complies: tuple[Hit, ...]
    not_read: tuple[NotRead, ...]


def examine(name: str, data: bytes) -> Examined:
    """Examine a file in a process of its own. Never raises for a bad file: it is *not read, because*."""
    sent = json.dumps({"name": name[-120:]}).encode() + b"\n" + data
    try:
        run = subprocess.run(
            [sys.executable, "-m", "scopeofduty.city.points.apart"],
            input=sent,
            capture_output=True,
            timeout=SECONDS + 10,
            check=True,
        )
        told = json.loads(run.stdout)
    except subprocess.TimeoutExpired:
        reason = _("it kept its reader busy for more than %(seconds)s seconds") % {"seconds": SECONDS}
        return Examined((), (), (NotRead(name, reason),))
    except (subprocess.CalledProcessError, ValueError):
        return Examined((), (), (NotRead(name, _("its reader needed too much time or memory")),))
    hits = [Hit.from_json(row) for row in told["hits"]]
    return Examined(
        tuple(hit for hit in hits if not hit.complies),
        tuple(hit for hit in hits if hit.complies),
        tuple(NotRead(**row) for row in told["not_read"]),
    )


@dataclass(frozen=True)
class Finding:
    """One hit in words, with the law's answer for the department."""

    where: str
    text: str
    does: str
    information: str
    guessed: bool
    law: Said | None


def findings(found: Examined, department: Department, service: Service | None, law: Law) -> list[Finding]:
    """Return what the form asks, each with the law's answer; what tells a status itself comes first."""
    ordered = sorted(found.hits, key=lambda hit: hit.tier is Tier.PROXY)
    return [_finding(hit, department, service, law) for hit in ordered[:MOST_SHOWN]]


def _finding(hit: Hit, department: Department, service: Service | None, law: Law) -> Finding:
    kind = information_of(hit.category)
    judged = law.judge(department, service, [kind], hit.verb)
    answers = said(judged.as_json()) if judged else []
    return Finding(
        where=where(hit),
        text=shown_text(hit),
        does=str(VERBS[hit.verb]),
        information=str(BY_ID[kind].label),
        guessed=hit.tier is Tier.PROXY,
        law=answers[0] if answers else None,
    )


def where(hit: Hit) -> str:
    """Return where in the file a hit is, for people."""
    parts = [
        _("page %(page)s") % {"page": hit.page} if hit.page else "",
        _("line %(line)s") % {"line": hit.line} if hit.line else "",
        hit.locator,
    ]
    return ", ".join(part for part in parts if part)

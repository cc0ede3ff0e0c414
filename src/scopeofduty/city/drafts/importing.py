"""Files into a draft: a new text, or tracked changes as suggestions of those who made them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from scopeofduty.city.drafts import merging, wording, writing
from scopeofduty.documents import DocumentError, read_file
from scopeofduty.documents.docx import Reading, read_docx, read_layout
from scopeofduty.documents.files import decode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.core.files.uploadedfile import UploadedFile

    from scopeofduty.city.accounts.models import User
    from scopeofduty.city.drafts.merging import Blocks
    from scopeofduty.city.drafts.models import Revision, Suggestion
    from scopeofduty.city.drafts.parties import Party

LARGEST = 8 * 1024 * 1024
MOST_PROVISIONS = 5_000
MOST_SUGGESTIONS = 200


def read_upload(upload: UploadedFile) -> bytes:
    """Return an uploaded file's bytes. Raises `DocumentError` when it is too large."""
    if upload.size is None or upload.size > LARGEST:
        raise DocumentError(
            _("The file has %(size)s; at most %(most)s are taken. Send the text without pictures.")
            % {"size": filesizeformat(upload.size or 0), "most": filesizeformat(LARGEST)}
        )
    return upload.read(LARGEST + 1)


def authors_of(data: bytes) -> tuple[str, ...]:
    """Return who tracked changes in a DOCX; nobody for any other file. Raises `DocumentError`."""
    return read_docx(data).authors if data.startswith(b"PK") else ()


def text_of(data: bytes, before: str, reading: Reading = Reading.ACCEPTED) -> wording.Import:
    """Return the text in a file as a pack's `.md`; a pack's own text is taken as it is.

    Raises `DocumentError` with one sentence for a person.
    """
    if not data.startswith(b"PK") and b"## " in data and not data.lstrip().startswith(b"<"):
        text = decode(data)
        if wording.sections_of(text):
            return wording.Import(text)
    ordinance = read_file(data, reading)
    count = sum(1 for _provision in ordinance.walk())
    if not count:
        raise DocumentError(
            _("No numbered section was found. Number them: “Section 1.”, then (a), (1), (i).")
        )
    if count > MOST_PROVISIONS:
        raise DocumentError(
            _("The file has %(count)s sections; at most %(most)s fit. Send the one law.")
            % {"count": count, "most": MOST_PROVISIONS}
        )
    return wording.taken(ordinance, before)


def suggestions_from(
    data: bytes,
    base: Revision,
    *,
    parties: Mapping[str, Party],
    default: Party,
    name: str,
    by: User,
    at: datetime,
) -> list[Suggestion]:
    """Make each author's tracked changes suggestions, one a section, signed with the author's name.

    What others changed is rejected in each author's reading, so that everybody's proposal stands alone. The
    file's text before any change may differ from the draft: only what the author changed is proposed.
    """
    document = read_docx(data)
    rejected = merging.text_blocks(wording.taken(read_layout(document, Reading.REJECTED), base.text).text)
    ours = merging.text_blocks(base.text)
    made: list[Suggestion] = []
    for author in document.authors:
        alone = read_layout(document.only(author), Reading.ACCEPTED)
        accepted = merging.text_blocks(wording.taken(alone, base.text).text)
        for section in merging.changed(rejected, accepted):
            if len(made) >= MOST_SUGGESTIONS:
                raise DocumentError(
                    _("The file has changes in more than %(most)s places. Send it in parts.")
                    % {"most": MOST_SUGGESTIONS}
                )
            proposed = _alone(section, rejected, accepted, ours)
            made.append(
                writing.suggest(
                    base.draft,
                    base,
                    proposed,
                    base.rules,
                    party=parties.get(author, default),
                    why="",
                    author=author[:120],
                    from_file=name[:200],
                    by=by,
                    at=at,
                )
            )
    return made


def _alone(section: str, rejected: Blocks, accepted: Blocks, ours: Blocks) -> str:
    """Return our text with one author's change of one section put into it."""
    if section not in accepted:
        one = {name: block for name, block in rejected.items() if name != section}
    elif section in rejected:
        one = {**rejected, section: accepted[section]}
    else:
        one = merging.inserted(rejected, accepted, section)
    return merging.settled(rejected, ours, one, frozenset([section]))

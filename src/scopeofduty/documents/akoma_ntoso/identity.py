"""Who and which: the identity of a law, one of its versions and a file, as FRBR and Akoma Ntoso see them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from scopeofduty.documents.errors import DocumentError
from scopeofduty.documents.provision import normal

_RULES = {
    "jurisdiction": (r"[a-z]{2}(-[a-z0-9]+)*", "two letters of the country, then hyphens: us-ks"),
    "author": (r"[a-z][a-z0-9-]*", "small letters, digits, hyphens: lawrence"),
    "subtype": (r"[a-z][a-z0-9-]*", "small letters, digits, hyphens: ordinance"),
    "number": (r"[A-Za-z0-9][A-Za-z0-9._-]*", "letters, digits, hyphens: 9790"),
    "language": (r"[a-z]{3}", "the three letters of ISO 639-2: eng, spa"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What Akoma Ntoso needs to name a text (Akoma Ntoso Naming Convention 1.0, section 4).

    ``enacted`` is the date of the law, ``version`` the date from which this wording holds; both are complete
    dates, as the strict schema wants. ``author`` is the body in URIs, ``author_name`` as printed. Raises
    `DocumentError` for a part that can't stand in a URI.
    """

    jurisdiction: str
    author: str
    author_name: str
    number: str
    enacted: date
    version: date
    subtype: str = "ordinance"
    language: str = "eng"

    def __post_init__(self) -> None:
        for name, (pattern, example) in _RULES.items():
            if not re.fullmatch(pattern, getattr(self, name)):
                raise DocumentError(f"{name} {getattr(self, name)!r} can't stand in a URI; write {example}")
        if not self.author_name or self.author_name != normal(self.author_name):
            raise DocumentError(f"author_name {self.author_name!r} must be a name, as printed")

    @property
    def work(self) -> str:
        """The URI of the law, whatever its wording: ``/akn/us-ks/act/ordinance/lawrence/2020-09-15/9790``."""
        kind = f"act/{self.subtype}"
        return f"/akn/{self.jurisdiction}/{kind}/{self.author}/{self.enacted.isoformat()}/{self.number}"

    @property
    def expression(self) -> str:
        """The URI of this wording in this language: the work's, then ``/eng@2022-06-28``."""
        return f"{self.work}/{self.language}@{self.version.isoformat()}"

    @property
    def manifestation(self) -> str:
        """The URI of this wording as an XML file."""
        return f"{self.expression}.xml"


_WORK = re.compile(
    r"/akn/(?P<jurisdiction>[^/]+)/(?:act|bill)(?:/(?P<subtype>[^0-9/][^/]*))?(?:/(?P<author>[^0-9/][^/]*))?"
    r"/(?P<enacted>\d{4}(?:-\d\d-\d\d)?)/(?P<number>[^/]+)"
)


def parse_identity(work: str, version: str, language: str, author_name: str) -> Identity:
    """The identity that a document states in its FRBR elements.

    Raises `DocumentError` when the work's URI is not of the form above, or a date is not complete.
    """
    found = _WORK.fullmatch(work.split("/!", maxsplit=1)[0])
    if not found:
        raise DocumentError(
            f"the work URI {work!r} is not of the form /akn/us-ks/act/ordinance/city/2020-09-15/9790"
        )
    return Identity(
        jurisdiction=found["jurisdiction"],
        author=found["author"] or "unknown",
        author_name=author_name or found["author"] or "unknown",
        number=found["number"],
        enacted=_complete(found["enacted"], "the work's date"),
        version=_complete(version, "the expression's date"),
        subtype=found["subtype"] or "act",
        language=language,
    )


def _complete(written: str, what: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise DocumentError(f"{what} is {written!r}; a complete date (2020-09-15) is needed") from None

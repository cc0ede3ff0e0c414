"""English left on a Spanish page, found by laying the page beside the same one in English.

What reads the same on both was not translated. Names, citations and file names read the same too, so only a
run of ordinary words counts; and what is kept in English, such as a motion as it was put, says so with
``lang="en"`` (WCAG 3.1.2), so that a screen reader reads it as English.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import html

if TYPE_CHECKING:
    from collections.abc import Iterator

SPOKEN = ("alt", "aria-label", "placeholder", "title")
UNREAD = {"code", "kbd", "option", "pre", "script", "style", "template", "textarea"}
WORDS = 4  # ordinary words in a text before it counts as a sentence
ORDINARY = re.compile(r"(?<![\w./@-])[a-záéíóúñ\u2019']{2,}(?![\w/@-])")


def texts(page: bytes) -> Iterator[tuple[str, str]]:
    """Yield each text of a page's body and the language that it stands in: ``en``, ``es`` or nothing."""
    document = html.document_fromstring(page)
    own = document.get("lang")
    for element in document.body.iter(html.etree.Element):
        said = [element.get(name, "") for name in SPOKEN]
        said += [value for name, value in element.attrib.items() if name.startswith("data-")]
        if element.tag not in UNREAD or element.tag == "option":
            said.append(element.text or "")
        language = next(
            (each.get("lang") for each in (element, *element.iterancestors()) if each.get("lang")), own
        )
        yield from ((" ".join(text.split()), language) for text in said)
        parent = element.getparent()
        if parent is not None and parent.tag not in UNREAD:
            around = next((each.get("lang") for each in element.iterancestors() if each.get("lang")), own)
            yield " ".join((element.tail or "").split()), around


def left_in_english(english: bytes, spanish: bytes) -> list[str]:
    """Return the sentences of the Spanish page that read the same on the English one and aren't marked."""
    before = {text for text, language in texts(english) if language != "es"}
    found = {text for text, language in texts(spanish) if language != "en" and text in before}
    return sorted(text for text in found if len(ORDINARY.findall(text)) >= WORDS)

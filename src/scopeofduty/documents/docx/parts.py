"""The fixed parts of a DOCX, and the styles that it needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from scopeofduty.documents.docx.names import MAIN
from scopeofduty.documents.xml import Maker

if TYPE_CHECKING:
    from collections.abc import Iterable

W = Maker(MAIN, "w")
_STEP = 720  # twips for each rank: half an inch
_HEADER = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

CONTENT_TYPES = (
    _HEADER + b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Default Extension="xml" ContentType="application/xml"/>'
    b'<Override PartName="/word/document.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    b'<Override PartName="/word/styles.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
    b'<Override PartName="/word/settings.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/></Types>'
)
_RELATIONS = (
    _HEADER
    + b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%b</Relationships>'
)
_KIND = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
ROOT_RELATIONS = _RELATIONS % (
    b'<Relationship Id="rId1" Type="' + _KIND + b'officeDocument" Target="word/document.xml"/>'
)
DOCUMENT_RELATIONS = _RELATIONS % (
    b'<Relationship Id="rId1" Type="' + _KIND + b'styles" Target="styles.xml"/>'
    b'<Relationship Id="rId2" Type="' + _KIND + b'settings" Target="settings.xml"/>'
)


def w(name: str) -> str:
    """A name in the main namespace, for attributes."""
    return f"{{{MAIN}}}{name}"


def attributes(**given: str) -> dict[str, str]:
    """Attributes in the main namespace."""
    return {w(name): value for name, value in given.items()}


def serialised(root: etree._Element) -> bytes:
    """XML as a part of a package."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def style_id(name: str) -> str:
    """The identifier of a style: its name without spaces and signs."""
    return re.sub(r"\W", "", name) or "Normal"


def settings(*, tracking: bool) -> bytes:
    """The settings part; ``tracking`` keeps recording changes when somebody goes on editing."""
    return serialised(W.settings(*([W.trackRevisions()] if tracking else [])))


def styles(names: Iterable[str], language: str) -> bytes:
    """The styles part: the named styles, indented by the rank that ends their name."""
    defaults = W.docDefaults(
        W.rPrDefault(
            W.rPr(
                W.rFonts(**attributes(ascii="Georgia", hAnsi="Georgia", cs="Georgia")),
                W.sz(**attributes(val="22")),
                W.lang(**attributes(val=language)),
            )
        ),
        W.pPrDefault(W.pPr(W.spacing(**attributes(after="120", line="264", lineRule="auto")))),
    )
    normal = W.style(
        W.name(**attributes(val="Normal")), **attributes(type="paragraph", default="1", styleId="Normal")
    )
    named = [_style(name) for name in sorted(set(names) - {"", "Normal"})]
    return serialised(W.styles(defaults, normal, *named))


def _style(name: str) -> etree._Element:
    word, _, rank = name.partition(" ")
    depth = int(rank) if rank.isdigit() else 0
    layout = W.pPr()
    if word in {"Title", "Section"}:
        layout.append(W.keepNext())
    indent = {"Provision": depth * _STEP, "Text": (depth + 1) * _STEP, "Closing": depth * _STEP + _STEP // 2}
    if word == "Section":
        layout.append(W.ind(**attributes(left=str(depth * _STEP))))
        layout.append(W.outlineLvl(**attributes(val=str(min(depth, 8)))))
    elif word == "Provision":
        layout.append(W.ind(**attributes(left=str(indent[word] + _STEP), hanging=str(_STEP))))
    elif word in indent:
        layout.append(W.ind(**attributes(left=str(indent[word]))))
    look = W.rPr(
        *([W.b()] if word in {"Title", "Section"} else []),
        *([W.sz(**attributes(val="28"))] * (word == "Title")),
    )
    return W.style(
        W.name(**attributes(val=name)),
        W.basedOn(**attributes(val="Normal")),
        W.qFormat(),
        layout,
        look,
        **attributes(type="paragraph", customStyle="1", styleId=style_id(name)),
    )

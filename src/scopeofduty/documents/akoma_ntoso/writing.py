"""A text as Akoma Ntoso 3.0 (OASIS LegalDocML, 2018) that validates against the strict schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from scopeofduty.documents.errors import DocumentError
from scopeofduty.documents.xml import Maker

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scopeofduty.documents.akoma_ntoso.identity import Identity
    from scopeofduty.documents.provision import Ordinance, Provision

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_SOFTWARE = "scopeofduty"
_make = Maker(NAMESPACE)


def write_akoma_ntoso(ordinance: Ordinance, identity: Identity) -> bytes:
    """An Akoma Ntoso ``act`` in UTF-8; `read_akoma_ntoso` gives the same text and identity back.

    Raises `DocumentError` when the text has no provision: the schema wants a body.
    """
    if not ordinance.provisions:
        raise DocumentError("the text has no numbered provision; Akoma Ntoso needs at least one section")
    act = _make.act(_meta(ordinance, identity), name=identity.subtype, contains="singleVersion")
    if ordinance.title:
        act.append(_make.preface(_make.p(_make.docTitle(ordinance.title))))
    if ordinance.preamble:
        act.append(_make.preamble(*_paragraphs(ordinance.preamble)))
    act.append(_make.body(*(_provision(one) for one in ordinance.provisions)))
    if ordinance.conclusion:
        act.append(_make.conclusions(*_paragraphs(ordinance.conclusion)))
    root = _make.akomaNtoso(act)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _meta(ordinance: Ordinance, identity: Identity) -> etree._Element:
    author = _make.FRBRauthor(href=f"#{identity.author}")
    work = _make.FRBRWork(
        _make.FRBRthis(value=f"{identity.work}/!main"),
        _make.FRBRuri(value=identity.work),
        _make.FRBRalias(value=ordinance.title or identity.number, name="title"),
        _make.FRBRdate(date=identity.enacted.isoformat(), name="enacted"),
        author,
        _make.FRBRcountry(value=identity.jurisdiction),
        _make.FRBRsubtype(value=identity.subtype),
        _make.FRBRnumber(value=identity.number),
    )
    expression = _make.FRBRExpression(
        _make.FRBRthis(value=f"{identity.expression}/!main"),
        _make.FRBRuri(value=identity.expression),
        _make.FRBRdate(date=identity.version.isoformat(), name="in force"),
        _make.FRBRauthor(href=f"#{identity.author}"),
        _make.FRBRlanguage(language=identity.language),
    )
    manifestation = _make.FRBRManifestation(
        _make.FRBRthis(value=f"{identity.expression}/!main.xml"),
        _make.FRBRuri(value=identity.manifestation),
        _make.FRBRdate(date=identity.version.isoformat(), name="generated"),
        _make.FRBRauthor(href=f"#{_SOFTWARE}"),
        _make.FRBRformat(value="application/akn+xml"),
    )
    return _make.meta(
        _make.identification(work, expression, manifestation, source=f"#{_SOFTWARE}"),
        _make.references(*_organisations(identity), source=f"#{_SOFTWARE}"),
    )


def _organisations(identity: Identity) -> Iterable[etree._Element]:
    named = {identity.author: identity.author_name}
    named.setdefault(_SOFTWARE, "Scope of Duty")
    for name, shown in named.items():
        yield _make.TLCOrganization(eId=name, href=f"/akn/ontology/organization/{name}", showAs=shown)


def _provision(one: Provision) -> etree._Element:
    element = _make(one.kind.value, eId=one.id)
    if one.number:
        element.append(_make.num(one.number))
    if one.heading:
        element.append(_make.heading(one.heading))
    if not one.children:
        element.append(_block("content", f"{one.id}__content", one.text))
        return element
    if one.text:
        element.append(_block("intro", f"{one.id}__intro", one.text))
    element.extend(_provision(child) for child in one.children)
    if one.closing:
        element.append(_block("wrapUp", f"{one.id}__wrapup", one.closing))
    return element


def _block(name: str, identity: str, paragraphs: tuple[str, ...]) -> etree._Element:
    return _make(name, *_paragraphs(paragraphs or ("",)), eId=identity)


def _paragraphs(paragraphs: Iterable[str]) -> Iterable[etree._Element]:
    return [_make.p(paragraph) for paragraph in paragraphs]

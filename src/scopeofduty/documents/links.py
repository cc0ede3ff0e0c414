"""Rules and the provisions that they encode, each found from the other."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scopeofduty.documents.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scopeofduty.documents.provision import Ordinance, Provision


@dataclass(frozen=True, slots=True)
class Links:
    """What cites what.

    ``provisions`` are the ids that each rule cites, ``rules`` the rules that cite each provision by its id,
    ``missing`` what rules cite and the text lacks, with the reason. ``unencoded`` are the outermost
    provisions without a rule, in reading order: not cited themselves, nothing inside them cited, nor anything
    around them.
    """

    provisions: Mapping[str, tuple[str, ...]]
    rules: Mapping[str, tuple[str, ...]]
    missing: Mapping[str, tuple[str, ...]]
    unencoded: tuple[Provision, ...]


def link(ordinance: Ordinance, cited_by: Mapping[str, Iterable[str]]) -> Links:
    """Join rules and text; ``cited_by`` gives the labels of each rule: ``{"rule 3": ["3(a)"]}``."""
    provisions: dict[str, tuple[str, ...]] = {}
    rules: defaultdict[str, list[str]] = defaultdict(list)
    missing: dict[str, tuple[str, ...]] = {}
    for rule, labels in cited_by.items():
        found, lacking = _look_up(ordinance, labels)
        provisions[rule] = tuple(found)
        for identity in found:
            rules[identity].append(rule)
        if lacking:
            missing[rule] = tuple(lacking)
    unencoded = tuple(_without_rule(ordinance.provisions, rules.keys()))
    return Links(
        provisions, {identity: tuple(named) for identity, named in rules.items()}, missing, unencoded
    )


def _look_up(ordinance: Ordinance, labels: Iterable[str]) -> tuple[list[str], list[str]]:
    found, lacking = [], []
    for label in labels:
        try:
            found.append(ordinance.find(label).id)
        except DocumentError as error:
            lacking.append(str(error))
    return list(dict.fromkeys(found)), lacking


def _without_rule(provisions: Iterable[Provision], cited: Iterable[str]) -> Iterable[Provision]:
    known = set(cited)
    for one in provisions:
        if one.id in known:
            continue
        if any(inner.id in known for inner in one.walk()):
            yield from _without_rule(one.children, known)
        else:
            yield one

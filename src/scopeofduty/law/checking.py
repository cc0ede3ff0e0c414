"""What a lawyer must know before a draft is adopted: gaps, clashes, rules that do nothing.

Each finding carries a concrete situation where one exists. A draft with findings can still be
adopted: the commission decides, the software shows them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Final

from scopeofduty.law.compiled import CompiledAct
from scopeofduty.law.conditions import leaves
from scopeofduty.law.diagram import FALSE, OUTCOME, TRUE
from scopeofduty.law.file_reader import BY_CLASS, NAMED, VIOLATIONS
from scopeofduty.law.outcomes import (
    CONFLICT,
    DISCRETIONARY,
    NEEDS_APPROVAL,
    PERMITTED,
    PROHIBITED,
    REQUIRED,
    SILENT,
    across,
    within,
)
from scopeofduty.law.vocabulary import ACTOR, NOTHING, Text
from scopeofduty.law.witness import in_words, shortened, situation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scopeofduty.law.book import InForce
    from scopeofduty.law.rules import Rule, Version
    from scopeofduty.law.vocabulary import Value

KINDS: Final = (
    "conflict",
    "policy against ordinance",
    "dead rule",
    "never decides",
    "silent",
    "no rule",
    "not encoded",
    "missing clause",
)
"""From what must be settled first to what is good to know."""
ALLOWING: Final = frozenset({PERMITTED, REQUIRED, DISCRETIONARY, NEEDS_APPROVAL})
CLAUSES: Final = {
    "publisher": Text("nobody is named who tells the public", "no se nombra quién avisa al público"),
    "deadline": Text("no deadline is set for telling the public", "no hay plazo para el aviso"),
    "investigator": Text("nobody is named who investigates", "no se nombra quién investiga"),
    "fallback": Text(
        "nobody is named who investigates when the investigator is concerned",
        "no se nombra quién investiga si el investigador está implicado",
    ),
    "finding": Text("no deadline is set for a finding", "no hay plazo para una conclusión"),
    "outside": Text(
        "nobody outside is named who receives reports when everybody inside is excluded",
        "no se nombra a nadie de fuera que reciba las denuncias si todos los de dentro quedan excluidos",
    ),
    "discipline": Text(
        "nobody is named who disciplines when the chain of command is excluded",
        "no se nombra quién sanciona si la cadena de mando queda excluida",
    ),
    "consequence": Text("no consequence is set for a violation", "no hay consecuencia por infracción"),
    "retaliation": Text("nothing bars retaliation", "nada prohíbe las represalias"),
    "approver": Text("nobody is named who approves agreements", "no se nombra quién aprueba acuerdos"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `witness` holds the facts of a situation that shows it."""

    kind: str
    message: Text
    act: str = ""
    rules: tuple[str, ...] = ()
    place: str = ""
    witness: Mapping[str, Value] = field(default_factory=dict)
    words: Text = NOTHING


def check(law: InForce) -> tuple[Finding, ...]:
    """Return every finding on the law in force, gravest kinds first."""
    found = [finding for act in sorted(_acts(law)) for finding in _of_act(law, act)]
    found += [finding for version in law.versions for finding in _of_version(version)]
    found += _unspoken(law)
    return tuple(sorted(found, key=lambda finding: KINDS.index(finding.kind)))


def _acts(law: InForce) -> set[str]:
    return {act for rule in law.rules for act in rule.acts}


def _of_act(law: InForce, name: str) -> Iterator[Finding]:
    act = law.compiled(name)
    yield from _conflicts(law, name, act)
    yield from _contradictions(law, name, act)
    for rule in act.rules:
        if never_live(act, rule):
            yield _about_rule(law, "dead rule", rule, name, _DEAD)
        elif rule.outcome and not rule.duties and never_decides(act, rule):
            yield _about_rule(law, "never decides", rule, name, _IDLE)
    silence = act.diagram.both(act.where(SILENT), _bound(act))
    facts = situation(act, silence, {TRUE}, law.book.vocabulary)
    if facts is not None:
        yield _finding(law, "silent", name, _SILENCE, _minimal(act, facts, SILENT))


def _bound(act: CompiledAct) -> int:
    """Return where someone acts whom some rule on the act binds: silence to others is meant."""
    node = FALSE
    for rule in act.rules:
        bound = [test for test in leaves(rule.condition) if test.fact == ACTOR]
        node = act.diagram.either(node, act.ground.condition(bound[0]) if bound else TRUE)
    return node


_DEAD: Final = Text("can never be live", "nunca puede aplicarse")
_IDLE: Final = Text("never changes an answer", "nunca cambia una respuesta")
_SILENCE: Final = Text("No rule speaks of", "Ninguna norma trata de")
_CLASH: Final = Text("Rules contradict each other on", "Hay normas que se contradicen sobre")
_UNDERCUT: Final = Text(
    "A department's policy allows what the ordinance forbids, or forbids what it demands:",
    "Una política de departamento permite lo que la ordenanza prohíbe, o prohíbe lo que exige:",
)


def never_live(act: CompiledAct, rule: Rule) -> bool:
    """Tell whether no possible situation makes the rule live."""
    return act.diagram.both(act.ground.feasible, act.live[rule.key]) == FALSE


def never_decides(act: CompiledAct, rule: Rule) -> bool:
    """Tell whether every answer on the act would be the same without the rule."""
    others = [other for other in act.rules if other is not rule]
    return CompiledAct(others, act.ground).root == act.root


def _conflicts(law: InForce, name: str, act: CompiledAct) -> Iterator[Finding]:
    """Report each pair of rules that clash, with a situation in which they do."""
    conflict = act.where(CONFLICT)
    if conflict == FALSE:
        return
    for one, other in combinations([rule for rule in act.rules if rule.outcome], 2):
        combine = within if one.level == other.level else across
        if combine([one.outcome or SILENT, other.outcome or SILENT]) != CONFLICT:
            continue
        pair = act.diagram.both(act.live[one.key], act.live[other.key])
        facts = situation(act, act.diagram.both(conflict, pair), {TRUE}, law.book.vocabulary)
        if facts is not None:
            shown = _minimal(act, facts, CONFLICT)
            yield _finding(law, "conflict", name, _CLASH, shown, one, other)


def _contradictions(law: InForce, name: str, act: CompiledAct) -> Iterator[Finding]:
    """Report where a department's policy goes against the ordinance above it."""
    above = act.by_level["city"]
    below = act.by_level["department"]
    for upper, lower in ((PROHIBITED, ALLOWING), (REQUIRED, {PROHIBITED})):
        high = act.diagram.replace(above, _only({upper}))
        low = act.diagram.replace(below, _only(lower))
        where = act.diagram.both(act.ground.feasible, act.diagram.both(high, low))
        facts = situation(act, where, {TRUE}, law.book.vocabulary)
        if facts is not None:
            yield _finding(law, "policy against ordinance", name, _UNDERCUT, facts)


def _only(outcomes: frozenset[str] | set[str]) -> dict[int, int]:
    return {end: TRUE if outcome in outcomes else FALSE for end, outcome in OUTCOME.items()}


def _minimal(act: CompiledAct, facts: dict[str, Value], outcome: str) -> dict[str, Value]:
    def still(fewer: dict[str, Value]) -> bool:
        known = {name: frozenset({value}) for name, value in fewer.items()}
        return act.possible(act.domains(known)) == {outcome}

    return shortened(facts, still)


def _finding(
    law: InForce,
    kind: str,
    act: str,
    lead: Text,
    facts: Mapping[str, Value],
    *rules: Rule,
) -> Finding:
    name = law.book.vocabulary.acts[act].name
    shown = ", ".join(rule.id for rule in rules)
    message = Text(
        f"{lead.en} “{name.en}”" + (f" ({shown})" if shown else ""),
        f"{lead.es} «{name.in_language('es')}»" + (f" ({shown})" if shown else ""),
    )
    place = rules[0].place if rules else ""
    words = in_words(facts, law.book.vocabulary)
    return Finding(kind, message, act, tuple(rule.id for rule in rules), place, facts, words)


def _about_rule(law: InForce, kind: str, rule: Rule, act: str, says: Text) -> Finding:
    name = law.book.vocabulary.acts[act].name
    message = Text(
        f"Rule {rule.id} on “{name.en}” {says.en}.",
        f"La norma {rule.id} sobre «{name.in_language('es')}» {says.es}.",
    )
    return Finding(kind, message, act, (rule.id,), rule.place)


def _of_version(version: Version) -> Iterator[Finding]:
    encoded = {rule.section for rule in version.rules} | {duty.section for duty in version.duties}
    for label, section in version.sections.items():
        if label not in encoded and label not in version.beyond_rules:
            yield Finding(
                "not encoded",
                Text(
                    f"Section {label} ({section.heading.en}) has no rule.",
                    f"El artículo {label} ({section.heading.in_language('es')}) no tiene norma.",
                ),
                place=version.file,
            )
    if version.level == "city":
        for name in NAMED:
            without = unnamed(version, name)
            if without is not None:
                lack, of = CLAUSES[name], f" ({', '.join(without)})" if without else ""
                message = Text(f"{version.law}: {lack.en}{of}.", f"{version.law}: {lack.es}{of}.")
                yield Finding("missing clause", message, place=version.file)


def unnamed(version: Version, name: str) -> tuple[str, ...] | None:
    """Return None if a clause is there, else the classes of violation without it; () if none has it."""
    if name in version.names:
        return None
    if name == "approver" and any(
        rule.outcome == NEEDS_APPROVAL and rule.approver.en for rule in version.rules
    ):
        return None  # the rule itself says whose approval it needs
    lacking = tuple(each for each in VIOLATIONS if f"{name} for {each}" not in version.names)
    if name not in BY_CLASS or len(lacking) == len(VIOLATIONS):
        return ()
    return lacking or None


def _unspoken(law: InForce) -> list[Finding]:
    spoken = _acts(law)
    unspoken = [act.name for act in law.book.vocabulary.acts.values() if act.id not in spoken]
    if not unspoken:
        return []
    english, spanish = ("; ".join(n.in_language(language) for n in unspoken) for language in ("en", "es"))
    return [Finding("no rule", Text(f"No rule at all on: {english}.", f"Sin norma alguna sobre: {spanish}."))]

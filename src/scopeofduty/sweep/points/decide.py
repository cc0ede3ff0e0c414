"""Say of a collection point what it collects: by its names, its options, its values."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from scopeofduty.sweep import countries
from scopeofduty.sweep.category import Category, Tier
from scopeofduty.sweep.folding import fold
from scopeofduty.sweep.points.terms import identifier, label
from scopeofduty.sweep.prose.judge import RULES, read, whole_cell

if TYPE_CHECKING:
    from collections.abc import Callable

    from scopeofduty.sweep.points.point import Point

_WORD = re.compile(r"\{([A-Z_]+)\}")


@dataclass(frozen=True)
class PointRule:
    """One named rule for collection points; see ``points.toml`` for what its parts read."""

    name: str
    category: Category
    says: str
    tier: Tier
    names: re.Pattern[str] | None
    labels: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    needs: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a point collects, by which rule, how surely (0 to 1), and whether it is compliance instead."""

    category: Category
    tier: Tier
    rule: str
    confidence: float
    text: str
    complies: bool = False


@cache
def _book() -> dict[str, Any]:
    return tomllib.loads(
        files("scopeofduty.sweep.points").joinpath("points.toml").read_text(encoding="utf-8")
    )


def _compile(patterns: list[str]) -> re.Pattern[str] | None:
    if not patterns:
        return None
    words = _book()["words"]
    pattern = "|".join(patterns)
    while _WORD.search(pattern):
        pattern = _WORD.sub(lambda match: "(?:" + "|".join(words[match.group(1)]) + ")", pattern)
    return re.compile(pattern)


@cache
def point_rules() -> tuple[PointRule, ...]:
    """Return the rules of ``points.toml``, in its order."""
    return tuple(
        PointRule(
            name=row["name"],
            category=Category(row["category"]),
            says=row["says"],
            tier=Tier(row.get("tier", "direct")),
            names=_compile([*row.get("names", []), *row.get("any", [])]),
            labels=_compile([*row.get("labels", []), *row.get("any", [])]),
            unless=_compile([row["unless"]] if "unless" in row else []),
            needs=_compile([row["needs"]] if "needs" in row else []),
        )
        for row in _book()["rule"]
    )


_RANK = {
    category: rank
    for rank, category in enumerate((
        Category.A_NUMBER, Category.I94, Category.CONSULAR_ID, Category.DACA_TPS, Category.HOUSEHOLD_STATUS,
        Category.NATURALIZATION, Category.DOCUMENT_REQUEST, Category.VISA_TYPE, Category.WORK_AUTHORIZATION,
        Category.REMOVAL_HISTORY, Category.ENTRY_DATE, Category.CITIZENSHIP, Category.IMMIGRATION_STATUS,
        Category.NATIONALITY, Category.COUNTRY_OF_BIRTH, Category.PASSPORT, Category.PLACE_OF_BIRTH,
        Category.NATIONAL_ORIGIN, Category.FOREIGN_ID, Category.ITIN_PROXY, Category.SSN_PROXY,
        Category.LANGUAGE_PROXY,
    ))
}  # fmt: skip


def decide(point: Point) -> tuple[Decision, ...]:
    """Return what ``point`` collects, the most specific category first, one decision a category."""
    sentences = tuple(name for name in point.names if name.count(" ") > 1)
    names = [identifier(name) for name in point.names if name not in sentences]
    labels = [label(text) for text in (*point.labels, *sentences)]
    around = cache(lambda: _around(point, names))
    found = _by_options(point)
    if found:
        found += _by_rules(names, labels, around)
    else:
        offered = _offered(point, names + labels)
        found = [*_by_rules(names, labels + offered, around), *_by_values(point, names)]
    best: dict[Category, Decision] = {}
    for decision in found:
        best.setdefault(decision.category, decision)
    return tuple(sorted(best.values(), key=lambda d: (d.rule != "options-status", _RANK[d.category])))


_ID_TYPE = re.compile(
    r"\b(?:id|ids|ident|identification|identity|docs?|documents?|documento\w*|papers?|proof)\b.*"
    r"\b(?:type|shown|class|tipo|kind|presented|seen|used|provided|verified|source|docs?|documents?)\b"
    r"|\b(?:type|kind|tipo) (?:of |de )?(?:id|ident\w*|doc\w*)\b"
    r"|\b(?:proof|docs?|documents?|papers|credencial|comprobante|tin|taxpayer)$"
)


def _around(point: Point, names: list[str]) -> str:
    texts = (*point.labels, point.context, *point.options, *point.values)
    return " | ".join((*names, *map(label, texts), identifier(point.context)))


def _offered(point: Point, titles: list[str]) -> list[str]:
    """Options ask as labels do; stored values do where the column holds a kind of paper."""
    answers = point.options + (point.values if _ID_TYPE.search(" | ".join(titles)) else ())
    return [text for answer in answers for text in dict.fromkeys((label(answer), _spelled(answer)))]


def _spelled(answer: str) -> str:
    """Spell out a short answer ("perm res card"), but no digest or key."""
    return identifier(answer) if len(answer) < 30 and not any(c.isdigit() for c in answer) else ""


def _by_rules(names: list[str], labels: list[str], around: Callable[[], str]) -> list[Decision]:
    found = []
    for rule in point_rules():
        by_name = next((n for n in names if rule.names and rule.names.search(n)), None)
        by_label = next((t for t in labels if rule.labels and rule.labels.search(t)), None)
        text = by_name if by_name is not None else by_label
        if text is None or (rule.unless and rule.unless.search(around())):
            continue
        if rule.needs and not rule.needs.search(around()):
            continue
        surely = 0.95 if by_name is not None and by_label is not None else 0.85
        found.append(Decision(rule.category, rule.tier, rule.name, surely, text))
    return found


@cache
def _kinds() -> dict[str, dict[str, re.Pattern[str]]]:
    data = tomllib.loads(
        files("scopeofduty.sweep.points").joinpath("options.toml").read_text(encoding="utf-8")
    )
    return {
        group: {kind: re.compile("|".join(patterns)) for kind, patterns in table.items()}
        for group, table in data.items()
    }


def _plain(value: str) -> str:
    return re.sub(r"^(?:an?|i am an?|soy) ", "", fold(value).text.replace("_", " ").strip(" .:;()[]*\"'"))


def kinds_of(answers: tuple[str, ...]) -> frozenset[str]:
    """Return the kinds of status that stand among some answers: ``citizen``, ``visa`` ..."""
    plain = [_plain(answer) for answer in answers]
    return frozenset(
        kind
        for kind, pattern in _kinds()["kinds"].items()
        if any(pattern.fullmatch(value) for value in plain)
    )


def _by_options(point: Point) -> list[Decision]:
    answers = point.options + point.values
    kinds = kinds_of(answers)
    if len(kinds) < 2:
        return []
    text = ", ".join(answers)[:120]
    return [Decision(Category.IMMIGRATION_STATUS, Tier.DIRECT, "options-status", 0.97, text)]


_VALUE_CUES = {
    "visa": (Category.VISA_TYPE, Tier.DIRECT, re.compile(r"visa|immigra|status|class|category|estatus|tipo")),
    "a_number": (
        Category.A_NUMBER,
        Tier.DIRECT,
        re.compile(r"alien|\ba (?:number|num|no)|extranjer|uscis|immigra|ice"),
    ),
    "itin": (Category.ITIN_PROXY, Tier.PROXY, re.compile(r"tax|\btin\b|ssn|itin|social|contribuyente")),
    "ssn": (Category.SSN_PROXY, Tier.PROXY, re.compile(r"\bssn\b|social|\bss\b|seguro")),
}


def _by_values(point: Point, names: list[str]) -> list[Decision]:
    answers = point.options + point.values
    title = " | ".join((*names, *map(label, point.labels)))
    found = []
    for group in ("classes", "shapes"):
        for kind, pattern in _kinds()[group].items():
            category, tier, cue = _VALUE_CUES[kind]
            matching = {_plain(a) for a in answers if pattern.fullmatch(_plain(a))}
            enough = 2 if group == "classes" else 1
            if len(matching) >= enough and cue.search(title):
                found.append(Decision(category, tier, f"values-{kind}", 0.9, ", ".join(sorted(matching))))
    return found or _by_countries(answers, title) or _by_value_text(answers, title)


_OF_A_PERSON = re.compile(
    r"\b(?:nat|coc|ctz|nation|national|citizen\w*|born|birth|arrived from|came from|"
    r"nacimiento|natal|procedencia|nacid[oa])\b"
)


def _by_countries(answers: tuple[str, ...], title: str) -> list[Decision]:
    """A column whose name may speak of birth or nationality holds countries."""
    if not _OF_A_PERSON.search(title):
        return []
    told = [value for value in map(_plain, answers) if _country().fullmatch(value)]
    abroad = any(value not in _HOME for value in told)
    if not told or not abroad or 2 * len(told) < sum(map(bool, answers)):
        return []
    text = ", ".join(told)[:120]
    return [Decision(Category.NATIONALITY, Tier.DIRECT, "values-country", 0.85, text)]


_HOME = frozenset(
    ("us", "usa", "eua", "eeuu", "united states", "estados unidos", "american", "estadounidense")
)


@cache
def _country() -> re.Pattern[str]:
    codes = "|".join((*_kinds()["countries"]["codes"].pattern.split("|"), *sorted(_HOME)))
    return re.compile(f"{codes}|{countries.name_pattern()}|{countries.demonym_pattern()}")


_STATUS_NAME = re.compile(
    r"\b(?:status|stat|elig\w*|code|class|type|legal|resid\w*|category|cit\w*|immigr\w*|estatus|tipo|doc\w*)\b"
)


def _is_code(answer: str) -> bool:
    """The answer is a code of immigration law that means nothing else: USC, LPR."""
    return re.fullmatch(r"(?:non-?)?usc|lpr|ewi|uda", _plain(answer)) is not None


def _by_value_text(answers: tuple[str, ...], title: str) -> list[Decision]:
    coded = _STATUS_NAME.search(title) is not None
    for answer in answers[:200]:
        if whole_cell(answer) and (kinds_of((answer,)) == {"undocumented"} or (coded and _is_code(answer))):
            return [Decision(Category.IMMIGRATION_STATUS, Tier.DIRECT, "values-status", 0.9, answer)]
        if " " in answer.strip() and len(answer) > 5 and "origin" not in title:
            for passage in read(answer, RULES):
                return [Decision(passage.category, passage.rule.tier, passage.rule.name, 0.8, answer)]
    return []

"""From what somebody typed to the values that the log keeps, with a message for each that can't be kept."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import formats
from django.utils.translation import gettext as _

from scopeofduty.city.contacts.fields import BY_ID, REQUIRED, Field, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from zoneinfo import ZoneInfo

TEXT_LIMIT = 200
LONG_LIMIT = 20_000
NUMBER_LIMIT = 1_000_000
FIRST_YEAR = 2000
MAY_LIE_AHEAD = frozenset({"operation_start", "operation_end", "eligible_at", "instrument_expiry"})
YES = frozenset({"true", "yes", "on", "1"})
NO = frozenset({"false", "no", "off", "0"})


class ProblemError(ValueError):
    """One value that can't be kept; the message is for whoever gave it."""


@dataclass(frozen=True)
class Frame:
    """What reading a value depends on: the moment, the city's zone, and the departments there are."""

    at: datetime
    zone: ZoneInfo
    departments: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()
    """Ids of the fields that are off by default and that the city has switched on."""


@dataclass
class Cleaned:
    """Values by field id, as canonical JSON holds them, and the problems by field id."""

    values: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, list[str]] = field(default_factory=dict)

    def refuse(self, name: str, message: str) -> None:
        """Add a problem of one field."""
        self.problems.setdefault(name, []).append(message)


def clean(raw: Mapping[str, Any], frame: Frame, *, required: Iterable[Field] = REQUIRED) -> Cleaned:
    """Read every value given; what is empty is absent. Nothing raises: every problem is told at once."""
    cleaned = Cleaned()
    for name, value in raw.items():
        known = BY_ID.get(name)
        if known is None:
            cleaned.refuse(name, _("There is no field “%(name)s” in a contact.") % {"name": name[:60]})
        elif not _empty(value):
            _read(known, value, frame, cleaned)
    for needed in required:
        if needed.id not in cleaned.values and needed.id not in cleaned.problems:
            cleaned.refuse(
                needed.id, _("“%(label)s” is needed to record a contact.") % {"label": needed.label}
            )
    return cleaned


def _read(known: Field, value: Any, frame: Frame, cleaned: Cleaned) -> None:
    try:
        cleaned.values[known.id] = READERS[known.kind](known, value, frame)
    except ProblemError as problem:
        cleaned.refuse(known.id, str(problem))


def check_together(values: Mapping[str, Any], cleaned: Cleaned) -> None:
    """Add the problems that only show when values are held side by side."""
    pairs = (
        ("operation_start", "operation_end", _("The operation ends before it begins.")),
        ("instrument_date", "instrument_expiry", _("The paper expires before its own date.")),
    )
    for first, second, message in pairs:
        if first in values and second in values and values[second] < values[first]:
            cleaned.refuse(second, message)
    if values.get("juveniles", 0) > values.get("targeted_count", NUMBER_LIMIT):
        cleaned.refuse("juveniles", _("More people under 18 than people in all."))


def _empty(value: Any) -> bool:
    return value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip())


def _grouped(number: int) -> str:
    return formats.number_format(number, force_grouping=True)


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def read_text(known: Field, value: Any, _frame: Frame) -> str:
    """Read typed text: line ends and Unicode in one form (NFC), no character that can't be stored."""
    limit = LONG_LIMIT if known.kind is Kind.LONG else TEXT_LIMIT
    if not isinstance(value, str):
        raise ProblemError(_("Text is expected here, and this is not text."))
    if len(value) > limit:
        raise ProblemError(
            _("This has %(length)s characters, and %(limit)s fit. Keep what matters; attach nothing.")
            % {"length": _grouped(len(value)), "limit": _grouped(limit)}
        )
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    allowed = "\n\t" if known.kind is Kind.LONG else "\t"
    for place, character in enumerate(text, start=1):
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in allowed:
            raise ProblemError(
                _("Character %(place)s can't be stored (U+%(code)04X). Delete it, or type the text again.")
                % {"place": place, "code": ord(character)}
            )
    return text


def read_time(known: Field, value: Any, frame: Frame) -> str:
    """Read an instant: an ISO 8601 time, in the city's zone if it names none."""
    moment = value if isinstance(value, datetime) else _parsed(value, datetime.fromisoformat)
    if moment is None:
        raise ProblemError(
            _("“%(given)s” is not a time. Write it like 2026-11-23 14:05.") % {"given": _shown(value)}
        )
    if moment.tzinfo is None:
        local = moment.replace(tzinfo=frame.zone)
        back = local.astimezone(UTC).astimezone(frame.zone).replace(tzinfo=None)
        if back != moment:
            raise ProblemError(
                _("“%(given)s” never was: the clocks were put forward over it.") % {"given": _shown(value)}
            )
        moment = local
    _check_span(known, moment.date(), _shown(value))
    if moment > frame.at and known.id not in MAY_LIE_AHEAD:
        raise ProblemError(
            _("“%(given)s” lies in the future: it is %(now)s now. Check the date and the hour.")
            % {"given": _shown(value), "now": formats.localize(frame.at.astimezone(frame.zone))}
        )
    return moment.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def read_date(known: Field, value: Any, _frame: Frame) -> str:
    """Read a day, ISO 8601."""
    day = value if isinstance(value, date) else _parsed(value, date.fromisoformat)
    if day is None:
        raise ProblemError(
            _("“%(given)s” is not a date. Write it like 2026-11-23.") % {"given": _shown(value)}
        )
    _check_span(known, day, _shown(value))
    return day.isoformat()


def _parsed(value: Any, reader: Callable[[str], Any]) -> Any:
    try:
        return reader(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None


def _check_span(_known: Field, day: date, given: str) -> None:
    if not FIRST_YEAR <= day.year < FIRST_YEAR + 100:
        raise ProblemError(_("“%(given)s” is not in this century. Check the year.") % {"given": given})


def read_choice(known: Field, value: Any, _frame: Frame) -> str:
    """Read one of the choices."""
    if not isinstance(value, str) or value not in known.values():
        raise ProblemError(
            _("“%(given)s” is not one of the choices. Choose one of: %(choices)s.")
            % {"given": _shown(value), "choices": ", ".join(str(label) for _value, label in known.choices)}
        )
    return value


def read_choices(known: Field, value: Any, frame: Frame) -> list[str]:
    """Read several choices, in the table's order; “none” stands alone."""
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list | tuple | set | frozenset):
        raise ProblemError(_("A list of choices is expected here."))
    chosen = {read_choice(known, each, frame) for each in given}
    if "none" in chosen and len(chosen) > 1:
        raise ProblemError(_("“Nothing” and something can't both be chosen."))
    return [each for each, _label in known.choices if each in chosen]


def read_number(_known: Field, value: Any, _frame: Frame) -> int:
    """Read a whole number, 0 or more."""
    text = str(value).strip()
    if isinstance(value, bool | float) or not (text.lstrip("-").isascii() and text.lstrip("-").isdigit()):
        raise ProblemError(
            _("“%(given)s” is not a whole number. Write digits only, like 12.") % {"given": _shown(value)}
        )
    if len(text) > 7 or not 0 <= int(text) <= NUMBER_LIMIT:
        raise ProblemError(
            _("%(given)s can't be: 0 to %(limit)s is expected.")
            % {"given": _shown(text), "limit": _grouped(NUMBER_LIMIT)}
        )
    return int(text)


def read_yes_no(_known: Field, value: Any, _frame: Frame) -> bool:
    """Read yes or no."""
    text = str(value).strip().lower()
    if text not in YES | NO:
        raise ProblemError(_("“%(given)s” is neither yes nor no.") % {"given": _shown(value)})
    return text in YES


def read_department(_known: Field, value: Any, frame: Frame) -> str:
    """Read the slug of a department of the city."""
    if value not in frame.departments:
        raise ProblemError(_("“%(given)s” is not a department of the city.") % {"given": _shown(value)})
    return str(value)


def read_name(_known: Field, value: Any, _frame: Frame) -> str:
    """Read a name of the law's vocabulary; whether there is one of that name, the law says."""
    if not isinstance(value, str) or len(value) > 80 or not all(c.isalnum() or c in " _-" for c in value):
        raise ProblemError(_("“%(given)s” is no name of the law's vocabulary.") % {"given": _shown(value)})
    return value


def read_facts(_known: Field, value: Any, _frame: Frame) -> dict[str, Any]:
    """Read facts by their ids: text, whole number, yes or no."""
    if not isinstance(value, dict) or len(value) > 100:
        raise ProblemError(_("Facts are expected by name, like threat_to_life: no."))
    for name, given in value.items():
        fits = isinstance(name, str) and isinstance(given, str | bool | int | float) and len(str(given)) <= 80
        if not fits or not name.isidentifier():
            raise ProblemError(_("“%(given)s” is not a fact.") % {"given": _shown(name)})
    return dict(value)


def read_derived(known: Field, _value: Any, _frame: Frame) -> Any:
    """Refuse what is worked out here."""
    raise ProblemError(
        _("“%(label)s” is worked out here and never taken from a form or a file. Send the record without it.")
        % {"label": known.label}
    )


READERS: dict[Kind, Callable[[Field, Any, Frame], Any]] = {
    Kind.TIME: read_time,
    Kind.DATE: read_date,
    Kind.CHOICE: read_choice,
    Kind.CHOICES: read_choices,
    Kind.TEXT: read_text,
    Kind.LONG: read_text,
    Kind.NUMBER: read_number,
    Kind.YES_NO: read_yes_no,
    Kind.DEPARTMENT: read_department,
    Kind.NAME: read_name,
    Kind.FACTS: read_facts,
    Kind.DERIVED: read_derived,
}

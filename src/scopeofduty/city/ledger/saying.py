"""What an envelope says: the public fields of a notice as text, in the values' own words; and its record."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

from scopeofduty.city.clock.due import zone
from scopeofduty.city.contacts.record import read_values
from scopeofduty.city.notices.content import SAYS
from scopeofduty.ledger.errors import MalformedError
from scopeofduty.ledger.payload import FIELDS, MAX_VALUE, build_payload, people_shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scopeofduty.city.contacts.models import Revision
    from scopeofduty.city.ledger.book import Book
    from scopeofduty.city.ledger.models import Entry
    from scopeofduty.city.notices.models import Notice
    from scopeofduty.ledger.payload import Payload


def contact_values(notice: Notice, revision: Revision) -> dict[str, str]:
    """Return the public fields of a contact as it stands in a revision.

    What the law doesn't let a notice tell is left empty: it is bound by the rest of the record alone. Nothing
    is refused here; a text is cut where a field has no room for it.
    """
    values = read_values(revision)
    told = {
        "week": _week(values, notice),
        "agency": str(values.get("agency") or ""),
        "request": _joined(values.get("request_types")),
        "answer": str(values.get("decision") or ""),
        "section": _sections(values),
        "given": _joined(values.get("data_disclosed")),
        "minutes": str(values.get("minutes_on_scene") or ""),
        "people": _people(values.get("targeted_count")),
        "place": _place(values, notice),
    }
    allowed = set(notice.tells) or set(told)
    return {name: fitting(text) for name, text in told.items() if name in allowed}


def private_rest(revision: Revision) -> dict[str, str]:
    """Return the rest of the record, one text a field: bound by the sealed root, never shown.

    No number and no id of a row is in it: those count what else was recorded.
    """
    return {name: json.dumps(value, sort_keys=True) for name, value in read_values(revision).items()}


def fitting(text: str) -> str:
    """Return a text that a field can hold: printable, and no longer than a field is."""
    kept = "".join(sign if sign.isprintable() else " " for sign in text)
    return kept if len(kept) <= MAX_VALUE else kept[: MAX_VALUE - 1] + "…"


def payload_of(book: Book, entry: Entry) -> Payload:
    """Return what an entry binds: the same every time, for its salts follow from its id."""
    values = {name: text for name, text in entry.values.items() if name in FIELDS}
    if entry.about:
        values["about"] = f"{entry.about.slot.tick}/{entry.about.slot.number}"
    secrets = book.keys.at(max(book.tick_at(entry.at), book.cadence.first))
    return build_payload(values, entry.rest, secrets, entry.uid.bytes)


def record_of(entry: Entry) -> bytes:
    """Return what the escrow keeps of an entry: enough to make it, its contact and its notice again."""
    notice = entry.notice
    contact = notice.contact
    facts = {
        "uid": entry.uid.hex,
        "kind": entry.kind,
        "at": entry.at.isoformat(),
        "values": entry.values,
        "rest": entry.rest,
        "number": contact.number,
        "key": contact.key.hex,
        "by": contact.recorded_by.username,
        "recorded_at": contact.recorded_at.isoformat(),
        "receipt": entry.receipt,
        "notice": {name: getattr(notice, name) for name in NOTICE_TERMS}
        | {"sealed_at": notice.sealed_at.isoformat(), "law_day": str(notice.law_day)},
        "delay": _delay_facts(entry),
    }
    return zlib.compress(json.dumps(facts).encode(), 9)


NOTICE_TERMS = ("law_digest", "section", "publisher", "waits", "tells", "place", "presumed_days", "hours")


def read_record(data: bytes) -> dict[str, Any]:
    """Read what ``record_of`` wrote."""
    facts: dict[str, Any] = json.loads(zlib.decompress(data))
    return facts


def fitted_record(book: Book, entry: Entry) -> bytes:
    """Return the escrow's record, without the rest where it has no room: intake never refuses a fact."""
    record = record_of(entry)
    if book.escrow is None:
        return record
    try:
        book.escrow.check_fits(record)
    except MalformedError:
        whole, entry.rest = entry.rest, {}
        record = record_of(entry)
        entry.rest = whole
    return record


def _delay_facts(entry: Entry) -> dict[str, str] | None:
    delay = entry.delay
    if delay is None or delay.confirmed_by is None or delay.confirmed_at is None:
        return None
    return {
        "reason": delay.reason,
        "asked_by": delay.asked_by.username,
        "asked_at": delay.asked_at.isoformat(),
        "until": delay.until.isoformat(),
        "confirmed_by": delay.confirmed_by.username,
        "confirmed_at": delay.confirmed_at.isoformat(),
    }


def _joined(values: Iterable[Any] | None) -> str:
    return ", ".join(str(value) for value in values or ())


def _week(values: Mapping[str, Any], notice: Notice) -> str:
    return str(SAYS["week"](values, notice, zone()) or "")


def _sections(values: Mapping[str, Any]) -> str:
    cited = (values.get("determination") or {}).get("citations", ())
    return "; ".join(dict.fromkeys(f"{each['law']}, {each['section']}" for each in cited))


def _people(count: int | None) -> str:
    return "" if count is None else people_shown(count)


def _place(values: Mapping[str, Any], notice: Notice) -> str:
    if notice.place == "district" and values.get("district"):
        return str(values["district"])
    return "city" if notice.place else ""

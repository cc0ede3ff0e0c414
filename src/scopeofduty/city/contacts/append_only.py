"""Append-only, kept by the database itself: triggers for SQLite and PostgreSQL from one list of rules.

No role, no view and no slip of ours can delete a contact or rewrite a revision. A revision changes in one
way: its values shrink, and only under an erasure of the same contact that says who, when and why. Whoever
owns the database can still drop a trigger; the commitments and the chain of digests are for that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Vendor = Literal["sqlite", "postgresql"]

FIXED = ("id", "contact_id", "seq", "author_id", "at", "leaves", "nonce", "commitment", "previous", "digest")
QUERIED = ("received_at", "channel", "agency", "department", "decision", "departure", "life_button")
REVIEW_FIXED = ("id", "contact_id", "cause", "department", "opened_at", "due_at")
NEVER_DELETED = ("contact", "revision", "erasure", "review", "legalhold", "nilcertificate", "counter")
NEVER_CHANGED = ("contact", "erasure", "nilcertificate")


@dataclass(frozen=True)
class Rule:
    """Refuse ``event`` on a table when ``condition`` holds, with ``message``."""

    table: str
    event: Literal["INSERT", "UPDATE", "DELETE"]
    condition: str
    message: str

    @property
    def name(self) -> str:
        """Name of the trigger, and of its function on PostgreSQL."""
        return f"contacts_{self.table}_{self.event.lower()}_refused"


def _differs(vendor: Vendor, column: str) -> str:
    return f'OLD."{column}" {"IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"} NEW."{column}"'


def _grows(vendor: Vendor, column: str) -> str:
    """Say that the JSON object in ``column`` has an entry that it didn't have before."""
    if vendor == "postgresql":
        return f'NOT (NEW."{column}"::jsonb <@ OLD."{column}"::jsonb)'
    return (
        f'EXISTS (SELECT 1 FROM json_each(NEW."{column}") n WHERE NOT EXISTS'  # noqa: S608 — names of our own
        f' (SELECT 1 FROM json_each(OLD."{column}") o'
        " WHERE o.key = n.key AND o.type = n.type AND o.value IS n.value))"
    )


def _revision_kept(vendor: Vendor) -> str:
    changed = [_differs(vendor, column) for column in FIXED]
    changed += [f'({_differs(vendor, column)} AND NEW."{column}" IS NOT NULL)' for column in QUERIED]
    changed += [_grows(vendor, "text"), _grows(vendor, "salts")]
    new = _differs(vendor, "erasure_id")
    changed.append(f"NOT ({new})")
    changed.append(
        "NOT EXISTS (SELECT 1 FROM contacts_erasure e"
        ' WHERE e.id = NEW."erasure_id" AND e.contact_id = OLD."contact_id")'
    )
    return " OR ".join(changed)


def _review_kept(vendor: Vendor) -> str:
    fixed = " OR ".join(_differs(vendor, column) for column in REVIEW_FIXED)
    decided = " OR ".join(_differs(vendor, column) for column in ("state", "decided_by_id", "decided_at"))
    purged = (
        "EXISTS (SELECT 1 FROM contacts_erasure e"
        " WHERE e.contact_id = OLD.\"contact_id\" AND e.kind = 'purged')"
    )
    emptied = f"NEW.\"reason\" = '' AND NEW.\"sent_to\" = '' AND {purged}"
    return f"({fixed}) OR (OLD.\"state\" <> 'open' AND (({decided}) OR NOT ({emptied})))"


def rules(vendor: Vendor) -> Iterator[Rule]:
    """Yield every rule, its condition in the words of ``vendor``."""
    for table in NEVER_DELETED:
        yield Rule(table, "DELETE", "1 = 1", "the contact log is append-only: nothing is deleted from it")
    for table in NEVER_CHANGED:
        yield Rule(table, "UPDATE", "1 = 1", "the contact log is append-only: add a correction instead")
    yield Rule(
        "counter",
        "UPDATE",
        'NEW."value" <> OLD."value" + 1',
        "numbers are given one after another, none twice",
    )
    yield Rule(
        "revision",
        "UPDATE",
        _revision_kept(vendor),
        "a revision never changes; only an erasure of its contact may empty values",
    )
    yield Rule("review", "UPDATE", _review_kept(vendor), "a review that was decided stays as it was decided")
    yield Rule(
        "erasure",
        "INSERT",
        "EXISTS (SELECT 1 FROM contacts_legalhold h"
        ' WHERE h.contact_id = NEW."contact_id" AND h.lifted_at IS NULL)',
        "a legal hold stands on this contact: nothing in it is erased until two people lift it",
    )


def _sqlite(rule: Rule) -> Iterator[str]:
    yield (
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON contacts_{rule.table} WHEN {rule.condition}"
        f" BEGIN SELECT RAISE(ABORT, '{rule.message}'); END"
    )


def _postgresql(rule: Rule) -> Iterator[str]:
    row = "OLD" if rule.event == "DELETE" else "NEW"
    yield (
        f"CREATE OR REPLACE FUNCTION {rule.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {rule.condition} THEN RAISE EXCEPTION '{rule.message}' USING ERRCODE = 'restrict_violation';"
        f" END IF; RETURN {row}; END $$"
    )
    yield (
        f"CREATE TRIGGER {rule.name} BEFORE {rule.event} ON contacts_{rule.table}"
        f" FOR EACH ROW EXECUTE FUNCTION {rule.name}()"
    )
    if rule.event == "DELETE":
        yield (
            f"CREATE TRIGGER contacts_{rule.table}_truncate_refused BEFORE TRUNCATE ON contacts_{rule.table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {rule.name}()"
        )


def _known(vendor: str) -> Vendor:
    if vendor == "sqlite":
        return "sqlite"
    if vendor == "postgresql":
        return "postgresql"
    message = f"the contact log runs on sqlite or postgresql, and this database is {vendor}"
    raise NotImplementedError(message)


def statements(vendor: str) -> list[str]:
    """Return the SQL that puts every trigger in place, where none is.

    Raises:
        NotImplementedError: no triggers are written for this database.
    """
    known = _known(vendor)
    return [sql for rule in rules(known) for sql in (_sqlite if known == "sqlite" else _postgresql)(rule)]


def removals(vendor: str) -> list[str]:
    """Return the SQL that takes every trigger away, where there is one: a migration of the tables needs it.

    Raises:
        NotImplementedError: no triggers are written for this database.
    """
    known = _known(vendor)
    if known == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {rule.name}" for rule in rules(known)]
    found = []
    for rule in rules(known):
        names = [rule.name, f"contacts_{rule.table}_truncate_refused"][: 1 + (rule.event == "DELETE")]
        found += [f"DROP TRIGGER IF EXISTS {name} ON contacts_{rule.table}" for name in names]
    return found

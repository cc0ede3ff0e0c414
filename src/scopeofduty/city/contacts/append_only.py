"""Append-only, kept by the database itself: triggers for SQLite and PostgreSQL from one list of rules.

No role, no view and no slip of ours can delete a contact or rewrite a revision. A revision changes in one
way: its values shrink, and only under an erasure of the same contact that says who, when and why. Whoever
owns the database can still drop a trigger; the commitments and the chain of digests are for that.
"""

from __future__ import annotations

from scopeofduty.city.accounts.triggers import Rule, differs, never

FIXED = ("id", "contact_id", "seq", "author_id", "at", "leaves", "nonce", "commitment", "previous", "digest")
QUERIED = ("received_at", "channel", "agency", "department", "decision", "departure", "life_button")
REVIEW_FIXED = ("id", "contact_id", "cause", "department", "opened_at", "due_at")
NEVER_DELETED = ("contact", "revision", "erasure", "review", "legalhold", "nilcertificate", "counter")
NEVER_CHANGED = ("contact", "erasure", "nilcertificate")


def _grows(vendor: str, column: str) -> str:
    """Say that the JSON object in ``column`` has an entry that it didn't have before."""
    if vendor == "postgresql":
        return f'NOT (NEW."{column}"::jsonb <@ OLD."{column}"::jsonb)'
    return (
        f'EXISTS (SELECT 1 FROM json_each(NEW."{column}") n WHERE NOT EXISTS'  # noqa: S608 — names of our own
        f' (SELECT 1 FROM json_each(OLD."{column}") o'
        " WHERE o.key = n.key AND o.type = n.type AND o.value IS n.value))"
    )


def _revision_kept(vendor: str) -> str:
    changed = [differs(vendor, column) for column in FIXED]
    changed += [f'({differs(vendor, column)} AND NEW."{column}" IS NOT NULL)' for column in QUERIED]
    changed += [_grows(vendor, "text"), _grows(vendor, "salts")]
    new = differs(vendor, "erasure_id")
    changed.append(f"NOT ({new})")
    changed.append(
        "NOT EXISTS (SELECT 1 FROM contacts_erasure e"
        ' WHERE e.id = NEW."erasure_id" AND e.contact_id = OLD."contact_id")'
    )
    return " OR ".join(changed)


def _review_kept(vendor: str) -> str:
    fixed = " OR ".join(differs(vendor, column) for column in REVIEW_FIXED)
    decided = " OR ".join(differs(vendor, column) for column in ("state", "decided_by_id", "decided_at"))
    purged = (
        "EXISTS (SELECT 1 FROM contacts_erasure e"
        " WHERE e.contact_id = OLD.\"contact_id\" AND e.kind = 'purged')"
    )
    emptied = f"NEW.\"reason\" = '' AND NEW.\"sent_to\" = '' AND {purged}"
    return f"({fixed}) OR (OLD.\"state\" <> 'open' AND (({decided}) OR NOT ({emptied})))"


def rules(vendor: str) -> list[Rule]:
    """Return every rule, its condition in the words of ``vendor``."""
    return [
        *never(
            "contacts", "DELETE", NEVER_DELETED, "the contact log is append-only: nothing is deleted from it"
        ),
        *never(
            "contacts", "UPDATE", NEVER_CHANGED, "the contact log is append-only: add a correction instead"
        ),
        Rule(
            "contacts_counter",
            "UPDATE",
            'NEW."value" <> OLD."value" + 1',
            "numbers are given one after another, none twice",
        ),
        Rule(
            "contacts_revision",
            "UPDATE",
            _revision_kept(vendor),
            "a revision never changes; only an erasure of its contact may empty values",
        ),
        Rule(
            "contacts_review",
            "UPDATE",
            _review_kept(vendor),
            "a review that was decided stays as it was decided",
        ),
        Rule(
            "contacts_erasure",
            "INSERT",
            "EXISTS (SELECT 1 FROM contacts_legalhold h"
            ' WHERE h.contact_id = NEW."contact_id" AND h.lifted_at IS NULL)',
            "a legal hold stands on this contact: nothing in it is erased until two people lift it",
        ),
    ]

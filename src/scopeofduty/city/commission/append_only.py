"""What was voted stays as it was voted: triggers for SQLite and PostgreSQL, from one list of rules.

No role, no view, no command and no slip of ours can pass a motion without the ballots, vote after the close,
or change a result. Whoever owns the database can still drop a trigger; the public register is for that.
"""

from __future__ import annotations

from scopeofduty.city.accounts.triggers import Rule, differs, never

FIXED = ("id", "session_id", "motion", "consent", "in_office", "members", "told", "opened_by_id", "opened_at")
AFTERWARDS = ("closed_by_id", "closed_at", "result")
ITEM = (
    "id",
    "session_id",
    "number",
    "part",
    "title",
    "title_es",
    "about",
    "about_es",
    "step",
    "version_id",
    "first_day",
    "pulled_at",
)
YES = '(SELECT COUNT(*) FROM commission_ballot b WHERE b.vote_id = NEW."id" AND b."option" = \'yes\')'
IN_OFFICE = (
    "(SELECT COUNT(DISTINCT a.user_id) FROM accounts_appointment a"
    " WHERE a.role = 'commissioner' AND a.ended_at IS NULL)"
)
MEMBER = (
    'EXISTS (SELECT 1 FROM accounts_appointment a WHERE a.user_id = NEW."person_id"'
    " AND a.role = 'commissioner' AND a.ended_at IS NULL)"
)


def rules(vendor: str) -> list[Rule]:
    """Return every rule, its condition in the words of ``vendor``."""

    def changed(columns: tuple[str, ...]) -> str:
        return " OR ".join(differs(vendor, column) for column in columns)

    voted = 'EXISTS (SELECT 1 FROM commission_vote_items v WHERE v.item_id = OLD."id")'
    closed = 'EXISTS (SELECT 1 FROM commission_vote v WHERE v.id = NEW."vote_id" AND v.closed_at IS NOT NULL)'
    return [
        *never("commission", "DELETE", ("vote", "vote_items"), "what the commission voted is never deleted"),
        *never("commission", "UPDATE", ("vote_items",), "what the commission voted is written once"),
        Rule(
            "commission_vote",
            "INSERT",
            'NEW."closed_at" IS NOT NULL OR NEW."result" <> \'\'',
            "a vote is opened before it is closed",
        ),
        Rule(
            "commission_vote",
            "INSERT",
            f'NEW."in_office" < {IN_OFFICE}',
            "every commissioner counts as a member in office",
            "count",
        ),
        Rule(
            "commission_vote",
            "UPDATE",
            f'({changed(FIXED)}) OR (OLD."closed_at" IS NOT NULL AND ({changed(AFTERWARDS)}))',
            "a vote that was closed stays as it was counted",
        ),
        Rule(
            "commission_vote",
            "UPDATE",
            f'NEW."result" = \'passed\' AND {YES} * 2 <= NEW."in_office"',
            "a motion passes with the ballots of more than half of the members, and not otherwise",
            "count",
        ),
        Rule("commission_ballot", "INSERT", closed, "the vote is closed"),
        Rule("commission_ballot", "INSERT", f"NOT {MEMBER}", "only a commissioner casts a ballot", "member"),
        Rule("commission_vote_items", "INSERT", closed, "the vote is closed"),
        Rule(
            "commission_vote_items",
            "INSERT",
            'EXISTS (SELECT 1 FROM commission_ballot b WHERE b.vote_id = NEW."vote_id")',
            "what is voted on stands before the first ballot",
            "late",
        ),
        Rule(
            "commission_adoption",
            "INSERT",
            "NOT EXISTS (SELECT 1 FROM commission_vote v JOIN commission_vote_items i ON i.vote_id = v.id"
            " JOIN commission_item m ON m.id = i.item_id WHERE v.id = NEW.\"vote_id\" AND v.result = 'passed'"
            " AND m.step = 'adoption' AND m.version_id = NEW.\"version_id\""
            ' AND m.first_day = NEW."first_day")',
            "nothing is adopted without the vote that adopted it",
        ),
        Rule("commission_item", "DELETE", voted, "an item that was voted on stays"),
        Rule(
            "commission_item", "UPDATE", f"{voted} AND ({changed(ITEM)})", "an item that was voted on stays"
        ),
    ]

"""The outcomes of rules, and the two tables that combine them.

Each table is a join: the least outcome that is at least as binding as both. So the order in
which rules are combined never matters.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Final

SILENT: Final = "silent"
DISCRETIONARY: Final = "discretionary"
PERMITTED: Final = "permitted"
NEEDS_APPROVAL: Final = "needs approval"
REQUIRED: Final = "required"
PROHIBITED: Final = "prohibited"
CONFLICT: Final = "conflict"
REFER: Final = "refer"

OUTCOMES: Final = (
    SILENT,
    DISCRETIONARY,
    PERMITTED,
    NEEDS_APPROVAL,
    REQUIRED,
    PROHIBITED,
    CONFLICT,
    REFER,
)
SPOKEN: Final = (REQUIRED, PERMITTED, DISCRETIONARY, PROHIBITED, NEEDS_APPROVAL, REFER)
"""What a rule may say. Silence and conflict are never written, only found."""

# Every outcome with all the outcomes it takes in. Refer takes in all: counsel settles it.
_WITHIN: Final = {
    SILENT: {SILENT},
    DISCRETIONARY: {SILENT, DISCRETIONARY},
    PERMITTED: {SILENT, DISCRETIONARY, PERMITTED},
    NEEDS_APPROVAL: {SILENT, DISCRETIONARY, PERMITTED, NEEDS_APPROVAL},
    REQUIRED: {SILENT, DISCRETIONARY, PERMITTED, REQUIRED},
    PROHIBITED: {SILENT, PROHIBITED},
    CONFLICT: set(OUTCOMES) - {REFER},
    REFER: set(OUTCOMES),
}
# Between levels the strictest duty binds, so a prohibition takes in permissions.
_ACROSS: Final = {
    **_WITHIN,
    PROHIBITED: {SILENT, DISCRETIONARY, PERMITTED, NEEDS_APPROVAL, PROHIBITED},
}


def _joins(below: dict[str, set[str]]) -> dict[tuple[str, str], str]:
    return {
        (one, other): min(
            (top for top in OUTCOMES if {one, other} <= below[top]),
            key=lambda top: len(below[top]),
        )
        for one in OUTCOMES
        for other in OUTCOMES
    }


WITHIN: Final = _joins(_WITHIN)
"""Two live rules of one level. Prohibited beside a permission is a conflict."""
ACROSS: Final = _joins(_ACROSS)
"""What two levels say. Prohibited beside required is a conflict, else the stricter binds."""


def within(outcomes: Iterable[str]) -> str:
    """Combine the outcomes of the live rules of one level of law."""
    combined = SILENT
    for outcome in outcomes:
        combined = WITHIN[combined, outcome]
    return combined


def across(outcomes: Iterable[str]) -> str:
    """Combine what the levels of law say, each already combined within itself."""
    combined = SILENT
    for outcome in outcomes:
        combined = ACROSS[combined, outcome]
    return combined


def spoken(outcome: str) -> str:
    """Return the outcome as staff hear it: a conflict of rules is a question for counsel."""
    return REFER if outcome == CONFLICT else outcome

"""The terms a city has set for its ledger, as ``policy`` entries publish them. All times in seconds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scopeofduty.ledger.errors import MalformedError

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = 86_400
THIRTY_DAYS = 30 * DAY


def iso(time: int) -> str:
    """A Unix time as ISO 8601 in UTC; in plain seconds if no calendar reaches that far."""
    try:
        return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%MZ")
    except (OverflowError, ValueError, OSError):
        return f"second {time} since 1970"


@dataclass(frozen=True)
class Terms:
    """What the ordinance says of sealing, opening and delay."""

    open_after: int = THIRTY_DAYS
    """A slot opens its type and root this long after its tick has ended."""
    window: int = DAY
    """The register publishes once a window."""
    window_offset: int = 0
    """Unix time modulo `window` at which it does."""
    grace: int = DAY
    """How late something may be before a reader calls it so."""
    publish_within: int = DAY
    """A notice follows within this time of the tick that says its operation is complete."""
    delay_max: int = THIRTY_DAYS
    """The longest one delay may run."""
    max_renewals: int | None = None
    """How often a delay may be renewed; None where the ordinance sets no number."""
    presumed_completion: int | None = None
    """After how long an operation counts as complete, if the ordinance presumes it."""
    reasons: tuple[str, ...] = ("operation-continuing", "court-order", "commission-vote")
    """The reasons that a delay may give."""
    key_holders: tuple[str, ...] = ()
    """Names of those who hold the escrow."""

    def __post_init__(self) -> None:
        positive = (self.open_after, self.window, self.publish_within, self.delay_max)
        if min(positive) < 1 or self.grace < 0 or not 0 <= self.window_offset < self.window:
            raise MalformedError(
                "the ledger's terms need times above 0, and a window offset within the window"
            )
        if not self.reasons:
            raise MalformedError("the ledger's terms name no reason for a delay; name at least one")

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> Terms:
        """Read what `facts` wrote; unknown names are refused."""
        values: dict[str, Any] = {}
        for name, default in asdict(cls()).items():
            value = facts.get(name)
            if isinstance(default, tuple):
                if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                    raise MalformedError(f"the term {name} must be a list of words, not {value!r}")
                values[name] = tuple(value)
            elif not (type(value) is int and value >= 0) and not (value is None and default is None):
                raise MalformedError(f"the term {name} must be a whole number, not {value!r}")
            else:
                values[name] = value
        unknown = set(facts) - set(values)
        if unknown:
            raise MalformedError(f"there is no term {min(unknown)!r}")
        return cls(**values)

    def facts(self) -> dict[str, Any]:
        """As JSON values."""
        return {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self).items()}

    def is_window(self, time: int) -> bool:
        """Whether a Unix time is one at which the register publishes."""
        return time % self.window == self.window_offset

    def next_window(self, time: int) -> int:
        """The first window at or after a Unix time."""
        return time + (self.window_offset - time) % self.window

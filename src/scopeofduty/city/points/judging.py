"""A collection point put to the law in force: may this department collect this, and what must it do?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scopeofduty import law
from scopeofduty.city.collection.information import BY_ID
from scopeofduty.city.desk import law_in_force
from scopeofduty.city.desk.asker import actor_of
from scopeofduty.city.desk.collecting import ASK, RECORD, Collecting, look_up
from scopeofduty.city.desk.kinds import NOBODY_IN_DANGER
from scopeofduty.city.desk.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from scopeofduty.city.points.models import Point
    from scopeofduty.city.profile.models import Department, Service

# Strictest first: a point that collects two kinds of information gets the stricter answer.
STRICTEST = (
    Phrase.NO,
    Phrase.COMMISSION,
    Phrase.COUNSEL,
    Phrase.SILENT,
    Phrase.UNDETERMINED,
    Phrase.MAY,
    Phrase.MUST,
)
ASKS = "asks"


@dataclass(frozen=True)
class Judged:
    """The law's answer: its phrase, and each kind of information with what it rests on."""

    phrase: Phrase
    answers: tuple[tuple[str, Collecting], ...]

    def as_json(self) -> dict[str, Any]:
        """Return what the register keeps: enough to show it again and to see that it changed."""
        return {
            "phrase": self.phrase.value,
            "answers": [
                {
                    "information": kind,
                    "phrase": found.phrase.value,
                    "obligations": [
                        {"id": row.pk, "law": row.law, "kind": row.kind, "asks": row.asks}
                        for row in found.listed
                    ],
                    "determination": found.determination.as_json(),
                }
                for kind, found in self.answers
            ],
        }


@dataclass
class Law:
    """The law in force on a day, asked for many points; the same question is put once."""

    on: date
    _known: dict[tuple[int, int, str, str], Collecting] = field(default_factory=dict)

    def judge(
        self, department: Department, service: Service | None, information: Iterable[str], verb: str
    ) -> Judged | None:
        """Return the answer for kinds of information at a form; None where the city has no law to ask."""
        act = ASK if verb == ASKS else RECORD
        try:
            found = tuple((kind, self._look_up(department, service, kind, act)) for kind in information)
        except (law_in_force.NoLawError, law.QuestionError):
            return None
        if not found:
            return None
        phrase = min((each.phrase for _kind, each in found), key=STRICTEST.index)
        return Judged(phrase, found)

    def _look_up(self, department: Department, service: Service | None, kind: str, act: str) -> Collecting:
        key = (department.pk, service.pk if service else 0, kind, act)
        if key not in self._known:
            self._known[key] = look_up(
                act=act,
                department=department,
                service=service,
                information=BY_ID[kind],
                actor=actor_of(department, law_in_force.on(self.on).book.vocabulary),
                facts=dict(NOBODY_IN_DANGER),
                on=self.on,
            )
        return self._known[key]

    def put(self, point: Point) -> bool:
        """Write the law's answer into a point, without saving it; return whether the phrase changed."""
        before = point.phrase
        judged = (
            self.judge(point.department, point.service, point.information, point.verb)
            if (point.department)
            else None
        )
        point.law = judged.as_json() if judged else {}
        point.phrase = judged.phrase.value if judged else ""
        return point.phrase != before

"""What stands around a match and takes it back: a denial, policy talk, the requester's own question.

The patterns are in ``context.toml``; each function is named after what it claims.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from scopeofduty.sweep.prose.rule import compile_words, table

if TYPE_CHECKING:
    import re


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return compile_words(tuple(table("context.toml")[name]))


def _found(name: str, text: str, start: int = 0) -> bool:
    return _pattern(name).search(text, start) is not None


def general_talk(sentence: str) -> bool:
    """Policy, training, news or a rule for everybody, with nobody in particular in the sentence."""
    return _found("meeting", sentence) or (_found("general", sentence) and not _found("specific", sentence))


def asked_of_city(before: str) -> bool:
    """Somebody asked the city what it asks or needs: "asked whether the library needs papers"."""
    asked = _pattern("asked_of_city").search(before)
    return asked is not None and not _found("says", before, asked.end())


def statistics(sentence: str) -> bool:
    """Numbers about many people: "12% of residents were born abroad"."""
    return _found("statistics", sentence)


def somebody_here(sentence: str) -> bool:
    """One person is spoken of, be it only as "his" or "her"."""
    return _found("specific", _pattern("either").sub(" ", sentence))


def names_somebody(sentence: str) -> bool:
    """One person is spoken of, as a report does, and not "he or she" as a form's instructions do."""
    return _found("named", _pattern("either").sub(" ", sentence))


def denied(before: str, within: str, after: str) -> bool:
    """The question is denied: "did not ask", "asked nothing about", "was not asked"."""
    return _found("denied_before", before) or _found("denied_within", within) or _found("denied_after", after)


def denied_question(before: str, after: str) -> bool:
    """Asking or telling is denied around a value: "did not ask about", "was not recorded"."""
    return _found("not_asked", before) or _found("denied_after", after)


def not_done(before: str) -> bool:
    """What follows was not done: "we will not" share names with ICE."""
    return _found("not_done", before)


def question_denied(before: str) -> bool:
    """A value that only completes a question nobody put: "did not ask whether she is a citizen"."""
    asked = _pattern("ask_to_match").search(before)
    if asked is None or _found("says", before, asked.start()):
        return False
    rest = before[asked.start() :]
    return _found("denied_before", before[: asked.start()]) and (whether(rest) or _found("about", rest))


def requester_asks(before: str, previous: str) -> bool:
    """The words belong to what a federal requester asked for, here or going on from the sentence before."""
    asked = _pattern("requester_asks").search(before)
    if asked is None and previous and _found("federal", previous):
        asked = _pattern("follow_up").search(before)
    return asked is not None and not _found("says", before, asked.start())


def thing_asks(before: str) -> bool:
    """A form, page or rule asks, and nobody in particular was asked: "the form asks citizenship"."""
    return _found("thing_asks", before)


def whether(before: str) -> bool:
    """The words stand behind "if" or "whether", or say what information is about."""
    return _found("whether", before)


def city_asks(before: str) -> bool:
    """The asker just before the verb is on the city's side."""
    return _found("city_asks", before)


def answered(rest: str) -> bool:
    """The person answered the requester's question, so the record now holds the answer's fact."""
    return _found("answered", rest)

"""What may stand under each name of a vocabulary, so that a value of the wrong kind is said in words."""

from __future__ import annotations

from scopeofduty.law.errors import LawError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

Shape = tuple[str, "Callable[[object], bool]"]


def _words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


def _plain(value: object) -> bool:
    return isinstance(value, str | bool | int | float)


def _mapping_to(holds: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, dict) and all(map(holds, value.values()))


def _objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


WORD: Final[Shape] = ("a word in quotes", lambda value: isinstance(value, str))
WORDS: Final[Shape] = ("a list of words", _words)
OBJECTS: Final[Shape] = ("a list of objects", _objects)
YES_NO: Final[Shape] = ("true or false", lambda value: isinstance(value, bool))
VALUES: Final[Shape] = ("an object of facts and single values", _mapping_to(_plain))
_SHAPES: Final[dict[str, Shape]] = {
    **dict.fromkeys(("acts", "facts", "actors", "act_groups", "implies", "outcomes", "duties"), OBJECTS),
    **dict.fromkeys(("id", "kind", "who_knows", "unit", "name", "definition", "question", "meaning"), WORD),
    **dict.fromkeys(("name_es", "definition_es", "question_es", "meaning_es", "en", "es", "value"), WORD),
    **dict.fromkeys(("sensitive", "never_ask_the_person"), YES_NO),
    **dict.fromkeys(("if", "then"), VALUES),
    "values": OBJECTS,
    "is_a": WORDS,
    "groups": ("an object of names and lists of words", _mapping_to(_words)),
    "group_meanings": (
        "an object of names and texts",
        _mapping_to(lambda text: isinstance(text, dict) and {"en", "es"} <= text.keys()),
    ),
    "renamed": ("an object of words", _mapping_to(lambda value: isinstance(value, str))),
}
_TOP: Final = frozenset({"acts", "facts", "actors", "act_groups", "implies", "outcomes", "duties", "renamed"})


def check_shapes(vocabulary: dict[str, Any], source: str) -> None:
    """Look at all that readers use. Raises `LawError` for the first value of a wrong kind."""
    for part in sorted(_TOP & vocabulary.keys()):
        _check(part, vocabulary[part], source, part)
        for number, row in enumerate(vocabulary[part] if part != "renamed" else (), start=1):
            _check_row(row, source, f"{part}, entry {row.get('id') or number}")


def _check_row(row: dict[str, Any], source: str, where: str) -> None:
    for name, value in row.items():
        if name == "acts":  # of a group of acts: words, where the vocabulary's own are objects
            _hold(WORDS, name, value, source, where)
        elif name in _SHAPES and name != "facts":
            _check(name, value, source, where)
        if name == "values":
            for each in value:
                _check_row(each, source, where)
        if name == "group_meanings":
            for text in value.values():
                _check_row(text, source, where)


def _check(name: str, value: object, source: str, where: str) -> None:
    _hold(_SHAPES[name], name, value, source, where)


def _hold(shape: Shape, name: str, value: object, source: str, where: str) -> None:
    expected, holds = shape
    if not holds(value):
        raise LawError(
            f"{source}: the vocabulary is not laid out as the shared one is. "
            f"Under {where}, “{name}” must be {expected}; {repr(value)[:60]} stands there."
        )

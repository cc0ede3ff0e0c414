"""Random and mutated packs, vocabularies and questions: refused in words with a place, never a traceback."""

from __future__ import annotations

import contextlib
import io
import json
import re
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scopeofduty import cli, law
from scopeofduty.law import condition_reader, duty_reader, file_reader, rule_reader

LAWS = Path(law.__file__).parents[1] / "laws"
SOURCES = [*sorted((LAWS / "lawrence").glob("*.duty")), LAWS / "riverbend/ordinance.duty"]
TEXTS = [path.read_text(encoding="utf-8") for path in SOURCES]
MARKDOWN = (LAWS / "lawrence/2020-09-adopted.md").read_text(encoding="utf-8")
PACK = json.loads((LAWS / "lawrence/pack.json").read_text(encoding="utf-8")) | {"above": []}
VOCABULARY = json.loads((LAWS / "vocabulary.json").read_text(encoding="utf-8"))
WORDS = sorted(
    {
        *file_reader.BLOCKS,
        *rule_reader.CLAUSES,
        *duty_reader.DUTY_CLAUSES,
        *duty_reader.EXAMPLE_CLAUSES,
        *condition_reader.LISTS,
        *(
            "is prohibited",
            "is permitted",
            "needs approval of",
            "refer to",
            "means",
            "is",
            "not",
            "and",
            "or",
        ),
        *(
            "5(a)",
            "5(a)/x",
            "2020-02-30",
            "9999-99-99",
            "2020-01-01",
            ",",
            ":",
            "“",
            "§",
            "\t",
            "\x00",
            "\ufeff",
            "\N{MATHEMATICAL DOUBLE-STRUCK DIGIT TWO}",
        ),
        *(
            "paper",
            "purpose",
            "civil_immigration",
            "threat_to_life",
            "hold_hours",
            "at least",
            "-1",
            "1e999",
            "nan",
        ),
        *(
            "make an agreement",
            "ask about immigration information",
            "any_employee",
            "day 32",
            "every",
            "working days",
        ),
    }
)
QUIET = {
    "deadline": None,
    "suppress_health_check": [
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
        HealthCheck.data_too_large,
    ],
}
FEW, MANY = 40, 1_000
PLACE = re.compile(r":\d+|pack\.json|vocabulary\.json|\.duty|\.md|fairview")

line = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), min_size=1, max_size=6).map(" ".join)
indented = st.tuples(st.sampled_from(["", "  ", "    ", "\t", " "]), line).map("".join)
anything = st.lists(indented, max_size=20).map("\n".join) | st.text(max_size=200)


@st.composite
def mutated(draw, texts=tuple(TEXTS)):
    """A shipped file with a few lines dropped, doubled, moved, cut short or replaced."""
    lines = draw(st.sampled_from(texts)).split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(["drop", "double", "move", "cut", "replace", "indent", "word"]))
        if how == "drop" and len(lines) > 1:
            del lines[at]
        elif how == "double":
            lines.insert(at, lines[at])
        elif how == "move":
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
        elif how == "cut":
            lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
        elif how == "replace":
            lines[at] = draw(indented)
        elif how == "indent":
            lines[at] = " " * draw(st.integers(0, 6)) + lines[at].lstrip()
        else:
            words = lines[at].split(" ")
            words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(WORDS))
            lines[at] = " ".join(words)
    return "\n".join(lines)


leaf = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
json_value = st.recursive(
    leaf,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def mutated_json(draw, data):
    """The same JSON with one value, anywhere in it, replaced, removed or added."""
    copy = json.loads(json.dumps(data))
    at = copy
    while True:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        if not keys:
            break
        key = draw(st.sampled_from(keys))
        inner = at[key]
        if isinstance(inner, (dict, list)) and inner and draw(st.booleans()):
            at = inner
            continue
        if draw(st.booleans()):
            at[key] = draw(json_value)
        else:
            del at[key]
        break
    return copy


@contextlib.contextmanager
def folder(**files):
    with tempfile.TemporaryDirectory() as made:
        pack = Path(made) / "fairview"
        pack.mkdir()
        for name, content in files.items():
            stem, _, ending = name.rpartition("_")
            data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
            (pack / f"{stem}.{ending}").write_bytes(data)
        yield pack


def reads_or_refuses(pack):
    """Read a pack, compile it and look at its answers; what is refused is refused in words, with a place."""
    try:
        book = law.read(str(pack))
        today = (
            book.on(max(version.start for version in book.packs[0].versions))
            if book.packs[0].versions
            else None
        )
        for act in sorted({act for rule in today.rules for act in rule.acts})[:3] if today else ():
            today.ask(act, "police", {"threat_to_life": False})
    except law.LawError as refused:
        said = str(refused)
        assert said.strip()
        assert PLACE.search(said), said
        assert "Traceback" not in said


def run(*arguments):
    """Run the command line as a person does; only its exit codes and words come out."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = cli.main(list(arguments))
        except SystemExit as ended:
            code = ended.code
    return code, out.getvalue(), err.getvalue()


def pack_json(**more):
    return json.dumps(PACK | {"id": "fairview"} | more)


def lanes(test):
    """Run few examples in the fast lane and many in the long one."""
    return pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.long)])(test)


def fuzz(count, strategy, check):
    settings(max_examples=count, **QUIET)(given(strategy)(check))()


@lanes
def test_mutated_rules(count):
    def check(text):
        with folder(ordinance_duty=text, pack_json=pack_json()) as pack:
            reads_or_refuses(pack)

    fuzz(count, mutated(), check)


@lanes
def test_random_rules(count):
    def check(text):
        with folder(ordinance_duty=text, pack_json=pack_json()) as pack:
            reads_or_refuses(pack)

    fuzz(count, anything, check)


@lanes
def test_bytes_that_are_not_text(count):
    def check(data):
        with folder(ordinance_duty=data, pack_json=pack_json()) as pack:
            reads_or_refuses(pack)

    fuzz(count, st.binary(max_size=80), check)


@lanes
def test_mutated_texts_beside_the_rules(count):
    def check(text):
        with folder(ordinance_duty=TEXTS[1], ordinance_md=text, pack_json=pack_json()) as pack:
            reads_or_refuses(pack)

    fuzz(count, mutated((MARKDOWN,)) | anything, check)


@lanes
def test_mutated_headers(count):
    def check(data):
        with folder(ordinance_duty=TEXTS[1], pack_json=json.dumps(data)) as pack:
            reads_or_refuses(pack)

    fuzz(count, mutated_json(PACK | {"id": "fairview"}) | json_value, check)


@lanes
def test_mutated_vocabularies(count):
    own = {
        key: VOCABULARY[key][:4]
        if isinstance(VOCABULARY[key], list)
        else dict(list(VOCABULARY[key].items())[:4])
        for key in VOCABULARY
        if isinstance(VOCABULARY[key], (list, dict))
    }

    def check(data):
        with folder(ordinance_duty=TEXTS[1], pack_json=pack_json(), vocabulary_json=json.dumps(data)) as pack:
            reads_or_refuses(pack)

    fuzz(count, mutated_json(own) | json_value, check)


@lanes
def test_questions(count):
    today = law.read("lawrence").on(date(2021, 1, 1))
    acts = st.sampled_from(sorted(today.book.vocabulary.acts)) | st.text(max_size=10)
    facts = st.dictionaries(
        st.sampled_from(sorted(today.book.vocabulary.facts)) | st.text(max_size=8),
        json_value | st.sampled_from(["yes", "no", "unknown", "ice", "detainer", "none", "inf"]),
        max_size=4,
    )
    actors = st.none() | st.sampled_from(["police", "any_employee", "library"]) | st.text(max_size=6)

    def check(asked):
        with contextlib.suppress(law.LawError):
            assert today.ask(*asked).possible

    fuzz(count, st.tuples(acts, actors, facts), check)


@lanes
def test_the_command_line(count):
    def check(drawn):
        text, arguments, day = drawn
        with folder(ordinance_duty=text, pack_json=pack_json()) as pack:
            for command in (
                ["check", str(pack)],
                ["test", str(pack), "--coverage"],
                ["compare", str(pack), "lawrence@2021-01-01"],
                ["reach", str(pack), arguments[0]],
                ["export", str(pack)],
                ["fmt", "--check", str(pack)],
                ["ask", *arguments, "--pack", str(pack), "--on", day],
            ):
                code, _, err = run(*[word.replace("\x00", "") or "-" for word in command])
                assert code in {0, 1, 2, 3, 4}, (command, code)
                assert "Traceback" not in err

    words = st.sampled_from(["make an agreement", "paper=detainer", "paper=", "=", "x=y", "hold_hours=-1"])
    days = st.sampled_from(["2021-01-01", "2021-02-30", "", "today", "0001-01-01", "99999-01-01"])
    asked = st.lists(words | st.text(max_size=6), min_size=1, max_size=3)
    fuzz(count // 3, st.tuples(mutated() | anything, asked, days), check)

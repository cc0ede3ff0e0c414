from __future__ import annotations

import pytest

from scopeofduty.city.rows import UnreadableFileError, rows
from scopeofduty.city.study.partial_dates import span


def write(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def test_a_csv_row_knows_its_line_and_its_name(tmp_path):
    path = write(tmp_path, "a.csv", '\ufeffid,what\nx1,detainer\n\nx2,"two\nlines"\n')
    found = list(rows(path, "id"))
    assert [(row.name, row.line) for row in found] == [("x1", 2), ("x2", 5)]
    assert found[0].values == {"id": "x1", "what": "detainer"}


def test_a_row_without_an_id_is_named_by_its_line(tmp_path):
    path = write(tmp_path, "a.jsonl", '{"what": 1}\n')
    assert next(rows(path, "id")).name == "line 1"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{not json}", "not JSON"),
        ("[1, 2]", "a list came"),
        ('"text"', "a str came"),
        ("[" * 100_000, "not JSON"),
        ('{"a": "' + "x" * 1_000_001 + '"}', "characters; at most"),
        (r'{"id": "half \ud800"}', "half of a character"),
        (r'{"id": "a\u0000b"}', "a NUL character"),
        (r'{"id": "n", "a": [{"b": "\u0000"}]}', "a NUL character"),
        ('{"a": 123456789012345678901234567890}', "a number is too large"),
        ('{"a": NaN}', "a number is too large or is none"),
    ],
)
def test_a_bad_line_is_named_and_the_next_is_read(tmp_path, line, problem):
    bad, good = rows(write(tmp_path, "a.jsonl", line + '\n{"id": "ok"}\n'), "id")
    assert problem in bad.problem
    assert bad.line == 1
    assert good.name == "ok"


def test_a_csv_row_with_a_cell_too_many_is_named(tmp_path):
    bad, good = rows(write(tmp_path, "a.csv", "id,b\n1,2,3\n4,5\n"), "id")
    assert bad.problem == "3 cells, and the header has 2 columns"
    assert good.values == {"id": "4", "b": "5"}


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("none.csv", None, "there is no such file"),
        ("empty.csv", b"  \n", "the file is empty"),
        ("a.csv", b"id,id\n1,2\n", "the column 'id' stands twice"),
        ("a.csv", b"id,\n1,2\n", "a column has no name"),
        ("a.csv", b"id\n\xff\n", "line 2: byte 0xff is not UTF-8"),
        ("a.xlsx", b"PK", "ends in .csv or .jsonl"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(tmp_path, name, data, says):
    path = tmp_path / name if data is None else write(tmp_path, name, data)
    with pytest.raises(UnreadableFileError) as error:
        list(rows(path, "id"))
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2017-02-01", "2017-02-01", "2017-02-01"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2016", "2016-01-01", "2016-12-31"),
        ("2024-11/2025-06", "2024-11-01", "2025-06-30"),
        ("2017-01-28/2017-02-03", "2017-01-28", "2017-02-03"),
    ],
)
def test_a_partial_date_is_the_days_it_can_mean(text, first, last):
    days = span(text)
    assert (str(days.first), str(days.last)) == (first, last)


def test_no_date_is_no_days():
    assert span("") == span("  ")
    assert span("").first is None


@pytest.mark.parametrize(
    "text", ["May 2017", "2017-13", "2017-02-30", "2018/2017", "2017/2018/2019", "17-01"]
)
def test_a_date_that_is_none_says_so(text):
    with pytest.raises(ValueError, match="the date"):
        span(text)


def test_a_backslash_before_u0000_is_text(tmp_path):
    row = next(rows(write(tmp_path, "a.jsonl", r'{"id": "x", "a": "\\u0000"}' + "\n"), "id"))
    assert (row.values["a"], row.problem) == (r"\u0000", "")


def test_a_name_never_moves_a_terminal(tmp_path):
    row = next(rows(write(tmp_path, "a.csv", "id\n\x1b[31mred\n"), "id"))
    assert row.name == "�[31mred"

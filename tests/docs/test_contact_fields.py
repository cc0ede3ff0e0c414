from __future__ import annotations

from scopeofduty.city.contacts.fields import FIELDS, REQUIRED, SCHEMA

PAGE = "docs/reference/contact-fields.md"


def line(field):
    marks = [
        word
        for word, is_so in (
            ("needed", field in REQUIRED),
            ("publishable", field.publishable),
            ("restricted", field.restricted),
            ("off by default", field.switched),
            ("free text", field.free_text),
        )
        if is_so
    ]
    return f"| `{field.id}` | {field.label} | {field.kind.value} | {', '.join(marks)} |"


def choices_line(field):
    return f"- `{field.id}`: " + ", ".join(f"`{value}`" for value, _label in field.choices)


def test_every_field_is_documented_with_its_kind_and_marks(lacks):
    assert lacks(PAGE, [line(field) for field in FIELDS]) == ""


def test_every_choice_is_documented(lacks):
    assert lacks(PAGE, [choices_line(field) for field in FIELDS if field.choices]) == ""


def test_no_field_is_documented_that_is_not_there(table_of):
    assert table_of(PAGE, "The fields") == [field.id for field in FIELDS]


def test_the_schema_is_named(page):
    assert f"`{SCHEMA}`" in page(PAGE)

"""A study set of the demo: a fictional neighbour's contacts, held beside Riverbend's ordinance."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from scopeofduty.city.desk import law_in_force
from scopeofduty.city.rows import rows_in
from scopeofduty.city.study.answering import Against, answer_rows
from scopeofduty.city.study.mapping import find, read
from scopeofduty.city.study.models import StudyAnswer
from scopeofduty.city.study.taking import open_set, take

if TYPE_CHECKING:
    from datetime import date, datetime

NAME = "fairview-county"
FILE = f"{NAME}.csv"


def study(at: datetime, today: date) -> None:
    """Take the neighbour's rows into the study log once, and put each to the law in force ``today``."""
    if StudyAnswer.objects.filter(row__set__name=NAME).exists():
        return
    book = law_in_force.book()
    mapping = read(find("incidents"))
    data = files("scopeofduty.city.demo").joinpath("data", FILE).read_bytes()
    opened = open_set(NAME, file_name=FILE, mapping=mapping, at=at)
    take(rows_in(FILE, data, mapping.id_column), mapping, book.vocabulary, into=opened)
    answer_rows(opened, Against(book.packs[0].id, book, today))

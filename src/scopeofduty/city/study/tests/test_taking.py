from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from scopeofduty import law
from scopeofduty.city.rows import rows
from scopeofduty.city.study.answering import Against, answer_rows, newest_day, presumed
from scopeofduty.city.study.mapping import find, read
from scopeofduty.city.study.models import StudyAnswer, StudyRefusal, StudyRow
from scopeofduty.city.study.tables import Held, table
from scopeofduty.city.study.taking import BATCH, open_set, take

AT = datetime(2026, 1, 5, tzinfo=UTC)
INCIDENTS = Path(__file__).parents[6] / "shared" / "data" / "incidents.jsonl"


def row(number, **values):
    return {
        "id": f"r{number}",
        "record_type": "incident",
        "date": "2017-05",
        "jurisdiction": "A County Jail",
        "requester": "ICE",
        "request_type": "detainer",
        "published_classification": "RELEASED TO ICE",
        **values,
    }


@pytest.fixture
def incidents():
    return read(find("incidents"))


@pytest.fixture
def study(tmp_path, incidents):
    """A function that takes rows, given as dictionaries, into the set `s`."""

    def run(*values, store=True, **options):
        path = tmp_path / "s.jsonl"
        path.write_text("".join(json.dumps(value) + "\n" for value in values), encoding="utf-8")
        into = open_set("s", file_name="s.jsonl", mapping=incidents, at=AT) if store else None
        return take(rows(path, "id"), incidents, law.shared(), into=into, **options)

    return run


@pytest.mark.django_db
class TestTaking:
    def test_a_row_is_put_into_the_words_of_the_law(self, study):
        study(row(1, charges=[{"desc": "THEFT", "level": "MB"}], warrant_presented=True))
        taken = StudyRow.objects.get()
        assert (taken.act, taken.actor, taken.practice) == ("hold on a detainer", "jail", "complied")
        assert taken.facts["requester"] == "ice"
        assert taken.facts["paper"] == "administrative_warrant"
        assert (taken.first_day, taken.last_day) == (date(2017, 5, 1), date(2017, 5, 31))

    def test_twice_changes_nothing(self, study):
        assert study(row(1), row(2)).imported == 2
        before = list(StudyRow.objects.values())
        again = study(row(1), row(2))
        assert (again.imported, again.unchanged) == (0, 2)
        assert list(StudyRow.objects.values()) == before

    def test_a_dry_run_stores_nothing(self, study):
        assert study(row(1), row(2, record_type="aggregate"), store=False).imported == 1
        assert not StudyRow.objects.exists()
        assert not StudyRefusal.objects.exists()

    @pytest.mark.parametrize(
        ("bad", "reason"),
        [
            ({"record_type": "aggregate"}, "an aggregate of several contacts"),
            ({"request_type": "various"}, "no act of the vocabulary fits request_type = 'various'"),
            ({"date": "last May"}, "the date 'last May' can't be read"),
            ({"summary": "The man is undocumented"}, "summary records what a person is"),
        ],
    )
    def test_a_row_that_cannot_be_taken_is_refused_by_name(self, study, bad, reason):
        tally = study(row(1), row(2, **bad), row(3))
        assert tally.imported == 2
        assert tally.refused["r2"][0] == 2
        assert reason in tally.refused["r2"][1]
        assert reason in StudyRefusal.objects.get(row_id="r2").reason

    def test_with_strike_the_row_is_taken_and_the_cell_is_nowhere(self, study):
        tally = study(row(1, summary="The man is undocumented"), strike=True)
        assert tally.struck == {"r1": ["summary"]}
        taken = StudyRow.objects.get()
        assert taken.struck == ["summary"]
        assert "undocumented" not in json.dumps(list(StudyRow.objects.values()), default=str)

    def test_a_row_that_came_before_with_other_values_is_not_overwritten(self, study):
        study(row(1))
        tally = study(row(1, requester="HSI"))
        assert "was taken before with other values" in tally.refused["r1"][1]
        assert StudyRow.objects.get().facts["requester"] == "ice"

    def test_one_id_on_two_lines_is_refused_the_second_time(self, study):
        tally = study(row(1), row(1))
        assert tally.imported == 1
        assert "stands on line 1 too" in tally.refused["r1"][1]

    def test_a_refused_row_that_was_mended_is_taken_and_its_refusal_goes(self, study):
        study(row(1, request_type="various"))
        study(row(1))
        assert StudyRow.objects.count() == 1
        assert not StudyRefusal.objects.exists()

    def test_a_stopped_import_goes_on_where_it_ended(self, study):
        many = [row(number) for number in range(BATCH + 20)]

        def stop(_rows):
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            study(*many, progress=stop)
        assert StudyRow.objects.count() == BATCH
        again = study(*many)
        assert (again.imported, again.unchanged) == (20, BATCH)


@pytest.mark.django_db
class TestAnswers:
    def test_each_row_is_answered_once_for_each_law_and_reading(self, study):
        study(row(1), row(2))
        book = law.read("lawrence")
        against = Against("lawrence", book, date(2020, 2, 12))
        rows_of_s = StudyRow.objects.first().set
        assert answer_rows(rows_of_s, against) == 2
        assert answer_rows(rows_of_s, against) == 0
        assert answer_rows(rows_of_s, Against("lawrence", book, against.on, closed=True)) == 2
        assert StudyAnswer.objects.count() == 4

    def test_an_unrecorded_fact_leaves_the_answer_open_and_is_named(self, study):
        study(row(1))
        against = Against("lawrence", law.read("lawrence"), date(2020, 2, 12))
        rows_of_s = StudyRow.objects.get().set
        answer_rows(rows_of_s, against)
        answer = StudyAnswer.objects.get()
        assert answer.verdict == "undetermined"
        assert answer.missing in law.shared().facts

    def test_the_table_counts_practice_beside_the_law(self, study):
        study(row(1), row(2, published_classification="open"))
        book = law.read("lawrence")
        against = Against("lawrence", book, date(2020, 2, 12), closed=True)
        rows_of_s = StudyRow.objects.first().set
        answer_rows(rows_of_s, against)
        counts = table(rows_of_s, Held("lawrence", book.digest, against.on, closed=True)).counts
        assert {practice for practice, _verdict in counts} == {"complied", "unknown"}
        assert sum(counts.values()) == 2

    def test_what_is_implied_comes_before_what_is_presumed(self):
        vocabulary = law.shared()
        facts = presumed({"paper": "detainer"}, vocabulary)
        assert facts["detainer_lodged"] is True
        assert presumed({}, vocabulary)["detainer_lodged"] is False


@pytest.mark.django_db
@pytest.mark.skipif(not INCIDENTS.exists(), reason="../shared/data is not on this machine")
def test_every_real_row_is_imported_or_refused_by_name(incidents):
    into = open_set("incidents", file_name=INCIDENTS.name, mapping=incidents, at=AT)
    first = take(rows(INCIDENTS, "id"), incidents, law.shared(), into=into)
    assert first.total == 813
    assert first.imported + len(first.refused) == 813
    assert sum("aggregate" in reason for _line, reason in first.refused.values()) == 14
    names = {json.loads(line)["id"] for line in INCIDENTS.read_text(encoding="utf-8").splitlines()}
    stored = set(into.rows.values_list("row_id", flat=True)) | set(
        into.refusals.values_list("row_id", flat=True)
    )
    assert stored == names
    before = (list(into.rows.values()), list(into.refusals.values()))
    again = take(rows(INCIDENTS, "id"), incidents, law.shared(), into=into)
    assert (again.imported, again.unchanged) == (0, first.imported)
    assert (list(into.rows.values()), list(into.refusals.values())) == before


def test_the_newest_version_is_read_when_no_day_is_named():
    book = law.read("lawrence")
    assert newest_day(book) == max(version.start for version in book.packs[0].versions)

"""A sweep taken in: points by fingerprint, and nothing is gone before a later sweep proves it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from scopeofduty.city.points import importing, sweep_file
from scopeofduty.city.points.models import Decision, PathRule, Place, Point, Unread
from scopeofduty.city.points.sweep_file import UnreadableSweepError
from scopeofduty.city.points.tests.conftest import AT, CARD, I9, NOTE, swept
from scopeofduty.city.profile.models import Department

FILES = {"library/library-card.html": CARD, "hr/i9.html": I9}


def test_hits_become_points_to_settle(take):
    outcome = take(FILES)
    assert (outcome.found, outcome.gone, outcome.unassigned) == (2, 0, 0)
    card = Point.objects.get(department__slug="library")
    assert (card.system, card.service.slug, card.decision) == ("Library card", "library-card", Decision.OPEN)
    assert card.information == ["place_of_birth"]
    assert card.places.get().file == "drive/library/library-card.html"
    assert [event.kind for event in card.events.all()] == ["found"]


def test_the_same_file_twice_changes_nothing(city):
    data = swept(FILES)
    importing.take(sweep_file.read(data), by=None, at=AT)
    again = importing.take(sweep_file.read(data), by=None, at=AT)
    assert (again.known, Point.objects.count()) == (True, 2)


def test_a_later_sweep_sees_them_again_wherever_it_is_swept_from(take):
    take(FILES)
    outcome = take(FILES, root="drive")
    assert (outcome.found, outcome.again, outcome.gone) == (0, 2, 0)
    assert Place.objects.count() == 2


def test_a_hit_that_a_later_sweep_reads_and_does_not_find_is_gone(take):
    take(FILES)
    outcome = take({**FILES, "library/library-card.html": b"<form><input name='name'></form>"})
    assert outcome.gone == 1
    card = Point.objects.get(department__slug="library")
    assert card.gone_on is not None
    assert [event.kind for event in card.events.all()] == ["found", "gone"]


def test_a_deleted_file_is_gone(take):
    take(FILES)
    assert take({"hr/i9.html": I9}).gone == 1


def test_it_comes_back_to_be_settled_again(take):
    take(FILES)
    take({"hr/i9.html": I9})
    assert take(FILES).back == 1
    card = Point.objects.get(department__slug="library")
    assert (card.gone_on, card.decision) == (None, Decision.OPEN)


def test_a_moved_file_is_the_same_point(take):
    take(FILES)
    outcome = take({"hr/i9.html": I9, "library/2026/forms/library-card.html": CARD})
    assert (outcome.found, outcome.gone, outcome.again) == (0, 0, 2)
    assert Point.objects.get(department__slug="library").places.count() == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"roots": [{"path": "/mnt/drive/hr", "name": "hr"}]},
        {"unlisted": ["/mnt/drive/library"]},
        {"excluded": ["library/*"]},
        {"roots": []},
    ],
    ids=["another folder", "a closed folder", "left out", "no folder told"],
)
def test_nothing_is_proven_where_the_sweep_did_not_look(take, changed):
    take(FILES)
    outcome = take({"hr/i9.html": I9}, **changed)
    assert outcome.gone == 0
    assert Point.objects.get(department__slug="library").gone_on is None


def test_a_drive_that_was_not_there_proves_nothing(take):
    take(FILES)
    assert take({}).gone == 0


def test_a_part_that_was_not_read_proves_nothing_and_stays_visible(take):
    take(FILES)
    outcome = take({**FILES, "library/library-card.html": b"\x89PNG\r\n\x1a\n"})
    assert (outcome.gone, outcome.unread) == (0, 1)
    assert Unread.objects.get(read_at=None).file == "drive/library/library-card.html"
    assert take({"hr/i9.html": I9}, roots=[{"path": "/mnt/drive/hr", "name": "hr"}]).unread == 1
    assert take(FILES).unread == 0


def test_an_older_sweep_is_not_taken_after_a_newer_one(take):
    take(FILES)
    with pytest.raises(UnreadableSweepError, match="A newer sweep of drive was taken already"):
        take({}, at=AT - timedelta(days=3))
    with pytest.raises(UnreadableSweepError, match="still to come"):
        take({}, at=AT + timedelta(days=300))


def test_a_file_without_what_was_swept_only_adds(take, city):
    take(FILES)
    told = json.loads(swept({"hr/i9.html": I9}))
    del told["swept"]
    outcome = importing.take(sweep_file.read(json.dumps(told).encode()), by=None, at=AT + timedelta(days=9))
    assert outcome.gone == 0


def test_rules_say_whose_a_path_is_and_the_longest_decides(take):
    library, people = Department.objects.order_by("-slug")
    PathRule.objects.create(pattern="drive/shared/*", department=people)
    PathRule.objects.create(pattern="drive/shared/cards/*", department=library)
    take({"shared/cards/a.html": CARD, "shared/b.html": I9, "elsewhere/c.html": CARD})
    assert {p.places.get().file: p.department and p.department.slug for p in Point.objects.all()} == {
        "drive/shared/cards/a.html": "library",
        "drive/shared/b.html": "hr",
        "drive/elsewhere/c.html": None,
    }


def test_two_departments_with_the_same_form_have_a_point_each(take):
    take({"library/form.html": CARD, "hr/form.html": CARD})
    points = Point.objects.all()
    assert len({point.fingerprint for point in points}) == 1
    assert {point.department.slug for point in points} == {"library", "hr"}


def test_a_records_own_words_are_never_kept(take):
    take({"library/note.txt": NOTE})
    point = Point.objects.get()
    assert point.text == ""
    kept = json.dumps([list(Point.objects.values_list("text")), list(Place.objects.values_list("locator"))])
    assert "undocumented" not in kept


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"[]", "without a list"),
        (b'{"hits": 3}', "without a list"),
        (b'{"hits": [], "not_read": []}', "Version None"),
        (b'{"version": 1, "hits": [{}], "not_read": []}', "missing"),
        (b'{"version": 1, "hits": [7], "not_read": []}', "no sweep"),
        (b'{"version": 1, "hits": []}', "“not_read” is missing"),
        (b'{"version": 1, "hits": [], "not_read": [], "swept": {"roots": 4}}', "no sweep"),
        (b'{"version": 1, "hits": [], "not_read": [], "swept": {"at": "noon"}}', "no sweep"),
        (b'{"version": 1, "hits": [], "not_read": [], "swept": {"at": "2026-01-01T00:00:00"}}', "no zone"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_what_is_no_sweep(data, message):
    with pytest.raises(UnreadableSweepError, match=message):
        sweep_file.read(data)


@pytest.mark.parametrize(
    "changed",
    [
        {"category": "shoe_size"},
        {"verb": "sings"},
        {"page": -1},
        {"line": "x"},
        {"fingerprint": ""},
        {"bases": "I-9"},
        {"file": None},
    ],
)
def test_a_hit_that_no_sweep_writes(changed):
    told = json.loads(swept({"hr/i9.html": I9}))
    told["hits"][0] |= changed
    if changed == {"bases": "I-9"}:
        sweep_file.read(json.dumps(told).encode())
        return
    with pytest.raises(UnreadableSweepError, match="no sweep"):
        sweep_file.read(json.dumps(told).encode())


def test_characters_that_no_database_holds(take, city):
    told = json.loads(swept({"hr/i9.html": I9}))
    told["hits"][0] |= {"text": "a\x00b\ud800c", "locator": "l" * 9000, "file": "/mnt/drive/hr/\x00.html"}
    importing.take(sweep_file.read(json.dumps(told).encode()), by=None, at=AT)
    assert Point.objects.get().text == "a�b�c"


def test_too_large(monkeypatch):
    monkeypatch.setattr(sweep_file, "LARGEST", 10)
    with pytest.raises(UnreadableSweepError, match="Sweep one department at a time"):
        sweep_file.read(b" " * 11)
    monkeypatch.setattr(sweep_file, "LARGEST", 10**6)
    monkeypatch.setattr(sweep_file, "MOST_HITS", 0)
    with pytest.raises(UnreadableSweepError, match="at most 0 are taken"):
        sweep_file.read(swept({"hr/i9.html": I9}))


def test_half_an_import_leaves_nothing(city, monkeypatch):
    monkeypatch.setattr(importing._Import, "_unread", lambda _import: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        importing.take(sweep_file.read(swept(FILES)), by=None, at=AT)
    assert not Point.objects.exists()

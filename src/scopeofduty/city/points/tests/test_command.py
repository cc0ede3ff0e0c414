"""`duty sweep PATH --json` and `duty import sweep FILE`: what one writes, the other takes."""

from __future__ import annotations

import json
import os
from datetime import timedelta

import pytest

from scopeofduty import cli
from scopeofduty.city.points.models import Place, Point
from scopeofduty.city.points.tests.conftest import CARD, I9


@pytest.fixture
def drive(tmp_path):
    """A drive with two forms and a folder that is closed."""
    for name, data in (("library/card.html", CARD), ("hr/i9.html", I9)):
        (tmp_path / "drive" / name).parent.mkdir(parents=True)
        (tmp_path / "drive" / name).write_bytes(data)
    return tmp_path / "drive"


@pytest.fixture
def sweep(drive, capsys, clock):
    def run(*options):
        cli.main(["sweep", str(drive), "--json", "--workers", "1", *options])
        told = json.loads(capsys.readouterr().out)
        told["swept"]["at"] = clock.now().isoformat()
        file = drive.parent / "sweep.json"
        file.write_text(json.dumps(told), encoding="utf-8")
        return file

    return run


@pytest.fixture
def duty(city, monkeypatch):
    monkeypatch.setattr("scopeofduty.cli.city.open_city", lambda _folder: None)

    def run(*words):
        return cli.main(["import", "sweep", *map(str, words)])

    return run


def test_a_sweep_says_what_it_looked_at(sweep, drive):
    swept = json.loads(sweep("--exclude", "*.tmp").read_text())["swept"]
    assert swept["roots"] == [{"path": drive.as_posix(), "name": "drive"}]
    assert swept["files"] == [f"{drive.as_posix()}/{name}" for name in ("hr/i9.html", "library/card.html")]
    assert (swept["excluded"], swept["databases"], swept["unlisted"]) == (["*.tmp"], [], [])


@pytest.mark.skipif(os.geteuid() == 0, reason="root opens every folder")
def test_a_closed_folder_is_told(sweep, drive):
    (drive / "hr").chmod(0)
    try:
        assert json.loads(sweep().read_text())["swept"]["unlisted"] == [f"{drive.as_posix()}/hr"]
    finally:
        (drive / "hr").chmod(0o700)


def test_the_import_takes_it_and_says_what_waits(duty, sweep, capsys):
    file = sweep()
    assert duty(file) == 1
    assert "2 new points" in capsys.readouterr().out
    assert duty(file, "--json") == 1
    assert json.loads(capsys.readouterr().out)["known"] is True
    assert duty(file) == 1
    assert "nothing changed" in capsys.readouterr().out
    assert {place.file for place in Place.objects.all()} == {"drive/hr/i9.html", "drive/library/card.html"}


def test_what_was_taken_off_the_drive_is_gone(duty, sweep, drive, clock, capsys):
    duty(sweep())
    capsys.readouterr()
    (drive / "library" / "card.html").unlink()
    clock.move_to(clock.now() + timedelta(days=1))
    duty(sweep())
    assert "1 proven gone" in capsys.readouterr().out
    assert Point.objects.exclude(gone_on=None).get().department.slug == "library"


def test_what_can_not_be_taken(duty, tmp_path, capsys):
    assert duty(tmp_path / "none.json") == 2
    assert "none.json can't be read: no such file" in capsys.readouterr().err
    (tmp_path / "bad.json").write_bytes(b"{")
    assert duty(tmp_path / "bad.json") == 2
    assert "This is not JSON" in capsys.readouterr().err
    assert duty(tmp_path) == 2
    assert not Point.objects.exists()


def test_nothing_waits(duty, sweep, drive):
    (drive / "library" / "card.html").unlink()
    (drive / "hr" / "i9.html").write_bytes(b"<form><input name='name'></form>")
    assert duty(sweep()) == 0

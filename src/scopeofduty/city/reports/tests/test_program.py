"""The digests of what a browser loads: on the page, in the public register, and right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from scopeofduty.city.ledger.models import Fact
from scopeofduty.city.reports import program

AT = datetime(2026, 11, 23, 11, tzinfo=UTC)
pytestmark = pytest.mark.django_db(databases=["default", "public"])


@pytest.fixture
def served(tmp_path, monkeypatch):
    """A folder that programs are served from, and no memory of others."""
    monkeypatch.setattr(program.staticfiles_storage, "_wrapped", Folder(tmp_path))
    for name in program.NAMES:
        (tmp_path / "duty").mkdir(exist_ok=True)
        (tmp_path / "duty" / name).write_text(f"this is {name}")
    program.programs.cache_clear()
    yield tmp_path / "duty"
    program.programs.cache_clear()


class Folder:
    """A storage as Django's, in a folder."""

    def __init__(self, root):
        self.root = root

    def exists(self, name):
        return (self.root / name).exists()

    def path(self, name):
        return str(self.root / name)

    def url(self, name):
        return f"/static/{name}"


def test_the_page_says_the_digest_of_what_is_served(client, served):
    shown = client.get("/report/").content.decode()
    assert sha256(b"this is report.js").hexdigest() in shown
    assert "/static/duty/report.js" in shown


def test_the_register_is_told_once_and_again_when_a_program_changes(served):
    def tell(day):
        program.programs.cache_clear()
        program.tell(AT + timedelta(days=day))
        return list(Fact.objects.filter(kind="bundle").order_by("at").values_list("facts", flat=True))

    assert len(tell(0)) == len(tell(1)) == 1
    (served / "report.js").write_text("changed")
    first, second = tell(2)
    assert second["files"][0] == {"name": "report.js", "sha256": sha256(b"changed").hexdigest()}
    (served / "report.js").write_text("this is report.js")
    assert tell(3) == [first, second, first], "a program that comes back is told again"

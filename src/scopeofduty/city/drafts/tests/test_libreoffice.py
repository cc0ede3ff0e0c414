"""A draft goes to LibreOffice and comes back: text, authors, both readings, suggestions."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime

import pytest

from scopeofduty.city.drafts import exporting, importing, packs, wording
from scopeofduty.city.drafts.parties import Party
from scopeofduty.documents.docx import Reading, read_docx, read_layout

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not SOFFICE, reason="LibreOffice is missing: apt install libreoffice-writer-nogui"),
]


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Files as LibreOffice saves them: tracked changes between the three Lawrence texts."""
    folder = tmp_path_factory.mktemp("office")
    starts = {each.file: packs.begun(each) for each in packs.starts(("lawrence",))}
    texts = [starts[name][1] for name in ("2020-02-draft", "2020-09-adopted", "2022-06-revised")]
    for number in (0, 1):
        data = exporting.redline(
            texts[number], texts[number + 1], "docx", author=f"Party {number}", at=AT, title="x"
        )
        (folder / f"{number}.docx").write_bytes(data)
    command = [
        SOFFICE,
        "--headless",
        f"-env:UserInstallation=file://{folder}/profile",
        "--convert-to",
        "docx",
    ]
    command += ["--outdir", str(folder / "out"), *(str(folder / f"{number}.docx") for number in (0, 1))]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return texts, [(folder / "out" / f"{number}.docx").read_bytes() for number in (0, 1)]


@pytest.mark.parametrize("number", [0, 1])
def test_text_authors_and_readings_come_back(saved, number):
    texts, files = saved
    assert files[number] != exporting.redline(
        texts[number], texts[number + 1], "docx", author=f"Party {number}", at=AT, title="x"
    )
    document = read_docx(files[number])
    assert document.authors == (f"Party {number}",)
    assert read_layout(document, Reading.REJECTED) == wording.ordinance_of(texts[number])
    assert read_layout(document, Reading.ACCEPTED) == wording.ordinance_of(texts[number + 1])


def test_what_libreoffice_saved_becomes_suggestions(saved, draft, counsel):
    texts, files = saved
    made = importing.suggestions_from(
        files[0], draft.head, parties={"Party 0": Party.POLICE}, default=Party.CLERK, name="office.docx",
        by=counsel, at=AT,
    )  # fmt: skip
    assert {(each.author, each.party) for each in made} == {("Party 0", "police")}
    old, new = (wording.sections_of(text) for text in texts[:2])
    changed = {
        label for label in old.keys() | new.keys()
        if label not in old or label not in new
        or (old[label].text.en, old[label].heading.en) != (new[label].text.en, new[label].heading.en)
    }  # fmt: skip
    assert sorted(label for each in made for label in each.sections) == sorted([*changed, "head"])
    assert all("work session on 11 February 2020" in each.text for each in made)

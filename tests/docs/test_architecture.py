from __future__ import annotations

import re

PAGE = "docs/explanation/architecture.md"
PACKAGE = "src/scopeofduty"
NOT_ROOMS = {"assets", "frontend", "locale", "settings", "templates"}


def drawings(text):
    return re.findall(r"```mermaid\n(.*?)```", text, re.DOTALL)


def folders_drawn(text):
    labels = [label for drawing in drawings(text) for label in re.findall(r'\[\(?"([^"]+)"', drawing)]
    return {word.rstrip("/") for label in labels for word in re.findall(r"[a-z_]+/[a-z_]*", label)}


def folders_in(path):
    """Return the folders that hold modules of their own."""
    found = (each for each in path.iterdir() if each.is_dir() and not each.name.startswith("_"))
    return {each.name for each in found if {file.name for file in each.glob("*.py")} - {"__init__.py"}}


def test_the_drawings_name_only_folders_that_exist(root, page):
    drawn = folders_drawn(page(PAGE))
    assert len(drawn) > 10
    assert [
        name for name in sorted(drawn) if not any((root / start / name).is_dir() for start in ("", PACKAGE))
    ] == []


def test_every_room_is_drawn(root, page):
    drawn = folders_drawn(page(PAGE))
    features = folders_in(root / PACKAGE / "city") - NOT_ROOMS
    packages = folders_in(root / PACKAGE) - {"city", "cli", "laws", "tests"}
    assert sorted({f"city/{name}" for name in features} - drawn) == []
    assert sorted(packages - drawn) == []


def test_the_table_of_rooms_names_only_folders_that_exist(root, page):
    named = re.findall(r"`(src/scopeofduty/[a-z_/]+)`", page(PAGE))
    assert [name for name in named if not (root / name).is_dir()] == []


def test_the_style_sheet_is_as_small_as_its_page_says(root):
    import gzip

    sheet = (root / PACKAGE / "city/frontend/duty.css").read_bytes()
    assert len(gzip.compress(sheet)) < 6 * 1024

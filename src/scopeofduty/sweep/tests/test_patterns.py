from __future__ import annotations

import pytest

from scopeofduty.sweep import patterns

pytest.importorskip("hyperscan", reason="the extra `sweep-fast` is not installed")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "scopeofduty"


def test_patterns_are_compiled_once_and_loaded_after(folder, monkeypatch):
    assert patterns.scanner(["alien", "visa"])(b"a visa, an alien\n") == [(6, 1), (16, 0)]
    assert len(list(folder.iterdir())) == 1
    monkeypatch.setattr(patterns, "_compile", None)
    assert patterns.scanner(["alien", "visa"])(b"a visa, an alien\n") == [(6, 1), (16, 0)]


def test_a_broken_file_is_compiled_anew(folder):
    patterns.scanner(["alien"])
    (kept,) = folder.iterdir()
    kept.write_bytes(b"not a database")
    assert patterns.scanner(["alien"])(b"alien\n") == [(5, 0)]
    assert kept.stat().st_size > 100


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert patterns.scanner(["visa"])(b"visa\n") == [(4, 0)]

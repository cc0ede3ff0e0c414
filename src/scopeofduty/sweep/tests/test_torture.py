"""What must not stop a run, each in a process of its own with little memory."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

LIMITED = (
    "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, ({most}, {most}))\n"
    "from scopeofduty.cli import main; sys.exit(main(['sweep', *sys.argv[1:], '--json', '--workers', '1']))"
)


def swept(path, most=3_000_000_000):
    done = subprocess.run(
        [sys.executable, "-c", LIMITED.format(most=most), str(path)],
        capture_output=True,
        check=False,
        timeout=240,
    )
    assert b"Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.mark.long
def test_one_line_of_a_gigabyte_is_read_in_little_memory(tmp_path):
    path = tmp_path / "line.txt"
    word = b"the crew mowed the park and left the gate open. " * 20_000
    with path.open("wb") as out:
        for _ in range(1_000_000_000 // len(word)):
            out.write(word)
        out.write(b"The driver is undocumented. ")
        out.write(word)
    code, told = swept(path)
    assert code == 1
    assert {hit["category"] for hit in told["hits"]} == {"immigration_status"}
    assert not told["not_read"]


@pytest.mark.long
def test_a_csv_of_100_000_columns_is_read(tmp_path):
    path = tmp_path / "wide.csv"
    names = [f"c{n}" for n in range(99_999)] + ["citizenship"]
    path.write_text(",".join(names) + "\n" + ",".join("1" for _ in names) + "\n")
    code, told = swept(path)
    assert code == 1
    assert [hit["locator"] for hit in told["hits"]] == ["wide.citizenship"]

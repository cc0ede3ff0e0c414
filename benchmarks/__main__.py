"""Run every benchmark, one after the other, each beside its peers: ``python -m benchmarks [NAME...]``.

A name is a folder (``law``, ``ledger``, ``documents``, ``city``). A peer that isn't installed is left out
by its script, which says so; ``requirements/bench.txt`` pins them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(names: list[str]) -> int:
    """Run the scripts of the folders named, or of all; return 1 when one failed."""
    scripts = sorted(path for path in HERE.glob("*/*.py") if not names or path.parent.name in names)
    if not scripts:
        folders = ", ".join(sorted({path.parent.name for path in HERE.glob("*/*.py")}))
        print(f"no benchmark of that name; there are: {folders}", file=sys.stderr)
        return 2
    failed = 0
    for script in scripts:
        print(f"\n== {script.relative_to(HERE)}", flush=True)
        failed |= subprocess.run([sys.executable, str(script)], check=False).returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Examine one file in a process of its own, which can write no file and is stopped when it takes too long.

``python -m scopeofduty.city.points.apart`` reads a line of JSON with the file's name and then its bytes, and
writes one JSON object: `hits` and `not_read`, as a sweep writes them.
"""

from __future__ import annotations

import contextlib
import json
import sys

SECONDS = 20
MEMORY = 2 * 1024**3  # bytes


def _bind() -> None:
    """Take from this process what examining a file doesn't need; a system without limits goes on without."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    """Examine what comes in, and write what was found."""
    from scopeofduty.sweep.examine import examine
    from scopeofduty.sweep.hit import Hit
    from scopeofduty.sweep.readers.source import Source

    name = json.loads(sys.stdin.buffer.readline())["name"]
    data = sys.stdin.buffer.read()
    _bind()
    found = list(examine(Source(name, data)))
    told = {
        "hits": [each.as_json() for each in found if isinstance(each, Hit)],
        "not_read": [each.as_json() for each in found if not isinstance(each, Hit)],
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()

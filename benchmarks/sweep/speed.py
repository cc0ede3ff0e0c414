"""How fast a sweep reads: beside bare Hyperscan, RE2, ripgrep and Presidio's pattern recognisers, in one run.

Figures are megabytes per second of CPU time, so that other work on the machine counts less; two workers are
measured by the clock. A peer that isn't installed is left out with a line that says so.
"""

from __future__ import annotations

import io
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.sweep import corpus

from scopeofduty.sweep import prefilter
from scopeofduty.sweep.bulk import blocks, examine_range
from scopeofduty.sweep.literals import EDGE
from scopeofduty.sweep.prose import rule
from scopeofduty.sweep.prose.judge import SWEEP_RULES
from scopeofduty.sweep.run import Run, process_pool
from scopeofduty.sweep.unit import units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MB = 1_000_000
LARGE = int(os.environ.get("SWEEP_BENCH_LARGE_MB", "6000")) * MB
PATTERNS = sum(len(each.patterns) for each in SWEEP_RULES)
SIZE = int(os.environ.get("SWEEP_BENCH_MB", "256")) * MB


def timed(work: Callable[[], object], times: int = 3) -> float:
    """Return the CPU seconds of ``work``, the least of some times: others use this machine's caches too."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def show(name: str, rate: float, beside: float) -> None:
    print(f"  {name:44} {rate:8.1f} MB per CPU-second   x {rate / beside:.3f} of ours")


def has(module: str) -> bool:
    try:
        __import__(module)
    except ImportError:
        print(f"  {module}: not installed, left out")
        return False
    return True


def in_blocks(data: bytes) -> Iterator[bytes]:
    return blocks(io.BytesIO(data), 0, len(data))


def engines(name: str, data: bytes) -> float:
    """Measure ours and bare engines on one text; return our rate."""
    size = len(data) / MB
    engine = prefilter.best_engine()
    examine_range("warm", io.BytesIO(data), 0, min(len(data), 32 * MB), engine)
    seconds = timed(lambda: examine_range("x", io.BytesIO(data), 0, len(data), engine))
    ours = size / seconds
    print(f"{name}: {size:.0f} MB, {len(SWEEP_RULES)} rules of {PATTERNS} patterns, engine {engine}")
    show("duty sweep, hits judged and placed", ours, ours)
    if engine == "hyperscan":
        scan, _ = prefilter.rule_scanner()
        seconds = timed(lambda: [scan(block) for block in in_blocks(data)])
        bare = size / seconds
        show("bare Hyperscan, the same literals and blocks", bare, ours)
        seconds = timed(lambda: [prefilter.lines_that_may_matter(block) for block in in_blocks(data)])
        show("our prefilter: lines named, none judged", size / seconds, ours)
        print(f"  our prefilter is {100 - 100 * size / seconds / bare:.0f} % below bare Hyperscan (bar 15)")
        small = data[: 32 * MB]
        seconds = timed(lambda: examine_range("x", io.BytesIO(small), 0, len(small), "re2"))
        show("duty sweep with RE2 instead", len(small) / MB / seconds, ours)
    small = data[: 32 * MB]
    search = prefilter.searcher("prose", "re2")
    seconds = timed(lambda: [sum(1 for _ in search(prefilter.folded_bytes(b))) for b in in_blocks(small)])
    show("bare RE2, the same literals", len(small) / MB / seconds, ours)
    return ours


def ripgrep(data: bytes, ours: float) -> None:
    """Count the lines that ripgrep finds with the same literals."""
    program = shutil.which("rg")
    if program is None:
        print("  rg: not installed, left out")
        return
    with tempfile.TemporaryDirectory() as folder:
        text, patterns = Path(folder, "text"), Path(folder, "patterns")
        text.write_bytes(data)
        # Without the marks of word edges: as fixed texts, which is what ripgrep is best at.
        literals = {literal.strip(EDGE) for literal in rule.anchors()[rule.EVERY_RULE]}
        patterns.write_text("\n".join(sorted(filter(None, literals))) + "\n")
        command = [program, "-j1", "-F", "-i", "-c", "-f", str(patterns), str(text)]
        before = children()
        told = subprocess.run(command, check=True, capture_output=True)
        seconds = children() - before
    show(f"ripgrep -F -i -c, the same literals ({int(told.stdout)} lines)", len(data) / MB / seconds, ours)


def presidio(data: bytes, ours: float) -> None:
    """Run Presidio's pattern recognisers over the first lines; no language model, no network."""
    if not has("presidio_analyzer"):
        return
    from presidio_analyzer import predefined_recognizers as known

    classes = [getattr(known, name) for name in dir(known) if name.endswith("Recognizer")]
    recognizers = []
    for each in classes:
        try:
            made = each()
        except Exception:  # noqa: BLE001, S112 - recognisers that want a model or a service
            continue
        if getattr(made, "patterns", None):
            recognizers.append(made)
    lines = data[:300_000].decode("utf-8", "replace").splitlines()

    def analyse() -> None:
        for line in lines:
            for each in recognizers:
                each.analyze(line, each.supported_entities, None)

    seconds = timed(analyse, 1)
    show(f"Presidio, {len(recognizers)} pattern recognisers", 0.3 / seconds, ours)
    print(f"  ours is {ours * seconds / 0.3:,.0f} times as fast as Presidio's (bar 500)")


def two_workers(data: bytes) -> None:
    """Compare one and two processes by the clock, on a file of several units."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "records.txt")
        with path.open("wb") as out:
            for _ in range(max(1, LARGE // len(data))):
                out.write(data)
        work = list(units([path]))
        size = path.stat().st_size / MB
        best, spent = {1: float("inf"), 2: float("inf")}, {1: float("inf"), 2: float("inf")}
        for count in (1, 2) * 3:  # turn about, and the best of three: others use this machine too
            start, before = time.perf_counter(), children()
            Run(process_pool, count).do_all(work)
            best[count] = min(best[count], time.perf_counter() - start)
            spent[count] = min(spent[count], children() - before)
    print(f"two workers: {size:.0f} MB in {len(work)} units, {best[1]:.1f} s and {best[2]:.1f} s")
    print(f"  x {best[1] / best[2]:.2f} by the clock (bar 1.8), at a load of {os.getloadavg()[0]:.1f}")
    # What the clock says only on a machine that has nothing else to do.
    ratio = 2 * spent[1] / spent[2]
    print(f"  x {ratio:.2f} by CPU time ({spent[1]:.1f} s of one, {spent[2]:.1f} s of both)")


def children() -> float:
    """Return the CPU seconds of all processes that this one has waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory() -> None:
    """Measure the most memory a process holds for 100 MB and for 2 GB, as text and as CSV."""
    code = (
        "import sys;from pathlib import Path;from scopeofduty.sweep.unit import units,do\n"
        "for u in units([Path(sys.argv[1])]): do(u)\n"
        # Not ru_maxrss: a child inherits its parent's.
        "print(next(l for l in open('/proc/self/status') if l.startswith('VmHWM')).split()[1])"
    )
    for ending in ("txt", "csv"):
        block = corpus.records(16 * MB)
        if ending == "csv":
            block = (
                b"\n".join(b'1,"' + line + b'"' for line in block.replace(b'"', b"'").split(b"\n")) + b"\n"
            )
        for size in (100 * MB, 2_000 * MB):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder, f"big.{ending}")
                with path.open("wb") as out:
                    out.write(b"id,note\n" if ending == "csv" else b"")
                    for _ in range(size // len(block)):
                        out.write(block)
                told = subprocess.run(
                    [sys.executable, "-c", code, str(path)], check=True, capture_output=True
                )
            print(f"memory: {ending} of {size // MB} MB: {int(told.stdout) // 1024} MB (bar 200)")


def main() -> None:
    """Print every figure."""
    data = corpus.records(SIZE)
    ours = engines("city records (1 line in 10,000 records a status, 1 in 1,000 looks so)", data)
    ripgrep(data[: 64 * MB], ours)
    presidio(data, ours)
    engines("the same, ten times as many hits", corpus.records(SIZE // 4, hit_every=1_000))
    engines("documentation and code of installed packages", corpus.found_text(SIZE // 4))
    memory()
    two_workers(data)


if __name__ == "__main__":
    main()

"""A sweep as one HTML file: totals, a picture of hits by folder, every hit, what was not read. No scripts."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scopeofduty.sweep.report import Sweep

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;
color:#1b1b1b;background:#fff}
table{border-collapse:collapse;width:100%;margin:1rem 0}
caption{text-align:left;font-weight:700;padding:.5rem 0}
th,td{border-bottom:1px solid #a9aeb1;padding:.4rem .6rem;text-align:left;vertical-align:top}
.wide{overflow-x:auto}.wide td{min-width:7rem;max-width:18rem}.wide td:first-child{min-width:14rem}
td,th[scope=row]{overflow-wrap:anywhere}.bar{width:45%}
.bar svg{display:block;width:100%;height:1.2rem}.bar rect{fill:#005ea2}
@media (prefers-color-scheme:dark){body{color:#f0f0f0;background:#1b1b1b}.bar rect{fill:#73b3e7}}
@media print{.wide{overflow:visible}.wide td{min-width:0}}
"""


def as_html(sweep: Sweep, title: str = "Sweep") -> str:
    """Return the whole page; every text from a file is escaped."""
    totals = sweep.totals
    body = [
        f"<h1>{escape(title)}</h1>",
        (
            f"<p><strong>{totals['open']}</strong> to settle of {totals['hits']} hits; "
            f"{_places(totals['complies'])}; {totals['not_read']} not read.</p>"
        ),
        _bars(sweep),
        _hits(sweep),
        _not_read(sweep),
    ]
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    return (
        f'<!doctype html><html lang="en"><head>{head}<title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body>{''.join(body)}</body></html>\n"
    )


def _places(number: int) -> str:
    return "1 place that complies" if number == 1 else f"{number} places that comply"


def departments(files: Iterable[str]) -> list[str]:
    """Return each file's department: the folder in which the files part ways, as on a city's shared drive."""
    folders = [file.split("/")[:-1] for file in files]
    shared = 0
    while folders and all(len(f) > shared for f in folders) and len({f[shared] for f in folders}) == 1:
        shared += 1
    if all(len(folder) == shared for folder in folders):
        return [folder[-1] if folder else "." for folder in folders]
    return [folder[shared] if len(folder) > shared else "." for folder in folders]


def _bars(sweep: Sweep) -> str:
    counts = Counter(departments(hit.file for hit in sweep.open)).most_common(30)
    if not counts:
        return ""
    most = counts[0][1]
    rows = "".join(
        f"<tr><th scope=row>{escape(name)}</th><td>{n}</td><td class=bar>"
        '<svg aria-hidden="true" viewBox="0 0 100 1" preserveAspectRatio="none">'
        f'<rect width="{max(1, 100 * n // most)}" height="1"/></svg></td></tr>'
        for name, n in counts
    )
    head = "<tr><th scope=col>Department</th><th scope=col>Hits</th><td></td></tr>"
    return f"<table><caption>To settle, by department (folder)</caption>{head}{rows}</table>"


def _hits(sweep: Sweep) -> str:
    rows = []
    for hit in sweep.hits:
        settled = (
            "complies" if hit.complies else "settled" if hit.fingerprint in sweep.settled else "to settle"
        )
        where = (
            hit.file + (f", page {hit.page}" if hit.page else "") + (f", line {hit.line}" if hit.line else "")
        )
        cells = (
            where,
            hit.locator,
            hit.verb,
            hit.category.replace("_", " "),
            hit.text,
            hit.rule,
            ", ".join(hit.bases),
            settled,
        )
        rows.append("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>")
    names = ("Where", "Field", "Verb", "Category", "Text", "Rule", "Possible legal basis", "State")
    head = "".join(f"<th scope=col>{name}</th>" for name in names)
    table = f"<table><caption>Hits</caption><tr>{head}</tr>{''.join(rows)}</table>"
    return f'<div class=wide role=region aria-label="Hits" tabindex=0>{table}</div>'


def _not_read(sweep: Sweep) -> str:
    rows = "".join(
        f"<tr><td>{escape(f'{item.file} {item.locator}'.strip())}</td><td>{escape(item.reason)}</td></tr>"
        for item in sweep.not_read
    )
    head = "<tr><th scope=col>Where</th><th scope=col>Because</th></tr>"
    return (
        '<div class=wide role=region aria-label="Not read" tabindex=0>'
        f"<table><caption>Not read</caption>{head}{rows}</table></div>"
        if rows
        else ""
    )

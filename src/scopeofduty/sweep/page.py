"""A sweep as one HTML file: totals, a picture of hits by folder, every hit, what was not read. No scripts."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scopeofduty.sweep.report import Sweep

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;
color:#1b1b1b;background:#fff}
table{border-collapse:collapse;width:100%;margin:1rem 0}
caption{text-align:left;font-weight:700;padding:.5rem 0}
th,td{border-bottom:1px solid #a9aeb1;padding:.4rem .6rem;text-align:left;vertical-align:top}
.wide{overflow-x:auto}code{overflow-wrap:anywhere}
@media (prefers-color-scheme:dark){body{color:#f0f0f0;background:#1b1b1b}}
"""


def as_html(sweep: Sweep, title: str = "Sweep") -> str:
    """Return the whole page; every text from a file is escaped."""
    totals = sweep.totals
    body = [
        f"<h1>{escape(title)}</h1>",
        (
            f"<p><strong>{totals['open']}</strong> to settle of {totals['hits']} hits; "
            f"{totals['complies']} places that comply; {totals['not_read']} not read.</p>"
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


def _folder(file: str) -> str:
    parts = file.split("/")
    return parts[-2] if len(parts) > 1 else "."


def _bars(sweep: Sweep) -> str:
    counts = Counter(_folder(hit.file) for hit in sweep.open).most_common(30)
    if not counts:
        return ""
    most = counts[0][1]
    height = 26 * len(counts)
    bars = "".join(
        f'<text x="0" y="{26 * i + 17}" fill="currentColor">{escape(name[:28])}</text>'
        f'<rect x="230" y="{26 * i + 4}" width="{max(2, 400 * n // most)}" height="18" fill="#005ea2"/>'
        f'<text x="{240 + 400 * n // most}" y="{26 * i + 17}" fill="currentColor">{n}</text>'
        for i, (name, n) in enumerate(counts)
    )
    rows = "".join(f"<tr><th scope=row>{escape(name)}</th><td>{n}</td></tr>" for name, n in counts)
    return (
        f'<h2>By folder</h2><svg role="img" aria-label="Hits to settle by folder" viewBox="0 0 700 {height}" '
        f'width="700" height="{height}">{bars}</svg><details><summary>The same as a table</summary>'
        f"<table><tr><th scope=col>Folder</th><th scope=col>Hits</th></tr>{rows}</table></details>"
    )


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
            hit.category,
            hit.text,
            hit.rule,
            ", ".join(hit.bases),
            settled,
        )
        rows.append("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells) + "</tr>")
    names = ("Where", "Field", "Verb", "Category", "Text", "Rule", "Possible legal basis", "State")
    head = "".join(f"<th scope=col>{name}</th>" for name in names)
    return f"<div class=wide><table><caption>Hits</caption><tr>{head}</tr>{''.join(rows)}</table></div>"


def _not_read(sweep: Sweep) -> str:
    rows = "".join(
        f"<tr><td>{escape(f'{item.file} {item.locator}'.strip())}</td><td>{escape(item.reason)}</td></tr>"
        for item in sweep.not_read
    )
    head = "<tr><th scope=col>Where</th><th scope=col>Because</th></tr>"
    return f"<table><caption>Not read</caption>{head}{rows}</table>" if rows else ""

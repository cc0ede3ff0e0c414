"""A redline as HTML that can be read with eyes or ears."""

from __future__ import annotations

from html import escape
from textwrap import dedent

from scopeofduty.documents.lines import Role
from scopeofduty.documents.redline.blocks import Block, blocks
from scopeofduty.documents.redline.values import Op, Redline, Row, Run
from scopeofduty.documents.redline.wording import Wording, note, summary, wording

STYLE = dedent("""\
    .redline { line-height: 1.55; overflow-wrap: anywhere; }
    .redline-row { margin-inline-start: calc(var(--redline-depth, 0) * 1.75rem); padding-inline-start: .6rem;
      border-inline-start: .25rem solid transparent; }
    .redline-row p { margin-block: .45rem; }
    .redline-added { border-color: #1a6b2f; }
    .redline-removed, .redline-moved-away { border-color: #a3231f; }
    .redline-changed, .redline-moved { border-color: #7a5200; }
    .redline-note { font-size: .875em; font-style: italic; }
    .redline ins { color: #12561f; background: #e6f5e9; text-decoration: underline;
      text-underline-offset: .15em; }
    .redline del { color: #8a1512; background: #fdeceb; text-decoration: line-through; }
    .redline-1 { --redline-depth: 1; } .redline-2 { --redline-depth: 2; } .redline-3 { --redline-depth: 3; }
    .redline-4 { --redline-depth: 4; } .redline-5 { --redline-depth: 5; } .redline-6 { --redline-depth: 6; }
    .redline-spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
      white-space: nowrap; }
    """)
_PAGE_STYLE = dedent("""\
    body { font-family: Georgia, serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a;
      background: #fff; }
    """)
_DEEPEST = 6


def to_html(
    redline: Redline,
    *,
    language: str = "en",
    law_language: str = "en",
    only_changes: bool = False,
    prefix: str = "",
) -> str:
    """A ``section`` to put into a page; `STYLE` is the style sheet that it needs.

    Each row has the id ``redline-`` and its anchor, behind ``prefix`` where a page holds several.
    ``language`` is that of the words around the law,
    ``law_language`` (BCP 47) that of the law. Colour is never alone: added words are underlined, removed ones
    struck, and both are framed by words for those who listen.
    """
    phrases = wording(language)
    rows = redline.excerpt if only_changes else redline.rows
    parts = [
        f'<section class="redline" lang="{escape(language)}">',
        f'<p class="redline-summary">{escape(summary(redline, phrases))}</p>',
        *([f'<p class="redline-legend">{escape(phrases.legend)}</p>'] if redline.changes else []),
        *(_row(row, phrases, law_language, prefix) for row in rows),
        "</section>",
    ]
    return "\n".join(parts) + "\n"


def to_html_page(
    redline: Redline,
    title: str,
    *,
    language: str = "en",
    law_language: str = "en",
    only_changes: bool = False,
) -> str:
    """A whole page, with nothing loaded from elsewhere; the rest is as for `to_html`."""
    body = to_html(redline, language=language, law_language=law_language, only_changes=only_changes)
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n"
        f"<style>\n{_PAGE_STYLE}{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{escape(title)}</h1>\n{body}</main>\n"
        "</body>\n</html>\n"
    )


def _row(row: Row, phrases: Wording, law_language: str, prefix: str) -> str:
    status = row.status.replace(" ", "-")
    depth = min(row.place.depth + (row.place.role is Role.CLOSING), _DEEPEST)
    said = note(row, phrases)
    content = [f'<p class="redline-note">{escape(said)}</p>'] if said else []
    content += [_block(block, phrases, law_language) for block in blocks(row)]
    classes = f"redline-row redline-{status} redline-{depth}"
    return (
        f'<div class="{classes}" id="{escape(prefix)}redline-{escape(row.anchor)}">\n'
        + "\n".join(content)
        + "\n</div>"
    )


def _block(block: Block, phrases: Wording, law_language: str) -> str:
    text = "".join(_run(run, phrases) for run in block.runs)
    shown = f"<strong>{text}</strong>" if block.caption else text
    return f'<p lang="{escape(law_language)}">{shown}</p>'


def _run(run: Run, phrases: Wording) -> str:
    if run.op is Op.KEEP:
        return escape(run.text)
    element, before, after = (
        ("ins", phrases.added, phrases.end_of_addition)
        if run.op is Op.INSERT
        else ("del", phrases.removed, phrases.end_of_removal)
    )
    lang = escape(phrases.language)
    return (
        f'<{element}><span class="redline-spoken" lang="{lang}">{escape(before)} </span>{escape(run.text)}'
        f'<span class="redline-spoken" lang="{lang}"> {escape(after)}</span></{element}>'
    )

"""Two versions of a text, provision by provision and word by word."""

from scopeofduty.documents.redline.comparing import compare
from scopeofduty.documents.redline.html import STYLE, to_html, to_html_page
from scopeofduty.documents.redline.json import to_data
from scopeofduty.documents.redline.text import to_text
from scopeofduty.documents.redline.values import Op, Paragraph, Place, Redline, Row, Run, Status

__all__ = [
    "STYLE",
    "Op",
    "Paragraph",
    "Place",
    "Redline",
    "Row",
    "Run",
    "Status",
    "compare",
    "to_data",
    "to_html",
    "to_html_page",
    "to_text",
]

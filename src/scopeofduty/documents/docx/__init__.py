"""DOCX with real tracked changes, in and out."""

from scopeofduty.documents.docx.layout import lay_out, lay_out_redline, read_layout
from scopeofduty.documents.docx.reading import read_docx
from scopeofduty.documents.docx.tracked import Reading, Revision, Tracked, TrackedParagraph, TrackedRun
from scopeofduty.documents.docx.writing import write_tracked

__all__ = [
    "Reading",
    "Revision",
    "Tracked",
    "TrackedParagraph",
    "TrackedRun",
    "lay_out",
    "lay_out_redline",
    "read_docx",
    "read_layout",
    "write_tracked",
]

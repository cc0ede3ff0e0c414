"""Texts and redlines as tagged PDF, set by Typst (extra ``pdf``)."""

from scopeofduty.documents.pdf.setting import ordinance_to_pdf, redline_to_pdf

__all__ = ["ordinance_to_pdf", "redline_to_pdf"]

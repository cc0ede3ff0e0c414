"""Two versions of a text, provision by provision and word by word."""

from scopeofduty.documents.redline.comparing import compare
from scopeofduty.documents.redline.values import Op, Paragraph, Place, Redline, Row, Run, Status

__all__ = ["Op", "Paragraph", "Place", "Redline", "Row", "Run", "Status", "compare"]

"""Plain text in the numbering of ordinary ordinances, in and out."""

from scopeofduty.documents.outline.reading import read_outline
from scopeofduty.documents.outline.writing import write_outline

__all__ = ["read_outline", "write_outline"]

"""Akoma Ntoso 3.0, in and out."""

from scopeofduty.documents.akoma_ntoso.identity import Identity
from scopeofduty.documents.akoma_ntoso.reading import Identified, read_akoma_ntoso, read_akoma_ntoso_text
from scopeofduty.documents.akoma_ntoso.writing import write_akoma_ntoso

__all__ = ["Identified", "Identity", "read_akoma_ntoso", "read_akoma_ntoso_text", "write_akoma_ntoso"]

"""The text of a law: plain text, Akoma Ntoso and DOCX in and out, redlines, links between rules and provisions."""

from scopeofduty.documents.errors import DocumentError
from scopeofduty.documents.outline import read_outline, write_outline
from scopeofduty.documents.provision import Kind, Ordinance, Provision

__all__ = ["DocumentError", "Kind", "Ordinance", "Provision", "read_outline", "write_outline"]

"""The text of a law: plain text, Akoma Ntoso, DOCX; redlines; links between rules and provisions.

Pure: bytes and values in, bytes and values out. The parts that need more than the names here are the
subpackages `akoma_ntoso`, `docx`, `pdf` and `redline`.
"""

from scopeofduty.documents.errors import DocumentError
from scopeofduty.documents.files import read_file
from scopeofduty.documents.links import Links, link
from scopeofduty.documents.outline import read_outline, write_outline
from scopeofduty.documents.provision import Kind, Ordinance, Provision
from scopeofduty.documents.redline import Redline, compare
from scopeofduty.documents.sections import from_sections

__all__ = [
    "DocumentError",
    "Kind",
    "Links",
    "Ordinance",
    "Provision",
    "Redline",
    "compare",
    "from_sections",
    "link",
    "read_file",
    "read_outline",
    "write_outline",
]

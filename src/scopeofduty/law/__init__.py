"""The ordinance as rules: read packs of `.duty` files, ask them, and prove things about them.

    book = read("riverbend")
    today = book.on("2026-01-15")
    answer = today.ask("give perimeter or on-site support", "police", requester="ice")

Pure and standard library only. Values are immutable; nothing here reads a clock. Modules that a
cold `duty ask` loads say `TYPE_CHECKING = False` themselves: `typing` would cost it about 8 ms.
"""

from scopeofduty.law.answer import Answer, Citation, Question
from scopeofduty.law.book import Book, InForce, read, read_files
from scopeofduty.law.errors import DigestMismatchError, LawError, Problem, QuestionError, ReadError
from scopeofduty.law.outcomes import OUTCOMES
from scopeofduty.law.packs import packs
from scopeofduty.law.rules import LEVELS, MARKS, Duty, Example, Pack, Rule, Section, Version
from scopeofduty.law.vocabulary import Act, Choice, Fact, Text, Value, Vocabulary, shared

__all__ = [
    "LEVELS",
    "MARKS",
    "OUTCOMES",
    "Act",
    "Answer",
    "Book",
    "Choice",
    "Citation",
    "DigestMismatchError",
    "Duty",
    "Example",
    "Fact",
    "InForce",
    "LawError",
    "Pack",
    "Problem",
    "Question",
    "QuestionError",
    "ReadError",
    "Rule",
    "Section",
    "Text",
    "Value",
    "Version",
    "Vocabulary",
    "packs",
    "read",
    "read_files",
    "shared",
]

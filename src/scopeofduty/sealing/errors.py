"""What can go wrong with a sealed report: one exception a kind of failure.

No message holds a word of a receipt, a key or a text of a report, so that a log file can't either.
"""

from __future__ import annotations


class SealingError(ValueError):
    """Something in a receipt, an envelope, a roster or a clock isn't what it must be."""


class MalformedError(SealingError):
    """A value that doesn't follow its format: what came, what was expected, where."""


class ReceiptError(SealingError):
    """Words that aren't a receipt.

    Attributes:
        fault: what is wrong with what somebody typed, for a page that says it in their language: ``count``,
            ``unknown``, or ``none`` where the words are known and together no receipt.
        at: how many words came, or at which places the unknown ones stand.
    """

    def __init__(self, message: str, fault: str = "", at: str = "") -> None:
        super().__init__(message)
        self.fault = fault
        self.at = at


class EnvelopeError(SealingError):
    """An age file that doesn't open: another key's, cut short, or changed."""


class SignatureError(SealingError):
    """A signature that doesn't hold, or of someone who may not sign this."""


class ChainError(SealingError):
    """A message of another case, out of order, doubled, or with one before it missing."""


class RosterError(SealingError):
    """A roster that isn't the pinned one, isn't signed by two, or contradicts itself."""


class NobodyLeftError(SealingError):
    """Everyone who could read the report is excluded, and the roster names no one outside."""


class ExcludedReaderError(SealingError):
    """Someone whom the rule excludes is among those who can read."""


class ClockError(SealingError):
    """An opening of a protected activity that doesn't prove what it says."""

"""What can go wrong in the ledger: one exception a kind of failure, each message ending in what to do."""

from __future__ import annotations


class LedgerError(ValueError):
    """Something in a log, a proof, a policy or a key isn't what it must be."""


class MalformedError(LedgerError):
    """Bytes that don't follow their format: what came, what was expected, where."""


class ProofError(LedgerError):
    """A proof, a signature or a commitment that doesn't hold."""


class HeadMovedError(LedgerError):
    """The log's last signed head isn't the one the caller built on; read it again and retry."""


class BehindWitnessError(LedgerError):
    """A witness has cosigned a head that this log can't have: a backup was restored. Sign nothing."""


class TamperedError(LedgerError):
    """The stored tiles don't give the root that was signed last."""


class SplitViewError(ProofError):
    """A log signed two trees of which neither is how the other begins."""

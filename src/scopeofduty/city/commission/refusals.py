"""What can't be done now, said in words."""

from __future__ import annotations


class RefusedError(Exception):
    """It can't be done now; the message says why and what to do."""

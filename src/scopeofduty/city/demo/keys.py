"""The demo's keys. They are made from names, so anyone can make them again: they guard nothing."""

from __future__ import annotations

import hashlib

from scopeofduty.sealing.bech32 import age_identity


def demo_identity(username: str) -> str:
    """Return the age identity of somebody of the cast: the SHA-256 of a sentence that stands here."""
    return age_identity(hashlib.sha256(f"Riverbend demo key, guards nothing: {username}".encode()).digest())


def key_file(username: str) -> str:
    """Return the identity as a file that the ``age`` command reads."""
    said = f"# Riverbend demo key of {username}: anybody can make it, and it guards nothing."
    return f"{said}\n{demo_identity(username)}\n"

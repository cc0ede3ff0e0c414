"""The city audits its log as anybody may, by the public bytes alone, and publishes what it found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scopeofduty.city.ledger.book import folder, the_book
from scopeofduty.ledger.audit import AUDIT_FILE, BROKEN_WORD, FORGED, published
from scopeofduty.ledger.keepers import POLICY_FILE

if TYPE_CHECKING:
    from datetime import datetime


def check(window: datetime) -> None:
    """Audit the log's public files as of ``window`` (UTC), and put beside them what was found."""
    if the_book() is None:
        return
    public = folder("public")
    public.put(AUDIT_FILE, published(public.read, public.read(POLICY_FILE) or b"", int(window.timestamp())))


def found() -> list[str]:
    """Return what the last audit found that nobody can pass over, in the auditor's words."""
    data = folder("public").read(AUDIT_FILE)
    told: dict[str, Any] = json.loads(data) if data else {}
    grave = {code.value for code in FORGED | BROKEN_WORD}
    texts = [f"{each['code']}: {each['text']}" for each in told.get("findings", ()) if each["code"] in grave]
    return [told["error"], *texts] if "error" in told else texts

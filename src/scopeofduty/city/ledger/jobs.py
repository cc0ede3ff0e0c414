"""What the clock does for the log: seal what has ended, sign it, and publish at the notices' windows."""

from __future__ import annotations

from datetime import time

from django.utils.translation import gettext_lazy as _

from scopeofduty.city.clock.due import DueJob
from scopeofduty.city.clock.windows import Daily, Every
from scopeofduty.city.ledger.checking import check
from scopeofduty.city.ledger.publishing import publish
from scopeofduty.city.ledger.ticks import seal, sign, tick_length

EACH_TICK = Every(tick_length)
# A tick that has ended is sealed and signed before the notices of the same hour come out, and the log's own
# window comes after them: it opens the envelopes of what they made public.
SEAL = DueJob("ledger.seal", _("Fills the envelopes of a tick that has ended"), EACH_TICK, seal, order=-2)
SIGN = DueJob("ledger.sign", _("Signs the sealed log and asks its keepers"), EACH_TICK, sign, order=-1)
PUBLISH = DueJob(
    "ledger.publish",
    _("Opens envelopes, and publishes the register"),
    Daily((time(9), time(16))),
    publish,
    order=1,
)
CHECK = DueJob(
    "ledger.check",
    _("Audits the whole log, and publishes what it found"),
    Daily((time(9), time(16))),
    check,
    order=2,
)
JOBS = (SEAL, SIGN, PUBLISH, CHECK)

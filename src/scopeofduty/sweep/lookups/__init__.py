"""Look-ups in plate-reader and database-query audit logs: which served immigration enforcement.

``read_log`` takes a log apart, ``judge_reason`` judges one reason text, ``Agencies`` knows the list of
agencies with 287(g) agreements, and ``judge_log`` joins the three. Plates and names of persons looked up
are never read.
"""

from scopeofduty.sweep.lookups.agencies import Agencies, Partner
from scopeofduty.sweep.lookups.judged import Judged, judge, judge_log, totals
from scopeofduty.sweep.lookups.log import LogError, Lookup, NotALookup, read_log
from scopeofduty.sweep.lookups.reason import Reason, Served, judge_reason

__all__ = [
    "Agencies",
    "Judged",
    "LogError",
    "Lookup",
    "NotALookup",
    "Partner",
    "Reason",
    "Served",
    "judge",
    "judge_log",
    "judge_reason",
    "read_log",
    "totals",
]

"""The public projection: everything that public pages can say, and nothing else. A module a part.

No row points to a private one. Ids are given at publication, so that none can tell of what is still sealed.
Texts stand in both languages: the pages need no table of words from the private side.
"""

from scopeofduty.city.public.models.collection import PublicCollection
from scopeofduty.city.public.models.commission import (
    PublicAgreement,
    PublicAgreementFile,
    PublicNeighbours,
    PublicPacketPage,
    PublicSession,
    PublicVote,
)
from scopeofduty.city.public.models.drafts import (
    PublicComment,
    PublicDocument,
    PublicDraft,
    PublicDraftVersion,
)
from scopeofduty.city.public.models.explainers import PublicExplainer
from scopeofduty.city.public.models.handling import PublicCommitments, PublicReportFigures
from scopeofduty.city.public.models.log import PublicSeal
from scopeofduty.city.public.models.notices import (
    PublicCity,
    PublicDelay,
    PublicLaw,
    PublicNotice,
    PublicNoticeVersion,
    in_language,
)
from scopeofduty.city.public.models.statistics import PublicPeriod

__all__ = [
    "PublicAgreement",
    "PublicAgreementFile",
    "PublicCity",
    "PublicCollection",
    "PublicComment",
    "PublicCommitments",
    "PublicDelay",
    "PublicDocument",
    "PublicDraft",
    "PublicDraftVersion",
    "PublicExplainer",
    "PublicLaw",
    "PublicNeighbours",
    "PublicNotice",
    "PublicNoticeVersion",
    "PublicPacketPage",
    "PublicPeriod",
    "PublicReportFigures",
    "PublicSeal",
    "PublicSession",
    "PublicVote",
    "in_language",
]

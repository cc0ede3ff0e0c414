"""One page that leads to everything the city shows, and to each list as a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from scopeofduty.city.public.registry import published
from scopeofduty.city.public.views import page

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Shown:
    """One page that anybody may read.

    Attributes:
        name: the page's name among the addresses.
        title: what it is, as the link says it.
        text: one sentence that says what is found there.
        files: the same as files, each by its address name and suffix; a name with ``*`` takes the suffix.
    """

    name: str
    title: _StrPromise
    text: _StrPromise
    files: tuple[tuple[str, str], ...] = ()

    def address(self) -> str:
        """Return where the page is, in the reader's language."""
        return reverse(self.name)

    def links(self) -> list[tuple[str, str]]:
        """Return each file's suffix in capitals with its address."""
        return [
            (suffix.upper(), reverse(name.rstrip("*"), kwargs={"suffix": suffix} if "*" in name else {}))
            for name, suffix in self.files
        ]


JSON_CSV = ("json", "csv")


def _both(name: str) -> tuple[tuple[str, str], ...]:
    return tuple((f"{name}*", suffix) for suffix in JSON_CSV)


ASK = (
    Shown("desk:doors", _("Ask the desk"), _("What the ordinance lets city staff do, with its section.")),
    Shown(
        "collection:obligations",
        _("What the city must ask"),
        _("Every law that makes a city form ask about immigration, and exactly what it asks."),
        _both("obligations_file"),
    ),
    Shown(
        "public:explainers",
        _("Is it true that…?"),
        _("Short answers to what people say about the ordinance."),
        (("public:explainers_file", "json"),),
    ),
)
WATCH = (
    Shown(
        "public:notices",
        _("Notices"),
        _("When federal officers asked for help, and what the city answered."),
        (*_both("public:notices_file"), ("public:notices_feed", "atom")),
    ),
    Shown("public:delays", _("Delays"), _("Notices that wait, why, and until when.")),
    Shown("public:not_told", _("What the city isn't told"), _("What these pages can't know.")),
    Shown("public:log", _("The sealed log"), _("How anybody can check that no notice was hidden.")),
    Shown(
        "public:statistics",
        _("Statistics"),
        _("Contacts with federal officers, by month."),
        _both("public:statistics_file"),
    ),
    Shown(
        "public:collection",
        _("What the city collects"),
        _("Every form and system that asks, why it does, and what was taken out."),
        (*_both("public:collection_file"), ("public:collection_feed", "atom")),
    ),
)
LAW = (
    Shown(
        "public:ordinance",
        _("The ordinance"),
        _("The law in force, section by section, and what came before it."),
        (("public:ordinance_file", "json"),),
    ),
    Shown(
        "public:proposals",
        _("Proposals"),
        _("Drafts of the ordinance: what each would change. You can comment."),
        (("public:proposals_file", "json"),),
    ),
    Shown(
        "public:sessions",
        _("The commission"),
        _("Sessions, agendas with what each item would change, minutes, and votes by name."),
        (
            *(("public:sessions_file*", suffix) for suffix in ("json", "csv", "ics")),
            ("public:sessions_feed", "atom"),
            *(("public:votes_file*", suffix) for suffix in JSON_CSV),
        ),
    ),
    Shown(
        "public:history",
        _("History of the ordinance"),
        _("Every version, by which vote, from which day."),
        _both("public:history_file"),
    ),
    Shown(
        "public:agreements",
        _("Agreements"),
        _("What ties the city to immigration enforcement, and whether it was approved first."),
        (*_both("public:agreements_file"), ("public:agreements_feed", "atom")),
    ),
    Shown(
        "public:neighbours",
        _("Neighbours' agreements"),
        _("Agencies nearby that signed a 287(g) agreement."),
        _both("public:neighbours_file"),
    ),
)
SPEAK = (
    Shown(
        "reports:how",
        _("Report a violation"),
        _("By name or not. Sealed on your device, so that only the people you choose can read it."),
    ),
    Shown(
        "public:report_figures",
        _("What became of reports"),
        _("How many reports came, of what, and how they ended."),
        _both("public:report_figures_file"),
    ),
    Shown(
        "public:protected_activity",
        _("Proof that somebody reported"),
        _("Whoever reported can prove when, without saying what."),
    ),
)
GROUPS = (
    (_("Ask"), ASK),
    (_("Watch the city"), WATCH),
    (_("The law and who makes it"), LAW),
    (_("Speak up"), SPEAK),
)


@published
def everything(request: HttpRequest) -> HttpResponse:
    """Lead to every public page."""
    return page(request, "everything.html", groups=GROUPS)

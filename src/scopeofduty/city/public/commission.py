"""Public pages of the commission: calendar, agendas, packets, votes by name, the law's history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from scopeofduty.city.public import calendars, feeds
from scopeofduty.city.public.models import (
    PublicCity,
    PublicLaw,
    PublicPacketPage,
    PublicSession,
    PublicVote,
    in_language,
)
from scopeofduty.city.public.registry import published
from scopeofduty.city.public.tables import as_csv
from scopeofduty.city.public.views import page

if TYPE_CHECKING:
    from django.http import HttpRequest

SESSION_COLUMNS = (
    "session", "starts_at", "kind", "place", "called_off", "item", "title", "part", "step", "version",
    "first_day", "agreement", "answers_changed", "votes",
)  # fmt: skip
HISTORY_COLUMNS = ("row", "law", "version", "first_day", "last_day", "vote", "voted_at", "digest")
VOTE_COLUMNS = ("vote", "date", "motion", "result", "member", "option")


@published
def sessions(request: HttpRequest) -> HttpResponse:
    """List every session, with the newest votes."""
    found = list(PublicSession.objects.all())
    votes = list(PublicVote.objects.all()[:20])
    return page(request, "sessions.html", sessions=found, votes=votes)


@published
def session(request: HttpRequest, number: int) -> HttpResponse:
    """Show one session: agenda, what each change does, votes, minutes."""
    found = _session(number)
    votes = list(PublicVote.objects.filter(session=number).order_by("number"))
    return page(request, "session.html", session=found, votes=votes)


@published
def packet(request: HttpRequest, number: int) -> HttpResponse:
    """Show what the commission reads before a session, on one page to print."""
    found = _session(number)
    if not found.content["items"]:
        raise Http404
    laid = dict(PublicPacketPage.objects.filter(session=number).values_list("item", "change"))
    pages = [(item, laid.get(item["number"])) for item in found.content["items"]]
    return page(request, "session_packet.html", session=found, pages=pages)


def _session(number: int) -> PublicSession:
    found = PublicSession.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@published
def vote(request: HttpRequest, number: int) -> HttpResponse:
    """Show one vote, by name."""
    found = PublicVote.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    at = PublicSession.objects.filter(pk=found.session).first()
    return page(request, "vote.html", vote=found, session=at)


@published
def history(request: HttpRequest) -> HttpResponse:
    """Show every version of the law that was in force here, and the votes that adopted or changed one."""
    return page(request, "history.html", adopted=_adopted(), laws=_texts())


def _adopted() -> list[dict[str, Any]]:
    return [
        {"vote": each, **adoption}
        for each in PublicVote.objects.all()
        for adoption in each.content["adoptions"]
    ]


def _texts() -> list[PublicLaw]:
    return list(PublicLaw.objects.order_by("name", "-first_day"))


@published
def history_file(request: HttpRequest, suffix: str) -> HttpResponse:  # noqa: ARG001 — a view's signature
    """Return what was adopted by which vote, and every text with its days, as JSON or CSV."""
    adopted = [
        {
            "law": each["law"],
            "version": each["version"],
            "first_day": each["first_day"],
            "vote": each["vote"].number,
            "voted_at": each["vote"].closed_at.isoformat(timespec="seconds"),
            "digest": each["digest"],
        }
        for each in _adopted()
    ]
    texts = [
        {
            "law": each.name,
            "version": each.version,
            "first_day": each.first_day.isoformat(),
            "last_day": each.last_day.isoformat() if each.last_day else None,
            "digest": each.digest,
        }
        for each in _texts()
    ]
    if suffix == "json":
        return JsonResponse({"adopted": adopted, "texts": texts}, json_dumps_params={"sort_keys": True})
    rows = [{"row": "adopted", **each} for each in adopted] + [{"row": "text", **each} for each in texts]
    return as_csv("history", HISTORY_COLUMNS, rows)


@published
def sessions_file(request: HttpRequest, suffix: str) -> HttpResponse:
    """Return the sessions as JSON, their agendas as CSV, or the calendar as iCalendar (RFC 5545)."""
    found = PublicSession.objects.order_by("starts_at", "number")
    if suffix == "ics":
        return calendars.as_ics(request, found)
    if suffix == "csv":
        return as_csv("commission", SESSION_COLUMNS, [row for each in found for row in _agenda(each)])
    rows = [
        {"number": each.number, "starts_at": each.starts_at.isoformat(), **each.content} for each in found
    ]
    return JsonResponse({"sessions": rows}, json_dumps_params={"sort_keys": True})


def _agenda(found: PublicSession) -> list[dict[str, Any]]:
    """Return a row for each item of a session's agenda; a session without one has a row of its own."""
    content = found.content
    session = {
        "session": found.number,
        "starts_at": found.starts_at.isoformat(),
        "kind": content["kind"]["en"],
        "place": content["place"],
        "called_off": content["off"],
    }
    items = [
        {
            "item": item["number"],
            "title": item["title"]["en"],
            "part": item["part"]["en"],
            "step": item["step"]["en"] if item["step"] else "",
            "version": item["version"],
            "first_day": item["first_day"],
            "agreement": item["agreement"],
            "answers_changed": item["effect"]["count"] if item["effect"] else "",
            "votes": " ".join(str(number) for number in item["votes"]),
        }
        for item in content["items"]
    ]
    return [{**session, **item} for item in items] or [session]


@published
def votes_file(request: HttpRequest, suffix: str) -> HttpResponse:
    """Return every vote: JSON in the shape of Open Civic Data, or CSV with a row a member."""
    found = list(PublicVote.objects.order_by("number"))
    if suffix == "json":
        records = {"votes": [{**each.record, "sources": _sources(request, each)} for each in found]}
        return JsonResponse(records, json_dumps_params={"sort_keys": True})
    rows = [
        {
            "vote": each.number,
            "date": each.record["start_date"],
            "motion": each.record["motion_text"],
            "result": each.record["result"],
            "member": ballot["voter_name"],
            "option": ballot["option"],
        }
        for each in found
        for ballot in each.record["votes"]
    ]
    return as_csv("votes", VOTE_COLUMNS, rows)


def _sources(request: HttpRequest, found: PublicVote) -> list[dict[str, str]]:
    """Return where a vote is told, as Open Civic Data asks for each record."""
    return [{"url": request.build_absolute_uri(reverse("public:vote", args=[found.number])), "note": ""}]


@published
def sessions_feed(request: HttpRequest) -> HttpResponse:
    """Return the Atom feed of agendas and votes."""
    city = PublicCity.objects.first()
    zone = ZoneInfo(city.zone if city else "UTC")
    entries = [_of_session(each, zone) for each in PublicSession.objects.all()[: feeds.LONGEST]]
    entries += [_of_vote(each) for each in PublicVote.objects.all()[: feeds.LONGEST]]
    title = _("The commission of %(city)s") % {"city": city.name if city else ""}
    return feeds.answer(request, title, reverse("public:sessions"), entries)


def _of_session(found: PublicSession, zone: ZoneInfo) -> dict[str, Any]:
    titles = "\n".join(f"{item['number']}. {in_language(item['title'])}" for item in found.content["items"])
    return {
        "title": f"{in_language(found.content['kind'])}, {found.starts_at.astimezone(zone):%Y-%m-%d}",
        "link": reverse("public:session", args=[found.number]),
        "description": found.content["off"] or titles or found.content["place"],
        "pubdate": found.changed_at,
        "updateddate": found.changed_at,
    }


def _of_vote(found: PublicVote) -> dict[str, Any]:
    counts = ", ".join(f"{each['option']} {each['value']}" for each in found.record["counts"])
    return {
        "title": f"{found.record['motion_text']}: {in_language(found.content['result'])}",
        "link": reverse("public:vote", args=[found.number]),
        "description": counts,
        "pubdate": found.closed_at,
        "updateddate": found.closed_at,
    }

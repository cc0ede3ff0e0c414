"""Every public page. Each reads the projection and nothing else."""

from __future__ import annotations

import csv
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from scopeofduty.city.public import atom
from scopeofduty.city.public.log.checking import envelope_of
from scopeofduty.city.public.models import PublicCity, PublicDelay, PublicLaw, PublicNotice
from scopeofduty.city.public.registry import published
from scopeofduty.city.public.shown import columns, lines, row

if TYPE_CHECKING:
    from django.http import HttpRequest

NEWEST = 20  # notices on the first page; the others stand on their years' pages


def page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Render a public page: no session, no log-in, no token; times in the city's zone."""
    city = PublicCity.objects.first()
    with timezone.override(ZoneInfo(city.zone) if city else None):
        return render(request, f"public/{template}", {"public_city": city, **context}, using="public")


def _notices() -> list[PublicNotice]:
    return list(PublicNotice.objects.prefetch_related("versions"))


def _told(notice: PublicNotice) -> dict[str, Any]:
    return {"notice": notice, "lines": lines(notice.content)}


@published
def notices(request: HttpRequest) -> HttpResponse:
    """List the newest notices, the years that have some, and the notices that are delayed."""
    found = _notices()
    years = [(year, len(list(group))) for year, group in groupby(found, key=lambda notice: notice.year)]
    delays = PublicDelay.objects.filter(ended=None)
    newest = [_told(notice) for notice in found[:NEWEST]]
    return page(request, "notices.html", notices=newest, years=years, delays=delays)


@published
def one_year(request: HttpRequest, year: str) -> HttpResponse:
    """List every notice of one year."""
    found = [_told(notice) for notice in _notices() if notice.year == int(year)]
    if not found:
        raise Http404
    return page(request, "year.html", notices=found, year=year)


@published
def one_notice(request: HttpRequest, year: int, number: str) -> HttpResponse:
    """Show one notice, with every version it had."""
    notice = PublicNotice.objects.prefetch_related("versions").filter(year=year, number=int(number)).first()
    if notice is None:
        raise Http404
    versions = [{"version": version, "lines": lines(version.content)} for version in notice.versions.all()]
    said = {"now": versions[-1], "before": versions[:-1], "envelope": envelope_of(notice)}
    return page(
        request, "notice.html", notice=notice, address=request.build_absolute_uri(request.path), **said
    )


@published
def notices_file(request: HttpRequest, suffix: str) -> HttpResponse:  # noqa: ARG001 — a view's signature
    """Return the notices as JSON or CSV."""
    found = _notices()
    if suffix == "json":
        return JsonResponse(
            {"notices": [row(notice) for notice in found]}, json_dumps_params={"sort_keys": True}
        )
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    writer = csv.DictWriter(answer, columns())
    writer.writeheader()
    for notice in found:
        writer.writerow({key: _cell(value) for key, value in row(notice).items()})
    return answer


def _cell(value: Any) -> Any:
    """Return one cell; a text that a spreadsheet would take for a formula is quoted."""
    text = "; ".join(str(each) for each in value) if isinstance(value, list) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


@published
def notices_feed(request: HttpRequest) -> HttpResponse:
    """Return the Atom feed (RFC 4287) of the newest notices."""
    city = PublicCity.objects.first()
    entries = [atom.entry(notice, lines(notice.content)) for notice in _notices()[: atom.LONGEST]]
    address = request.build_absolute_uri(request.path)
    document = atom.feed(city.name if city else "", address, entries)
    return HttpResponse(document, content_type="application/atom+xml; charset=utf-8")


@published
def delays(request: HttpRequest) -> HttpResponse:
    """List every delay, running and ended."""
    found = list(PublicDelay.objects.all())
    running = [delay for delay in found if delay.ended is None]
    return page(request, "delays.html", running=running, ended=[delay for delay in found if delay.ended])


@published
def not_told(request: HttpRequest) -> HttpResponse:
    """Say what the city isn't told, and list the notices whose end had to be presumed."""
    presumed = [notice for notice in _notices() if notice.content.get("presumed")]
    return page(request, "not_told.html", presumed=presumed)


@published
def ordinance(request: HttpRequest) -> HttpResponse:
    """Show the law in force: what it says, since when, in which version."""
    found = list(PublicLaw.objects.all())
    in_force = [law for law in found if law.last_day is None]
    return page(request, "ordinance.html", laws=in_force, earlier=[law for law in found if law.last_day])


@published
def ordinance_file(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 — a view's signature
    """Return the law in force as JSON, with its digests."""
    fields = ("pack", "name", "level", "version", "first_day", "last_day", "digest", "sections")
    return JsonResponse(
        {"laws": list(PublicLaw.objects.values(*fields))}, json_dumps_params={"sort_keys": True}
    )

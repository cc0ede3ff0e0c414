"""Reading the log: the list, one contact, its history, its print, the export; and correcting it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock.port import now
from scopeofduty.city.contacts import export as exporting
from scopeofduty.city.contacts import listing, reading, reviews
from scopeofduty.city.contacts.entry import EntryRefusedError, frame_at
from scopeofduty.city.contacts.fields import BY_ID, FIELDS, Kind
from scopeofduty.city.contacts.form import Page, bases, read_bases, read_post
from scopeofduty.city.contacts.holds import standing
from scopeofduty.city.contacts.models import Erasure
from scopeofduty.city.contacts.record import correct_contact, read_values
from scopeofduty.city.contacts.views.recording import REFUSED, lag_of
from scopeofduty.city.contacts.visible import contact_for

if TYPE_CHECKING:
    from django.http import HttpRequest

    from scopeofduty.city.contacts.models import Contact, Revision

A_PAGE = 25
READERS = (Permission.CONTACT_READ_ALL, Permission.CONTACT_READ_OWN)


@requires(*READERS)
def index(request: HttpRequest) -> HttpResponse:
    """List the contacts that this person may read, narrowed as the address says."""
    frame = frame_at(now())
    filters = listing.read_filters(request.GET)
    page = Paginator(listing.listed(request.user, filters, frame.zone), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "filters": filters,
        "page": page,
        "chosen": listing.CHOSEN,
        "may_export": request.user.may(Permission.CONTACT_READ_ALL),
        "reads_all": request.user.may(Permission.CONTACT_READ_ALL),
        "zone": frame.zone,
    }
    return render(request, "contacts/index.html", context)


@requires(Permission.CONTACT_READ_ALL)
def export(request: HttpRequest, suffix: str) -> HttpResponse | StreamingHttpResponse:
    """Give the list as a file; ``restricted=yes`` adds names, places and free text."""
    filters = listing.read_filters(request.GET)
    if filters.problems:
        return HttpResponse(
            "\n".join(filters.problems), status=REFUSED, content_type="text/plain; charset=utf-8"
        )
    found = listing.listed(request.user, filters, frame_at(now()).zone)
    restricted = request.GET.get("restricted") == "yes"
    named = {"Content-Disposition": f'attachment; filename="contacts.{suffix}"'}
    if suffix == "json":
        text = exporting.as_json(found, restricted=restricted)
        return HttpResponse(text, content_type="application/json", headers=named)
    lines = exporting.as_csv(found, restricted=restricted)
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=named)


@requires(*READERS)
def detail(request: HttpRequest, number: int) -> HttpResponse:
    """Show one contact: the answer at the time beside what was done, then the rest."""
    contact = contact_for(request.user, number)
    return render(request, "contacts/detail.html", _shown(request, contact))


@requires(*READERS)
def printed(request: HttpRequest, number: int) -> HttpResponse:
    """Show one contact with its history, for paper."""
    contact = contact_for(request.user, number)
    frame = frame_at(now())
    more = {"printed": True, "history": list(reading.history(contact, frame)), "at": frame.at}
    return render(request, "contacts/detail.html", _shown(request, contact) | more)


@requires(*READERS)
def history(request: HttpRequest, number: int) -> HttpResponse:
    """Show each revision: who, when, why, and what it changed; and what was erased."""
    contact = contact_for(request.user, number)
    rows = reversed(list(reading.history(contact, frame_at(now()))))
    context = {"contact": contact, "history": list(rows), "erasures": _erasures(contact)}
    return render(request, "contacts/history.html", context)


@requires(Permission.CONTACT_CORRECT)
def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Choose what to correct; then say what is right, and why."""
    contact = contact_for(request.user, number)
    latest = contact.latest()
    wanted = [name for name in request.GET.getlist("field") if name in BY_ID]
    chosen = [f for f in FIELDS if f.id in wanted and _correctable(f.id)]
    if not chosen:
        unknown = bool(request.GET.getlist("field"))
        context = {"contact": contact, "fields": _choosable(latest), "unknown": unknown}
        return render(request, "contacts/choose.html", context, status=REFUSED if unknown else 200)
    if request.method != "POST":
        return _correction(request, contact, latest, read_values(latest) | {"reason": ""}, None)
    sent = read_post(request.POST)
    changes = {name: sent.get(name, "") for name in (*(f.id for f in chosen), "reason")}
    changes |= {
        name: value for name, value in sent.items() if name in BY_ID and BY_ID[name].kind is Kind.DERIVED
    }
    after = request.POST.get("after", "")
    try:
        revision = correct_contact(
            contact,
            changes,
            after=int(after) if after.isascii() and after.isdigit() and len(after) < 9 else 0,
            by=request.user,
            at=now(),
            bases=read_bases(request.POST),
        )
    except EntryRefusedError as refused:
        return _correction(request, contact, latest, changes, refused)
    messages.success(request, _("The correction is added; what stood before stays in the history."))
    return redirect("contacts:detail", number=revision.contact_id)


def _correctable(name: str) -> bool:
    return BY_ID[name].kind not in {Kind.DERIVED, Kind.NAME, Kind.FACTS} and name != "reason"


def _choosable(latest: Revision) -> list[tuple[str, str, str]]:
    frame = frame_at(now())
    values = read_values(latest)
    return [
        (f.id, str(f.label), reading.in_words(f, values[f.id], frame) if f.id in values else "")
        for f in FIELDS
        if _correctable(f.id) and (not f.switched or f.id in frame.kept or f.id in values)
    ]


def _correction(
    request: HttpRequest,
    contact: Contact,
    latest: Revision,
    values: dict[str, Any],
    refused: EntryRefusedError | None,
) -> HttpResponse:
    frame = frame_at(now())
    page = Page(values, frame, refused.problems if refused else {}, refused.stops if refused else ())
    names = request.GET.getlist("field")
    context = {
        "contact": contact,
        "after": latest.seq,
        "page": page,
        "fields": [page.show(f) for f in FIELDS if f.id in names and _correctable(f.id)],
        "reason": page.show(BY_ID["reason"]),
        "bases": bases(),
    }
    return render(request, "contacts/correct.html", context, status=REFUSED if refused else 200)


def _shown(request: HttpRequest, contact: Contact) -> dict[str, Any]:
    latest = contact.latest()
    values = read_values(latest)
    person = request.user
    own_reviews = list(contact.reviews.select_related("decided_by"))
    return {
        "contact": contact,
        "revision": latest,
        "answer": reading.answer_shown(values.get("determination")),
        "decision": BY_ID["decision"].label_of(values["decision"]) if "decision" in values else "",
        "sections": reading.by_section(latest, frame_at(now())),
        "legal_bases": [
            (
                str(BY_ID[e["field"]].label) if e["field"] in BY_ID else e["field"],
                dict(bases()).get(e["basis"], ""),
                e["citation"],
            )
            for e in values.get("legal_basis", [])
        ],
        "lag": lag_of(contact),
        "reviews": [(review, reviews.why_not(review, person)) for review in own_reviews],
        "at": now(),
        "erasures": _erasures(contact),
        "purged": contact.erasures.filter(kind=Erasure.Kind.PURGED).exists(),
        "hold": standing(contact),
        "may_correct": person.may(Permission.CONTACT_CORRECT),
        "may_erase": person.may(Permission.CONTACT_ERASE),
        "may_hold": person.may(Permission.CONTACT_HOLD) and person.may(Permission.CONTACT_READ_ALL),
        "verified": reading.holds_together(contact),
    }


def _erasures(contact: Contact) -> list[tuple[Erasure, str]]:
    return [
        (erasure, ", ".join(str(BY_ID[name].label) for name in erasure.fields if name in BY_ID))
        for erasure in contact.erasures.select_related("by")
    ]

"""Recording: the form, its drafts, and what the writer is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission, Role
from scopeofduty.city.clock.port import now
from scopeofduty.city.contacts.cleaning import Cleaned, clean
from scopeofduty.city.contacts.drafts import NotYoursError, draft_for, save_draft
from scopeofduty.city.contacts.entry import EntryRefusedError, day_of, frame_at
from scopeofduty.city.contacts.fields import Section
from scopeofduty.city.contacts.form import Page, bases, read_bases, read_post
from scopeofduty.city.contacts.models import Contact, Draft
from scopeofduty.city.contacts.question import Question, asked_next, read_question
from scopeofduty.city.contacts.reading import answer_shown
from scopeofduty.city.contacts.record import KeyTakenError, record_contact
from scopeofduty.city.desk.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from scopeofduty.city.contacts.cleaning import Frame

REFUSED = 422


@requires(Permission.CONTACT_RECORD)
def new(request: HttpRequest) -> HttpResponse:
    """Show the form, or take it: record, save a draft, or only show the answer."""
    frame = frame_at(now())
    if request.method != "POST":
        return _opened(request, frame)
    question = read_question(request.POST.get("kind", ""), _tokens(request), request.user)
    wanted = request.POST.get("do", "record")
    if wanted == "draft":
        return _draft(request, question, frame)
    raw = read_post(request.POST)
    if wanted == "answer":
        said = {name: value for name, value in question.prefill().items() if not raw.get(name)}
        return _page(request, raw | said, question, frame)
    if question.problem:
        return _page(request, raw, question, frame, EntryRefusedError({"facts": [question.problem]}))
    return _recorded(request, raw, question, frame)


def _recorded(request: HttpRequest, raw: dict[str, Any], question: Question, frame: Frame) -> HttpResponse:
    values = raw | question.values()
    try:
        contact = record_contact(
            values, key=request.POST.get("key"), by=request.user, at=frame.at, bases=read_bases(request.POST)
        )
    except EntryRefusedError as refused:
        return _page(request, raw, question, frame, refused)
    except KeyTakenError as error:
        return _page(request, raw, question, frame, EntryRefusedError({"key": [str(error)]}))
    messages.success(request, recorded_message(contact))
    return redirect("contacts:detail", number=contact.number)


def recorded_message(contact: Contact) -> str:
    """Return the sentence that says the number, and how long after receipt it was recorded."""
    return _("Recorded as contact %(number)s, %(lag)s.") % {"number": contact.number, "lag": lag_of(contact)}


def lag_of(contact: Contact) -> str:
    """Return how long after receipt a contact was recorded."""
    received = contact.revisions.order_by("-seq").values_list("received_at", flat=True).first()
    if received is None:
        return ""
    minutes = max(0, int((contact.recorded_at - received).total_seconds() // 60))
    if minutes < 120:
        return ngettext("%(n)s minute after receipt", "%(n)s minutes after receipt", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)s hour after receipt", "%(n)s hours after receipt", hours) % {"n": hours}
    return ngettext("%(n)s day after receipt", "%(n)s days after receipt", hours // 24) % {"n": hours // 24}


def _opened(request: HttpRequest, frame: Frame) -> HttpResponse:
    draft = draft_for(request.user, request.GET.get("draft", ""))
    if draft:
        question = read_question(draft.values.get("kind", ""), draft.values.get("f", []), request.user)
        return _page(request, draft.values, question, frame, key=draft.key)
    if request.GET.get("draft"):
        messages.warning(
            request, _("There is no such draft of yours. It may have been recorded, or expired.")
        )
    question = read_question(request.GET.get("kind", ""), request.GET.getlist("f"), request.user)
    begun: dict[str, Any] = {"received_at": frame.at.astimezone(frame.zone).strftime("%Y-%m-%dT%H:%M")}
    if request.user.department:
        begun["receiving_department"] = request.user.department.slug
    if Role.DISPATCHER in request.user.roles():
        begun["channel"] = "dispatch"
    refused = EntryRefusedError({"facts": [question.problem]}) if question.problem else None
    return _page(request, begun | question.prefill(), question, frame, refused, status=200)


def _page(
    request: HttpRequest,
    values: Mapping[str, Any],
    question: Question,
    frame: Frame,
    refused: EntryRefusedError | None = None,
    **more: Any,
) -> HttpResponse:
    page = Page(values, frame, refused.problems if refused else {}, refused.stops if refused else ())
    cleaned: Cleaned = clean({"received_at": values.get("received_at")}, frame, required=())
    day = day_of(cleaned.values, frame) if cleaned.values else frame.at.astimezone(frame.zone).date()
    found = question.answer(day)
    context = {
        "page": page,
        "first": page.section(Section.FIRST),
        "done": page.section(Section.DONE),
        "key": more.get("key") or _key(request),
        "question": question,
        "kinds": KINDS,
        "answer": answer_shown(found.record),
        "asked": asked_next(found),
        "bases": bases(),
        "drafts": Draft.objects.filter(owner=request.user) if request.method == "GET" else (),
    }
    return render(
        request, "contacts/new.html", context, status=more.get("status") or (REFUSED if refused else 200)
    )


def _key(request: HttpRequest) -> str:
    sent = request.POST.get("key", "")
    try:
        return str(UUID(sent))
    except ValueError:
        return str(uuid4())


def _tokens(request: HttpRequest) -> list[str]:
    # Facts belong to the kind that they were told for: another kind starts from its own.
    same = request.POST.get("kind") == request.POST.get("kind_told", request.POST.get("kind"))
    return request.POST.getlist("f") if same else []


def _draft(request: HttpRequest, question: Question, frame: Frame) -> HttpResponse:
    raw = read_post(request.POST) | _asked(question)
    try:
        saved = save_draft(raw, key=UUID(_key(request)), owner=request.user, frame=frame)
    except NotYoursError as error:
        return _page(request, raw, question, frame, EntryRefusedError({"key": [str(error)]}))
    if saved.left_out:
        messages.warning(request, _("The draft is saved, without what is marked below."))
        return _page(request, raw, question, frame, EntryRefusedError(saved.left_out))
    messages.success(request, _("The draft is saved. Only you can see it, and it has no number yet."))
    return redirect(f"{reverse('contacts:new')}?draft={_key(request)}")


def _asked(question: Question) -> dict[str, Any]:
    return {"kind": question.kind.id, "f": list(question.tokens)} if question.kind else {}


@require_POST
@requires(Permission.CONTACT_RECORD)
def autosave(request: HttpRequest) -> JsonResponse:
    """Save the draft that a page's script posts, and say what was left out."""
    frame = frame_at(now())
    question = read_question(request.POST.get("kind", ""), _tokens(request), request.user)
    try:
        key = UUID(request.POST.get("key", ""))
        saved = save_draft(
            read_post(request.POST) | _asked(question), key=key, owner=request.user, frame=frame
        )
    except ValueError:
        return JsonResponse({"saved": False, "why": _("The form came without its key.")}, status=REFUSED)
    except NotYoursError as error:
        return JsonResponse({"saved": False, "why": str(error)}, status=409)
    at = frame.at.astimezone(frame.zone).strftime("%H:%M")
    return JsonResponse({"saved": True, "at": at, "left_out": saved.left_out})


@require_POST
@requires(Permission.CONTACT_RECORD)
def discard(request: HttpRequest, key: UUID) -> HttpResponse:
    """Throw away one's own draft."""
    Draft.objects.filter(key=key, owner=request.user).delete()
    messages.success(request, _("The draft is gone."))
    return redirect("contacts:new")

"""Following up without JavaScript: the server reads the case in this request, with the words typed."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.http import Http404, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from scopeofduty.city.clock import port
from scopeofduty.city.reports import bodies, mailbox, resealing, seen
from scopeofduty.city.reports.forms import ReplyForm, WordsForm
from scopeofduty.city.reports.intake import day_of
from scopeofduty.city.reports.origin import anonymous
from scopeofduty.city.reports.reading import open_case
from scopeofduty.city.reports.rosters import NoRosterError, rosters
from scopeofduty.city.reports.upload import SealingUpload, take
from scopeofduty.city.reports.views.showing import page
from scopeofduty.sealing.envelope import new_key_pair
from scopeofduty.sealing.errors import ReceiptError, SealingError
from scopeofduty.sealing.receipt import Receipt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

    from scopeofduty.city.reports.reading import OpenCase

NONE = gettext_lazy("These words open no report here. Look at each of them again, and at their order.")
# What was typed wrongly, by the error's own name for it: a page must say it in its reader's language.
FAULTS = {
    "count": gettext_lazy("A receipt has 12 words; here are %(at)s."),
    "unknown": gettext_lazy("Not in the list of words: word %(at)s. Look at your slip again."),
}


@anonymous
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for the twelve words; show the case that they open."""
    if request.method != "POST":
        return page(request, "follow.html", form=WordsForm())
    take(request, SealingUpload(request, new_key_pair().recipient)).discard()
    form = WordsForm(request.POST)
    if not form.is_valid():
        return page(request, "follow.html", status=422, form=form)
    try:
        opened = _opened(form.cleaned_data["words"])
    except ReceiptError as error:
        form.add_error("words", FAULTS.get(error.fault, NONE) % {"at": error.at})
    except (mailbox.NoCaseError, NoRosterError):
        form.add_error("words", NONE)
    except SealingError as error:
        form.add_error("words", str(error))
    else:
        return _shown(request, opened, form.cleaned_data["words"])
    return page(request, "follow.html", status=422, form=form)


def _opened(words: str) -> OpenCase:
    receipt = Receipt.read(words)
    found = mailbox.find(receipt.lookup, receipt.auth)
    return open_case(mailbox.case(found), receipt, rosters())


def _shown(
    request: HttpRequest, opened: OpenCase, words: str, form: ReplyForm | None = None, **context: object
) -> HttpResponse:
    blank = form or ReplyForm(initial={"words": words, "once": secrets.token_hex(16)})
    status = 422 if form else 200
    return page(request, "case.html", status=status, opened=opened, form=blank, typed=words, **context)


@anonymous
@require_POST
def reply(request: HttpRequest) -> HttpResponse:
    """Add a message to the case that the words open."""
    keys = new_key_pair()
    handler = take(request, SealingUpload(request, keys.recipient))
    form = ReplyForm(request.POST, request.FILES)
    try:
        opened = _opened(request.POST.get("words", ""))
    except (ReceiptError, mailbox.NoCaseError, NoRosterError):
        handler.discard()
        return page(request, "follow.html", status=422, form=WordsForm())
    words = request.POST["words"]
    if handler.problem or not form.is_valid():
        handler.discard()
        return _shown(request, opened, words, form, problem=handler.problem)
    body = {"kind": bodies.MESSAGE, "text": form.cleaned_data["text"]}
    received = [resealing.for_epoch(one, keys.identity, opened.epoch.recipient) for one in handler.received]
    try:
        seen.message(opened, form.cleaned_data["once"], body, received, day_of(port.now()))
    except mailbox.BehindError:
        return _shown(
            request,
            _opened(words),
            words,
            form,
            problem=_("Somebody wrote meanwhile. Read it, then send again."),
        )
    return _shown(request, _opened(words), words, sent=True)


@anonymous
@require_POST
def attachment(request: HttpRequest) -> HttpResponse:
    """Return an attachment, opened on its way out, to whoever typed the words."""
    try:
        opened = _opened(request.POST.get("words", ""))
        described, file_id = _described(opened, request.POST.get("file", ""))
        stored = mailbox.open_file(opened.epoch.case, file_id)
    except (SealingError, mailbox.NoCaseError, NoRosterError) as error:
        raise Http404 from error
    pieces: Iterator[bytes] = resealing.opened(stored, opened.identities, int(described["size"]))
    answer = StreamingHttpResponse(pieces, content_type="application/octet-stream")
    answer["Content-Disposition"] = "attachment"
    return answer


def _described(opened: OpenCase, file_id: str) -> tuple[dict[str, object], str]:
    for entry in opened.entries:
        for described, id_ in zip(
            entry.body.get("attachments", ()), entry.body.get("files", ()), strict=False
        ):
            if id_ == file_id:
                return described, id_
    raise mailbox.NoCaseError(file_id)

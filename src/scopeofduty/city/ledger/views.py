"""Staff pages of the sealed log: how it stands, and the receipts that were handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.contacts.visible import contact_for
from scopeofduty.city.ledger import checking
from scopeofduty.city.ledger.book import the_book
from scopeofduty.city.ledger.models import Entry
from scopeofduty.city.ledger.standing import late_for_receipt, overflowing, owed

if TYPE_CHECKING:
    from django.http import HttpRequest

A_PAGE = 50
READERS = (Permission.CONTACT_READ_ALL, Permission.CONTACT_READ_OWN)


@requires(Permission.NOTICE_READ)
def state(request: HttpRequest) -> HttpResponse:
    """Show how the log stands inside, and the overseer every receipt."""
    book, now = the_book(), port.now()
    receipts = Entry.objects.filter(about=None).select_related("slot", "opening", "notice__contact")
    context = {
        "book": book,
        "receipts": Paginator(receipts.order_by("-at", "-pk"), A_PAGE).get_page(request.GET.get("page")),
        "now": now,
    }
    if book:
        context |= {
            "overflow": overflowing(book),
            "late": late_for_receipt(book, now),
            "owed": owed(book, now),
            "waiting": Entry.objects.filter(slot=None).count(),
            "audited": checking.found(),
        }
    return render(request, "ledger/state.html", context)


@requires(*READERS)
def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """Show the receipt of a contact, to print or to keep."""
    entry = _entry(request, number)
    book = the_book()
    key = str(book.receipt_key.verifier) if book else ""
    return render(request, "ledger/receipt.html", {"entry": entry, "number": number, "key": key})


@requires(*READERS)
def receipt_file(request: HttpRequest, number: int) -> HttpResponse:
    """Give the receipt as the file that ``duty audit --receipt`` reads."""
    named = {"Content-Disposition": f'attachment; filename="receipt-{number}.txt"'}
    text = _entry(request, number).receipt
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=named)


def _entry(request: HttpRequest, number: int) -> Entry:
    contact = contact_for(request.user, number)
    entry = Entry.objects.filter(notice__contact=contact, about=None).select_related("slot").first()
    if entry is None:
        raise Http404
    return entry

"""The staff's pages of explainers: write, have counsel read, withdraw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.clock import port
from scopeofduty.city.collection.register import today
from scopeofduty.city.desk import law_in_force
from scopeofduty.city.explainers import writing
from scopeofduty.city.explainers.forms import ExplainerForm, NewForm, ReviewForm, WithdrawForm
from scopeofduty.city.explainers.models import Explainer
from scopeofduty.city.explainers.projecting import content_of_text
from scopeofduty.city.explainers.standing import Standing, State, standing

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from scopeofduty import law
    from scopeofduty.city.explainers.models import ExplainerText

READERS = (Permission.EXPLAINER_WRITE, Permission.EXPLAINER_REVIEW)


@requires(*READERS)
def explainers(request: HttpRequest) -> HttpResponse:
    """List every explainer and how it stands."""
    at = port.now()
    try:
        rows = standings(at)
    except law_in_force.NoLawError as error:
        return render(request, "desk/no_law.html", {"reason": str(error)}, status=503)
    may_write = request.user.may(Permission.EXPLAINER_WRITE)
    return render(request, "explainers/list.html", {"rows": rows, "may_write": may_write})


@requires(*READERS)
def explainer(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one explainer as the public will see it, with its history."""
    found, in_force = _one(slug, port.now())
    newest = found.newer or found.text
    context = {
        "standing": found,
        "text": newest,
        "content": content_of_text(newest, in_force),
        "texts": newest.explainer.texts.order_by("-seq").prefetch_related("reviews"),
        "may_write": request.user.may(Permission.EXPLAINER_WRITE),
        "may_review": request.user.may(Permission.EXPLAINER_REVIEW),
    }
    return render(request, "explainers/explainer.html", context)


@requires(Permission.EXPLAINER_WRITE)
def new(request: HttpRequest) -> HttpResponse:
    """Begin an explainer."""
    at = port.now()
    form = NewForm(request.POST or None, in_force=law_in_force.on(today(at)))
    if request.method == "POST" and form.is_valid():
        slug = form.cleaned_data["slug"]
        if writing.write(slug, form.cleaned_data, by=request.user, at=at, base=0):
            messages.success(request, _("Kept. It becomes public once counsel has read it."))
            return redirect("explainers:one", slug)
        form.add_error("slug", _("“%(slug)s” is another page's address. Choose another.") % {"slug": slug})
    return _form(request, form, _("Answer a claim"), _("Keep it"))


@requires(Permission.EXPLAINER_WRITE)
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the next text of an explainer; the one that counsel read stays public until they read this."""
    at = port.now()
    found, in_force = _one(slug, at)
    text = found.newer or found.text
    form = ExplainerForm(request.POST or None, in_force=in_force, initial=_initial(text))
    if request.method == "POST" and form.is_valid():
        base, reason = _number(request.POST.get("base", "")), form.cleaned_data["reason"]
        if writing.write(slug, form.cleaned_data, by=request.user, at=at, base=base, reason=reason):
            messages.success(request, _("Kept. It becomes public once counsel has read it."))
            return redirect("explainers:one", slug)
        form.add_error(
            None,
            _("Somebody else changed this page meanwhile. Yours stands below; theirs is text %(seq)s.")
            % {"seq": text.seq},
        )
    return _form(request, form, _("Change the page"), _("Keep it"), base=text.seq, text=text)


@requires(Permission.EXPLAINER_REVIEW)
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Counsel reads the newest text beside the law, and puts their name under exactly that text."""
    at = port.now()
    found, in_force = _one(slug, at)
    text = found.newer or found.text
    form = ReviewForm(request.POST or None, today=today(at), initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        if _number(request.POST.get("base", "")) != text.seq or text.withdrawn:
            form.add_error(
                None, _("The page was changed since you opened it. Read it again: it stands below.")
            )
        else:
            writing.review(text, by=request.user, at=at, in_force=in_force, **form.cleaned_data)
            messages.success(request, _("Signed. The public sees it from the next window."))
            return redirect("explainers:one", slug)
    context = {"content": content_of_text(text, in_force), "base": text.seq, "text": text}
    return _form(request, form, _("Read and sign"), _("Put my name under it"), **context)


@requires(Permission.EXPLAINER_WRITE)
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a page away; its history stays."""
    at = port.now()
    found, _in_force = _one(slug, at)
    text = found.newer or found.text
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {name: getattr(text, name) for name in writing.SAYS}
        reason = form.cleaned_data["reason"]
        if writing.write(slug, values, by=request.user, at=at, base=text.seq, reason=reason, withdrawn=True):
            messages.success(request, _("Withdrawn. The public no longer sees it from the next window."))
            return redirect("explainers:list")
        form.add_error(None, _("Somebody else changed this page meanwhile. Open it again."))
    return _form(request, form, _("Withdraw the page"), _("Withdraw it"), text=text, danger=True)


def standings(at: datetime) -> list[Standing]:
    """Return how every explainer stands.

    Raises:
        NoLawError: the city has no law that can be read.
    """
    in_force = law_in_force.on(today(at))
    every = Explainer.objects.prefetch_related("texts__reviews")
    return [found for found in (standing(each, in_force, at) for each in every) if found]


def waiting_for_counsel(at: datetime) -> int:
    """Return how many pages wait to be read, or to be read again."""
    try:
        rows = standings(at)
    except law_in_force.NoLawError:
        return 0
    day = today(at)
    return sum(
        each.state in (State.WAITS, State.CHANGED)
        or each.newer is not None
        or (each.review is not None and each.review.review_on <= day)
        for each in rows
    )


def _one(slug: str, at: datetime) -> tuple[Standing, law.InForce]:
    explainer = get_object_or_404(Explainer.objects.prefetch_related("texts__reviews"), slug=slug)
    in_force = law_in_force.on(today(at))
    found = standing(explainer, in_force, at)
    assert found  # noqa: S101 — an explainer is made with its first text
    return found, in_force


def _initial(text: ExplainerText) -> dict[str, Any]:
    values = {name: getattr(text, name) for name in writing.SAYS}
    values["rests_on"] = ["\x1f".join((each["pack"], each["law"], each["section"])) for each in text.rests_on]
    values["situations"] = "\n".join(
        f"{each['en']} | {each['es']} | {each['asks']}" for each in text.situations
    )
    return values


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def _form(request: HttpRequest, form: object, title: str, action: str, **more: object) -> HttpResponse:
    context = {"form": form, "title": title, "action": action, **more}
    return render(request, "explainers/form.html", context)

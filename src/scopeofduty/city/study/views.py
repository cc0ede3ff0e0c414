"""The study log's pages: practice and ordinance, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from scopeofduty import law
from scopeofduty.city.accounts.access import requires
from scopeofduty.city.accounts.roles import Permission
from scopeofduty.city.study.answering import Against, answer_rows, newest_day
from scopeofduty.city.study.forms import AgainstForm
from scopeofduty.city.study.models import StudyAnswer, StudyRow, StudySet
from scopeofduty.city.study.tables import Held, held_beside, table

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ROWS_A_PAGE = 50


@requires(Permission.STUDY_READ)
def sets(request: HttpRequest) -> HttpResponse:
    """List the study sets, with how many rows each holds and how many were refused."""
    listed = StudySet.objects.annotate(
        taken=Count("rows", distinct=True), refused=Count("refusals", distinct=True)
    )
    return render(request, "study/sets.html", {"sets": listed})


@requires(Permission.STUDY_READ)
def one_set(request: HttpRequest, name: str) -> HttpResponse:
    """Show one set: practice beside each law it was held beside, and its rows."""
    rows = get_object_or_404(StudySet, name=name)
    form = AgainstForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _hold(rows, form)
    held = held_beside(rows)
    chosen = next((each for each in held if each.key == request.GET.get("law")), held[0] if held else None)
    context = {"set": rows, "form": form, "held": held, "chosen": chosen, **_rows(request, rows, chosen)}
    if chosen:
        context["table"] = table(rows, chosen)
    return render(request, "study/set.html", context, status=400 if form.is_bound else 200)


def _hold(rows: StudySet, form: AgainstForm) -> HttpResponse:
    book = law.read(form.cleaned_data["pack"])  # one of the shipped packs: it reads
    against = Against(
        book.packs[0].id, book, form.cleaned_data["on"] or newest_day(book), form.cleaned_data["closed"]
    )
    answer_rows(rows, against)
    key = Held(against.pack, book.digest, against.on, against.closed).key
    return redirect(f"{reverse('study:set', args=[rows.name])}?{urlencode({'law': key})}")


def _rows(request: HttpRequest, rows: StudySet, chosen: Held | None) -> dict[str, Any]:
    shown = rows.rows.all()
    practice, verdict = request.GET.get("done", ""), request.GET.get("says", "")
    if practice:
        shown = shown.filter(practice=practice)
    if chosen:
        answers = StudyAnswer.objects.filter(digest=chosen.digest, on=chosen.on, closed=chosen.closed)
        if verdict:
            wanted = [answer.row_id for answer in answers.filter(row__set=rows) if answer.verdict == verdict]
            shown = shown.filter(pk__in=wanted)
        shown = shown.prefetch_related(Prefetch("answers", answers, to_attr="shown_answers"))
    page = Paginator(shown, ROWS_A_PAGE).get_page(request.GET.get("page"))
    query = urlencode({key: value for key, value in request.GET.items() if key != "page"})
    return {"page": page, "query": query, "practice": practice, "verdict": verdict}


@requires(Permission.STUDY_READ)
def one_row(request: HttpRequest, name: str, row_id: str) -> HttpResponse:
    """Show one row: what the source says, the words of the law it was put into, and each answer."""
    row = get_object_or_404(StudyRow.objects.select_related("set"), set__name=name, row_id=row_id)
    return render(request, "study/row.html", {"row": row, "answers": row.answers.order_by("pack", "on")})


@requires(Permission.STUDY_READ)
def refusals(request: HttpRequest, name: str) -> HttpResponse:
    """List the rows that were refused, by name, with the reason."""
    rows = get_object_or_404(StudySet, name=name)
    return render(request, "study/refusals.html", {"set": rows, "refusals": rows.refusals.all()})


@requires(Permission.STUDY_READ)
def set_json(_request: HttpRequest, name: str) -> HttpResponse:
    """Return a set's tables and refusals for scripts."""
    rows = get_object_or_404(StudySet, name=name)
    return JsonResponse(
        {
            "set": rows.name,
            "file": rows.file_name,
            "mapping": rows.mapping,
            "rows": rows.rows.count(),
            "refused": [
                {"id": refusal.row_id, "line": refusal.line, "reason": refusal.reason}
                for refusal in rows.refusals.all()
            ],
            "against": [
                {
                    "pack": each.pack,
                    "on": each.on,
                    "digest": each.digest,
                    "counts": table(rows, each).as_json(),
                }
                for each in held_beside(rows)
            ],
        },
    )

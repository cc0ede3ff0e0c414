"""Riverbend writes on its ordinance: a draft in work, what several parties propose, what residents say.

All of it is made up, and says so on its face: the demo's cast and nobody else.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from scopeofduty.city.clock.due import zone
from scopeofduty.city.drafts import packs, versions, writing
from scopeofduty.city.drafts.changes import change_page
from scopeofduty.city.drafts.models import Comment, CommentAnswer, Draft, Moderation
from scopeofduty.city.drafts.parties import Party
from scopeofduty.city.drafts.projecting import publish, situations
from scopeofduty.city.drafts.references import known_starts

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty.city.accounts.models import User

TITLE, SLUG = "Notice within 48 hours, and of every contact", "notice-within-48-hours"
PURPOSE = (
    "The public would be told within 48 hours, not 72, and of every contact by federal officers once their "
    "operation is over, not only of those in which they asked for help. (Invented for the demo.)"
)
PURPOSE_ES = (
    "Se informaría al público en 48 horas, no en 72, y de todo contacto de agentes federales una vez "
    "terminado su operativo, no solo de aquellos en los que pidieron ayuda. (Inventado para la demostración.)"
)
# about, section, stance, name, language, text
SAID = (
    (
        "section", "8(a)", "for", "A neighbor", "en",
        "Neighbors hear rumors within the hour. Two days is late, and better than three.",
    ),
    (
        "section", "8(a)", "for", "", "es",
        "Mi madre se enteró por la radio. Que lo diga la ciudad, y pronto.",
    ),
    (
        "section", "8(a)", "against", "Works nights", "en",
        "The clerk's office is closed on weekends. Who writes a notice on a Sunday?",
    ),
    (
        "situation", "", "for", "", "en",
        "If they only called and asked nothing, I still want to know that they called.",
    ),
    (
        "whole", "", "neither", "Parent at the library", "en",
        "Will the notice say which part of town? I hope it never says which street.",
    ),
)  # fmt: skip


def write(people: dict[str, User], at: datetime) -> None:
    """Begin the draft, and let the cast and residents speak; again, it changes nothing."""
    if Draft.objects.filter(slug=SLUG).exists():
        return
    counsel, began = people["counsel"], at - timedelta(days=20)
    start = next(each for each in known_starts() if each.pack == "riverbend" and each.level == "city")
    day = began.astimezone(zone()).date()
    draft = writing.begin(
        TITLE,
        start,
        by=counsel,
        at=began,
        slug=SLUG,
        title_es="Aviso en 48 horas, y de todo contacto",
        purpose=PURPOSE,
        purpose_es=PURPOSE_ES,
    )
    first = draft.head
    text, rules = _sooner(first.text, first.rules)
    writing.save(
        draft, 1, text, rules, party=Party.COUNSEL, summary="72 hours become 48", by=counsel,
        at=began + timedelta(days=1),
    )  # fmt: skip
    Draft.objects.filter(pk=draft.pk).update(comments_open=day, comments_close=day + timedelta(days=60))
    draft.refresh_from_db()
    _suggestions(draft, people, began + timedelta(days=3))
    draft.refresh_from_db()
    versions.freeze(
        draft, draft.revisions.get(number=2), name="as brought to the work session", by=counsel,
        at=began + timedelta(days=6),
    )  # fmt: skip
    _comments(draft, people, began + timedelta(days=7))


def show(at: datetime) -> None:
    """Publish the draft, once the log has closed periods to answer again."""
    publish(at)


def _sooner(text: str, rules: str) -> tuple[str, str]:
    return (
        text.replace("72 hours", "48 hours").replace("72 horas", "48 horas"),
        rules.replace("within        72 hours of", "within        48 hours of").replace(
            "deadline 8(a) 72 hours", "deadline 8(a) 48 hours"
        ),
    )


def _every_contact_in_words(text: str) -> str:
    return text.replace(
        "When federal officers have asked for assistance with immigration enforcement the City Clerk",
        "Whenever federal officers made contact about immigration enforcement, whatever they asked for, the "
        "City Clerk",
    ).replace(
        "Cuando agentes federales pidieron ayuda para la aplicación de la ley migratoria, la Secretaría",
        "Siempre que agentes federales se pusieron en contacto por la aplicación de la ley migratoria, "
        "pidieran lo que pidieran, la Secretaría",
    )


def _every_contact(rules: str) -> str:
    return rules.replace(
        "    operation_phase is complete\n    federal_contact is request_for_support\n",
        "    operation_phase is complete\n    federal_contact is any of request_for_support, "
        "contact_without_request, activity_observed\n",
    ).replace(
        "  once          help_requested\n  never before  operation_complete",
        "  once          contact_made\n  never before  operation_complete",
    )


def _suggestions(draft: Draft, people: dict[str, User], at: datetime) -> None:
    """An advocates' group wants every contact told; the chief wants the clock to start later."""
    head = draft.head
    advocates = writing.suggest(
        draft,
        head,
        _every_contact_in_words(head.text),
        _every_contact(head.rules),
        party=Party.ADVOCATES,
        why="People should be told of every contact, whether or not help was asked for.",
        by=people["partner"],
        at=at,
    )
    writing.suggest(
        draft,
        head,
        head.text.replace("within 48 hours", "within two working days"),
        head.rules.replace("48 hours of operation_complete", "2 working days of operation_complete"),
        party=Party.POLICE,
        why="A weekend must not make us late. Two working days can be kept.",
        by=people["chief"],
        at=at + timedelta(hours=2),
    )
    text, rules = writing.merged(advocates, draft.head)
    writing.accept(
        advocates,
        draft.head.number,
        text.text,
        rules.text,
        reason="Asked for at the work session by four of five commissioners.",
        by=people["counsel"],
        at=at + timedelta(days=1),
    )


def _comments(draft: Draft, people: dict[str, User], at: datetime) -> None:
    first, newest = draft.revisions.get(number=1), draft.head
    change = change_page(*(packs.files_of(draft.base, one.text, one.rules) for one in (first, newest)))
    situation = {language: situations(change)[0][language] for language in ("en", "es")}
    for number, (about, section, stance, name, language, text) in enumerate(SAID):
        made = Comment.objects.create(
            draft=draft,
            revision=draft.revisions.get(number=2),
            about=about,
            section=section,
            situation=situation if about == "situation" else {},
            stance=stance,
            text=text,
            name=name,
            language=language,
            key=f"demo-{number}",
            at=at,
        )
        if number < len(SAID) - 1:
            Moderation.objects.create(
                comment=made,
                decision=Moderation.Decision.SHOWN,
                by=people["clerk"],
                at=at + timedelta(days=1),
            )
        if stance == "against":
            CommentAnswer.objects.create(
                comment=made,
                text="The police propose two working days for that reason; the commission will choose.",
                by=people["counsel"],
                at=at + timedelta(days=2),
            )

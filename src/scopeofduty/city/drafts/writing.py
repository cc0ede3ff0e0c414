"""The only ways to change a draft. Two people at once: nothing is lost, nothing doubled.

A revision says which one it follows. Whoever saves after somebody else finds their words kept as a suggestion
of their own, and a page on which both are put together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from scopeofduty.city.accounts import audit
from scopeofduty.city.drafts import merging, packs
from scopeofduty.city.drafts.models import Draft, Freeze, Revision, Source, Suggestion

if TYPE_CHECKING:
    from datetime import datetime

    from scopeofduty.city.accounts.models import User
    from scopeofduty.city.drafts.parties import Party


HEAD_WORDS = frozenset(
    ["law", "version", "level", "cited", "covers", "when", "names", "word", "acts", "without", "example"]
)
"""What begins a line of the rules that belongs to no section."""
RESERVED = frozenset({"new", "comments", "comment-rules"})
"""Words that are addresses of their own beside the drafts'."""
HEAD = "head"
"""Stands for the title and for everything else that belongs to no section."""


class DraftError(ValueError):
    """What was asked can't be done now. The message says why, and what to do."""


class OvertakenError(DraftError):
    """Somebody saved in between; what was sent is kept as ``suggestion``."""

    def __init__(self, suggestion: Suggestion) -> None:
        super().__init__(_("Somebody else saved this draft while you wrote. Your words are kept."))
        self.suggestion = suggestion


def begin(title: str, start: packs.Start, *, by: User, at: datetime, slug: str = "", **named: str) -> Draft:
    """Begin a draft from a version of a law.

    Raises:
        LawError: the pack can't be read.
    """
    base, text, rules = packs.begun(start)
    with transaction.atomic():
        draft = Draft.objects.create(
            slug=_free_slug(slug or title),
            title=title,
            pack=str(packs.header(base)["id"]),
            law=start.law,
            base=base,
            began_from=f"{start.law}, {start.name}",
            by=by,
            at=at,
            **named,
        )
        _append(draft, text, rules, Source.BEGUN, draft.began_from, by=by, at=at)
        audit.record(audit.Event.DRAFT_BEGUN, actor=by, subject=draft.slug, at=at)
    return draft


def branch(revision: Revision, title: str, *, by: User, at: datetime) -> Draft:
    """Begin another draft from a revision of this one, to try something out beside it."""
    of = revision.draft
    with transaction.atomic():
        draft = Draft.objects.create(
            slug=_free_slug(title),
            title=title,
            purpose=of.purpose,
            purpose_es=of.purpose_es,
            pack=of.pack,
            law=of.law,
            base=of.base,
            began_from=f"{of.title}, {revision.number}",
            branch_of=revision,
            by=by,
            at=at,
        )
        _append(draft, revision.text, revision.rules, Source.BEGUN, draft.began_from, by=by, at=at)
        audit.record(audit.Event.DRAFT_BEGUN, actor=by, subject=draft.slug, at=at)
    return draft


def _free_slug(title: str) -> str:
    stem = slugify(title)[:50].strip("-") or "draft"
    taken = {*RESERVED, *Draft.objects.filter(slug__startswith=stem).values_list("slug", flat=True)}
    return next(
        slug for n in range(1, len(taken) + 2) if (slug := f"{stem}-{n}" if n > 1 else stem) not in taken
    )


def save(
    draft: Draft,
    after: int,
    text: str,
    rules: str,
    *,
    party: Party,
    summary: str,
    by: User,
    at: datetime,
    source: Source = Source.WRITTEN,
) -> Revision:
    """Save a revision that follows number ``after``; the same words again make no new one.

    Raises:
        OvertakenError: somebody saved in between; the words are kept as a suggestion.
        DraftError: the draft is kept still by somebody else, or has ended; the words are kept likewise.
    """
    text, rules = _clean(text), _clean(rules)
    base = draft.revisions.get(number=after)
    if (base.text, base.rules) == (text, rules):
        return base
    try:
        with transaction.atomic():
            locked = Draft.objects.select_for_update().get(pk=draft.pk)
            _check_open(locked, by)
            if locked.newest == after:
                return _append(locked, text, rules, source, summary, by=by, at=at)
    except IntegrityError:
        pass  # another writer took the number between our look and our row: overtaken as well
    raise OvertakenError(suggest(draft, base, text, rules, party=party, why=summary, by=by, at=at))


def _append(
    draft: Draft, text: str, rules: str, source: Source, summary: str, *, by: User, at: datetime
) -> Revision:
    draft.newest += 1
    revision = Revision.objects.create(
        draft=draft,
        number=draft.newest,
        text=_clean(text),
        rules=_clean(rules),
        source=source,
        summary=summary[:300],
        by=by,
        at=at,
    )
    draft.save(update_fields=["newest"])
    return revision


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n" if text.strip() else ""


def _check_open(draft: Draft, by: User) -> None:
    frozen = draft.frozen
    if draft.state == Draft.State.ENDED:
        raise DraftError(_("This draft has ended. Begin a branch of it to go on."))
    if frozen and frozen.by_id != by.pk:
        raise DraftError(
            _("%(who)s keeps this draft still to consolidate it (%(why)s). Suggest your change instead.")
            % {"who": frozen.by.name, "why": frozen.why}
        )


def suggest(
    draft: Draft,
    base: Revision,
    text: str,
    rules: str,
    *,
    party: Party,
    why: str,
    by: User,
    at: datetime,
    author: str = "",
    from_file: str = "",
) -> Suggestion:
    """Keep what somebody proposes. The same proposal of the same person, still open, is kept once."""
    text, rules = _clean(text), _clean(rules)
    same = Suggestion.objects.filter(
        draft=draft, base=base, by=by, text=text, rules=rules, state=Suggestion.State.OPEN
    ).first()
    return same or Suggestion.objects.create(
        draft=draft,
        base=base,
        text=text,
        rules=rules,
        sections=sections(base.text, base.rules, text, rules),
        party=party,
        author=author or by.name,
        why=why,
        from_file=from_file,
        by=by,
        at=at,
    )


def sections(text: str, rules: str, new_text: str, new_rules: str) -> list[str]:
    """Return the labels of the sections and rules that differ."""
    found = merging.changed(merging.text_blocks(text), merging.text_blocks(new_text))
    ruled = merging.changed(merging.rule_blocks(rules), merging.rule_blocks(new_rules))
    return list(dict.fromkeys(map(_section, (*found, *ruled))))


def _section(block: str) -> str:
    """Return the label under which people cite what a block holds: a rule's is its section's."""
    if block[:1] == "(" or block.partition(" ")[0] in HEAD_WORDS:
        return HEAD
    return block.removeprefix("duty ").partition(" ")[0].partition("/")[0]


def merged(suggestion: Suggestion, head: Revision) -> tuple[merging.Merged, merging.Merged]:
    """Return text and rules of a suggestion put onto the newest revision, with what both changed."""
    base = suggestion.base
    return (
        merging.merge(*(merging.text_blocks(each.text) for each in (base, head, suggestion))),
        merging.merge(*(merging.rule_blocks(each.rules) for each in (base, head, suggestion))),
    )


def accept(
    suggestion: Suggestion, after: int, text: str, rules: str, *, reason: str, by: User, at: datetime
) -> Revision:
    """Accept a suggestion as ``text`` and ``rules``, which follow revision ``after``.

    Raises:
        DraftError: it was answered before, somebody saved in between, or the draft is kept still.
    """
    try:
        with transaction.atomic():
            locked = Draft.objects.select_for_update().get(pk=suggestion.draft_id)
            _check_open(locked, by)
            if locked.newest != after:
                raise DraftError(_("Somebody saved this draft in between. Look at the merge again."))
            told = f"{suggestion.get_party_display()}, {suggestion.author}"
            revision = _append(locked, text, rules, Source.ACCEPTED, told, by=by, at=at)
            _decide(suggestion, Suggestion.State.ACCEPTED, reason, by=by, at=at, accepted_as=revision)
    except IntegrityError:
        raise DraftError(_("Somebody saved this draft in between. Look at the merge again.")) from None
    return revision


def reject(suggestion: Suggestion, *, reason: str, by: User, at: datetime) -> None:
    """Reject a suggestion, or take one's own back, with the reason. Raises `DraftError`."""
    own = suggestion.by_id == by.pk
    state = Suggestion.State.WITHDRAWN if own else Suggestion.State.REJECTED
    with transaction.atomic():
        _decide(suggestion, state, reason, by=by, at=at)


def _decide(
    suggestion: Suggestion,
    state: Suggestion.State,
    reason: str,
    *,
    by: User,
    at: datetime,
    accepted_as: Revision | None = None,
) -> None:
    taken = Suggestion.objects.filter(pk=suggestion.pk, state=Suggestion.State.OPEN).update(
        state=state, reason=reason, decided_by=by, decided_at=at, accepted_as=accepted_as
    )
    if not taken:
        raise DraftError(_("This suggestion was answered by somebody else before. Nothing was changed."))
    event = audit.Event.SUGGESTION_DECIDED
    audit.record(event, actor=by, subject=f"{suggestion} {state}", reason=reason[:300], at=at)


def freeze(draft: Draft, why: str, *, by: User, at: datetime) -> Freeze:
    """Keep a draft still while ``by`` consolidates it. Raises `DraftError` when somebody does already."""
    try:
        with transaction.atomic():
            frozen = Freeze.objects.create(draft=draft, by=by, at=at, why=why)
            audit.record(audit.Event.DRAFT_FROZEN, actor=by, subject=draft.slug, reason=why, at=at)
    except IntegrityError:
        raise DraftError(_("Somebody keeps this draft still already.")) from None
    return frozen


def thaw(draft: Draft, *, by: User, at: datetime) -> None:
    """Open a draft for writing again: whoever kept it still, or another drafter if they are away."""
    with transaction.atomic():
        if Freeze.objects.filter(draft=draft, lifted_at=None).update(lifted_by=by, lifted_at=at):
            audit.record(audit.Event.DRAFT_THAWED, actor=by, subject=draft.slug, at=at)

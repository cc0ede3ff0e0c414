"""The words of the inbox, which its script shows: in the reader's language, out of one table."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def page_words() -> dict[str, Any]:
    """Return every word that the inbox's script uses."""
    return _list_words() | _case_words() | _act_words()


def _list_words() -> dict[str, Any]:
    return {
        "choose_key": _("Choose your key file first."),
        "needs_passphrase": _("This key file has a passphrase. Type it."),
        "not_opened": _("This key file doesn't open. Is the passphrase right, and is it a key file?"),
        "unlocking": _("Opening your key… this takes a moment."),
        "fetching": _("Fetching batch {at} of {of}…"),
        "trying": _("Trying case {at} of {of} with your key…"),
        "failed": _("This could not be done: {why}"),
        "cases": _("Cases that your key opens"),
        "opened": _(
            "{opened} of {tried} cases in {days} batches open with your key. "
            "The others are decoys or not for you."
        ),
        "none": _("None of these is for you. That is so on most days."),
        "older": _("Try older batches as well"),
        "case": _("Case"),
        "arrived": _("Came on"),
        "stage": _("Stage"),
        "next": _("Next"),
        "warnings": _("Warnings"),
        "overdue": _("overdue"),
        "refused_some": _("something was refused"),
        "report": _("Report"),
        "joined": _("A case that you joined later"),
        "hearing": _("Hearing of a subject"),
        "stages": {
            "received": _("received"),
            "acknowledged": _("acknowledged"),
            "assessed": _("assessed"),
            "investigating": _("investigating"),
            "finding": _("finding made"),
            "feedback": _("feedback given"),
            "closed": _("closed"),
        },
    }


def _case_words() -> dict[str, Any]:
    return {
        "reporter": _("the reporter"),
        "subject": _("the subject"),
        "violation": _("Class of violation"),
        "when": _("When"),
        "where": _("Where"),
        "who": _("Who was there"),
        "fears": _("What the reporter fears"),
        "as": _("Taken as"),
        "risk": _("Risk of detriment to the reporter"),
        "body": _("Who investigates"),
        "due": _("Finding due on"),
        "outcome": _("Outcome"),
        "action": _("Corrective action"),
        "appeal": _("Appeal"),
        "named": _("Named in the report"),
        "nobody": _("nobody of the roster"),
        "readers": _("Can read it"),
        "gone_through": _("Went through the batch that brought it"),
        "hearings": _("Hearings held in it"),
        "late_hint": _("A clock of this case ran out. The ordinance's fall-back: {fallback}."),
        "rule_holds": _(
            "Checked here again: nobody whom the report names, above or beside them, can read it."
        ),
        "refused": _("Refused: {what} {number}. Tell the monitor, and don't write in this case until then."),
        "whats": {"epoch": _("change of readers"), "message": _("message")},
        "server_saw": _("This came by a form without JavaScript: the server saw this text."),
        "fetch_now": _("Fetch this case as it stands now"),
        "fetch_hint": _("The server then sees that you look at this case. It writes it down nowhere."),
        "saved": _("Saved."),
        "assessments": {
            "complaint": _("a complaint"),
            "question": _("a question"),
            "out_of_scope": _("out of scope"),
        },
        "risks": {"none": _("none seen"), "possible": _("possible"), "high": _("high: act now")},
        "kinds": {
            "report": _("Report"),
            "message": _("Message"),
            "reply": _("Message"),
            "assessment": _("Assessment"),
            "investigation": _("Investigation"),
            "hearing": _("Hear the subject"),
            "allegation": _("Allegation"),
            "outcome": _("Outcome"),
            "appeal_decided": _("Decision on the appeal"),
            "referral": _("Referral"),
            "finding": _("Finding"),
            "feedback": _("Feedback to the reporter"),
            "closed": _("Close the case"),
            "readers": _("Change of readers"),
        },
    }


def _act_words() -> dict[str, Any]:
    return {
        "acts": _("What to do"),
        "text": _("Text"),
        "write_something": _("Write something first."),
        "sealing": _("Signing and sealing…"),
        "holds_receipt": _(
            "This text holds a receipt or a secret key. Take it out: nobody else may have it."
        ),
        "attach": _("Attach files"),
        "reporter_reads": _("The reporter reads this, and so does everybody who can read the case."),
        "subject_reads": _("The subject reads this. Say nothing that tells who reported."),
        "risk_hint": _(
            "Could somebody make the reporter pay for it? If so, say in a message what protects them."
        ),
        "body_hint": _(
            "As the ordinance names it for this class. If the body itself is concerned: {fallback}."
        ),
        "nobody_named": _("The ordinance names nobody for this class. Ask counsel."),
        "action_hint": _("What changes, by when, and who sees to it."),
        "discipline_hint": _("If the chain of command is excluded, this body decides on discipline: {who}."),
        "closed_hint": _("Class and outcome are counted in public, without this case."),
        "allegation": _("The allegation, without the reporter"),
        "allegation_hint": _(
            "What the subject is said to have done, so that they can answer. "
            "Leave out whatever tells who reported. "
            "The server then makes a case of its own, and you get its receipt to hand to the subject."
        ),
        "heard_is": _("Who is heard"),
        "not_in_roster": _("somebody who isn't in the roster"),
        "subject_receipt": _("Hand these twelve words to the subject, on paper. They are shown once:"),
        "heard": _("The subject is being heard. They don't learn who reported."),
        "appeal_hint": _("To whom, and until when."),
        "remove": _("Take a reader out of the case"),
        "whom": _("Whom"),
        "remove_hint": _(
            "A conflict of interest, or somebody who left. "
            "They keep what they have read; nothing later is for them."
        ),
        "removed": _("The readers of this case have changed."),
        "name_more": _("Name somebody else in the case"),
        "name_more_hint": _(
            "Somebody found later to be involved. "
            "They, and everybody above and beside them, read nothing that comes later."
        ),
        "no_longer_you": _("Done. What comes later isn't for you."),
        "outside_now": _(
            "Nobody inside the city is left to read it; from now on {names} can. "
            "Export the case for their key and hand it over: they can't read what came before."
        ),
        "nobody_left": _("Nobody would be left to read this case. Add a recipient to the roster first."),
        "refer": _("Export, or refer to an outside body"),
        "recipient": _("Their age key (empty: your own)"),
        "refer_hint": _(
            "One age file with every message and attachment. "
            "The age command opens it on a computer without network."
        ),
        "referred_to": _("Referred to which body"),
        "referred_hint": _("If you fill this in, a message in the case says so."),
        "referred": _("This case was referred to {body}."),
        "exported": _("Saved as an age file."),
        "request": _("Export for a public-records request"),
        "request_hint": _("For each field to withhold, write the law that allows it. What has none is told."),
        "fields": {
            "from": _("Who wrote it"),
            "attachments": _("Names of attachments"),
            "reporter": _("Resident or employee"),
            "to": _("Referred to which body"),
        },
        "withheld_under": _("“{name}” is withheld under"),
    }

"""What to say aloud: one ready sentence for the caller or the resident, by the answer's phrase."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from scopeofduty.city.desk.phrase import Phrase


def to_agent(phrase: Phrase) -> str:
    """Return the sentence for a federal officer or whoever calls for one."""
    return {
        Phrase.MUST: _(
            "Yes. Please give me your name, your agency and a number to call back; I am writing this down."
        ),
        Phrase.MAY: _(
            "I can help with this. Please give me your name, your agency, a number to call back, and the "
            "court and number on any warrant."
        ),
        Phrase.NO: _(
            "I can't help with that under our city's law. I am writing down your request. If somebody's life "
            "is in danger, tell me now."
        ),
        Phrase.COMMISSION: _(
            "I can't agree to that. Only the city commission can, in a vote. I will pass on what you send me."
        ),
        Phrase.COUNSEL: _(
            "I can't do that now; I have to ask our city attorney first. Please leave your name, your agency "
            "and a number. If somebody's life is in danger, tell me now."
        ),
        Phrase.SILENT: _(
            "I can't say yes to that now. I am writing it down and asking. Please leave your name, your "
            "agency and a number."
        ),
        Phrase.UNDETERMINED: _(
            "One moment, please. Your name, your agency and a number to call back? And what is this for?"
        ),
    }[phrase]


def to_resident(phrase: Phrase) -> str:
    """Return the sentence for the person at the counter."""
    return {
        Phrase.MUST: _(
            "The law makes us ask this on this form, and only what the form says. I can show you which law."
        ),
        Phrase.MAY: _("You don't have to answer this. You get the same service either way."),
        Phrase.NO: _("We don't need that here. Please leave it blank; you get the same service."),
        Phrase.COMMISSION: _("We don't ask that here. Please leave it blank."),
        Phrase.COUNSEL: _("Please leave that blank for now. We will tell you if it is ever needed."),
        Phrase.SILENT: _("Please leave that blank for now. We will tell you if it is ever needed."),
        Phrase.UNDETERMINED: _("One moment, please: I am checking whether we need that at all."),
    }[phrase]


def in_both(phrase: Phrase, *, agent: bool) -> dict[str, str]:
    """Return the sentence by language: the page's reader and the listener may not share one."""
    found = {}
    for language in ("en", "es"):
        with override(language):
            found[language] = (to_agent if agent else to_resident)(phrase)
    return found


def now(phrase: Phrase, *, agent: bool) -> str:
    """Return what to do now, whatever is still open."""
    if agent:
        return {
            Phrase.MUST: _("Do it, and record it."),
            Phrase.MAY: _("You decide, with your supervisor if you have one at hand. Record what you did."),
            Phrase.NO: _("Say no, stay polite, don't stand in their way, and record it."),
            Phrase.COMMISSION: _(
                "Sign nothing and promise nothing. Pass it to the city attorney and record it."
            ),
            Phrase.COUNSEL: _("Don't do it yet. Call the city attorney, and record it."),
            Phrase.SILENT: _("Don't do it. Tell your supervisor, and record it."),
            Phrase.UNDETERMINED: _(
                "Until you know: don't do it. If you can't find out, ask the city attorney."
            ),
        }[phrase]
    return {
        Phrase.MUST: _("Ask exactly what the law says, at this form, and nothing more."),
        Phrase.MAY: _("Ask only if the service needs it. Nobody is turned away for not answering."),
        Phrase.NO: _("Don't ask and don't write it down. If a form has the question, leave it blank."),
        Phrase.COMMISSION: _("Don't ask and don't write it down."),
        Phrase.COUNSEL: _("Don't ask and don't write it down until the city attorney has answered."),
        Phrase.SILENT: _("Don't ask and don't write it down. Ask counsel whether a law requires it."),
        Phrase.UNDETERMINED: _(
            "Until you know: don't ask, don't write it down. If you can't find out, ask counsel."
        ),
    }[phrase]


def about(phrase: Phrase, act: str) -> str:
    """Return the answer as a sentence that names the act: nobody should read “No” above a bare command."""
    return {
        Phrase.MUST: _("You must %(act)s."),
        Phrase.MAY: _("You may %(act)s."),
        Phrase.NO: _("Do not %(act)s."),
        Phrase.COMMISSION: _("Do not %(act)s before the commission has voted."),
        Phrase.COUNSEL: _("Do not %(act)s until counsel has answered."),
        Phrase.SILENT: _("Do not %(act)s until somebody who may decide has said so."),
        Phrase.UNDETERMINED: _("Do not %(act)s yet."),
    }[phrase] % {"act": act}

"""The roles table: which role may do what.

One table, read by every view, by the "may I, why" page and by its test. A permission is named
``object.verb`` in the words of the ordinance; a role is what a person is appointed to.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person is appointed to in the city."""

    EMPLOYEE = "employee", _("Employee")
    OFFICER = "officer", _("Police officer")
    DISPATCHER = "dispatcher", _("Dispatcher")
    SUPERVISOR = "supervisor", _("Supervisor")
    RECORDS_OFFICER = "records_officer", _("Records officer")
    CLERK = "clerk", _("City clerk")
    COUNSEL = "counsel", _("City attorney")
    COMMISSIONER = "commissioner", _("Commissioner")
    DRAFTING_PARTNER = "drafting_partner", _("Drafting partner (an advocates' or residents' group)")
    MONITOR = "monitor", _("Independent monitor")
    CUSTODIAN = "custodian", _("Key custodian")
    RECIPIENT = "recipient", _("Recipient of reports")
    ADMINISTRATOR = "administrator", _("Administrator (IT)")


class Permission(TextChoices):
    """Something a person may do here, with the sentence that the "may I" page shows."""

    CONTACT_RECORD = "contact.record", _("Record a contact by federal officers")
    CONTACT_READ_OWN = "contact.read_own", _("Read the contacts you recorded")
    CONTACT_READ_ALL = "contact.read_all", _("Read the whole contact log")
    CONTACT_CORRECT = "contact.correct", _("Add a correction to a contact, with its reason")
    CONTACT_ERASE = "contact.erase", _("Erase a value that the log must not hold")
    CONTACT_HOLD = "contact.hold", _("Place or lift a legal hold (two people)")
    CONTACT_RETAIN = "contact.retain", _("Apply the retention schedule")
    REVIEW_DECIDE = (
        "review.decide",
        _("Review a departure from the answer, or a use of the life-threat button"),
    )
    NOTICE_READ = "notice.read", _("Read notices before they are public")
    NOTICE_ATTEST = "notice.attest", _("Say that a federal operation goes on, or is complete")
    NOTICE_CHECK = "notice.check", _("Read a notice once, and keep back what could point to a family")
    NOTICE_DELAY = "notice.delay", _("Delay a notice for a stated reason (two people)")
    DISPATCH_RECONCILE = "dispatch.reconcile", _("Reconcile the log with a dispatch export")
    STUDY_READ = "study.read", _("Read the study log")
    STUDY_IMPORT = "study.import", _("Import rows into the study log")
    OBLIGATION_PROPOSE = "obligation.propose", _("Ask counsel to list a legal obligation")
    OBLIGATION_LIST = "obligation.list", _("List, change or withdraw a legal obligation")
    POINT_READ = "point.read", _("Read the register of collection points")
    POINT_SETTLE = "point.settle", _("Decide what becomes of a collection point")
    POINT_CONFIRM = "point.confirm", _("Confirm that a law requires a collection point (two people)")
    SWEEP_IMPORT = "sweep.import", _("Import a sweep, and say which folder belongs to which department")
    FORM_CHECK = "form.check", _("Check a form before it is published")
    LOOKUP_READ = "lookup.read", _("Read which look-ups served immigration enforcement")
    LOOKUP_IMPORT = "lookup.import", _("Import a look-up log, and settle its look-ups")
    RULE_SIGN = "rule.sign", _("Sign a rule for the desk")
    DRAFT_READ = "draft.read", _("Read drafts of the ordinance while they are written")
    DRAFT_SUGGEST = "draft.suggest", _("Suggest a change to a draft")
    DRAFT_WRITE = "draft.write", _("Write a draft: edit, import, branch, decide on suggestions, freeze")
    COMMENT_MODERATE = "comment.moderate", _("Show residents' comments, by the published rules")
    COMMENT_ANSWER = "comment.answer", _("Answer residents' comments on a draft")
    SESSION_READ = "session.read", _("Read the commission's sessions before their agenda is public")
    SESSION_KEEP = (
        "session.keep",
        _("Keep the commission's calendar, agendas and minutes; open and close votes"),
    )
    VOTE_CAST = "vote.cast", _("Cast your own vote as a commissioner")
    AGREEMENT_READ = "agreement.read", _("Read agreements before they are public")
    AGREEMENT_KEEP = "agreement.keep", _("Enter an agreement and record what happened to it")
    AGREEMENT_ANALYSE = "agreement.analyse", _("Read an agreement beside the ordinance, and rule on one")
    AGREEMENT_REPORT = "agreement.report", _("Report an agreement that was signed without a vote")
    EXPLAINER_WRITE = "explainer.write", _("Write an answer to a common claim")
    EXPLAINER_REVIEW = "explainer.review", _("Read an explainer beside the law, and sign it")
    KEY_REGISTER = "key.register", _("Make a key of your own and register its public half")
    ROSTER_PROPOSE = "roster.propose", _("Propose an edition of the roster of recipients")
    ROSTER_SIGN = "roster.sign", _("Sign the roster of recipients as one of its keepers (two people)")
    REPORT_ENTER = "report.enter", _("Enter a report of a violation with a caller, or from a paper")
    REPORT_RECEIVE = "report.receive", _("Fetch the daily batch of sealed reports, and answer with your key")
    REPORT_CLOCKS = "report.clocks", _("See which clocks of reports ran out, and nothing else of them")
    REPORT_HOLD = "report.hold", _("Place or lift a legal hold on a sealed report (two people)")
    REPORT_RETAIN = "report.retain", _("Set how long sealed reports are kept")
    IDENTITY_BOX = "identity_box.fetch", _("Fetch an identity box, which opens with two custodians' keys")
    BRIEFING_READ = "briefing.read", _("Read what a change of the law means for your job")
    BRIEFING_COUNT = "briefing.count", _("See how many have read a change of the law")
    PEOPLE_MANAGE = "people.manage", _("Appoint people to roles")
    CITY_SET_UP = "city.set_up", _("Set up the city, its departments and services")
    AUDIT_READ = "audit.read", _("Read the audit trail")
    CLOCK_READ = "clock.read", _("See which jobs are due")


STAFF = frozenset(
    {
        Role.EMPLOYEE,
        Role.OFFICER,
        Role.DISPATCHER,
        Role.SUPERVISOR,
        Role.RECORDS_OFFICER,
        Role.CLERK,
        Role.COUNSEL,
    },
)

GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.CONTACT_RECORD: STAFF,
    Permission.CONTACT_READ_OWN: STAFF,
    Permission.CONTACT_READ_ALL: frozenset(
        {Role.SUPERVISOR, Role.RECORDS_OFFICER, Role.COUNSEL, Role.MONITOR}
    ),
    Permission.CONTACT_CORRECT: STAFF,
    Permission.CONTACT_ERASE: frozenset({Role.RECORDS_OFFICER, Role.COUNSEL}),
    Permission.CONTACT_HOLD: frozenset({Role.COUNSEL, Role.RECORDS_OFFICER, Role.CLERK}),
    Permission.CONTACT_RETAIN: frozenset({Role.RECORDS_OFFICER}),
    Permission.REVIEW_DECIDE: frozenset({Role.SUPERVISOR}),
    Permission.NOTICE_READ: frozenset({Role.SUPERVISOR, Role.RECORDS_OFFICER, Role.COUNSEL, Role.MONITOR}),
    Permission.NOTICE_ATTEST: frozenset({Role.SUPERVISOR}),
    Permission.NOTICE_CHECK: frozenset({Role.RECORDS_OFFICER}),
    Permission.NOTICE_DELAY: frozenset({Role.SUPERVISOR, Role.COUNSEL}),
    Permission.DISPATCH_RECONCILE: frozenset({Role.RECORDS_OFFICER, Role.SUPERVISOR}),
    Permission.STUDY_READ: frozenset({Role.RECORDS_OFFICER, Role.COUNSEL, Role.COMMISSIONER, Role.MONITOR}),
    Permission.STUDY_IMPORT: frozenset({Role.RECORDS_OFFICER}),
    Permission.OBLIGATION_PROPOSE: STAFF,
    Permission.OBLIGATION_LIST: frozenset({Role.COUNSEL}),
    Permission.POINT_READ: STAFF | {Role.ADMINISTRATOR, Role.MONITOR, Role.COMMISSIONER},
    Permission.POINT_SETTLE: frozenset({Role.ADMINISTRATOR, Role.RECORDS_OFFICER, Role.CLERK, Role.COUNSEL}),
    Permission.POINT_CONFIRM: frozenset({Role.COUNSEL}),
    Permission.SWEEP_IMPORT: frozenset({Role.ADMINISTRATOR}),
    Permission.FORM_CHECK: STAFF | {Role.ADMINISTRATOR},
    Permission.LOOKUP_READ: frozenset({Role.RECORDS_OFFICER, Role.COUNSEL, Role.MONITOR}),
    Permission.LOOKUP_IMPORT: frozenset({Role.RECORDS_OFFICER}),
    Permission.RULE_SIGN: frozenset({Role.COUNSEL}),
    Permission.DRAFT_READ: STAFF | {Role.COMMISSIONER, Role.MONITOR, Role.DRAFTING_PARTNER},
    Permission.DRAFT_SUGGEST: STAFF | {Role.COMMISSIONER, Role.DRAFTING_PARTNER},
    Permission.DRAFT_WRITE: frozenset({Role.COUNSEL, Role.CLERK}),
    Permission.COMMENT_MODERATE: frozenset({Role.CLERK}),
    Permission.COMMENT_ANSWER: frozenset({Role.COUNSEL, Role.CLERK, Role.COMMISSIONER}),
    Permission.SESSION_READ: frozenset({Role.CLERK, Role.COMMISSIONER, Role.COUNSEL}),
    Permission.SESSION_KEEP: frozenset({Role.CLERK}),
    Permission.VOTE_CAST: frozenset({Role.COMMISSIONER}),
    Permission.AGREEMENT_READ: STAFF | {Role.COMMISSIONER, Role.MONITOR, Role.RECIPIENT},
    Permission.AGREEMENT_KEEP: frozenset({Role.CLERK}),
    Permission.AGREEMENT_ANALYSE: frozenset({Role.COUNSEL}),
    Permission.AGREEMENT_REPORT: STAFF | {Role.COMMISSIONER, Role.MONITOR},
    Permission.EXPLAINER_WRITE: frozenset({Role.CLERK, Role.COUNSEL}),
    Permission.EXPLAINER_REVIEW: frozenset({Role.COUNSEL}),
    Permission.KEY_REGISTER: frozenset({Role.RECIPIENT, Role.CUSTODIAN, Role.CLERK, Role.MONITOR}),
    Permission.ROSTER_PROPOSE: frozenset({Role.CLERK}),
    Permission.ROSTER_SIGN: frozenset({Role.CLERK, Role.MONITOR}),
    Permission.REPORT_ENTER: frozenset({Role.CLERK, Role.MONITOR}),
    Permission.REPORT_RECEIVE: frozenset({Role.RECIPIENT}),
    # Not a recipient's: held against the cases that open for them, it would tell of one that doesn't.
    Permission.REPORT_CLOCKS: frozenset({Role.MONITOR}),
    Permission.REPORT_HOLD: frozenset({Role.COUNSEL, Role.RECORDS_OFFICER, Role.CLERK}),
    Permission.REPORT_RETAIN: frozenset({Role.RECORDS_OFFICER}),
    Permission.IDENTITY_BOX: frozenset({Role.CUSTODIAN}),
    Permission.BRIEFING_READ: STAFF,
    Permission.BRIEFING_COUNT: frozenset({Role.SUPERVISOR, Role.COUNSEL, Role.CLERK, Role.MONITOR}),
    Permission.PEOPLE_MANAGE: frozenset({Role.ADMINISTRATOR}),
    Permission.CITY_SET_UP: frozenset({Role.ADMINISTRATOR}),
    Permission.AUDIT_READ: frozenset({Role.MONITOR, Role.COUNSEL}),
    Permission.CLOCK_READ: frozenset({Role.ADMINISTRATOR, Role.RECORDS_OFFICER, Role.MONITOR}),
}


def roles_with(permission: Permission) -> frozenset[Role]:
    """Return the roles that grant ``permission``."""
    return GRANTS[permission]

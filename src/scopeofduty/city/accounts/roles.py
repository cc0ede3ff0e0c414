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
    MONITOR = "monitor", _("Independent monitor")
    CUSTODIAN = "custodian", _("Key custodian")
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
    RULE_SIGN = "rule.sign", _("Sign a rule for the desk")
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
    Permission.RULE_SIGN: frozenset({Role.COUNSEL}),
    Permission.PEOPLE_MANAGE: frozenset({Role.ADMINISTRATOR}),
    Permission.CITY_SET_UP: frozenset({Role.ADMINISTRATOR}),
    Permission.AUDIT_READ: frozenset({Role.MONITOR, Role.COUNSEL}),
    Permission.CLOCK_READ: frozenset({Role.ADMINISTRATOR, Role.RECORDS_OFFICER, Role.MONITOR}),
}


def roles_with(permission: Permission) -> frozenset[Role]:
    """Return the roles that grant ``permission``."""
    return GRANTS[permission]

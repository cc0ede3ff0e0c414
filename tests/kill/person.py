"""One dispatcher of the demo city, for the scripts that the kill tests run in processes of their own."""

import os
from datetime import UTC, datetime

import django

django.setup()

from scopeofduty.city.accounts.models import Appointment, User  # noqa: E402 — after set-up
from scopeofduty.city.accounts.roles import Role  # noqa: E402
from scopeofduty.city.profile.models import City, Department  # noqa: E402

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
# Complying without an answer is a departure, so each record has a review: one more table to be whole in.
VALUES = {
    "received_at": "2026-11-23T08:51",
    "channel": "phone",
    "agency": "ice",
    "request_types": ["backup"],
    "decision": "comply",
}


def dispatcher():
    City.objects.get_or_create(pk=1, defaults={"name": "Riverbend"})
    department, _made = Department.objects.get_or_create(slug="dispatch", defaults={"name": "Dispatch"})
    user, made = User.objects.get_or_create(username="dispatcher", defaults={"department": department})
    if made:
        Appointment.objects.create(user=user, role=Role.DISPATCHER, given_at=AT)
    return user


def in_a_process(work):
    """Run ``work`` in a child and return its wait status; nothing of it is inherited but code."""
    django.db.connections.close_all()
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    try:
        work()
        os._exit(0)
    except BaseException:  # noqa: BLE001 — a child must end here, whatever happened
        import traceback

        traceback.print_exc()
        os._exit(1)

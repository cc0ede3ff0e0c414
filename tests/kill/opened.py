"""A city with people and sealed contacts, at the time that its clock's file tells; what a browser would hold.

Prints one JSON object: a session for each person, and the numbers of the contacts that are sealed.
"""
# ruff: noqa: T201 — what it prints is what the test reads

import json
from datetime import timedelta
from importlib import import_module
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from person import VALUES, dispatcher

from scopeofduty.city.accounts.models import Appointment, User
from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.clock import port
from scopeofduty.city.contacts.record import record_contact
from scopeofduty.city.profile.models import City

HELP = {
    "request_types": ["backup"],
    "act": "give perimeter or on-site support",
    "actor": "dispatcher",
    "facts": {"requester": "ice", "federal_contact": "request_for_support", "paper": "none"},
}
CONTACTS = 40


def session_of(person):
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return session.session_key


def main():
    people, now = {"dispatcher": dispatcher()}, port.now()
    City.objects.update(packs=["riverbend"], zone="America/Chicago")
    for name in ("first", "second"):
        user, _made = User.objects.get_or_create(username=name)
        Appointment.objects.get_or_create(user=user, role=Role.SUPERVISOR, defaults={"given_at": now})
        people[name] = user
    at = now - timedelta(minutes=5)
    values = VALUES | HELP | {"received_at": at.isoformat()}
    numbers = [
        record_contact(values, key=uuid4(), by=people["dispatcher"], at=at).number for _ in range(CONTACTS)
    ]
    print(
        json.dumps({"people": {name: session_of(user) for name, user in people.items()}, "sealed": numbers})
    )


if __name__ == "__main__":
    main()

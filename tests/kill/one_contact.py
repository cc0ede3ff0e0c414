"""One contact on record, corrected, in review; then ``strike``, ``purge`` or ``refuse``, as it is told."""
# ruff: noqa: T201 — what it prints is what the test reads

import sys
from uuid import UUID

from django.test import Client, override_settings
from person import AT, VALUES, dispatcher

from scopeofduty.city.accounts.models import Appointment, User
from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.contacts import erasure
from scopeofduty.city.contacts.models import Contact
from scopeofduty.city.contacts.reading import holds_together
from scopeofduty.city.contacts.record import correct_contact, record_contact

KEY = UUID("5b0c3a56-1c1d-4a3e-8f6f-3a5d1b1f0a01")
STATUS = "He is undocumented, said the QUAGGAWORD agent."


def recorded():
    person = dispatcher()
    values = VALUES | {"narrative": "The ZEBRAWORD call. " * 400, "post": "North"}
    contact = record_contact(values, key=KEY, by=person, at=AT)
    correct_contact(contact, {"post": "South", "reason": "Misread"}, after=1, by=person, at=AT)
    return contact


def strike():
    done = erasure.strike(recorded(), ["narrative"], reason="It must not stand here", by=dispatcher(), at=AT)
    assert holds_together(done.contact)
    print(done.contact.latest().text)


def purge():
    contact = recorded()
    assert erasure.purge(contact, by=dispatcher(), at=AT, reason="The schedule") == 1
    assert holds_together(contact)
    print(Contact.objects.count(), contact.latest().text)


@override_settings(
    STORAGES={"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
)
def refuse():
    person = dispatcher()
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    record_contact(VALUES, key=KEY, by=person, at=AT)
    form = VALUES | {"narrative": STATUS, "key": "5b0c3a56-1c1d-4a3e-8f6f-3a5d1b1f0a02"}
    answers = [
        client.post("/contacts/new", form),
        client.post("/contacts/drafts", form),
        client.post("/contacts/new", form | {"do": "draft"}),
        client.post(
            "/contacts/1/correct?field=narrative", {"narrative": STATUS, "after": "1", "reason": "x"}
        ),
        client.post("/contacts/1/correct?field=post", {"post": "North", "after": "1", "reason": STATUS}),
    ]
    print([answer.status_code for answer in answers])


if __name__ == "__main__":
    User.objects.filter(username="records").exists() or Appointment.objects.create(
        user=User.objects.create(username="records"), role=Role.RECORDS_OFFICER, given_at=AT
    )
    {"record": recorded, "strike": strike, "purge": purge, "refuse": refuse}[sys.argv[1]]()

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.urls import reverse

from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.clock.port import FrozenClock, use
from scopeofduty.city.contacts import drafts, erasure, holds, retention, switches
from scopeofduty.city.contacts.entry import EntryRefusedError, frame_at
from scopeofduty.city.contacts.models import Contact, Draft, LegalHold, NilCertificate
from scopeofduty.city.contacts.reading import holds_together
from scopeofduty.city.contacts.record import correct_contact, read_values, record_contact

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TEN_YEARS = AT + timedelta(days=3651)
LONG = AT + timedelta(days=9126)
HIT = "He is undocumented."


@pytest.fixture(autouse=True)
def clock():
    with use(FrozenClock(AT)) as frozen:
        yield frozen


@pytest.fixture
def contact(dispatcher, values):
    return record_contact(values | {"narrative": "A calm call."}, key=uuid4(), by=dispatcher, at=AT)


@pytest.fixture
def records(person):
    return person("reed", Role.RECORDS_OFFICER)


@pytest.fixture
def counsel(person):
    return person("corey", Role.COUNSEL)


def test_a_struck_value_leaves_every_revision_and_who_when_why_stay(contact, dispatcher, records):
    correct_contact(contact, {"agency": "fbi", "reason": "Misread"}, after=1, by=dispatcher, at=AT)
    erasure.strike(contact, ["narrative"], reason="It must not stand here", by=records, at=AT)
    assert ["narrative" in read_values(each) for each in contact.revisions.all()] == [False, False]
    assert ["narrative" in each.salts for each in contact.revisions.all()] == [False, False]
    assert all("narrative" in each.leaves for each in contact.revisions.all())
    assert holds_together(contact)
    kept = contact.erasures.get()
    assert (kept.by, kept.at, kept.fields) == (records, AT, ["narrative"])


@pytest.mark.parametrize(
    ("names", "reason", "message"),
    [
        ([], "It must not stand here", "Choose at least one field"),
        (["post"], "It must not stand here", "holds nothing that can be erased"),
        (["channel"], "It must not stand here", "holds nothing that can be erased"),
        (["no_such"], "It must not stand here", "holds nothing that can be erased"),
        (["narrative"], "", "A reason is needed"),
        (["narrative"], HIT, "immigration status"),
        (["narrative"], "It must \0 not stand here", "can&#x27;t be stored"),
    ],
)
def test_a_bad_erasure_has_its_message(client, contact, records, *, names, reason, message):
    client.force_login(records)
    place = reverse("contacts:strike", args=[contact.number])
    answer = client.post(place, {"fields": names, "reason": reason})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert "narrative" in read_values(contact.latest())


def test_a_page_says_what_was_erased(client, contact, records):
    client.force_login(records)
    place = reverse("contacts:strike", args=[contact.number])
    page = client.post(
        place, {"fields": ["narrative"], "reason": "It must not stand here"}, follow=True
    ).content.decode()
    assert "Erased everywhere: Narrative." in page
    assert "(erased)" in page
    assert "A calm call." not in page


def test_a_hold_takes_two_people_to_place_and_two_to_lift(contact, records, counsel):
    hold = holds.place(contact, matter="Case 26-CV-17", by=counsel, at=AT)
    with pytest.raises(EntryRefusedError) as refused:
        holds.confirm(hold, by=counsel, at=AT)
    assert "another person confirms" in refused.value.problems["hold"][0]
    holds.confirm(hold, by=records, at=AT)
    holds.ask_to_lift(hold, reason="The case is over", by=counsel, at=AT)
    with pytest.raises(EntryRefusedError) as refused:
        holds.lift(hold, by=counsel, at=AT)
    assert "another person agrees" in refused.value.problems["hold"][0]
    holds.lift(hold, by=records, at=AT)
    assert holds.standing(contact) is None


def test_the_database_knows_that_two_people_are_two(contact, counsel):
    hold = holds.place(contact, matter="Case 26-CV-17", by=counsel, at=AT)
    with pytest.raises(DatabaseError):
        LegalHold.objects.filter(pk=hold.pk).update(confirmed_by=counsel)


def test_a_hold_blocks_erasing_from_the_first_persons_word(contact, records, counsel):
    holds.place(contact, matter="Case 26-CV-17", by=counsel, at=AT)
    with pytest.raises(EntryRefusedError) as refused:
        erasure.strike(contact, ["narrative"], reason="It must not stand here", by=records, at=AT)
    assert "A legal hold stands" in refused.value.problems["fields"][0]
    assert retention.due(LONG) == []
    with pytest.raises(DatabaseError, match="legal hold"):
        erasure.purge(contact, by=records, at=LONG, reason="The schedule")


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"do": "place", "matter": ""}, "A reason is needed"),
        ({"do": "place", "matter": "x" * 201}, "at most 200 characters"),
        ({"do": "place", "matter": HIT}, "immigration status"),
        ({"do": "confirm"}, "No hold stands"),
        ({"do": "lift"}, "No hold stands"),
        ({"do": "dance"}, "No hold stands"),
        ({}, "No hold stands"),
    ],
)
def test_a_bad_hold_has_its_message(client, contact, counsel, form, message):
    client.force_login(counsel)
    answer = client.post(reverse("contacts:hold", args=[contact.number]), form)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not LegalHold.objects.exists()


def test_a_clerk_finds_a_contact_to_hold_by_its_number_and_reads_nothing_of_it(client, contact, person):
    client.force_login(person("clara", Role.CLERK))
    place = reverse("contacts:holds")
    assert (
        client.get(f"{place}?number={contact.number}").headers["Location"].endswith(f"/{contact.number}/hold")
    )
    page = client.get(reverse("contacts:hold", args=[contact.number])).content.decode()
    assert "A calm call." not in page
    for number in ("999", "x", "-1", "1" * 30):
        answer = client.get(f"{place}?number={number}")
        assert (answer.status_code, "is not the number of a contact" in answer.content.decode()) == (
            422,
            True,
        )
    assert client.get(reverse("contacts:hold", args=[999])).status_code == 404


def test_a_purge_leaves_the_number_as_an_empty_stub(client, contact, records, clock):
    clock.move_to(TEN_YEARS)
    client.force_login(records)
    answer = client.post(reverse("contacts:keeping"), {"do": "purge", "reason": "The schedule"}, follow=True)
    assert "1 contact is purged; its number stays." in answer.content.decode()
    revision = contact.latest()
    assert (revision.text, revision.salts, revision.agency) == ("{}", {}, None)
    assert holds_together(contact)
    page = client.get(reverse("contacts:detail", args=[contact.number])).content.decode()
    assert "only the number is left" in page
    assert client.get(reverse("contacts:list")).status_code == 200
    assert retention.due(LONG) == []


def test_a_purged_contact_takes_no_correction(contact, records, dispatcher):
    erasure.purge(contact, by=records, at=TEN_YEARS, reason="The schedule")
    with pytest.raises(EntryRefusedError) as refused:
        correct_contact(contact, {"agency": "fbi", "reason": "late"}, after=1, by=dispatcher, at=TEN_YEARS)
    assert "only its number is left" in refused.value.problems["reason"][0]


def test_nothing_is_due_before_its_day_and_reviews_are_kept_longer(dispatcher, values):
    plain = record_contact(values, key=uuid4(), by=dispatcher, at=AT)
    reviewed = record_contact(values | {"decision": "comply"}, key=uuid4(), by=dispatcher, at=AT)
    assert retention.due(AT + timedelta(days=3650)) == []
    assert retention.due(TEN_YEARS) == [plain]
    assert retention.due(LONG) == [plain], "a review that is open is never purged"
    reviewed.reviews.update(
        state="justified", reason="Somebody was alone", decided_by=dispatcher, decided_at=AT
    )
    assert retention.due(LONG) == [plain, reviewed]


@pytest.mark.parametrize(
    ("form", "message"),
    [
        (
            {"do": "schedule", "kept": "contact", "days": "10", "citation": "Schedule 12"},
            "days can&#x27;t be: 365",
        ),
        (
            {"do": "schedule", "kept": "contact", "days": "-1", "citation": "Schedule 12"},
            "days can&#x27;t be: 365",
        ),
        (
            {"do": "schedule", "kept": "contact", "days": "ten", "citation": "Schedule 12"},
            "days can&#x27;t be: 365",
        ),
        (
            {"do": "schedule", "kept": "contact", "days": "9999999", "citation": "Schedule 12"},
            "days can&#x27;t be",
        ),
        ({"do": "schedule", "kept": "contact", "days": "400", "citation": ""}, "Name the law or schedule"),
        ({"do": "schedule", "kept": "minutes", "days": "400", "citation": "Schedule 12"}, "no such class"),
        (
            {"do": "switch", "field": "narrative", "on": "yes", "citation": "A law"},
            "not a field that can be switched",
        ),
        ({"do": "switch", "field": "cad_event", "on": "yes", "citation": ""}, "Name the law or schedule"),
        ({"do": "purge", "reason": ""}, "A reason is needed"),
        ({}, "came without what to do"),
    ],
)
def test_a_bad_change_of_what_is_kept_has_its_message(client, records, form, message):
    client.force_login(records)
    answer = client.post(reverse("contacts:keeping"), form)
    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_a_switched_field_is_kept_once_a_law_is_named(client, dispatcher, records, values):
    switches.set_switch("cad_event", True, "Ordinance 5(d)", by=records, at=AT)
    contact = record_contact(values | {"cad_event": "26-1123"}, key=uuid4(), by=dispatcher, at=AT)
    assert read_values(contact.latest())["cad_event"] == "26-1123"
    client.force_login(dispatcher)
    assert "Dispatch event number" in client.get(reverse("contacts:new")).content.decode()


def test_drafts_expire(dispatcher, values):
    drafts.save_draft(values, key=uuid4(), owner=dispatcher, frame=frame_at(AT))
    assert drafts.expire(AT + timedelta(days=30)) == 0
    assert drafts.expire(AT + timedelta(days=31)) == 1
    assert not Draft.objects.exists()


def test_a_silent_channel_is_certified_and_a_busy_one_is_not(client, contact, person):
    client.force_login(person("sam", Role.SUPERVISOR))
    place, period = reverse("contacts:counts"), {"from": "2026-11-22", "to": "2026-11-22"}
    page = client.post(place, period | {"channel": "fax"}, follow=True).content.decode()
    assert "Certified: nothing came this way" in page
    assert NilCertificate.objects.get().channel == "fax"
    again = client.post(place, period | {"channel": "fax"})
    assert "This was certified already." in again.content.decode()


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"from": "2026-11-01", "to": "2026-11-23", "channel": "fax"}, "The period is not over"),
        ({"from": "2026-11-22", "to": "2026-11-01", "channel": "fax"}, "ends before it begins"),
        ({"from": "soon", "to": "2026-11-01", "channel": "fax"}, "is not a date"),
        ({"from": "2026-10-01", "to": "2026-10-31", "channel": "pigeon"}, "Choose a channel"),
    ],
)
def test_a_bad_certificate_has_its_message(client, contact, person, form, message):
    client.force_login(person("sam", Role.SUPERVISOR))
    answer = client.post(reverse("contacts:counts"), form)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not NilCertificate.objects.exists()


def test_a_period_with_a_contact_is_no_nil_return(client, contact, person, clock):
    clock.move_to(AT + timedelta(days=2))
    client.force_login(person("sam", Role.SUPERVISOR))
    answer = client.post(
        reverse("contacts:counts"), {"from": "2026-11-23", "to": "2026-11-23", "channel": "phone"}
    )
    assert "it is no nil return" in answer.content.decode()
    assert Contact.objects.count() == 1

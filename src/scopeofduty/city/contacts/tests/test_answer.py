"""The determination is worked out here, from the law in force on the day of receipt, and kept."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from scopeofduty.city.clock.port import FrozenClock, use
from scopeofduty.city.contacts.entry import EntryRefusedError
from scopeofduty.city.contacts.models import Contact
from scopeofduty.city.contacts.record import correct_contact, read_values, record_contact
from scopeofduty.city.desk.determination import determine

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
ASKED = {
    "act": "give perimeter or on-site support",
    "actor": "police",
    "facts": {"federal_contact": "request_for_support", "threat_to_life": False},
}


@pytest.fixture(autouse=True)
def clock():
    with use(FrozenClock(AT)) as frozen:
        yield frozen


def test_the_record_keeps_what_the_law_said_on_the_day_of_receipt(dispatcher, values, key):
    contact = record_contact(values | ASKED, key=key, by=dispatcher, at=AT)
    kept = read_values(contact.latest())
    expected = determine(**ASKED, on=datetime(2026, 11, 23, tzinfo=UTC).date()).as_json()
    assert kept["determination"] == expected
    assert kept["determination"]["on"] == "2026-11-23"
    assert len(kept["determination"]["digest"]) > 20


def test_the_day_of_receipt_is_the_citys_own(dispatcher, values, key):
    late = values | ASKED | {"received_at": "2026-11-22T23:30"}
    contact = record_contact(late, key=key, by=dispatcher, at=AT)
    assert read_values(contact.latest())["determination"]["on"] == "2026-11-22"


def test_a_determination_from_outside_is_refused(dispatcher, values, key):
    with pytest.raises(EntryRefusedError) as refused:
        record_contact(values | ASKED | {"determination": {"phrase": "may"}}, key=key, by=dispatcher, at=AT)
    assert "never taken from a form or a file" in refused.value.problems["determination"][0]


@pytest.mark.parametrize(
    "change",
    [
        {"act": "drink tea"},
        {"actor": "nobody at all"},
        {"facts": {"favourite_colour": "blue"}},
        {"facts": {"threat_to_life": "perhaps"}},
    ],
)
def test_a_question_that_the_law_cannot_read_is_told(dispatcher, values, key, change):
    with pytest.raises(EntryRefusedError) as refused:
        record_contact(values | ASKED | change, key=key, by=dispatcher, at=AT)
    assert "desk can't be asked this" in refused.value.problems["facts"][0]
    assert not Contact.objects.exists()


@pytest.mark.parametrize("facts", ["threat_to_life:no", [], {"a b": 1}, {"x": None}, {"x": "y" * 99}])
def test_facts_that_are_no_facts_are_told_or_left(dispatcher, values, key, facts):
    if facts == []:
        record_contact(values | ASKED | {"facts": facts}, key=key, by=dispatcher, at=AT)
        return
    with pytest.raises(EntryRefusedError) as refused:
        record_contact(values | ASKED | {"facts": facts}, key=key, by=dispatcher, at=AT)
    assert "facts" in refused.value.problems


def test_a_city_whose_law_cannot_be_read_records_all_the_same(city, dispatcher, values, key):
    city.packs = ["no-such-pack"]
    city.save()
    contact = record_contact(values | ASKED, key=key, by=dispatcher, at=AT)
    kept = read_values(contact.latest())["determination"]
    assert (kept["phrase"], kept["act"]) == ("unread", ASKED["act"])
    assert contact.latest().departure == ""


def test_a_correction_of_the_day_asks_the_law_of_that_day(dispatcher, values, key):
    contact = record_contact(values | ASKED, key=key, by=dispatcher, at=AT)
    correct_contact(
        contact, {"received_at": "2026-11-20T10:00", "reason": "Wrong day"}, after=1, by=dispatcher, at=AT
    )
    assert read_values(contact.latest())["determination"]["on"] == "2026-11-20"
    assert read_values(contact.revisions.get(seq=1))["determination"]["on"] == "2026-11-23"


def test_a_correction_of_something_else_leaves_the_answer(city, dispatcher, values, key):
    contact = record_contact(values | ASKED, key=key, by=dispatcher, at=AT)
    before = read_values(contact.latest())["determination"]
    city.packs = ["no-such-pack"]
    city.save()
    correct_contact(contact, {"agency": "fbi", "reason": "Misread"}, after=1, by=dispatcher, at=AT)
    assert read_values(contact.latest())["determination"] == before


def test_the_form_opens_with_what_the_desk_was_told(client, dispatcher):
    client.force_login(dispatcher)
    page = client.get(reverse("contacts:new") + "?kind=detainer&f=requester:ice").content.decode()
    assert '<option value="i247a" selected>' in page
    assert '<option value="ice" selected>' in page
    assert 'value="hold" checked' in page
    assert 'name="f" value="requester:ice"' in page


@pytest.mark.parametrize(
    "token", ["favourite_colour:blue", "threat_to_life", "threat_to_life:maybe", "x" * 200]
)
def test_a_link_that_was_tampered_with_is_told_and_records_nothing(client, dispatcher, values, token):
    client.force_login(dispatcher)
    opened = client.get(reverse("contacts:new"), {"kind": "backup", "f": token})
    assert (opened.status_code, 'role="alert"' in opened.content.decode()) == (200, True)
    sent = {"key": str(uuid4()), "kind": "backup", "kind_told": "backup", "f": token, **values}
    assert client.post(reverse("contacts:new"), sent).status_code == 422
    assert not Contact.objects.exists()


def test_another_kind_starts_from_its_own_facts(client, dispatcher, values):
    client.force_login(dispatcher)
    sent = {"key": str(uuid4()), "kind": "access", "kind_told": "detainer", "f": "request_for:hold", **values}
    client.post(reverse("contacts:new"), sent)
    kept = read_values(Contact.objects.get().latest())
    assert kept["act"] == "allow access to a nonpublic area"
    assert "request_for" not in kept["facts"]


def test_showing_the_answer_records_nothing_and_keeps_what_was_typed(client, dispatcher, values):
    client.force_login(dispatcher)
    sent = {"key": str(uuid4()), "kind": "backup", "do": "answer", **values, "narrative": "A calm call."}
    page = client.post(reverse("contacts:new"), sent)
    assert page.status_code == 200
    assert "A calm call." in page.content.decode()
    assert 'data-phrase="' in page.content.decode()
    assert not Contact.objects.exists()

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from scopeofduty.city.accounts.roles import Role
from scopeofduty.city.clock.port import FrozenClock, use
from scopeofduty.city.contacts.fields import BY_ID
from scopeofduty.city.contacts.models import Contact, Draft, Review
from scopeofduty.city.contacts.record import correct_contact, record_contact
from scopeofduty.city.contacts.status import stops

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
HIT = "He is undocumented."


@pytest.fixture(autouse=True)
def clock():
    with use(FrozenClock(AT)) as frozen:
        yield frozen


@pytest.fixture
def contact(dispatcher, values):
    return record_contact(
        values | {"decision": "comply", "narrative": "A calm call."}, key=uuid4(), by=dispatcher, at=AT
    )


PAGES = {
    "new": (
        (),
        {
            Role.DISPATCHER,
            Role.OFFICER,
            Role.EMPLOYEE,
            Role.SUPERVISOR,
            Role.RECORDS_OFFICER,
            Role.CLERK,
            Role.COUNSEL,
        },
    ),
    "list": (
        (),
        {*Role}
        - {Role.COMMISSIONER, Role.CUSTODIAN, Role.ADMINISTRATOR, Role.DRAFTING_PARTNER, Role.RECIPIENT},
    ),
    "export": (("csv",), {Role.SUPERVISOR, Role.RECORDS_OFFICER, Role.COUNSEL, Role.MONITOR}),
    "detail": (("n",), {Role.SUPERVISOR, Role.RECORDS_OFFICER, Role.COUNSEL, Role.MONITOR}),
    "print": (("n",), {Role.SUPERVISOR, Role.RECORDS_OFFICER, Role.COUNSEL, Role.MONITOR}),
    "history": (("n",), {Role.SUPERVISOR, Role.RECORDS_OFFICER, Role.COUNSEL, Role.MONITOR}),
    "correct": (("n",), {Role.SUPERVISOR, Role.RECORDS_OFFICER, Role.COUNSEL}),
    "strike": (("n",), {Role.RECORDS_OFFICER, Role.COUNSEL}),
    "hold": (("n",), {Role.COUNSEL, Role.RECORDS_OFFICER, Role.CLERK}),
    "holds": ((), {Role.COUNSEL, Role.RECORDS_OFFICER, Role.CLERK}),
    "reviews": ((), {Role.SUPERVISOR}),
    "review": (("pk",), {Role.SUPERVISOR}),
    "keeping": ((), {Role.RECORDS_OFFICER}),
    "counts": ((), {Role.RECORDS_OFFICER, Role.SUPERVISOR}),
}


def address(name, contact):
    arguments = {"n": contact.number, "pk": contact.reviews.get().pk}
    return reverse(f"contacts:{name}", args=[arguments.get(each, each) for each in PAGES[name][0]])


@pytest.mark.parametrize("page", PAGES)
def test_nobody_sees_nothing_without_a_log_in(client, contact, page):
    answer = client.get(address(page, contact))
    assert answer.status_code == 302
    assert "/account/login/" in answer.headers["Location"]


@pytest.mark.parametrize("role", [*Role, None])
@pytest.mark.parametrize("page", PAGES)
def test_only_the_right_roles_open_a_page(client, contact, person, page, role):
    client.force_login(person("charlie", role))
    answer = client.get(address(page, contact))
    allowed = PAGES[page][1]
    assert (answer.status_code == 200) == (role in allowed), (page, role, answer.status_code)
    if role not in allowed:
        assert answer.status_code in {403, 404}
        assert b"calm call" not in answer.content


@pytest.mark.parametrize("name", ["autosave", "discard"])
def test_drafts_are_posted_and_need_a_role(client, person, name):
    place = reverse(f"contacts:{name}", args=[uuid4()] if name == "discard" else [])
    assert client.post(place).status_code == 302
    client.force_login(person("chris", Role.COMMISSIONER))
    assert client.post(place).status_code == 403
    assert client.get(place).status_code in {403, 405}


def test_another_recorder_does_not_learn_that_a_number_exists(client, contact, person):
    client.force_login(person("omar", Role.OFFICER, "police"))
    taken = client.get(reverse("contacts:detail", args=[contact.number]))
    free = client.get(reverse("contacts:detail", args=[999]))
    assert (taken.status_code, taken.content.replace(b"999", b"1")) == (
        free.status_code,
        free.content.replace(b"999", b"1"),
    )


def post(client, values, **more):
    form = {"key": str(uuid4()), **values, **more}
    return client.post(reverse("contacts:new"), form)


def test_a_form_is_recorded_and_says_number_and_lag(client, dispatcher, values):
    client.force_login(dispatcher)
    answer = client.post(reverse("contacts:new"), {"key": str(uuid4()), **values}, follow=True)
    assert "Recorded as contact 1, 9 minutes after receipt." in answer.content.decode()


BAD = [
    ("received_at", "2026-11-24T08:51", "lies in the future"),
    ("received_at", "2026-02-30T08:51", "is not a time"),
    ("received_at", "yesterday", "is not a time"),
    ("received_at", "2026-03-08T02:30", "the clocks were put forward"),
    ("received_at", "1026-11-23T08:51", "is not in this century"),
    ("received_at", "", "is needed to record a contact"),
    ("channel", "pigeon", "is not one of the choices"),
    ("channel", "", "is needed to record a contact"),
    ("agency", "ICE", "is not one of the choices"),
    ("request_types", "tea", "is not one of the choices"),
    ("decision", "", "is needed to record a contact"),
    ("minutes_on_scene", "-5", "can&#x27;t be: 0 to"),
    ("minutes_on_scene", "six", "is not a whole number"),
    ("minutes_on_scene", "1.5", "is not a whole number"),
    ("minutes_on_scene", "99999999999", "can&#x27;t be: 0 to"),
    ("minutes_on_scene", "\u0661\u0662", "is not a whole number"),
    ("instrument_date", "2026-02-30", "is not a date"),
    ("receiving_department", "army", "is not a department of the city"),
    ("officer_name", "x" * 201, "has 201 characters, and 200 fit"),
    ("narrative", "x" * 20_001, "20,001 characters, and 20,000 fit"),
    ("narrative", "a\0b", "Character 2 can&#x27;t be stored (U+0000)"),
    ("narrative", HIT, "immigration status"),
    ("officer_name", HIT, "immigration status"),
    ("cad_event", "26-1123", "The city doesn&#x27;t keep this"),
    ("copy_sha256", "ab" * 32, "The city doesn&#x27;t keep this"),
    ("determination", '{"phrase": "may"}', "is worked out here"),
    ("recorded_at", "2020-01-01T00:00Z", "is worked out here"),
    ("legal_basis", "[]", "is worked out here"),
    ("reason", "no reason", "has no reason for a correction"),
    ("threat_claimed", "perhaps", "is neither yes nor no"),
    ("kind", "tea_party", "is no kind of contact"),
    ("key", "", "came without its key"),
    ("key", "12", "came without its key"),
]


@pytest.mark.parametrize(("field", "value", "message"), BAD)
def test_each_bad_input_has_its_message_and_writes_nothing(
    *, client, dispatcher, values, field, value, message
):
    client.force_login(dispatcher)
    answer = post(client, values | {field: value})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            {"operation_start": "2026-11-23T08:00", "operation_end": "2026-11-23T07:00"},
            "ends before it begins",
        ),
        ({"instrument_date": "2026-11-23", "instrument_expiry": "2026-11-01"}, "expires before its own date"),
        ({"targeted_count": "1", "juveniles": "2"}, "More people under 18"),
        ({"data_disclosed": ["none", "location"]}, "can&#x27;t both be chosen"),
    ],
)
def test_values_that_contradict_each_other_are_told(client, dispatcher, values, more, message):
    client.force_login(dispatcher)
    answer = post(client, values, **more)
    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_a_form_of_ten_megabytes_is_refused(client, dispatcher, values):
    client.force_login(dispatcher)
    form = {"key": str(uuid4()), **values, "narrative": "x" * 10_000_000}
    body = "&".join(f"{name}={value if isinstance(value, str) else value[0]}" for name, value in form.items())
    answer = client.post(reverse("contacts:new"), body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    page = answer.content.decode().replace("\xa0", " ")
    assert "at most 2.5 MB fit into one form" in page
    assert "Nothing was saved" in page
    assert not Contact.objects.exists()


def test_what_was_typed_stays_on_the_page_when_it_is_refused(client, dispatcher, values):
    client.force_login(dispatcher)
    answer = post(client, values | {"channel": "", "narrative": "A calm call."})
    assert "A calm call." in answer.content.decode()


def test_a_place_the_guard_stops_at_is_saved_with_its_legal_basis(client, dispatcher, values):
    client.force_login(dispatcher)
    key = str(uuid4())
    answer = post(client, values | {"narrative": HIT}, key=key)
    (stop,) = answer.context["page"].show(BY_ID["narrative"]).stops
    assert f'name="basis-{stop.id}"' in answer.content.decode()
    more = {f"basis-{stop.id}": "court", f"citation-{stop.id}": "Order 26-CV-17"}
    assert post(client, values | {"narrative": HIT}, key=key, **more).status_code == 302
    page = client.get(reverse("contacts:detail", args=[1])).content.decode()
    assert "Order 26-CV-17" in page


@pytest.mark.parametrize("citation", ["", "x", "a" * 201, HIT])
def test_a_legal_basis_names_a_law_and_no_person(client, dispatcher, values, citation):
    client.force_login(dispatcher)
    (stop,) = stops({"narrative": HIT})
    more = {f"basis-{stop.id}": "court", f"citation-{stop.id}": citation}
    assert post(client, values | {"narrative": HIT}, **more).status_code == 422
    assert not Contact.objects.exists()


def test_a_draft_takes_no_number_and_leaves_out_what_the_guard_stops_at(client, dispatcher, values):
    client.force_login(dispatcher)
    key = str(uuid4())
    form = {"key": key, **values, "narrative": HIT, "post": "North desk"}
    said = client.post(reverse("contacts:autosave"), form).json()
    assert (said["saved"], list(said["left_out"])) == (True, ["narrative"])
    draft = Draft.objects.get(key=key)
    assert draft.values["post"] == "North desk"
    assert "narrative" not in draft.values
    assert not Contact.objects.exists()


def test_a_draft_comes_back_to_its_writer_alone(client, dispatcher, person, values):
    client.force_login(dispatcher)
    key = str(uuid4())
    answer = post(client, values | {"narrative": "Begun."}, key=key, do="draft")
    assert answer.headers["Location"].endswith(f"?draft={key}")
    assert "Begun." in client.get(answer.headers["Location"]).content.decode()
    client.force_login(person("omar", Role.OFFICER, "police"))
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Begun." not in page
    assert "There is no such draft of yours" in page
    stolen = client.post(reverse("contacts:autosave"), {"key": key, **values})
    assert (stolen.status_code, stolen.json()["saved"]) == (409, False)
    client.post(reverse("contacts:discard", args=[key]))
    assert Draft.objects.filter(key=key).exists()


def test_an_autosave_that_comes_late_revives_no_draft(client, dispatcher, values, key):
    client.force_login(dispatcher)
    record_contact(values, key=key, by=dispatcher, at=AT)
    assert client.post(reverse("contacts:autosave"), {"key": str(key), **values}).status_code == 409
    assert not Draft.objects.exists()


def test_a_supervisor_justifies_a_departure_and_the_recorder_sees_it(client, contact, dispatcher, person):
    client.force_login(person("sam", Role.SUPERVISOR))
    place = reverse("contacts:review", args=[contact.reviews.get().pk])
    client.post(place, {"state": "justified", "reason": "An officer was alone in traffic."})
    client.force_login(dispatcher)
    page = client.get(reverse("contacts:detail", args=[contact.number])).content.decode()
    assert "Justified" in page
    assert "An officer was alone in traffic." in page


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"state": "", "reason": "A good reason"}, "Choose: justified"),
        ({"state": "justified", "reason": ""}, "A reason is needed"),
        ({"state": "justified", "reason": HIT}, "immigration status"),
        ({"state": "sent_on", "reason": "A good reason", "sent_to": ""}, "Name the body"),
        ({"state": "open", "reason": "A good reason"}, "Choose: justified"),
    ],
)
def test_a_review_that_lacks_something_stays_open(client, contact, person, sent, message):
    client.force_login(person("sam", Role.SUPERVISOR))
    review = contact.reviews.get()
    answer = client.post(reverse("contacts:review", args=[review.pk]), sent)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    review.refresh_from_db()
    assert review.state == "open"


def test_nobody_reviews_a_contact_they_wrote_in(client, person, values):
    sam = person("sam", Role.SUPERVISOR)
    own = record_contact(values | {"decision": "comply"}, key=uuid4(), by=sam, at=AT)
    client.force_login(sam)
    answer = client.post(
        reverse("contacts:review", args=[own.reviews.get().pk]),
        {"state": "justified", "reason": "I was right."},
    )
    assert "another supervisor decides" in answer.content.decode()
    assert Review.objects.get().state == "open"
    assert "Contact 1" not in client.get(reverse("contacts:reviews")).content.decode()


def test_a_review_past_its_shift_shows_as_overdue(client, contact, person, clock):
    client.force_login(person("sam", Role.SUPERVISOR))
    assert "overdue" not in client.get(reverse("contacts:reviews")).content.decode()
    clock.move_to(datetime(2026, 11, 24, 15, 0, tzinfo=UTC))
    assert "overdue" in client.get(reverse("contacts:reviews")).content.decode()


def test_a_correction_goes_through_two_pages_and_shows_in_the_history(client, contact, dispatcher):
    client.force_login(dispatcher)
    place = reverse("contacts:correct", args=[contact.number])
    assert "narrative" in client.get(place).content.decode()
    form = {"after": "1", "agency": "fbi", "reason": "They called back"}
    answer = client.post(f"{place}?field=agency", form, follow=True)
    assert "The correction is added" in answer.content.decode()
    page = client.get(reverse("contacts:history", args=[contact.number])).content.decode()
    assert "<del>ICE (Immigration and Customs Enforcement)</del>" in page
    assert "They called back" in page


@pytest.mark.parametrize(
    ("query", "form", "message"),
    [
        ("field=agency", {"after": "1", "agency": "fbi", "reason": ""}, "is needed"),
        ("field=agency", {"after": "x", "agency": "fbi", "reason": "because"}, "meanwhile"),
        ("field=narrative", {"after": "1", "narrative": HIT, "reason": "because"}, "immigration status"),
        ("field=agency", {"after": "1", "agency": "fbi", "reason": HIT}, "immigration status"),
        (
            "field=agency",
            {"after": "1", "agency": "fbi", "reason": "because", "determination": "{}"},
            "worked out here",
        ),
        ("field=determination", {}, "None of the fields asked for"),
        ("field=password", {}, "None of the fields asked for"),
    ],
)
def test_a_bad_correction_has_its_message(*, client, contact, dispatcher, query, form, message):
    client.force_login(dispatcher)
    answer = client.post(f"{reverse('contacts:correct', args=[contact.number])}?{query}", form)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert contact.revisions.count() == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("channel=phone", True),
        ("channel=fax", False),
        ("agency=ice&decision=comply&departures=yes", True),
        ("from=2026-11-23&to=2026-11-23", True),
        ("from=2026-11-24", False),
        ("mine=yes", False),
    ],
)
def test_the_list_is_narrowed(client, contact, person, query, found):
    client.force_login(person("sam", Role.SUPERVISOR))
    page = client.get(f"{reverse('contacts:list')}?{query}").content.decode()
    assert (f'href="{reverse("contacts:detail", args=[contact.number])}"' in page) == found


@pytest.mark.parametrize("query", ["channel=pigeon", "from=soon", "from=2026-11-23&to=2026-11-01"])
def test_a_filter_that_cannot_be_read_is_told(client, contact, person, query):
    client.force_login(person("sam", Role.SUPERVISOR))
    assert 'role="alert"' in client.get(f"{reverse('contacts:list')}?{query}").content.decode()
    assert client.get(f"{reverse('contacts:export', args=['csv'])}?{query}").status_code == 422


def test_an_export_holds_restricted_fields_only_when_asked_and_no_formula(
    client, contact, dispatcher, person
):
    correct_contact(contact, {"post": "=1+1", "reason": "Left out"}, after=1, by=dispatcher, at=AT)
    client.force_login(person("sam", Role.SUPERVISOR))
    place = reverse("contacts:export", args=["csv"])
    plain = b"".join(client.get(place).streaming_content).decode()
    assert "calm call" not in plain
    assert ",'=1+1," in plain
    assert "calm call" in b"".join(client.get(f"{place}?restricted=yes").streaming_content).decode()
    listed = client.get(reverse("contacts:export", args=["json"])).json()
    assert (listed["schema"], listed["contacts"][0]["agency"]) == ("federal_contact/1", "ice")

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scopeofduty.city.accounts.models import Appointment, User
from scopeofduty.city.accounts.roles import GRANTS, Permission, Role
from scopeofduty.city.clock import port
from scopeofduty.city.contacts.models import SwitchedField
from scopeofduty.city.contacts.record import record_contact
from scopeofduty.city.profile.models import City, Department
from scopeofduty.city.reconciliation.export import Export, ExportedCall
from scopeofduty.city.reconciliation.models import DispatchCall
from scopeofduty.city.reconciliation.reconciling import NotOpenError, hand_over, reconcile, settle

AT = datetime(2026, 1, 6, 15, 0, tzinfo=UTC)
NIGHT = datetime(2026, 1, 5, 8, 6, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    City.objects.create(pk=1, name="Riverbend", zone="America/Chicago", shift_hours=10, packs=["riverbend"])
    department = Department.objects.create(slug="dispatch", name="Dispatch", actor="dispatcher")

    def make(name, role):
        user = User.objects.create_user(name, department=department)
        Appointment.objects.create(user=user, role=role, given_at=AT)
        return user

    return {
        "dana": make("dana", Role.DISPATCHER),
        "sam": make("sam", Role.SUPERVISOR),
        "ria": make("ria", Role.RECORDS_OFFICER),
    }


def logged(people, at, channel="dispatch"):
    values = {
        "received_at": at.isoformat(),
        "channel": channel,
        "agency": "ice",
        "request_types": ["backup"],
        "decision": "decline",
    }
    return record_contact(values, key=uuid4(), by=people["dana"], at=at + timedelta(minutes=4))


def export(*calls):
    return Export(tuple(ExportedCall(2, event, at, "ASSIST POLICE", "ICE") for event, at in calls), 0, ())


def test_a_call_in_the_log_names_its_contact_and_another_becomes_a_task(people):
    contact = logged(people, NIGHT)
    outcome = reconcile(
        export(("26-1", NIGHT + timedelta(minutes=3)), ("26-2", NIGHT + timedelta(hours=4))),
        owner=people["sam"],
        at=AT,
    )
    assert (outcome.matched, outcome.open, outcome.known) == (1, 1, 0)
    assert DispatchCall.objects.get(contact=contact).state == "matched"
    task = DispatchCall.objects.get(state="open")
    assert (task.owner, task.due_at) == (people["sam"], AT + timedelta(hours=10))


def test_a_fax_was_never_a_call(people):
    logged(people, NIGHT, channel="fax")
    assert reconcile(export(("26-1", NIGHT)), owner=people["sam"], at=AT).open == 1


def test_twice_changes_nothing(people):
    logged(people, NIGHT)
    calls = export(("26-1", NIGHT), ("26-2", NIGHT + timedelta(hours=4)))
    reconcile(calls, owner=people["sam"], at=AT)
    before = list(DispatchCall.objects.values())
    outcome = reconcile(calls, owner=people["ria"], at=AT + timedelta(hours=1))
    assert (outcome.matched, outcome.open, outcome.known) == (0, 1, 1)
    assert list(DispatchCall.objects.values()) == before


def test_a_call_recorded_late_is_found_by_the_next_export(people):
    calls = export(("26-1", NIGHT))
    reconcile(calls, owner=people["sam"], at=AT)
    contact = logged(people, NIGHT)
    assert reconcile(calls, owner=people["sam"], at=AT).matched == 1
    call = DispatchCall.objects.get()
    assert (call.state, call.contact) == ("recorded", contact)


def test_a_dispatch_number_is_kept_only_where_the_city_switched_it_on(people):
    reconcile(export(("26-SECRET", NIGHT)), owner=people["sam"], at=AT)
    assert "26-SECRET" not in str(list(DispatchCall.objects.values()))
    SwitchedField.objects.create(field="cad_event", citation="x", set_by=people["ria"], set_at=AT)
    reconcile(export(("26-KEPT", NIGHT)), owner=people["sam"], at=AT)
    assert DispatchCall.objects.filter(event="26-KEPT").exists()


def test_a_call_is_settled_once(people):
    reconcile(export(("26-1", NIGHT)), owner=people["sam"], at=AT)
    call = DispatchCall.objects.get()
    settle(call.pk, contact=None, reason="ice on the road", by=people["sam"], at=AT)
    with pytest.raises(NotOpenError, match="Not a contact"):
        settle(call.pk, contact=None, reason="again", by=people["ria"], at=AT)
    with pytest.raises(NotOpenError):
        hand_over(call.pk, to=people["ria"])


CSV = b"""event,received,type,agency
26-1,2026-01-05 02:06,ASSIST POLICE,ICE
26-2,2026-01-05 02:09,NOISE,RESIDENT
"""


def upload(data=CSV, name="cad.csv"):
    return SimpleUploadedFile(name, data, content_type="text/csv")


class TestPages:
    @pytest.fixture(autouse=True)
    def at_the_time(self):
        with port.use(port.FrozenClock(AT)):
            yield

    def test_a_records_officer_holds_an_export_and_settles_what_is_missing(self, client, people):
        client.force_login(people["ria"])
        page = client.post("/reconciliation/", {"file": upload(), "owner": people["ria"].pk}, follow=True)
        assert "1 calls speak of federal officers: 0 are in the log, 1 are not" in page.content.decode()
        call = DispatchCall.objects.get()
        contact = logged(people, NIGHT)
        answer = client.post(
            f"/reconciliation/{call.pk}/", {"number": contact.number, "reason": "logged late"}
        )
        assert answer.status_code == 302
        call.refresh_from_db()
        assert (call.state, call.contact, call.settled_by) == ("recorded", contact, people["ria"])

    def test_a_call_is_handed_over(self, client, people):
        reconcile(export(("26-1", NIGHT)), owner=people["sam"], at=AT)
        call = DispatchCall.objects.get()
        client.force_login(people["sam"])
        client.post(f"/reconciliation/{call.pk}/", {"do": "hand over", "owner": people["ria"].pk})
        call.refresh_from_db()
        assert call.owner == people["ria"]

    @pytest.mark.parametrize(
        ("file", "says"),
        [
            (upload(b""), "The file is empty"),
            (upload(b"\xff\xfe"), "is not UTF-8"),
            (upload(b"a,b\n1,2\n"), "no column for: event, received, type, agency"),
            (upload(CSV, "cad.exe"), "ends in .csv or .jsonl"),
            ("", "This field is required"),
        ],
    )
    def test_a_bad_export_is_named(self, client, people, file, says):
        client.force_login(people["ria"])
        answer = client.post("/reconciliation/", {"file": file, "owner": people["ria"].pk})
        assert answer.status_code == 400
        assert says in answer.content.decode()
        assert not DispatchCall.objects.exists()

    @pytest.mark.parametrize(
        ("posted", "says"),
        [
            ({"number": "seven", "reason": "x"}, "This is not a number of the log."),
            ({"number": "99", "reason": "x"}, "The log has no contact 99."),
            ({"reason": ""}, "This field is required."),
            ({"reason": "caller said the man is undocumented"}, "undocumented"),
            ({"do": "hand over", "owner": "0"}, "Select a valid choice"),
        ],
    )
    def test_a_bad_settlement_is_named_and_nothing_changes(self, client, people, posted, says):
        reconcile(export(("26-1", NIGHT)), owner=people["sam"], at=AT)
        call = DispatchCall.objects.get()
        client.force_login(people["sam"])
        answer = client.post(f"/reconciliation/{call.pk}/", posted)
        assert answer.status_code == 400
        assert says in answer.content.decode()
        call.refresh_from_db()
        assert call.state == "open"

    @pytest.mark.parametrize("role", sorted(set(Role) - GRANTS[Permission.DISPATCH_RECONCILE]))
    def test_the_wrong_role_sees_nothing(self, client, people, role):
        reconcile(export(("26-1", NIGHT)), owner=people["sam"], at=AT)
        user = User.objects.create_user(f"a-{role}")
        Appointment.objects.create(user=user, role=role, given_at=AT)
        client.force_login(user)
        for address in ("/reconciliation/", f"/reconciliation/{DispatchCall.objects.get().pk}/"):
            answer = client.get(address)
            assert answer.status_code == 403
            assert "ASSIST POLICE" not in answer.content.decode()

    def test_nobody_sees_nothing(self, client, people):
        assert client.get("/reconciliation/").status_code == 302

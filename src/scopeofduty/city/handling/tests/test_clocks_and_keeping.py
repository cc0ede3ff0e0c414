"""Clocks that run out, the tally, holds by two people, the purge and its stub, the digest, day batches."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from scopeofduty import law
from scopeofduty.city.accounts.models import User
from scopeofduty.city.contacts import reviews
from scopeofduty.city.contacts.record import record_contact
from scopeofduty.city.handling import (
    clocks,
    departures,
    digest,
    inbox,
    keeping,
    ordinance,
    projecting,
    protected,
)
from scopeofduty.city.handling.models import CaseClock, Departure, Escalation, Hold, Tally
from scopeofduty.city.handling.ordinance import Body, body, discipliner, limits
from scopeofduty.city.handling.tests.conftest import AT, DAY
from scopeofduty.city.ledger.models import Fact
from scopeofduty.city.public.models import PublicReportFigures
from scopeofduty.city.reports import files, mailbox
from scopeofduty.city.reports.bodies import Violation
from scopeofduty.city.reports.delivery import midnight
from scopeofduty.city.reports.models import (
    EpochWraps,
    IdentityBox,
    SealedFile,
    SealedMessage,
    WaitingCommitment,
)
from scopeofduty.city.roster.keys import RefusedError
from scopeofduty.law.file_reader import VIOLATIONS
from scopeofduty.law.tests.packs import pack

CLOCK = "c" * 32
DEPARTED = {
    "received_at": AT.isoformat(), "channel": "phone", "agency": "ice", "request_types": ["backup"],
    "act": "give perimeter or on-site support", "actor": "dispatcher", "decision": "comply",
    "facts": {"requester": "ice", "paper": "none", "federal_contact": "request_for_support",
              "threat_to_life": False, "purpose": "civil_immigration"},
}  # fmt: skip


def days(number):
    return timedelta(days=number)


def step(stage, on, **more):
    return clocks.step(CLOCK, arrived=DAY, stage=stage, on=on, **more)


def test_the_ordinance_names_the_body_and_the_days(riverbend):
    assert body("held", DAY) == Body("the City Auditor", "9(b)", "the ethics board", 60)
    assert body("retaliation", DAY) == Body("the ethics board", "9(b)", "the City Auditor", 45)
    assert discipliner(DAY) == "the City Commission"
    assert limits(DAY) == {"acknowledge": 7, "feedback": 90}


STRICTER = """
duty 9 acknowledge_report
  owner  the auditor
  on     report a violation
  once   violation_reported
  within 3 days of violation_reported
  met by report_acknowledged
duty 9 give_feedback
  owner  the auditor
  on     report a violation
  once   violation_reported
  within 30 days of violation_reported
  met by finding_issued
"""


def test_the_city_s_own_clocks_come_before_the_usual_ones(riverbend, tmp_path, monkeypatch):
    own = law.read(pack(tmp_path, STRICTER)).on(DAY)
    monkeypatch.setattr(ordinance, "_law", lambda _day: own)
    assert limits(DAY) == {"acknowledge": 3, "feedback": 30}
    assert body("held", DAY) == Body(), "a law that names nobody"
    step("received", DAY)
    assert clocks.overdue(DAY + days(3)) == []
    assert clocks.overdue(DAY + days(4)) == [("acknowledge", DAY + days(3))]
    monkeypatch.setattr(ordinance, "_law", lambda _day: None)
    assert limits(DAY) == {"acknowledge": 7, "feedback": 90}


def test_the_classes_of_reports_are_those_that_a_law_may_name_bodies_for():
    assert tuple(Violation.values) == VIOLATIONS


def test_what_runs_out_escalates_once_and_stays(riverbend):
    step("received", DAY)
    assert clocks.escalate(DAY + days(7)) == 0
    assert clocks.escalate(DAY + days(8)) == 1
    assert clocks.escalate(DAY + days(9)) == 0
    step("acknowledged", DAY + days(10))
    step("investigating", DAY + days(10), due=DAY + days(20))
    assert clocks.overdue(DAY + days(15)) == []
    assert clocks.overdue(DAY + days(21)) == [("finding", DAY + days(20))]
    clocks.escalate(DAY + days(91))
    assert sorted(Escalation.objects.values_list("what", flat=True)) == ["acknowledge", "feedback", "finding"]


def test_what_was_met_in_time_never_escalates(riverbend):
    step("acknowledged", DAY + days(7))
    step("feedback", DAY + days(90))
    step("closed", DAY + days(90), closes=("other", "sustained"))
    assert clocks.escalate(DAY + days(400)) == 0


def test_a_step_taken_twice_keeps_its_first_day_and_is_counted_once(riverbend):
    step("acknowledged", DAY + days(1))
    for _twice in range(2):
        step("closed", DAY + days(3), closes=("held", "sustained"))
    step("acknowledged", DAY + days(9))
    clock = CaseClock.objects.get()
    assert (clock.acknowledged_on, clock.stage) == (DAY + days(1), "closed")
    assert [str(cell) for cell in Tally.objects.all()] == ["2026-H2 held sustained: 1"]


@pytest.mark.parametrize(
    ("stage", "more", "said"),
    [
        ("nonsense", {}, "no step"),
        ("received", {"arrived": DAY + days(1)}, "can't have come"),
        ("investigating", {"due": DAY - days(1)}, "within a year"),
        ("investigating", {"due": DAY + days(400)}, "within a year"),
        ("closed", {}, "class of violation"),
        ("closed", {"closes": ("status", "sustained")}, "class of violation"),
    ],
)
def test_bad_steps_are_refused_and_leave_nothing(riverbend, stage, more, said):
    with pytest.raises(RefusedError, match=said):
        clocks.step(CLOCK, **({"arrived": DAY, "stage": stage, "on": DAY} | more))
    assert not CaseClock.objects.exists()


def test_small_cells_are_left_out_and_no_sum_gives_one_away():
    assert projecting.suppressed({("a", "x"): 9, ("b", "x"): 2, ("c", "x"): 6, ("d", "x"): 0}) == {
        ("a", "x"): 9,
        ("b", "x"): None,
        ("c", "x"): None,
        ("d", "x"): 0,
    }
    assert projecting.suppressed({("a", "x"): 9}) == {("a", "x"): 9}
    assert projecting.suppressed({"a": 1, "b": 1, "c": 7}) == dict.fromkeys("abc")


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9), min_size=1))
def test_no_small_count_follows_from_the_sum_of_everything(cells):
    """Every count that a cell left out could be is tried, for a reader who knows the sum."""
    shown = projecting.suppressed(cells)
    hidden = [cell for cell, count in shown.items() if count is None]
    assert all(count is None or not 0 < count < projecting.LEAST for count in shown.values())
    left, others = sum(cells[cell] for cell in hidden), len(hidden) - 1
    could_be = [
        count for count in range(1, left + 1) if (left - count >= others if others else count == left)
    ]
    nothing_more_to_hide = not any(shown.values())
    assert not hidden or len(could_be) > 1 or nothing_more_to_hide


@pytest.mark.django_db(databases=["default", "public"])
def test_figures_are_of_half_years_that_are_over(riverbend, client):
    for _each in range(6):
        clocks.count("2026-H1", "held", "sustained")
        clocks.count("2026-H2", "held", "sustained")
    projecting.project(AT)
    assert [row.period for row in PublicReportFigures.objects.all()] == ["2026-H1"]
    assert client.get("/report-figures.json").json()["figures"] == [
        {"period": "2026-H1", "violation": "held", "outcome": "sustained", "count": 6}
    ]
    assert "2026-H1,held,sustained,6" in client.get("/report-figures.csv").content.decode()
    assert "2026-H2" not in client.get("/report-figures/").content.decode()


def test_a_purge_destroys_the_wraps_and_leaves_a_public_stub(riverbend):
    receipt = riverbend.report("officer")
    with files.written_aside() as (path, file):
        file.write(b"age-encryption.org/v1 ...")
    files.put_in_place(path, "f" * 32, midnight(DAY))
    mailbox.add_file(receipt.case, "f" * 32, 25, DAY)
    keeping.keep(receipt.case, "not_investigated", DAY)
    last = DAY + days(keeping.DEFAULT_DAYS["not_investigated"])
    assert keeping.purge_due(AT, last) == []
    assert keeping.purge_due(AT, last + days(1)) == [receipt.case]
    assert keeping.purge_due(AT, last + days(2)) == []
    with pytest.raises(mailbox.NoCaseError):
        mailbox.case(receipt.case)
    assert riverbend.opened("hr") == []
    left = (EpochWraps, SealedMessage, SealedFile, IdentityBox)
    assert not [model for model in left if model.objects.filter(case=receipt.case).exists()]
    assert not files.path_of("f" * 32).exists()
    [stub] = Fact.objects.filter(kind="redact")
    assert stub.facts == {"what": "sealed-report", "case": receipt.case, "on": (last + days(1)).isoformat()}


def test_the_clocks_of_a_closed_report_go_after_the_longest_time_of_keeping(riverbend):
    step("closed", DAY, closes=("held", "sustained"))
    longest = days(max(keeping.DEFAULT_DAYS.values()))
    keeping.purge_due(AT, DAY + longest)
    assert CaseClock.objects.exists()
    keeping.purge_due(AT, DAY + longest + days(1))
    assert not CaseClock.objects.exists()


def test_a_hold_blocks_the_purge_from_the_first_word_to_the_second_lifting(riverbend):
    receipt, people = riverbend.report("officer"), riverbend.people
    keeping.keep(receipt.case, "sustained", DAY)
    late = DAY + days(20_000)
    hold = keeping.place(receipt.case, "Lawsuit 26-CV-1", by=people["counsel"], at=AT)
    assert keeping.purge_due(AT, late) == []
    with pytest.raises(RefusedError, match="first of the two"):
        keeping.confirm(hold, by=people["counsel"], at=AT)
    with pytest.raises(RefusedError, match="stands on this case"):
        keeping.place(receipt.case, "Lawsuit 26-CV-2", by=people["records"], at=AT)
    with pytest.raises(RefusedError, match="place a hold"):
        keeping.place(receipt.case, "Lawsuit 26-CV-2", by=people["chief"], at=AT)
    keeping.confirm(hold, by=people["records"], at=AT)
    keeping.ask_to_lift(hold, by=people["records"], at=AT)
    assert keeping.purge_due(AT, late) == []
    with pytest.raises(RefusedError, match="first of the two"):
        keeping.confirm(hold, by=people["records"], at=AT)
    keeping.confirm(hold, by=people["clerk"], at=AT)
    assert keeping.purge_due(AT, late) == [receipt.case]


def test_two_people_hold_and_lift_on_the_page(riverbend, log_in):
    receipt = riverbend.report("officer")
    address = "/handling/keeping/"

    def post(who, **form):
        return log_in(who).post(address, form, follow=True)

    refused = post("counsel", do="hold", case="no id", matter="Lawsuit 26-CV-1")
    assert (refused.status_code, Hold.objects.count()) == (400, 0)
    post("counsel", do="hold", case=receipt.case, matter="Lawsuit 26-CV-1")
    hold = Hold.objects.get()
    assert b"You were the first of the two" in post("counsel", do="confirm", hold=hold.pk).content
    post("records", do="confirm", hold=hold.pk)
    post("records", do="lift", hold=hold.pk)
    post("clerk", do="confirm", hold=hold.pk)
    hold.refresh_from_db()
    four = (hold.placed_by, hold.confirmed_by, hold.lift_asked_by, hold.lifted_by)
    assert [one.username for one in four] == ["counsel", "records", "records", "clerk"]
    told = {"kept": "sustained", "days": 400, "citation": "City schedule 4.2"}
    assert post("counsel", do="schedule", **told).status_code == 403
    assert post("records", do="schedule", **told).status_code == 200
    assert b"City schedule 4.2" in log_in("records").get(address).content
    assert log_in("it").get(address).status_code == 403
    assert post("records", do="nonsense").status_code == 404


def test_the_schedule_is_the_city_s_own_and_cites(riverbend):
    receipt, records = riverbend.report("officer"), riverbend.people["records"]
    for number, citation in ((10, "City schedule 4.2"), (400, "x")):
        with pytest.raises(RefusedError):
            keeping.set_schedule("sustained", number, citation, by=records, at=AT)
    keeping.set_schedule("sustained", 400, "City schedule 4.2", by=records, at=AT)
    assert keeping.keep(receipt.case, "sustained", DAY).until == DAY + days(400)


def test_the_mail_has_the_same_bytes_on_every_day_for_everybody(riverbend):
    for who in ("hr", "inspector"):
        User.objects.filter(username=who).update(email=f"{who}@riverbend.example")
    assert digest.send(AT) == 2
    receipt = riverbend.report("officer")
    digest.send(AT + days(1))
    sizes = {len(sent.message().as_bytes()) - len(sent.to[0]) for sent in mail.outbox}
    assert (len(mail.outbox), len(sizes)) == (4, 1)
    assert len({(sent.subject, sent.body.encode()) for sent in mail.outbox}) == 1
    assert receipt.case not in mail.outbox[-1].body
    assert not any(letter.isdigit() for letter in mail.outbox[0].subject + mail.outbox[0].body)


def test_a_departure_that_can_t_be_justified_arrives_and_is_decided_by_somebody_without_a_part(riverbend):
    people = riverbend.people
    review = record_contact(DEPARTED, key=uuid4(), by=people["dispatcher"], at=AT).reviews.get()
    assert not Departure.objects.exists()
    sent = {"state": "sent_on", "reason": "It was no emergency.", "sent_to": "The City Auditor"}
    reviews.decide(review, **sent, by=people["supervisor"], at=AT)
    arrived = Departure.objects.get()
    assert (arrived.review, arrived.due) == (review, DAY + days(90))
    mine = {"by": people["supervisor"], "at": AT, "violation": "perimeter"}
    with pytest.raises(RefusedError, match="another recipient"):
        departures.decide(arrived, "sustained", "They closed a street.", **mine)
    assert clocks.escalate(DAY + days(90)) == 0
    assert clocks.escalate(DAY + days(91)) == 1
    assert clocks.late_arrivals(DAY + days(91)) == [arrived]
    given = {"by": people["inspector"], "at": AT}
    with pytest.raises(RefusedError, match="which class"):
        departures.decide(arrived, "sustained", "They closed a street.", **given)
    departures.decide(arrived, "sustained", "They closed a street.", violation="perimeter", **given)
    assert [str(cell) for cell in Tally.objects.all()] == ["2026-H2 perimeter sustained: 1"]
    assert clocks.late_arrivals(DAY + days(91)) == []
    again = {"by": people["hr"], "at": AT, "violation": "perimeter"}
    with pytest.raises(RefusedError, match="decided already"):
        departures.decide(arrived, "not_sustained", "They didn't after all.", **again)


def test_a_departure_is_decided_on_its_page(riverbend, log_in):
    people = riverbend.people
    review = record_contact(DEPARTED, key=uuid4(), by=people["dispatcher"], at=AT).reviews.get()
    sent = {"state": "sent_on", "reason": "It was no emergency.", "sent_to": "The City Auditor"}
    reviews.decide(review, **sent, by=people["supervisor"], at=AT)
    address = f"/handling/departures/{Departure.objects.get().pk}/"
    client = log_in("inspector")
    assert client.get(address).status_code == 200
    refused = client.post(address, {"state": "sustained", "said": "They closed a street."})
    assert (refused.status_code, b"which class" in refused.content) == (400, True)
    told = {"state": "sustained", "said": "They closed a street.", "violation": "perimeter"}
    assert client.post(address, told).status_code == 302
    assert b"They closed a street." in client.get(address).content
    assert log_in("chief").get(address).status_code == 403


def test_every_recipient_goes_through_every_batch_and_who_doesn_t_shows(riverbend):
    riverbend.report("hr")
    hr = riverbend.people["hr"]
    assert inbox.unread(hr) == [DAY]
    for _twice in range(2):
        inbox.mark_read(hr, DAY, DAY)
    inbox.mark_read(hr, DAY - days(400), DAY)
    assert inbox.unread(hr) == []
    names = [person for person, _day in inbox.unread_for_long(DAY + days(1))]
    assert "Harper Hiring" not in names
    assert len(names) == 3


def test_a_day_batch_has_64_and_what_overflows_waits(riverbend):
    for _each in range(70):
        WaitingCommitment.objects.create(leaf=uuid4().bytes * 2, box=b"b" * 512, day=DAY)
    batch = protected.publish(AT)
    assert len(batch.entries) == 64
    assert WaitingCommitment.objects.count() == 6
    assert protected.publish(AT) is None
    assert WaitingCommitment.objects.count() == 6
    assert len(protected.batch_of(DAY)) == 34_816
    [fact] = Fact.objects.filter(kind="protected-activity")
    assert fact.facts == batch.published.to_json()
    assert len(protected.publish(AT + days(1)).entries) == 64
    assert not WaitingCommitment.objects.exists()

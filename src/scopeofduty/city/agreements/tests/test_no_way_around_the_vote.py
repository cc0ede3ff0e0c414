"""No role makes an agreement count as approved without the vote, back-dates it, or renews it around a vote.

Each way that we could think of, tried: the pages as every role, the services, the ORM, SQL, the command line.
"""

import contextlib
import json
from datetime import timedelta

import pytest
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import get_resolver

from scopeofduty import cli
from scopeofduty.city.accounts.append_only import AppendOnlyError
from scopeofduty.city.accounts.roles import GRANTS, Permission, Role
from scopeofduty.city.agreements import neighbours, recording
from scopeofduty.city.agreements.models import Agreement, PossibleViolation, Question, Signature, Text
from scopeofduty.city.agreements.standing import State, standing
from scopeofduty.city.agreements.tests.conftest import PAPER, SIGNED
from scopeofduty.city.clock import port
from scopeofduty.city.collection.register import today
from scopeofduty.city.commission import deciding, sitting
from scopeofduty.city.commission.models import Ballot, Item, Vote
from scopeofduty.city.commission.refusals import RefusedError
from scopeofduty.city.commission.tests.conftest import CAST, EVENING
from scopeofduty.city.ledger.models import Fact

pytestmark = pytest.mark.django_db(databases=["default", "public"])
VOTED = EVENING + timedelta(minutes=35)
LATER = EVENING + timedelta(days=2)


FOUND = {
    "kind": "fusion",
    "title": "Nightly copies",
    "partner": "Fusion centre",
    "department": "Police",
    "summary": "Copies every record.",
    "signed_at": EVENING,
    "signer": "A deputy",
}


def state(agreement, at=LATER):
    return standing(Agreement.objects.get(pk=agreement.pk), today(at)).state


def test_a_vote_before_the_signature_approves(register):
    agreement, vote = register.voted()
    assert state(agreement) is State.APPROVED
    assert register.signed(agreement, LATER).vote == vote
    assert state(agreement) is State.IN_FORCE
    [fact] = Fact.objects.filter(kind="agreement")
    assert (fact.facts["approved_in_advance"], fact.facts["vote"]) == (True, vote.pk)
    assert not PossibleViolation.objects.exists()


def test_signed_without_a_vote_is_recorded_as_that(register):
    agreement = register.noticed()
    made = register.signed(agreement, LATER)
    assert (made.vote, state(agreement)) == (None, State.NO_AUTHORITY)
    assert PossibleViolation.objects.get().section == "7(a)"
    assert Fact.objects.get(kind="agreement").facts["approved_in_advance"] is False


def test_a_vote_after_the_signature_changes_nothing(register):
    agreement = register.noticed()
    item = register.on_agenda(agreement)
    register.signed(agreement, EVENING - timedelta(hours=1))
    with pytest.raises(RefusedError, match="signed"):
        deciding.open_vote([item], "to ratify it", by=register.cleo, at=EVENING + timedelta(minutes=1))
    assert state(agreement) is State.NO_AUTHORITY


def test_signed_before_the_vote_and_told_afterwards_is_no_approval(register):
    agreement, _vote = register.voted()
    register.signed(agreement, VOTED - timedelta(minutes=1), recorded=LATER)
    assert state(agreement) is State.NO_AUTHORITY


def test_signed_while_the_vote_ran_is_no_approval(register):
    agreement = register.noticed()
    vote = register.vote(register.on_agenda(agreement), closed=False)
    register.signed(agreement, VOTED - timedelta(minutes=4), recorded=VOTED - timedelta(minutes=3))
    deciding.close(vote, by=register.cleo, at=VOTED)
    assert state(agreement) is State.NO_AUTHORITY


def test_a_signature_can_not_be_dated_ahead(register):
    agreement = register.noticed()
    with pytest.raises(RefusedError, match="still to come"):
        register.signed(agreement, LATER, recorded=EVENING)


def test_a_vote_that_failed_approves_nothing(register):
    agreement, _vote = register.voted(yes="ada ben", no="cyn dov eve")
    assert state(agreement) is State.REFUSED
    register.signed(agreement, LATER)
    assert state(agreement) is State.NO_AUTHORITY


def test_half_of_the_members_is_not_enough(register):
    agreement, vote = register.voted(yes="ada ben", no="")
    assert (vote.result, state(agreement)) == ("failed", State.REFUSED)


def test_a_vote_on_another_text_approves_nothing(register):
    agreement, _vote = register.voted()
    recording.add_text(agreement, SIGNED, by=register.cleo, at=EVENING + timedelta(hours=2))
    assert state(agreement) is State.DRAFT
    assert register.signed(agreement, LATER).vote is None


def test_a_vote_on_another_agreement_approves_nothing(register):
    register.voted()
    other = register.noticed(title="Something else")
    assert register.signed(other, LATER).vote is None


def test_a_signed_agreement_takes_no_further_text(register):
    agreement, _vote = register.voted()
    register.signed(agreement, LATER)
    for act in (
        lambda: recording.add_text(agreement, PAPER, by=register.cleo, at=LATER),
        lambda: recording.put_to_vote(
            agreement.texts.last(), register.session(LATER + timedelta(days=9)), by=register.cleo, at=LATER
        ),
        lambda: register.signed(agreement, LATER),
    ):
        with pytest.raises(RefusedError):
            act()


def test_a_renewal_needs_its_own_vote(register):
    agreement, _vote = register.voted()
    register.signed(agreement, LATER)
    again = register.noticed(register.proposed(renews=agreement))
    assert register.signed(again, LATER + timedelta(days=1)).vote is None
    assert state(again, LATER + timedelta(days=2)) is State.NO_AUTHORITY


def test_an_approval_that_was_given_up_carries_no_later_signature(register):
    agreement, _vote = register.voted()
    recording.end(agreement, "proposal", today(LATER), "not wanted", by=register.cleo, at=LATER)
    with pytest.raises(RefusedError, match="report it as one that was signed without a vote"):
        register.signed(agreement, LATER + timedelta(days=1))
    found = recording.report_found(FOUND, SIGNED, by=register.ofi, at=LATER + timedelta(days=2))
    assert (state(agreement), state(found, LATER + timedelta(days=3))) == (
        State.WITHDRAWN,
        State.NO_AUTHORITY,
    )


def test_a_signed_agreement_is_not_taken_back_as_a_proposal(register):
    agreement = register.noticed()
    register.signed(agreement, EVENING)
    with pytest.raises(RefusedError, match="no proposal any more"):
        recording.end(agreement, "proposal", today(EVENING), "hush", by=register.cleo, at=LATER)
    recording.end(agreement, "city", today(LATER), "void", by=register.cleo, at=LATER)
    found = standing(Agreement.objects.get(pk=agreement.pk), today(LATER))
    assert (found.state, found.late) == (State.WITHDRAWN, True)


def test_an_approval_that_lapsed_before_the_signature_is_none(register):
    """The approved text ends on a day; signed after that day, it was never in force."""
    agreement, _vote = register.voted(register.noticed(expires_on=today(EVENING)))
    register.signed(agreement, LATER)
    found = standing(Agreement.objects.get(pk=agreement.pk), today(LATER))
    assert (found.state, found.approved) == (State.EXPIRED, False)


def test_a_review_never_moves_the_end(register):
    ends = today(LATER + timedelta(days=20))
    agreement, _vote = register.voted(register.noticed(expires_on=ends))
    register.signed(agreement, LATER)
    with pytest.raises(RefusedError, match="renewal"):
        recording.review(agreement, "all well", ends + timedelta(days=1), by=register.cleo, at=LATER)
    recording.review(agreement, "all well", ends, by=register.cleo, at=LATER)
    assert state(agreement, LATER + timedelta(days=20)) is State.IN_FORCE
    assert state(agreement, LATER + timedelta(days=21)) is State.EXPIRED


def test_counsels_ruling_approves_nothing(register):
    agreement = register.noticed()
    register.signed(agreement, LATER)
    recording.rule(agreement, "binds", "As a matter of contract.", by=register.corey, at=LATER)
    found = standing(Agreement.objects.get(pk=agreement.pk), today(LATER))
    assert (found.state, found.facts()["governing_body_approved"]) == (State.NO_AUTHORITY, False)


def test_counsel_and_the_public_come_before_a_vote(register):
    agreement = register.proposed()
    text = agreement.texts.get()
    with pytest.raises(RefusedError, match="Counsel"):
        recording.give_notice(text, today(EVENING), by=register.cleo, at=EVENING - timedelta(days=20))
    with pytest.raises(RefusedError, match="notice"):
        register.on_agenda(agreement)
    recording.analyse(text, "vote", "It may.", says={}, by=register.corey, at=EVENING)
    with pytest.raises(RefusedError, match="7 days"):
        recording.give_notice(text, today(EVENING), by=register.cleo, at=EVENING - timedelta(days=3))


def test_an_agenda_item_that_only_calls_itself_an_agreement_gets_no_vote(register):
    item = register.item(register.session(), step="agreement", title="Sharing data")
    with pytest.raises(RefusedError, match="names no text"):
        register.vote(item)


def test_the_clerk_can_not_vote_for_the_members(register):
    agreement = register.noticed()
    vote = deciding.open_vote([register.on_agenda(agreement)], "it", by=register.cleo, at=VOTED)
    with pytest.raises(RefusedError, match="Only commissioners"):
        deciding.cast(vote, "yes", by=register.cleo, at=VOTED)


# Ways through the ORM and SQL: the database itself refuses.


def forge(agreement, register, vote):
    return Signature.objects.create(
        agreement=agreement,
        text=agreement.texts.last(),
        vote=vote,
        signed_at=LATER,
        signer="The mayor",
        sha256="0" * 64,
        by=register.cleo,
        at=LATER,
    )


def other_vote(register):
    return register.vote(register.item(register.session(EVENING - timedelta(days=40))))


def refused_vote(register):
    return register.voted(register.noticed(title="Refused"), yes="ada", no="ben")[1]


def vote_on_another(register):
    return register.voted(register.noticed(title="Another"))[1]


@pytest.mark.parametrize("which", [other_vote, refused_vote, vote_on_another])
def test_a_signature_with_a_vote_that_does_not_carry_it_is_refused(register, which):
    vote = which(register)
    agreement = register.noticed()
    with pytest.raises(DatabaseError, match="only a vote on this text"), transaction.atomic():
        forge(agreement, register, vote)


def test_a_signature_before_its_vote_is_refused(register):
    agreement, vote = register.voted()
    with pytest.raises(DatabaseError, match="only a vote on this text"), transaction.atomic():
        Signature.objects.create(
            agreement=agreement,
            text=agreement.texts.last(),
            vote=vote,
            signed_at=VOTED - timedelta(minutes=10),
            signer="The mayor",
            sha256="0" * 64,
            by=register.cleo,
            at=LATER,
        )


WRITES = (
    "UPDATE agreements_signature SET vote_id = %(vote)s",
    "UPDATE agreements_signature SET signed_at = '2027-01-01 00:00:00'",
    "DELETE FROM agreements_signature",
    "UPDATE agreements_text SET expires_on = '2099-01-01'",
    "UPDATE agreements_question SET text_id = text_id",
    "UPDATE agreements_agreement SET found = NOT found",
    "DELETE FROM agreements_possibleviolation",
    "UPDATE commission_vote SET closed_at = '2020-01-01 00:00:00'",
    "UPDATE commission_vote SET result = 'passed' WHERE result = 'failed'",
    "UPDATE commission_vote SET in_office = 1",
    "UPDATE commission_ballot SET option = 'yes'",
    "DELETE FROM commission_ballot",
    "DELETE FROM commission_vote_items",
    "UPDATE commission_item SET title = 'else' WHERE id IN (SELECT item_id FROM commission_vote_items)",
)


@pytest.mark.parametrize("write", WRITES)
def test_sql_can_not_rewrite_what_happened(register, write):
    vote = refused_vote(register)
    agreement = register.noticed()
    register.signed(agreement, LATER)
    with (
        pytest.raises(DatabaseError, match=r"append-only|never deleted|written once|stays|more than half"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(write.replace("%(vote)s", str(vote.pk)))


def test_the_orm_can_not_pass_a_motion_without_its_ballots(register):
    agreement = register.noticed()
    vote = deciding.open_vote([register.on_agenda(agreement)], "it", by=register.cleo, at=VOTED)
    deciding.cast(vote, "yes", by=register.ada, at=VOTED)
    with pytest.raises(DatabaseError, match="more than half"), transaction.atomic():
        Vote.objects.filter(pk=vote.pk).update(
            result="passed", closed_at=VOTED + timedelta(hours=1), closed_by=register.cleo
        )
    with pytest.raises(DatabaseError, match="only a commissioner"), transaction.atomic():
        Ballot.objects.create(vote=vote, person=register.cleo, name="Ada", option="yes", at=VOTED)


def test_a_vote_can_not_be_made_closed_nor_with_fewer_members_than_there_are(register):
    session = register.session()
    made = {"session": session, "motion": "it", "members": [], "opened_by": register.cleo, "opened_at": VOTED}
    with pytest.raises(DatabaseError, match="opened before it is closed"), transaction.atomic():
        Vote.objects.create(
            **made, in_office=5, result="passed", closed_at=VOTED + timedelta(1), closed_by=register.cleo
        )
    with pytest.raises(DatabaseError, match="every commissioner counts"), transaction.atomic():
        Vote.objects.create(**made, in_office=1)


def test_a_text_can_not_be_hung_under_a_vote_that_was_held(register):
    item = register.item(register.session(), title="Something")
    register.vote(item)
    agreement = register.noticed()
    with pytest.raises(DatabaseError, match="before the vote is opened"), transaction.atomic():
        Question.objects.create(item=item, text=agreement.texts.last(), by=register.cleo, at=LATER)


# Ways through the pages, as every role.


def upload():
    return SimpleUploadedFile("signed.txt", b"Signed.", content_type="text/plain")


FORGED = {
    "state": "approved",
    "approved": "on",
    "governing_body_approved": "yes",
    "vote": "1",
    "vote_id": "1",
    "approval": "1",
    "closed_at": "2020-01-01T00:00",
    "result": "passed",
    "at": "2020-01-01T00:00",
    "opened_at": "2020-01-01T00:00",
    "by": "1",
}


def addresses(agreement, item, vote):
    yield from (f"/instruments/{agreement.pk}/{step}/" for step in STEPS)
    yield f"/instruments/{agreement.pk}/"
    yield from (f"/chamber/items/{item.pk}/{act}/" for act in ("vote", "pull"))
    yield from (f"/chamber/votes/{vote.pk}/{act}/" for act in ("cast", "close", "correct"))
    yield f"/chamber/votes/{vote.pk}/"


STEPS = ("text", "analysis", "notice", "agenda", "signature", "ruling", "review", "end")
VALUES = {
    "signed_at": "2026-03-05T12:00",
    "signer": "The mayor",
    "finding": "vote",
    "reasons": "It may.",
    "until": "2026-04-01",
    "says": "binds",
    "note": "all well",
    "next_on": "2026-06-01",
    "how": "city",
    "on": "2026-03-06",
    "reason": "over",
    "motion": "to ratify it",
    "text": "It was approved.",
    "option": "yes",
}


@pytest.mark.django_db(databases=["default", "public"])
@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_no_role_gets_an_approval_through_the_pages(register, client, role):
    """A refused text and a signed one; then one person posts everything to everything, forged fields too."""
    refused, vote = register.voted(register.noticed(title="Refused"), yes="ada", no="ben cyn dov")
    late = register.noticed(title="Late")
    register.signed(late, LATER)
    item = vote.items.get()
    person = next((name for name, (_name, held) in CAST.items() if held == role), None)
    user = register.people[person] if person else register.ofi
    if person is None:
        from scopeofduty.city.accounts.models import Appointment

        user.appointments.update(ended_at=EVENING)
        Appointment.objects.create(user=user, role=role, given_at=EVENING)
    client.force_login(user)
    with port.use(port.FrozenClock(LATER + timedelta(days=3))):
        for agreement in (refused, late):
            for address in addresses(agreement, item, vote):
                client.post(address, {**FORGED, **VALUES, "document": upload()})
    day = today(LATER + timedelta(days=4))
    for agreement in Agreement.objects.all():
        found = standing(agreement, day)
        assert not found.approved, (role, found.state)
        assert found.facts()["governing_body_approved"] is False


# Ways through models, fixtures and files: whoever has a shell on the machine.


def test_a_saved_object_approves_nothing(register):
    vote = refused_vote(register)
    agreement = register.noticed()
    signature = register.signed(agreement, LATER)
    for change in (
        lambda: setattr(signature, "vote", vote),
        lambda: setattr(signature, "signed_at", LATER + timedelta(days=9)),
    ):
        change()
        with pytest.raises(AppendOnlyError):
            signature.save()
        with pytest.raises(AppendOnlyError):
            Signature.objects.bulk_update([signature], ["vote", "signed_at"])
    with pytest.raises(AppendOnlyError):
        Signature.objects.filter(pk=signature.pk).update(vote=vote)
    with pytest.raises(DatabaseError, match="only a vote on this text"), transaction.atomic():
        Signature.objects.bulk_create(
            [
                Signature(
                    agreement=register.noticed(title="Other"),
                    text=agreement.texts.last(),
                    vote=vote,
                    signed_at=LATER,
                    signer="The mayor",
                    sha256="0" * 64,
                    by=register.cleo,
                    at=LATER,
                )
            ]
        )
    vote.result = "passed"
    with pytest.raises(DatabaseError, match=r"stays as it was counted|more than half"), transaction.atomic():
        vote.save()


def test_a_fixture_approves_nothing(register, tmp_path):
    """`loaddata` writes rows as they stand in a file; the database asks of them what it asks of any."""
    vote = refused_vote(register)
    agreement = register.noticed()
    register.signed(agreement, LATER)
    rows = json.loads(serializers.serialize("json", Signature.objects.all()))
    rows[0]["fields"]["vote"] = vote.pk
    votes = json.loads(serializers.serialize("json", Vote.objects.filter(pk=vote.pk)))
    votes[0]["fields"]["result"] = "passed"
    for told in (rows, votes):
        file = tmp_path / "forged.json"
        file.write_text(json.dumps(told))
        with pytest.raises(DatabaseError), transaction.atomic():
            call_command("loaddata", str(file), verbosity=0)
    assert state(agreement) is State.NO_AUTHORITY


def test_a_list_of_neighbours_says_nothing_of_the_city(register):
    agreement = register.noticed(kind="287g_jail")
    listed = (
        b"STATE,LAW ENFORCEMENT AGENCY,SIGNED,SUPPORT TYPE\nKS,Riverbend Police,2026-01-01,Jail Enforcement\n"
    )
    given = {"states": "KS", "as_of": today(EVENING), "source": "published", "by": register.cleo}
    neighbours.bring_in("list.csv", listed, at=EVENING, **given)
    assert (state(agreement), Signature.objects.count()) == (State.READY, 0)


def test_a_session_set_in_the_past_dates_no_vote_back(register):
    """The clerk may write down a session that was; a vote bears the time at which it is really opened."""
    agreement = register.noticed()
    session = register.session(EVENING)
    register.on_agenda(agreement, session)
    register.signed(agreement, EVENING + timedelta(hours=1))
    past = register.session(EVENING - timedelta(days=2))
    with pytest.raises(RefusedError, match="signed"):
        recording.put_to_vote(agreement.texts.last(), past, by=register.cleo, at=LATER)
    with pytest.raises(RefusedError, match="signed"):
        deciding.open_vote(list(session.items.all()), "it", by=register.cleo, at=LATER)


def test_the_clock_of_a_page_can_not_be_set_by_whoever_posts(register, client):
    """A vote opened and closed through the pages bears the server's time, whatever is sent along."""
    item = register.on_agenda(register.noticed())
    client.force_login(register.cleo)
    sent = {"motion": "to approve it", **FORGED}
    with port.use(port.FrozenClock(LATER)):
        client.post(f"/chamber/items/{item.pk}/vote/", sent)
        vote = Vote.objects.get()
        client.post(f"/chamber/votes/{vote.pk}/close/", sent)
    vote.refresh_from_db()
    assert (vote.opened_at, vote.closed_at, vote.result) == (LATER, LATER, "failed")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_no_other_method_writes_anything(register, client, method):
    refused, vote = register.voted(register.noticed(title="Refused"), yes="ada", no="ben cyn dov")
    client.force_login(register.cleo)
    body = json.dumps({**FORGED, "option": "yes"})
    for address in addresses(refused, vote.items.get(), vote):
        getattr(client, method)(address, body, content_type="application/json")
    assert state(refused) is State.REFUSED
    assert (Vote.objects.get().result, Signature.objects.count()) == ("failed", 0)


def test_json_instead_of_a_form_writes_nothing(register, client):
    refused, vote = register.voted(register.noticed(title="Refused"), yes="ada", no="ben cyn dov")
    body = json.dumps({**FORGED, **VALUES})
    for person in (register.cleo, register.corey, register.ada, register.ira):
        client.force_login(person)
        for address in addresses(refused, vote.items.get(), vote):
            client.post(address, body, content_type="application/json")
    assert (state(refused), Signature.objects.count()) == (State.REFUSED, 0)


def test_whoever_is_not_logged_in_writes_nothing(register, client):
    refused, vote = register.voted(register.noticed(title="Refused"), yes="ada", no="ben cyn dov")
    for address in addresses(refused, vote.items.get(), vote):
        answer = client.post(address, {**FORGED, **VALUES, "document": upload()})
        assert answer.status_code in (302, 403), address
        assert "/account/login/" in answer.headers.get("Location", "/account/login/")
    assert (state(refused), Signature.objects.count()) == (State.REFUSED, 0)


def test_no_address_of_the_site_writes_an_approval():
    """Whoever adds a page or an interface that could approve meets this list first."""
    named = set()

    def walk(patterns, space=""):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
            elif pattern.name and "approv" in f"{space}{pattern.name}".lower():
                named.add(f"{space}{pattern.name}")

    walk(get_resolver().url_patterns)
    assert named == set()
    assert not [each for each in Permission if each.startswith("agreement") and "approve" in each]
    assert GRANTS[Permission.VOTE_CAST] == {Role.COMMISSIONER}


def test_no_command_takes_an_agreement_or_a_vote(capsys):
    """Every command, and every kind of import, as its own help tells it."""
    helps = []
    for command in (*([name] for name in cli.COMMANDS), ["import", "contacts"], *IMPORTS):
        with contextlib.suppress(SystemExit):
            cli.main([*command, "--help"])
        helps.append(capsys.readouterr().out.lower())
    assert all("usage: duty" in each for each in helps)
    assert not [
        each for each in helps if "approve" in each or "ballot" in each or "sign an agreement" in each
    ]


IMPORTS = (["import", "sweep"], ["import", "lookups"])


def test_the_same_paper_found_twice_is_recorded_once(register):
    first = recording.report_found(FOUND, SIGNED, by=register.ofi, at=LATER)
    with pytest.raises(RefusedError, match=f"as the signature of {first.public_id}"):
        recording.report_found({**FOUND, "title": "Copies"}, SIGNED, by=register.ada, at=LATER)
    assert (Agreement.objects.count(), PossibleViolation.objects.count()) == (1, 1)


def test_one_found_is_public_and_opened_as_a_possible_violation(register):
    heard = []
    from scopeofduty.city.agreements.found import without_a_vote

    def hear(violation, **_rest):
        heard.append(violation.agreement.public_id)

    without_a_vote.connect(hear)
    agreement = recording.report_found(FOUND, SIGNED, by=register.ofi, at=LATER)
    assert heard == [agreement.public_id]
    assert state(agreement) is State.NO_AUTHORITY
    assert Text.objects.filter(agreement=agreement).count() == 0
    assert Item.objects.count() == 0
    assert sitting  # the chamber had no part in it

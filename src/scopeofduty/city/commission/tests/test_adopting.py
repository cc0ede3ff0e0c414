"""From a vote to the desk: the answer changes on the day, and only with counsel's signature."""

from datetime import UTC, date, datetime, timedelta

from scopeofduty.city.clock import port
from scopeofduty.city.commission import adopting, effect
from scopeofduty.city.commission.models import Adoption
from scopeofduty.city.commission.tests.conftest import EVENING
from scopeofduty.city.demo.legal import sign_rules
from scopeofduty.city.desk import law_in_force, signatures
from scopeofduty.city.desk.determination import determine
from scopeofduty.city.desk.phrase import Phrase
from scopeofduty.city.ledger.models import Fact
from scopeofduty.city.profile.models import City

DAY = date(2026, 3, 10)
BEFORE = DAY - timedelta(days=1)
RULE = "3(a)  collect immigration information  is prohibited"
NARROW = "3(a)  collect immigration information  is discretionary"


def narrowed(rules):
    assert RULE in rules
    return rules.replace(RULE, NARROW)


def answer(day):
    facts = {"threat_to_life": False, "info": "immigration_status", "required_by_law": False}
    return determine(act="ask about immigration information", actor="any_employee", facts=facts, on=day)


def adopted(town, change=narrowed, **votes):
    item = town.item(
        town.session(), step="adoption", version=town.version(change), first_day=DAY, title="Second reading"
    )
    return town.vote(item, **votes)


def sign_new_rules(town, day):
    today = law_in_force.on(day)
    for rule in today.rules:
        signatures.sign(
            today.cite(rule),
            name="Corey",
            on=BEFORE,
            review_on=day + timedelta(days=300),
            by=town.corey,
            at=EVENING,
        )


def test_the_desk_answers_otherwise_from_the_day_on_once_counsel_has_signed(town):
    sign_rules(town.corey, EVENING)
    assert answer(DAY).phrase is Phrase.NO
    adopted(town)
    assert answer(BEFORE).phrase is Phrase.NO
    assert answer(DAY).phrase is Phrase.COUNSEL, "unsigned: ask counsel; until then do not"
    assert answer(DAY).said is Phrase.MAY
    sign_new_rules(town, DAY)
    assert (answer(BEFORE).phrase, answer(DAY).phrase) == (Phrase.NO, Phrase.MAY)


def test_the_day_begins_at_midnight_in_the_citys_zone(town, client):
    sign_rules(town.corey, EVENING)
    adopted(town)
    sign_new_rules(town, DAY)
    said = []
    for at in (datetime(2026, 3, 10, 4, 59, tzinfo=UTC), datetime(2026, 3, 10, 5, 0, tzinfo=UTC)):
        from scopeofduty.city.collection.register import today

        with port.use(port.FrozenClock(at)):
            said.append(answer(today(port.now())).phrase)
    assert said == [Phrase.NO, Phrase.MAY]


def test_rules_that_were_not_changed_keep_their_signature(town):
    sign_rules(town.corey, EVENING)
    adopted(town)
    on = law_in_force.on(DAY)
    unsigned = [
        each.citation.rule
        for each in signatures.foundations(on.cite(rule) for rule in on.rules)
        if each.signed is None
    ]
    assert unsigned == ["3(a)"]


def test_a_vote_that_fails_changes_nothing(town):
    sign_rules(town.corey, EVENING)
    vote = adopted(town, yes="ada ben", no="cyn dov eve")
    assert vote.result == "failed"
    assert (Adoption.objects.count(), City.objects.get().packs) == (0, ["riverbend"])
    assert answer(DAY).phrase is Phrase.NO


def test_an_adopted_conflict_answers_ask_counsel(town):
    sign_rules(town.corey, EVENING)
    adopted(
        town,
        lambda rules: rules.replace(
            RULE, f"{RULE}\n\n3(a)/also  collect immigration information  is permitted"
        ),
    )
    sign_new_rules(town, DAY)
    found = answer(DAY)
    assert (found.conflict, found.phrase) == (True, Phrase.COUNSEL)


def test_the_public_register_is_told_once(town):
    vote = adopted(town)
    from scopeofduty.city.commission import deciding

    deciding.close(vote, by=town.cleo, at=EVENING + timedelta(hours=3))
    [fact] = Fact.objects.filter(kind="ordinance-version")
    assert fact.facts["first_day"] == "2026-03-10"
    assert fact.facts["pack_digest"] == Adoption.objects.get().digest


def test_a_pack_lost_in_a_restore_is_laid_out_again(town, settings):
    adopted(town)
    made = Adoption.objects.get()
    folder = settings.LAW_FOLDER / f"riverbend-{made.digest[:16]}"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    assert adopting.lay_out_missing() == 1
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert adopting.lay_out_missing() == 0


def test_two_adoptions_follow_one_another(town):
    adopted(town)
    later = DAY + timedelta(days=30)
    item = town.item(
        town.session(EVENING + timedelta(days=14)),
        step="adoption",
        version=town.version(),
        first_day=later,
        title="Back",
    )
    town.vote(item)
    names = [law_in_force.on(day).versions[0].start for day in (BEFORE, DAY, later)]
    assert names == [date(2020, 10, 1), DAY, later]


def test_what_a_change_does_is_told_before_the_vote(town):
    found = effect.effect_of(town.version(narrowed), DAY)
    assert found.alters
    assert any(change.before == "prohibited" and change.after == "discretionary" for change in found.changes)
    assert not effect.effect_of(town.version(), DAY).alters


def test_a_version_that_can_not_be_put_in_force_says_why(town):
    assert (
        "later version" in effect.effect_of(town.version(), date(2020, 10, 1)).problem
        or effect.effect_of(town.version(), date(2020, 9, 1)).problem
    )

"""A determination rests on signed, well-founded rules, and comes out the same each time."""

from __future__ import annotations

from datetime import date

import pytest

from scopeofduty import law
from scopeofduty.city.desk import law_in_force, signatures, signing
from scopeofduty.city.desk.determination import determine
from scopeofduty.city.desk.models import RuleSignature
from scopeofduty.city.desk.phrase import SIX, Phrase, phrase_of

TODAY = date(2026, 11, 23)
REVIEW = date(2027, 6, 1)
ON = date(2026, 11, 23)

ORDINANCE = """
law          A test ordinance
version      first
level        city
in force     from 2020-01-01
when silent  ask the city attorney

1  hold on a detainer  is prohibited
2  share information  is permitted
2/b  share information  is prohibited
  when info is release_date
3  allow a custodial interview  is permitted
  when required_by_law
4  allow a custodial interview  is prohibited
  unless required_by_law
5  make an agreement  needs approval of the City Commission
6  join a joint investigation or task force  needs approval of a supervisor
7  decline a request  is required
8  publish a public notice  refer to the city attorney
"""


@pytest.fixture
def pack(city, tmp_path):
    folder = tmp_path / "test-ordinance"
    folder.mkdir()
    (folder / "pack.json").write_text(
        '{"id": "test-ordinance", "title": "Test", "jurisdiction": "Test", "standing": "own", "zone": "UTC"}'
    )
    text = "\n\n".join(
        f"## {label} Section {label} [{{}}]\n\nWhat section {label} says." for label in "12345678"
    )

    def write(mark="V", change=""):
        (folder / "ordinance.md").write_text(f"# Test\n\n{text.replace('{}', mark)}{change}\n")
        (folder / "ordinance.duty").write_text(ORDINANCE)
        city.packs = [str(folder)]
        city.save()
        law_in_force.forget()

    write()
    yield write
    law_in_force.forget()


@pytest.fixture
def all_signed(counsel):
    def sign():
        for row in signing.rule_rows(ON):
            signatures.sign(
                row.foundation.citation, name="Corey", on=TODAY, review_on=REVIEW, by=counsel, at=_at()
            )

    return sign


def _at():
    from scopeofduty.city.clock.port import now

    return now()


def put(act, **facts):
    return determine(act=act, actor=None, facts=facts, on=ON)


def test_there_are_six_phrases_word_for_word():
    assert [str(phrase.label) for phrase in SIX] == [
        "You must",
        "You may, you need not",
        "No",
        "Not without the commission",
        "Ask counsel; until then do not",
        "Not covered; until told otherwise do not",
    ]


@pytest.mark.parametrize(
    ("act", "phrase"),
    [
        ("decline a request", Phrase.MUST),
        ("share information", Phrase.UNDETERMINED),
        ("hold on a detainer", Phrase.NO),
        ("make an agreement", Phrase.COMMISSION),
        ("publish a public notice", Phrase.COUNSEL),
        ("lend property or facilities", Phrase.SILENT),
        ("join a joint investigation or task force", Phrase.COUNSEL),
    ],
)
def test_each_outcome_has_its_phrase(pack, all_signed, act, phrase):
    all_signed()
    assert put(act).phrase is phrase


@pytest.mark.usefixtures("signed")
def test_an_agreement_waits_for_the_vote_that_no_employee_can_report():
    facts = {"agreement_kind": "mou", "threat_to_life": False}
    found = determine(act="make an agreement", actor="any_employee", facts=facts, on=ON)
    assert (found.phrase, found.missing) == (Phrase.COMMISSION, ("governing_body_approved",))
    assert [each.citation.section for each in found.citations] == ["7(a)"]
    voted = {**facts, "governing_body_approved": True}
    assert determine(act="make an agreement", actor="any_employee", facts=voted, on=ON).phrase is Phrase.MAY


def test_a_conflict_is_for_counsel(pack, all_signed):
    all_signed()
    found = put("share information", info="release_date")
    assert found.phrase is Phrase.COUNSEL
    assert found.conflict


def test_what_only_counsel_knows_is_never_asked(pack, all_signed):
    all_signed()
    found = put("allow a custodial interview")
    assert found.question is None
    assert found.missing == ("required_by_law",)
    assert found.phrase is Phrase.COUNSEL


def test_an_unsigned_rule_says_ask_counsel(pack):
    found = put("hold on a detainer")
    assert (found.said, found.phrase) == (Phrase.NO, Phrase.COUNSEL)


@pytest.mark.parametrize("mark", ["N", "K"])
def test_news_and_background_knowledge_carry_no_answer(pack, all_signed, mark):
    pack(mark=mark)
    all_signed()
    assert put("hold on a detainer").phrase is Phrase.COUNSEL


def test_a_signature_lapses_when_the_text_changes(pack, all_signed):
    all_signed()
    assert put("hold on a detainer").phrase is Phrase.NO
    assert put("publish a public notice").signed
    pack(change=" One word more.")
    assert put("hold on a detainer").phrase is Phrase.NO
    assert not put("publish a public notice").signed
    assert RuleSignature.objects.filter(section="8", withdrawn_at=None).exists()


def test_a_withdrawn_signature_no_longer_stands(pack, all_signed, counsel):
    all_signed()
    citation = put("hold on a detainer").citations[0].citation
    assert signatures.withdraw(citation, by=counsel, at=_at(), reason="to be read again")
    assert put("hold on a detainer").phrase is Phrase.COUNSEL
    assert not signatures.withdraw(citation, by=counsel, at=_at(), reason="twice")


def test_a_rule_is_signed_once(pack, all_signed, counsel):
    all_signed()
    before = RuleSignature.objects.count()
    all_signed()
    assert RuleSignature.objects.count() == before


@pytest.mark.usefixtures("city")
def test_a_threat_to_life_is_answered_though_nothing_is_signed():
    found = determine(
        act="give perimeter or on-site support", actor="police", facts={"threat_to_life": True}, on=ON
    )
    assert found.phrase is Phrase.MAY


def test_a_threat_to_life_is_answered_where_the_law_is_silent(pack):
    assert put("give emergency help", threat_to_life=True).phrase is Phrase.MAY


def test_a_threat_to_life_does_not_turn_a_no_round(pack):
    assert put("hold on a detainer", threat_to_life=True).phrase is Phrase.NO


def test_the_same_question_gets_the_same_determination(pack, all_signed):
    all_signed()
    first, second = put("make an agreement"), put("make an agreement")
    assert first.as_json() == second.as_json()


def test_what_is_stored_rebuilds_the_law(pack, all_signed):
    all_signed()
    stored = put("hold on a detainer", paper="detainer").as_json()
    assert stored["on"] == "2026-11-23"
    assert stored["facts"] == {"paper": "detainer"}
    assert stored["citations"][0]["section"] == "1"
    assert stored["citations"][0]["signed_by"] == "Corey"
    assert law_in_force.book().on(stored["on"], digest=stored["digest"])


def test_a_sensitive_fact_is_stored_as_consulted(pack):
    assert put("hold on a detainer", removal_order="none").as_json()["facts"] == {
        "removal_order": "consulted"
    }


def test_a_sensitive_fact_is_never_asked():
    vocabulary = law.shared()
    assert vocabulary.facts["federal_offense"].sensitive
    from scopeofduty.city.desk.determination import for_staff

    assert not for_staff(vocabulary.facts["federal_offense"])


def test_an_approval_that_is_not_the_commissions_is_for_counsel():
    assert phrase_of("needs approval", "the City Commission") is Phrase.COMMISSION
    assert phrase_of("needs approval", "a supervisor") is Phrase.COUNSEL


def test_a_pack_that_cannot_be_read_is_said(pack, city):
    city.packs = ["no-such-pack"]
    city.save()
    with pytest.raises(law_in_force.NoLawError, match="no-such-pack"):
        law_in_force.book()
    city.packs = []
    city.save()
    with pytest.raises(law_in_force.NoLawError, match="has not said which law"):
        law_in_force.book()

"""A page is public once counsel has read it, and says by itself when the law went on without it."""

from __future__ import annotations

import pytest

from scopeofduty.city.accounts.append_only import AppendOnlyError
from scopeofduty.city.desk import law_in_force
from scopeofduty.city.explainers import writing
from scopeofduty.city.explainers.models import Explainer
from scopeofduty.city.explainers.projecting import publish
from scopeofduty.city.explainers.standing import State, section_hash, standing
from scopeofduty.city.explainers.tests.conftest import AT, SAYS
from scopeofduty.city.explainers.views import waiting_for_counsel
from scopeofduty.city.public.models import PublicExplainer

pytestmark = pytest.mark.django_db(databases=["default", "public"])


def stands(text):
    explainer = Explainer.objects.get(pk=text.explainer_id)
    return standing(explainer, law_in_force.on(AT.date()), AT)


def redraft(pack, file, old, new):
    text = (pack / file).read_text(encoding="utf-8")
    assert old in text
    (pack / file).write_text(text.replace(old, new), encoding="utf-8")
    law_in_force.forget()


def test_a_page_that_nobody_read_is_not_public(written):
    publish(AT)
    assert stands(written).state is State.WAITS
    assert not PublicExplainer.objects.exists()


def test_a_page_that_counsel_read_is_public_with_the_answer_of_the_day(signed):
    publish(AT)
    content = PublicExplainer.objects.get().content
    assert (content["changed"], content["reviewed_by"]) == (False, "Corey Cast")
    assert content["situations"][0]["cites"] == ["5(e)"]
    assert content["sections"][0]["text"]["es"]


def test_a_reworded_section_flags_the_page_and_says_which(signed, pack):
    redraft(pack, "ordinance.md", "Nobody is kept past the time of release", "Nobody is held past release")
    publish(AT)
    content = PublicExplainer.objects.get().content
    assert content["changed"]
    assert [change["en"] for change in content["changes"]] == [
        "Riverbend immigrant protection ordinance 5(e) was changed."
    ]
    assert waiting_for_counsel(AT) == 1


def test_another_deadline_is_a_change_of_its_section(city, pack):
    """What an explainer says of a notice rests on the duty as much as on the words."""
    section = {"pack": "riverbend", "law": "Riverbend immigrant protection ordinance", "section": "8(a)"}
    before = section_hash(section, law_in_force.on(AT.date()))
    redraft(pack, "ordinance.duty", "72 hours of operation_complete", "48 hours of operation_complete")
    after = section_hash(section, law_in_force.on(AT.date()))
    assert before
    assert after not in {"", before}


def test_another_answer_from_another_section_flags_the_page(signed, pack):
    redraft(
        pack,
        "ordinance.duty",
        "# Section 3: asking",
        "1  hold on a detainer  is permitted\n  despite 5(e)\n\n# Section 3: asking",
    )
    changes = stands(signed).changes
    assert len(changes) == 1
    assert "Keep somebody" in changes[0]
    assert stands(signed).state is State.CHANGED


def test_a_section_that_bears_on_nothing_here_flags_nothing(signed, pack):
    redraft(
        pack, "ordinance.md", "Immigration officers do not interpret", "Federal officers do not interpret"
    )
    assert stands(signed).state is State.REVIEWED


def test_a_section_that_is_gone_says_so(signed, people):
    rests_on = [{**SAYS["rests_on"][0], "section": "99"}]
    text = writing.write("gone", SAYS | {"rests_on": rests_on}, by=people["cleo"], at=AT, base=0)
    found = {"sections": ["was there"], "answers": ["no"]}
    from scopeofduty.city.explainers.standing import changed

    told = list(changed(text, found, law_in_force.on(AT.date())))
    assert told == ["Riverbend immigrant protection ordinance 99 no longer stands."]


def test_a_newer_text_waits_while_the_one_read_stays_public(signed, people):
    newer = writing.write(
        "detainers", SAYS | {"answer": "No, never."}, by=people["cleo"], at=AT, base=1, reason="clearer"
    )
    publish(AT)
    assert PublicExplainer.objects.get().content["answer"]["en"] == "No. No judge signs it."
    assert stands(newer).newer == newer


def test_a_withdrawn_page_leaves_the_public_and_keeps_its_history(signed, people):
    publish(AT)
    writing.write("detainers", SAYS, by=people["cleo"], at=AT, base=1, reason="merged", withdrawn=True)
    publish(AT)
    assert not PublicExplainer.objects.exists()
    assert Explainer.objects.get().texts.count() == 2


def test_of_two_who_write_at_once_one_is_told(written, people):
    assert writing.write("detainers", SAYS, by=people["cleo"], at=AT, base=1)
    assert writing.write("detainers", SAYS, by=people["corey"], at=AT, base=1) is None
    assert Explainer.objects.get().texts.count() == 2


def test_what_was_written_is_never_rewritten(written):
    written.answer = "Yes."
    with pytest.raises(AppendOnlyError):
        written.save()


def test_a_window_run_twice_changes_nothing(signed):
    publish(AT)
    before = list(PublicExplainer.objects.values())
    publish(AT)
    assert list(PublicExplainer.objects.values()) == before

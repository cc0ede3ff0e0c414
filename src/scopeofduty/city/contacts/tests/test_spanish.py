import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils.translation import override

CATALOGUE = Path(__file__).parents[1] / "locale/es/LC_MESSAGES/django.po"


def test_every_text_is_translated_and_none_is_a_guess():
    text = CATALOGUE.read_text(encoding="utf-8")
    entries = text.split("\n\n")[1:]
    assert len(entries) > 400
    assert [entry for entry in entries if re.search(r'msgstr(\[\d\])? ""$', entry, re.MULTILINE)] == []
    assert "fuzzy" not in text


def test_the_form_speaks_spanish(client, dispatcher, values):
    client.force_login(dispatcher)
    page = client.get("/es/contacts/new").content.decode()
    assert "Registrar un contacto" in page
    assert "Qué pidieron" in page
    refused = client.post("/es/contacts/new", {"key": str(uuid4()), **values, "minutes_on_scene": "seis"})
    assert "no es un número entero" in refused.content.decode()


@pytest.mark.parametrize(("minutes", "words"), [(1, "1 minuto después"), (9, "9 minutos después")])
def test_the_lag_counts_in_spanish(minutes, words):
    from django.utils.translation import ngettext

    with override("es"):
        said = ngettext("%(n)s minute after receipt", "%(n)s minutes after receipt", minutes) % {"n": minutes}
    assert said.startswith(words)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spoken", "shown"),
    [("en", "Riverbend ordinance section 5(b)"), ("es", "Ordenanza de Riverbend, artículo 5(b)")],
)
def test_a_section_is_cited_in_the_readers_language(dispatcher, spoken, shown):
    from scopeofduty.city.contacts.reading import answer_shown

    law = "Riverbend immigrant protection ordinance"
    cited = {"pack": "riverbend", "law": law, "section": "5(b)"}
    record = {"phrase": "no", "on": "2026-01-15", "citations": [cited, {**cited, "law": "An older law"}]}
    with override(spoken):
        assert answer_shown(record).sections == [shown, "An older law 5(b)"]

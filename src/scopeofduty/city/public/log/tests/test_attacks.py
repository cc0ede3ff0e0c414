"""What a dishonest city might try, as the public page tells it: in a resident's words, in two languages."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from lxml import html

from scopeofduty.city.public.log.tests.conftest import days, open_to_public
from scopeofduty.ledger.audit import AUDIT_FILE, published
from scopeofduty.ledger.keepers import POLICY_FILE
from scopeofduty.ledger.register import encode_entry
from scopeofduty.ledger.states import notice_path
from scopeofduty.ledger.tests import test_attacks as attacks
from scopeofduty.ledger.tests.cast import DAY, TERMS, City

pytestmark = pytest.mark.django_db(databases=["default", "public"])


@pytest.fixture
def page(client, settings):
    """A function that lays a city's log out, audits it as the clock does, and reads its page."""

    def read(city, root, clock=None):
        open_to_public(city, settings, root)
        policy = city.public.read(POLICY_FILE)
        city.public.put(AUDIT_FILE, published(city.public.read, policy, clock or city.clock.now))
        return {prefix: words(client, f"{prefix}/log/") for prefix in ("", "/es")}

    return read


def words(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    tree = html.fromstring(answer.content)
    for same in tree.xpath("//*[@class='legend' or @class='drawn']"):
        same.drop_tree()  # it names every state, whatever was found
    return " ".join(tree.text_content().split())


def told(pages, english, spanish):
    assert english in pages[""]
    assert spanish in pages["/es"]


CHANGED = ("Somebody changed something here.", "Aquí alguien cambió algo.")
BROKE = ("The city broke its word here.", "Aquí la ciudad faltó a su palabra.")
AUDIT = ("What an audit of the whole log found", "Qué encontró una auditoría de todo el registro")
QUIET = ("found nothing that was changed", "no encontró nada alterado")


def test_an_honest_log_is_called_so(page, tmp_path):
    city = City(tmp_path).start()
    city.receive("c1", agency="ICE")
    days(city, 8)
    pages = page(city, tmp_path)
    told(pages, *QUIET)
    assert AUDIT[0] not in pages[""]


def test_a_notice_suppressed_as_an_empty_envelope(page, tmp_path):
    city = attacks.Denying(tmp_path).start()
    city.receive("c1", agency="ICE")
    days(city, 8)
    pages = page(city, tmp_path)
    told(pages, *AUDIT)
    told(pages, "Altered", "Alterado")
    assert "what was opened isn't what was sealed" in pages[""]


def test_a_notice_suppressed_long_ago_is_told_though_its_day_is_drawn_no_more(page, client, tmp_path):
    city = attacks.Denying(tmp_path).start()
    city.receive("c1", agency="ICE")
    days(city, 50)
    tick, slot = city.records["c1"].place
    pages = page(city, tmp_path)
    assert f"slot {tick}/{slot}: what was opened isn't what was sealed" in pages[""]
    told(pages, f"Envelope {slot + 1} of 2024-10-04", f"Sobre {slot + 1} del 2024-10-04")
    address = f"/log/2024-10-04/#e-{tick}-{slot}"
    assert address in client.get("/log/").content.decode()


@pytest.mark.parametrize("days_back", [5, -9])
def test_an_entry_that_bears_another_date(page, tmp_path, days_back):
    city = City(tmp_path).start()
    days(city, 6)
    city.facts.append(encode_entry("vote", city.clock.now - days_back * DAY, id="V-9"))
    city.end_day()
    told(page(city, tmp_path), "Backdated", "Con fecha falsa")


def test_a_notice_that_was_altered(page, tmp_path):
    city = City(tmp_path).start()
    city.receive("c1", agency="ICE", answer="refused")
    days(city, 8)
    path = notice_path(city.records["c1"].place)
    city.public.put(path, city.public.read(path).replace(b"refused", b"granted"))
    told(page(city, tmp_path), *CHANGED)


def test_a_notice_altered_between_two_audits_shows_within_the_hour(page, client, settings, tmp_path):
    city = City(tmp_path).start()
    city.receive("c1", agency="ICE", answer="refused")
    days(city, 8)
    told(page(city, tmp_path), *QUIET)
    path = notice_path(city.records["c1"].place)
    city.public.put(path, city.public.read(path).replace(b"refused", b"granted"))
    now = settings.PUBLIC_CLOCK
    settings.PUBLIC_CLOCK = lambda: now() + timedelta(hours=1)
    assert CHANGED[0] in words(client, "/log/")


@pytest.mark.parametrize("folder", ["slots", "register"])
def test_an_entry_of_the_log_that_was_altered(page, tmp_path, folder):
    city = City(tmp_path).start()
    city.receive("c1", agency="ICE")
    days(city, 3)
    for path in sorted((city.public.root / folder / "tile" / "entries").rglob("*")):
        if path.is_file():
            data = bytearray(path.read_bytes())
            data[-2] ^= 1
            path.write_bytes(data)
    pages = page(city, tmp_path)
    told(
        pages,
        "What lies here isn\u2019t what the city signed.",
        "Lo que hay aquí no es lo que la ciudad firmó.",
    )
    if folder == "register":  # the page reads it whole, and needs no audit for that
        told(pages, "be read as a log. Something is damaged or was changed.", "Algo está dañado o se cambió.")


def test_a_checkpoint_that_the_city_did_not_sign(page, tmp_path):
    city = City(tmp_path).start()
    days(city, 3)
    path = city.public.root / "slots" / "checkpoint"
    path.write_bytes(path.read_bytes().replace(b"\n12\n", b"\n8\n"))
    told(page(city, tmp_path), "doesn't hold", "doesn't hold")


def test_an_envelope_changed_after_it_was_opened(page, tmp_path):
    """Its tile still gives the signed root: its bytes don't give the tile."""
    city = City(tmp_path).start()
    city.receive("c1", agency="ICE")
    days(city, 8)
    for path in sorted((city.public.root / "slots" / "tile" / "entries").rglob("*")):
        if path.is_file():
            path.write_bytes(bytes([*path.read_bytes()[:20], 0, 0, 0, *path.read_bytes()[23:]]))
    told(page(city, tmp_path), *CHANGED)


def test_a_notice_that_was_deleted(page, tmp_path):
    city = City(tmp_path).start()
    city.receive("c1", agency="ICE")
    days(city, 8)
    city.public.remove(notice_path(city.records["c1"].place))
    told(page(city, tmp_path), *BROKE)


def test_a_part_of_the_log_that_was_deleted(page, tmp_path):
    city = City(tmp_path).start()
    days(city, 3)
    shutil.rmtree(city.public.root / "slots" / "tile" / "entries")
    told(
        page(city, tmp_path),
        "What lies here isn\u2019t what the city signed.",
        "Lo que hay aquí no es lo que la ciudad firmó.",
    )


def test_two_people_shown_two_logs_where_a_keeper_saw_one(page, tmp_path):
    """The second log gets no cosignature; its page says that nobody but the city vouches for it."""
    one, two = City(tmp_path / "1").start(), City(tmp_path / "2").start()
    days(one, 3)
    two.keeper.witnesses = one.keeper.witnesses
    for writer in two.writers.values():
        writer._witnessed = list
    two.receive("c1", agency="ICE")
    days(two, 3)
    told(
        page(two, tmp_path / "2"),
        "No independent keeper has signed the newest list.",
        "Ningún custodio independiente ha firmado la lista más reciente.",
    )


def test_two_signed_lists_beside_each_other(page, tmp_path):
    """Another tree that the city signed lies among the kept checkpoints: both can't be true."""
    one, two = City(tmp_path / "1").start(), City(tmp_path / "2").start()
    two.receive("c1", agency="ICE")
    days(one, 3)
    days(two, 3)
    kept = "slots/checkpoints/8"
    two.public.put(kept, one.public.read(kept))
    told(page(two, tmp_path / "2"), "Two lists", "Dos listas")


def test_an_old_backup_that_was_put_back(page, tmp_path):
    """Nothing is signed any more; the log stands still, and what is due counts as overdue."""
    city = attacks.restored(tmp_path, witnessed=True)
    with pytest.raises(attacks.BehindWitnessError):
        city.seal_due()
    told(page(city, tmp_path), "The log has stopped.", "El registro se ha detenido.")


def test_an_old_backup_from_which_the_city_signed_on(page, tmp_path):
    city = attacks.restored(tmp_path, witnessed=False)
    city.seal_due()
    city.cosign()
    told(
        page(city, tmp_path),
        "No independent keeper has signed the newest list.",
        "Ningún custodio independiente ha firmado la lista más reciente.",
    )


def test_delaying_for_ever_is_counted_before_everybody(page, tmp_path):
    city = City(tmp_path).start()
    attacks.delayed(city, 7)
    told(page(city, tmp_path), "renewed 7 times", "renovada 7 veces")


def test_delaying_beyond_the_ordinance_breaks_the_city_s_word(page, tmp_path):
    city = City(tmp_path, terms=replace(TERMS, max_renewals=3)).start()
    attacks.delayed(city, 4)
    told(page(city, tmp_path), *BROKE)


def test_sealing_weeks_later(page, tmp_path):
    city = City(tmp_path).start()
    city.end_day()
    city.clock.now += 3 * DAY
    days(city, 1)
    told(page(city, tmp_path), "later than the city promised", "más tarde de lo que la ciudad prometió")


def test_publishing_when_it_suits_the_city(page, tmp_path):
    city = City(tmp_path).start()
    city.facts.append(encode_entry("vote", city.clock.now + DAY // 2, id="V-1"))
    city.end_day()
    told(page(city, tmp_path), "Outside the fixed times", "Fuera de las horas fijas")


def test_the_whole_finding_can_be_had(page, client, tmp_path):
    city = attacks.Denying(tmp_path).start()
    city.receive("c1", agency="ICE")
    days(city, 8)
    page(city, tmp_path)
    found = client.get("/log/audit.json").json()
    assert found["slots"]["INVALID"] == 1
    assert {each["code"] for each in found["findings"]} == {"INVALID"}

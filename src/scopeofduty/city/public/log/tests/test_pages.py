"""The pages of the sealed log: each state shown, from public files alone."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from hashlib import sha256

import pytest
from lxml import html

from scopeofduty.city.public.log import picture
from scopeofduty.city.public.log.tests.conftest import days, every_state, open_to_public, spoil, tell
from scopeofduty.ledger.keepers import POLICY_FILE
from scopeofduty.ledger.notice import verify_notice
from scopeofduty.ledger.reading import LogReader
from scopeofduty.ledger.register import encode_entry
from scopeofduty.ledger.storage import Folder
from scopeofduty.ledger.tests.cast import DAY, FIRST

pytestmark = pytest.mark.django_db(databases=["default", "public"])


def tree(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return html.fromstring(answer.content)


def text(client, address):
    return " ".join(tree(client, address).text_content().split())


def envelopes(page):
    """The picture: state → how many."""
    marks = page.xpath("//*[contains(@class, 'envelopes')]//*[@class='env']/@data-state")
    return {state: marks.count(state) for state in sorted(set(marks))}


class TestThePicture:
    def test_it_shows_every_envelope_as_the_audit_finds_it(self, client, log):
        spoil(log)
        page = tree(client, "/log/")
        found = {state: count for state, count in log.audit().counts().items() if count}
        assert envelopes(page) == found
        assert len(found) == 6
        cells = [[int(cell.text_content()) for cell in row.xpath("td")] for row in page.xpath("//tbody/tr")]
        counted = log.audit().counts()
        columns = [counted[state] for state in ("SEALED", "EMPTY", "NOTICE", "DELAYED", "OVERDUE", "INVALID")]
        assert [sum(column) for column in zip(*cells, strict=True)] == columns

    def test_it_is_in_words_and_none_is_of_custody(self, client, log):
        spoil(log)
        for address in ("/log/", "/log/2024-10-04/", "/log/2024-10-05/", "/log/register/", "/log/check/"):
            for prefix in ("", "/es"):
                said = text(client, prefix + address).lower()
                assert not re.search(
                    r"\b(hold until|held in|detain|custody|release|detenid|liberar)", said
                ), address
        said = text(client, "/log/")
        for words in ("identical envelopes", "Most are empty", "a court ordered it", "broke its word"):
            assert words in said

    def test_what_is_not_settled_is_listed_however_old(self, client, tmp_path, settings):
        city = every_state(tmp_path)
        days(city, 21)
        spoil(city)
        open_to_public(city, settings, tmp_path)
        page = tree(client, "/log/")
        found = [item.text_content() for item in page.xpath("//ul[@class='unsettled']/li")]
        assert [next(w for w in ("Delayed", "Overdue", "Altered") if w in one) for one in found] == [
            "Altered",
            "Delayed",
            "Overdue",
        ]

    def test_a_day_shows_its_envelopes_and_leads_to_the_notice_and_its_proof(self, client, log):
        notice = tell(log, "c1")
        page = tree(client, "/log/2024-10-04/")
        assert len(page.xpath("//li[starts-with(@id, 'e-')]")) == 8
        assert page.xpath(f"//a[@href='/notices/{notice.public_id}']")
        assert client.get(page.xpath("//a[@download]/@href")[0]).status_code == 200
        assert "refused" in text(client, "/log/2024-10-04/")

    @pytest.mark.parametrize("day", ["2024-10-03", "2024-10-13", "2031-01-01", "2024-02-31", "0000-00-00"])
    def test_a_day_without_envelopes_has_no_page(self, client, log, day):
        assert client.get(f"/log/{day}/").status_code == 404

    def test_an_hourly_log_is_drawn_as_bars(self, client, tmp_path, settings):
        city = every_state(tmp_path)
        spoil(city)
        snapshot = _snapshot(tmp_path)
        found = picture.days(snapshot, snapshot.bench(city.clock.now))
        many = picture.Day(found[0].date, tuple(one for day in found for one in day.verdicts) * 5)
        (row,) = picture.rows([many])
        assert len(row.marks) == len({verdict.state for verdict in many.verdicts})
        assert max(mark.x + mark.width for mark in row.marks) <= picture.WIDTH


def _snapshot(root):
    return LogReader(Folder(root / "public").read).snapshot()


class TestKeepers:
    def test_who_signed_is_named(self, client, log):
        assert "Independent keepers have signed the newest list: keeper-a.example/w" in text(client, "/log/")

    def test_without_any_it_is_marked_so(self, client, log):
        lone = "\n".join([f"log {key.verifier}" for key in log.origins.values()] + ["quorum none", ""])
        log.public.put(POLICY_FILE, lone.encode())
        assert "No independent keeper has signed the newest list." in text(client, "/log/")

    def test_too_few_are_marked_so(self, client, log):
        log.keeper.witnesses.pop(next(iter(log.keeper.witnesses)))
        log.policy = type(log.policy).parse(log.public.read(POLICY_FILE))
        log.keeper.exchange = one_answers(log.keeper.exchange)
        log.end_day()
        assert "Fewer independent keepers" in text(client, "/log/")

    def test_a_log_that_stops_says_so_and_what_is_due_is_overdue(self, client, log, settings):
        settings.PUBLIC_CLOCK = later(settings.PUBLIC_CLOCK, 9)
        page = tree(client, "/log/")
        assert "The log has stopped." in page.text_content()
        assert envelopes(page)["OVERDUE"] > 8


def one_answers(exchange):
    def ask(url, body):
        try:
            return exchange(url, body)
        except KeyError as error:
            raise OSError("nobody answers") from error

    return ask


def later(clock, number):
    return lambda: clock() + timedelta(days=number)


class TestWithoutALog:
    def test_a_city_that_has_none_yet_says_so(self, client, settings, tmp_path, db):
        settings.LOG_FOLDER = tmp_path / "none"
        assert "has not sealed an envelope yet" in text(client, "/log/")
        assert "Nothing has been entered yet" in text(client, "/log/register/")
        assert client.get("/log/slots/checkpoint").status_code == 404
        assert client.get("/log/2024-10-04/").status_code == 404
        assert client.get("/log/proof/20000/1.tlog-proof").status_code == 404
        assert client.get("/log/check/").status_code == 200

    def test_a_damaged_one_says_so(self, client, log):
        (log.public.root / "slots" / "checkpoint").write_bytes(b"hello")
        assert "be read as a log" in text(client, "/log/")
        assert client.get("/log/2024-10-04/").status_code == 404
        shutil.rmtree(log.public.root / "register" / "tile")


class TestTheRegister:
    def test_it_says_in_words_what_was_entered(self, client, log):
        log.facts.append(
            encode_entry("vote", log.clock.now + DAY, meeting="2024-10-13", result="7 to 2", text="Draft 4")
        )
        log.end_day()
        said = text(client, "/log/register/")
        for words in (
            "A vote",
            "7 to 2",
            "The terms of the log",
            "5 days",
            "chief, counsel",
            "All 8 envelopes",
        ):
            assert words in said
        assert "Una votación" in text(client, "/es/log/register/")

    def test_it_has_pages_that_stay_as_they_are(self, client, log):
        log.facts += [encode_entry("vote", log.clock.now + DAY, number=n) for n in range(150)]
        log.end_day()
        first = client.get("/log/register/1/").content
        assert b"Newer entries" in first
        log.end_day()
        after = client.get("/log/register/1/").content
        assert re.sub(rb"\d+ entries in all", b"", after) == re.sub(rb"\d+ entries in all", b"", first)
        assert client.get("/log/register/3/").status_code == 404
        assert client.get("/log/register/0/").status_code == 404

    def test_an_attached_file_can_be_had_and_is_audited(self, client, log):
        data = b"the text of the ordinance"
        name = sha256(data).hexdigest()
        log.public.put(f"attachment/{name}", data)
        log.facts.append(encode_entry("ordinance-version", log.clock.now + DAY, attachment=name))
        log.end_day()
        (link,) = tree(client, "/log/register/").xpath("//li//a[@download]/@href")
        assert client.get(link).content == data
        before = log.audit().findings
        log.public.put(f"attachment/{name}", data + b"!")
        (found,) = [one for one in log.audit().findings if one not in before]
        assert found.code == "INVALID"
        log.public.remove(f"attachment/{name}")
        (found,) = [one for one in log.audit().findings if one not in before]
        assert found.code == "OVERDUE"

    def test_a_fact_with_markup_in_it_is_only_text(self, client, log):
        log.facts.append(encode_entry("vote", log.clock.now + DAY, text="<script>alert(1)</script>"))
        log.end_day()
        assert b"<script>alert" not in client.get("/log/register/").content


class TestFiles:
    @pytest.mark.parametrize(
        "path", ["slots/checkpoint", "register/checkpoint", "city.policy", "notice", "tile"]
    )
    def test_they_come_byte_for_byte_with_how_long_they_stay(self, client, log, path):
        tick, slot = log.records["c1"].place
        real = {"notice": f"notice/{tick}/{slot}.json", "tile": "slots/tile/0/000.p/72"}.get(path, path)
        answer = client.get(f"/log/{real}")
        assert answer.content == log.public.read(real)
        assert ("immutable" in answer["Cache-Control"]) is (path == "tile")
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert not {"ETag", "Last-Modified", "Set-Cookie"} & set(answer.headers)

    @pytest.mark.parametrize(
        "path",
        [
            "slots/lock", "slots/.checkpoint.new", "slots/../../state/slots/head", "slots/tile/0/000.p/999",
            "slots/tile/99/000", "register/x", "notice/20000/999.json", "notice/../city.policy",
            "state/slots/head",
            "slots/checkpoints/999999", "slots/%2e%2e/%2e%2e/state/slots/head",
        ],
    )  # fmt: skip
    def test_nothing_else_does(self, client, log, path):
        (log.public.root / "slots" / "lock").touch()
        assert client.get(f"/log/{path}").status_code == 404

    def test_an_audit_of_the_pages_is_the_audit_of_the_folder(self, client, log):
        from scopeofduty.ledger.audit import audit

        def read(path):
            answer = client.get(f"/log/{path}")
            return answer.content if answer.status_code == 200 else None

        over = audit(read, log.policy, log.clock.now)
        assert (over.counts(), over.findings) == (log.audit().counts(), log.audit().findings)


class TestProofs:
    def test_the_notice_s_page_offers_a_proof_that_holds(self, client, log):
        notice = tell(log, "c1")
        page = tree(client, f"/notices/{notice.public_id}")
        (proof, policy) = page.xpath("//section//a[@download]/@href")
        data, rules = client.get(proof), client.get(policy).content
        assert data["Content-Disposition"].endswith('.tlog-proof"')
        checked = verify_notice(data.content, type(log.policy).parse(rules))
        assert checked.witnessed.quorum
        assert checked.notice.place == log.records["c1"].place
        assert checked.notice.payload["answer"] == "refused"

    def test_it_is_the_proof_that_the_city_would_give(self, client, log):
        record = log.records["c1"]
        tick, slot = record.place
        given = log.publisher.proof(record.place, record.type, record.payload)
        assert client.get(f"/log/proof/{tick}/{slot}.tlog-proof").content == bytes(given)

    @pytest.mark.parametrize("record", ["c2", "empty", "sealed", "absent"])
    def test_an_envelope_that_is_not_open_has_none(self, client, log, record):
        taken = {each.place for each in log.records.values()}
        free = next(slot for slot in range(8) if (FIRST, slot) not in taken)
        place = {"empty": (FIRST, free), "sealed": (FIRST + 8, 0), "absent": (FIRST + 99, 0)}.get(record)
        tick, slot = place or log.records[record].place
        assert client.get(f"/log/proof/{tick}/{slot}.tlog-proof").status_code == 404

    def test_a_notice_that_was_never_sealed_says_so(self, client, log):
        notice = tell(log, "c1")
        notice.seal.delete()
        assert "There is no proof for this notice" in text(client, f"/notices/{notice.public_id}")

    def test_a_struck_field_stays_struck_in_the_proof(self, client, log):
        from scopeofduty.ledger.states import notice_file, notice_path

        record = log.records["c1"]
        log.public.put(notice_path(record.place), notice_file(record.place, record.payload.without("place")))
        tick, slot = record.place
        log.facts.append(
            encode_entry("redact", log.clock.now + DAY, tick=tick, slot=slot, field="place", reason="family")
        )
        log.end_day()
        data = client.get(f"/log/proof/{tick}/{slot}.tlog-proof").content
        assert verify_notice(data, log.policy).notice.payload["place"] is None
        assert "struck" in text(client, "/log/2024-10-04/")

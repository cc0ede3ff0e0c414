from dataclasses import replace

import pytest

from scopeofduty.sealing.canonical import canonical
from scopeofduty.sealing.errors import ExcludedReaderError, MalformedError, NobodyLeftError, RosterError
from scopeofduty.sealing.exclusion import check_readers, custodians, excluded, panel
from scopeofduty.sealing.roster import Duty, Member, Roster, publish_roster, read_roster, sign_roster
from scopeofduty.sealing.tests.vectors import cast, keys_of, member, signer_of

ROSTER = cast()
ONE, TWO = signer_of("keeper one"), signer_of("keeper two")
KEEPERS = frozenset({ONE.public, TWO.public})
FILE = publish_roster(ROSTER, [sign_roster(ROSTER, ONE), sign_roster(ROSTER, TWO)])


def read(file, roster=ROSTER, keepers=KEEPERS):
    return read_roster(file, keepers=keepers, pinned=roster.digest)


def test_a_roster_signed_by_two_and_pinned_is_read():
    assert read(FILE) == ROSTER


def test_a_substituted_roster_shows_even_when_two_keepers_signed_it():
    other = replace(ROSTER, number=4)
    file = publish_roster(other, [sign_roster(other, ONE), sign_roster(other, TWO)])
    with pytest.raises(RosterError, match="pinned"):
        read(file)


@pytest.mark.parametrize(
    "signatures",
    [
        [],
        [sign_roster(ROSTER, ONE)],
        [sign_roster(ROSTER, ONE), sign_roster(ROSTER, ONE)],
        [sign_roster(ROSTER, ONE), sign_roster(ROSTER, signer_of("stranger"))],
        [sign_roster(ROSTER, ONE), (TWO.public, sign_roster(ROSTER, ONE)[1])],
    ],
)
def test_a_roster_needs_two_different_keepers(signatures):
    with pytest.raises(RosterError, match="signatures of 2"):
        read(publish_roster(ROSTER, signatures))


def test_files_that_are_no_roster_are_refused():
    for file in (b"", b"{}", canonical({"roster": "{}", "signatures": []})):
        with pytest.raises((MalformedError, RosterError)):
            read(file)


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ((), "1 to 256"),
        ((member("a", Duty.NONE), member("a", Duty.NONE)), "id of their own"),
        ((member("a", Duty.NONE, reports_to="b"),), "names b"),
        ((member("a", Duty.NONE, beside=("b",)),), "names b"),
        ((member("a", Duty.NONE, reports_to="a"),), "comes back"),
        ((member("a", Duty.NONE, reports_to="b"), member("b", Duty.NONE, reports_to="a")), "comes back"),
        ((member("a", Duty.RECIPIENT), replace(member("a", Duty.RECIPIENT), id="b")), "same key"),
    ],
)
def test_a_roster_that_contradicts_itself_is_refused(members, said):
    with pytest.raises(RosterError, match=said):
        Roster("Riverbend", 1, members)


def test_a_member_with_a_duty_has_both_keys():
    with pytest.raises(RosterError, match="both keys"):
        Member("a", "A", "role", Duty.RECIPIENT, recipient=keys_of("a").recipient)
    with pytest.raises(RosterError, match="no id"):
        Member("A b", "A", "role")
    with pytest.raises(MalformedError, match="age1"):
        Member("a", "A", "role", Duty.RECIPIENT, recipient="age1x", signing_key=bytes(32))
    with pytest.raises(RosterError, match="32 bytes"):
        Member("a", "A", "role", Duty.RECIPIENT, recipient=keys_of("a").recipient, signing_key=b"")


def test_the_chain_of_command_above_is_excluded_to_its_top():
    assert excluded(ROSTER, ["sergeant"]) == {"sergeant", "chief", "manager", "mayor"}
    assert panel(ROSTER, ["sergeant"]).ids == ("deputy", "auditor")


def test_whoever_stands_beside_is_excluded_both_ways():
    assert "deputy" in excluded(ROSTER, ["chief"])
    assert "chief" in excluded(ROSTER, ["deputy"])


def test_who_is_above_is_not_accused_so_their_neighbours_stay():
    assert "auditor" not in excluded(ROSTER, ["sergeant"])
    assert "deputy" not in excluded(ROSTER, ["sergeant"])


def test_nobody_named_excludes_nobody():
    found = panel(ROSTER, [])
    assert found.ids == ("manager", "chief", "deputy", "auditor")
    assert not found.outside


def test_an_empty_panel_goes_outside():
    found = panel(ROSTER, ["auditor", "chief"])
    assert found.outside
    assert found.ids == ("state",)


def test_an_empty_panel_without_anyone_outside_stops_and_says_so():
    inside = replace(ROSTER, members=tuple(one for one in ROSTER.members if one.id != "state"))
    with pytest.raises(NobodyLeftError, match="outside recipient"):
        panel(inside, ["auditor", "chief"])
    with pytest.raises(NobodyLeftError):
        panel(ROSTER, ["auditor", "chief", "state"])


def test_a_name_that_is_not_in_the_roster_is_said():
    with pytest.raises(RosterError, match="'nobody' isn't in roster 3 of Riverbend"):
        panel(ROSTER, ["nobody"])


@pytest.mark.parametrize("reader", ["chief", "deputy", "manager", "mayor", "sergeant", "clerk"])
def test_the_rule_is_checked_again_on_the_reading_side(reader):
    with pytest.raises(ExcludedReaderError, match=reader):
        check_readers(ROSTER, ["sergeant", "chief"], ["auditor", reader])


def test_an_excluded_outside_body_is_refused_too():
    with pytest.raises(ExcludedReaderError, match="state can read this case although"):
        check_readers(ROSTER, ["state", "chief"], ["auditor", "state"])


def test_fewer_readers_and_an_outside_body_are_allowed_and_nobody_is_not():
    check_readers(ROSTER, ["chief"], ["auditor"])
    check_readers(ROSTER, ["chief"], ["auditor", "state"])
    with pytest.raises(ExcludedReaderError, match="nobody"):
        check_readers(ROSTER, ["chief"], [])


def test_an_excluded_custodian_holds_no_identity():
    assert [one.id for one in custodians(ROSTER, ["chief"])] == ["clerk", "counsel"]
    assert [one.id for one in custodians(ROSTER, ["clerk"])] == ["counsel", "judge"]
    with pytest.raises(NobodyLeftError, match="two custodians"):
        custodians(ROSTER, ["clerk", "counsel"])

"""Two people at once: in a process of its own on a SQLite file, in the test's own on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread


def together(*works):
    """Run works at the same moment, each in a connection of its own; return what each raised or gave."""
    from django.db import connections

    barrier, results = Barrier(len(works)), [None] * len(works)

    def run(place, work):
        try:
            barrier.wait()
            results[place] = work()
        except Exception as error:  # noqa: BLE001 — the caller looks at it
            results[place] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def kinds(results):
    return sorted(type(each).__name__ for each in results)


def vote_at_once():
    """Two open, five members vote (one twice), two close, two write the minutes."""
    from scopeofduty.city.commission import deciding, sitting
    from scopeofduty.city.commission.models import Ballot, Vote
    from scopeofduty.city.commission.tests.conftest import EVENING, Town
    from scopeofduty.city.commission.tests.test_adopting import DAY, narrowed
    from scopeofduty.city.ledger.models import Fact

    town, at = Town(), EVENING + timedelta(minutes=30)
    session = town.session()
    item = town.item(session, step="adoption", version=town.version(narrowed), first_day=DAY)
    opened = together(*[lambda: deciding.open_vote([item], "it", by=town.cleo, at=at)] * 2)
    assert kinds(opened) == ["RefusedError", "Vote"], opened
    vote = Vote.objects.get()
    names = ("ada", "ben", "cyn", "dov", "eve", "ada")
    cast = together(*[lambda n=n: deciding.cast(vote, "yes", by=town.people[n], at=at) for n in names])
    assert kinds(cast) == ["Ballot"] * 6, cast
    assert Ballot.objects.count() == 5
    closed = together(*[lambda: deciding.close(vote, by=town.cleo, at=at)] * 2)
    assert [each.result for each in closed] == ["passed", "passed"], closed
    assert vote.adoptions.count() == 1
    assert Fact.objects.filter(kind="ordinance-version").count() == 1
    assert Fact.objects.filter(kind="vote").count() == 1
    wrote = together(*[lambda: sitting.write_minutes(session, "They met.", by=town.cleo, at=at, after=0)] * 2)
    assert kinds(wrote) == ["Minutes", "RefusedError"], wrote


def sign_at_once():
    """Two record the city's signature of one agreement, and two counsel sign one rule."""
    from scopeofduty.city.agreements import recording
    from scopeofduty.city.agreements.models import PossibleViolation, Signature
    from scopeofduty.city.agreements.recording import Document
    from scopeofduty.city.agreements.tests.conftest import Register
    from scopeofduty.city.commission.tests.conftest import EVENING
    from scopeofduty.city.desk import law_in_force, signatures
    from scopeofduty.city.desk.models import RuleSignature
    from scopeofduty.city.ledger.models import Fact

    register = Register()
    agreement = register.noticed()
    signed = together(*[lambda: register.signed(agreement, EVENING)] * 2)
    assert kinds(signed) == ["RefusedError", "Signature"], signed
    assert (Signature.objects.count(), PossibleViolation.objects.count()) == (1, 1)
    assert Fact.objects.filter(kind="agreement").count() == 1
    told = {
        "kind": "fusion",
        "title": "Copies",
        "partner": "A centre",
        "department": "Police",
        "summary": "All.",
    }
    told |= {"signed_at": EVENING, "signer": "A deputy"}
    paper = Document("found.txt", b"Found in a drawer.")
    found = together(
        *[lambda: recording.report_found(told, paper, by=register.ofi, at=EVENING + timedelta(days=1))] * 2
    )
    assert kinds(found) == ["Agreement", "RefusedError"], found
    assert PossibleViolation.objects.count() == 2
    today = law_in_force.on(EVENING.date())
    given = {"name": "Corey", "on": EVENING.date(), "review_on": EVENING.date() + timedelta(days=99)}
    citation = today.cite(today.rules[0])
    names = together(*[lambda: signatures.sign(citation, by=register.corey, at=EVENING, **given)] * 2)
    assert sorted(names) == [False, True], names
    assert RuleSignature.objects.count() == 1


def main():
    """Make a city in the folder that `DUTY_DATA` names, and do all of it."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("migrate", "public", database="public", verbosity=0)
    vote_at_once()
    sign_at_once()
    print("nothing lost, nothing doubled")  # noqa: T201 — the test reads it


if __name__ == "__main__":
    main()

"""Two people at one draft at the same moment, on a database that both share. Run by test_two_at_once."""

from datetime import UTC, datetime
from threading import Barrier, Thread

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


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
        thread.join(60)
    return results


def kinds(results):
    return sorted(type(each).__name__ for each in results)


def begun():
    """A city, two people and a draft."""
    from scopeofduty.city.accounts.models import User
    from scopeofduty.city.drafts import packs, writing
    from scopeofduty.city.profile.models import City

    City.objects.get_or_create(pk=1, defaults={"name": "Riverbend", "packs": ["riverbend"]})
    people = [User.objects.get_or_create(username=name)[0] for name in ("one", "two")]
    start = next(packs.starts(("lawrence",)))
    return people, writing.begin("Lawrence", start, by=people[0], at=AT)


def save_at_once():
    """Two save after the same revision: one follows it, the other's words are kept as a suggestion."""
    from scopeofduty.city.drafts import writing
    from scopeofduty.city.drafts.models import Suggestion
    from scopeofduty.city.drafts.parties import Party

    people, draft = begun()
    head = draft.head

    def save(number):
        text = f"{head.text}\n## 9{number} New\n\nWords of {number}.\n"
        person = people[number]
        return writing.save(draft, 1, text, head.rules, party=Party.CLERK, summary="", by=person, at=AT)

    results = together(lambda: save(0), lambda: save(1))
    assert kinds(results) == ["OvertakenError", "Revision"], results
    kept = draft.revisions.get(number=2).text + Suggestion.objects.get(draft=draft).text
    assert "Words of 0." in kept
    assert "Words of 1." in kept


def answer_at_once():
    """Two accept the same suggestion, and two reject another: each is answered once."""
    from scopeofduty.city.drafts import writing
    from scopeofduty.city.drafts.models import Suggestion
    from scopeofduty.city.drafts.parties import Party

    people, draft = begun()
    head = draft.head
    made = [
        writing.suggest(
            draft,
            head,
            f"{head.text}\n## {n} New\n",
            head.rules,
            party=Party.CLERK,
            why="",
            by=people[0],
            at=AT,
        )
        for n in (98, 99)
    ]

    def accept(person):
        text = made[0].text
        return writing.accept(made[0], 1, text, head.rules, reason="yes", by=person, at=AT)

    results = together(lambda: accept(people[0]), lambda: accept(people[1]))
    assert kinds(results) == ["DraftError", "Revision"], results
    assert draft.revisions.count() == 2
    results = together(*(lambda p=p: writing.reject(made[1], reason="no", by=p, at=AT) for p in people))
    assert kinds(results) == ["DraftError", "NoneType"], results
    assert Suggestion.objects.filter(draft=draft, state="open").count() == 0


def freeze_at_once():
    """Two freeze the same revision as a version, and two keep the draft still: each is done once."""
    from scopeofduty.city.drafts import versions, writing

    people, draft = begun()
    head = draft.head
    results = together(
        *(lambda p=p: versions.freeze(draft, head, name="first reading", by=p, at=AT) for p in people)
    )
    assert results[0] == results[1], results
    assert draft.versions.count() == 1
    results = together(*(lambda p=p: writing.freeze(draft, "consolidating", by=p, at=AT) for p in people))
    assert kinds(results) == ["DraftError", "Freeze"], results


WORKS = (save_at_once, answer_at_once, freeze_at_once)


def main():
    """Make a city in the folder that `DUTY_DATA` names, and do all of it."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for work in WORKS:
        work()
    print("nothing lost, nothing doubled")  # noqa: T201 — the test reads it


if __name__ == "__main__":
    main()

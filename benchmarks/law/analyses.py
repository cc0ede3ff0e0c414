"""Compiling, comparing, replaying, interviewing and a cold `duty ask`, against their bars.

python benchmarks/law/analyses.py
"""

from __future__ import annotations

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import replace

from scopeofduty import law
from scopeofduty.law.comparing import _of_act
from scopeofduty.law.compiled import compiled
from scopeofduty.law.conditions import All, Is
from scopeofduty.law.replaying import Contact, answer_all, pack_log, replay
from scopeofduty.law.rules import Rule
from scopeofduty.law.vocabulary import Choice, Fact, Text

YES = frozenset({True})
NO = frozenset({False})


def milliseconds(function, times=5):
    """The best of several runs."""
    best = float("inf")
    for _ in range(times):
        begun = time.perf_counter()
        function()
        best = min(best, time.perf_counter() - begun)
    return round(best * 1000, 2)


def yes_no(count):
    choices = (Choice(True, Text("yes")), Choice(False, Text("no")))
    return {f"f{n}": Fact(f"f{n}", "yes-no", Text(f"f{n}?"), choices, "officer") for n in range(count)}


def synthetic(rules, facts, acts, seed=1):
    """Rules of one to three facts on one or two acts; one in four stands despite an earlier one."""
    rng = random.Random(seed)
    made = []
    for number in range(rules):
        tested = rng.sample(range(facts), rng.choice([1, 2, 3]))
        condition = All(tuple(Is(f"f{n}", rng.choice([YES, NO])) for n in tested))
        earlier = [r.id for r in made]
        despite = (rng.choice(earlier),) if earlier and rng.random() < 0.25 else ()
        made.append(
            Rule(
                "p", "law", "city", f"r{number}", f"r{number}",
                tuple(f"act{n}" for n in rng.sample(range(acts), rng.choice([1, 2]))),
                rng.choice(["prohibited", "permitted", "required", "refer"]),
                condition, despite=despite,
            )
        )  # fmt: skip
    return made


class Draft:
    """As much of an open book as `compare` looks at."""

    def __init__(self, rules, vocabulary):
        self.rules = rules
        self.book = type("Book", (), {"vocabulary": vocabulary})()


def compile_all(rules, vocabulary, acts):
    for n in range(acts):
        compiled([r for r in rules if f"act{n}" in r.acts], vocabulary)


def redraft(rules, seed=2):
    """Strike one rule in ten, change the outcome of one in ten."""
    rng = random.Random(seed)
    kept = []
    for rule in rules:
        chance = rng.random()
        if chance >= 0.1:
            kept.append(replace(rule, outcome="permitted") if chance < 0.2 else rule)
    return kept


def compare_all(old, new, acts):
    return [_of_act(f"act{n}", old, new) for n in range(acts)]


def sizes():
    report = {}
    base = law.shared()
    for rules, facts, acts in ((30, 30, 10), (120, 60, 30), (200, 60, 50)):
        vocabulary = replace(
            base, facts=yes_no(facts), implies=(),
            acts={f"act{n}": law.Act(f"act{n}", Text(f"act{n}"), "") for n in range(acts)},
        )  # fmt: skip
        book = synthetic(rules, facts, acts)
        name = f"{rules}_rules_{facts}_facts"
        report[f"compile_{name}_ms"] = milliseconds(
            lambda book=book, v=vocabulary, n=acts: compile_all(book, v, n)
        )
        old, new = Draft(book, vocabulary), Draft(redraft(book), vocabulary)
        report[f"compare_{name}_ms"] = milliseconds(lambda o=old, n=new, a=acts: compare_all(o, n, a), 3)
        report[f"compare_{name}_patterns"] = sum(len(found) for found, *_ in compare_all(old, new, acts))
    vocabulary = replace(base, facts=yes_no(32), implies=())
    sixteen = [
        Rule("p", "law", "city", f"r{n}", f"r{n}", ("act",), "prohibited",
             All((Is(f"f{2 * n}", YES), Is(f"f{2 * n + 1}", YES))))
        for n in range(16)
    ]  # fmt: skip
    report["compile_16_independent_prohibitions_ms"] = milliseconds(lambda: compiled(sixteen, vocabulary))
    return report


def replaying(rows=1_000_000):
    book = law.read("lawrence", above=False)
    old, new = book.on("2021-01-01"), book.on("2022-06-29")
    rng = random.Random(3)
    acts = sorted({act for rule in old.rules for act in rule.acts})[:10]
    facts = [book.vocabulary.facts[f] for f in ("paper", "purpose", "threat_to_life", "required_by_law")]
    kinds = [
        (rng.choice(acts), "police", {f.id: rng.choice(f.values) for f in facts if rng.random() < 0.7})
        for _ in range(5_000)
    ]
    contacts = (Contact(str(n), *kinds[n % len(kinds)]) for n in range(rows))
    begun = time.perf_counter()
    log = pack_log(contacts, book.vocabulary)
    packed = time.perf_counter() - begun
    answer_all(old, log)
    answer_all(new, log)
    return {
        "replay_rows": len(log),
        "replay_pack_seconds": round(packed, 2),
        "replay_two_drafts_ms": milliseconds(lambda: replay(old, new, log)),
    }


def interview(pack="riverbend", day="2026-01-15", count=300):
    """Questions still asked once the act, who acts, and that no life is in danger are known."""
    today = law.read(pack).on(day)
    rng = random.Random(4)
    acts = sorted({act for rule in today.rules for act in rule.acts})
    asked = []
    while len(asked) < count:
        act = rng.choice(acts)
        facts = {"threat_to_life": False, "required_by_law": False, "governing_body_approved": False}
        questions = 0
        answer = today.ask(act, "police", facts)
        while answer.question:
            facts[answer.question.fact] = rng.choice(answer.question.choices).value
            questions += 1
            answer = today.ask(act, "police", facts)
        asked.append(questions)
    return {"interview_mean_questions": round(statistics.mean(asked), 2), "interview_most": max(asked)}


def child_seconds():
    """User and system seconds of every process started so far and ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def cold(times=25):
    """A cold `duty ask` beside an interpreter that does nothing: CPU (user + system) and wall time.

    Bytecode is kept, as in any installed copy; the first run of each, which may write it, isn't counted.
    """
    ask = ["-m", "scopeofduty.cli", "ask", "hold on a detainer", "paper=detainer", "--actor", "jail"]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    runs = {"cold_duty_ask": [], "bare_python": []}
    for _ in range(times + 1):
        for name, command in (("cold_duty_ask", ask), ("bare_python", ["-c", "pass"])):
            used, begun = child_seconds(), time.perf_counter()
            subprocess.run([sys.executable, *command], check=True, capture_output=True, env=kept)
            wall, cpu = time.perf_counter() - begun, child_seconds() - used
            runs[name].append((cpu * 1000, wall * 1000))
    report = {"load": round(os.getloadavg()[0], 1)}
    for name, taken in runs.items():
        for kind, column in zip(("cpu", "wall"), zip(*taken[1:], strict=True), strict=True):
            report[f"{name}_{kind}_ms_best"] = round(min(column))
            report[f"{name}_{kind}_ms_median"] = round(statistics.median(column))
    return report


if __name__ == "__main__":
    print(json.dumps({**sizes(), **replaying(), **interview(), **cold()}, indent=2))

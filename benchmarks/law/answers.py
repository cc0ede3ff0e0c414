"""Answers a second, with citations, on a city's own rules; and the same questions put to other engines.

    python benchmarks/law/answers.py [--questions 20000] [--pack riverbend]

Peers are asked only what they can say: is it permitted, prohibited, or neither. A peer that is not
installed is left out with a line. `benchmarks/law/README.md` says what is compared.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import time

from peers.plain import expected
from peers.timing import rate

from scopeofduty import law

PEERS = {"cedar": "cedarpy", "rego": "regopy", "openfisca": "openfisca-core", "solver": "z3-solver"}
PEER_QUESTIONS = 300
DAY = "2026-01-15"


def questions(today, count, seed=7, blanks=0.2):
    """Random questions: an act of the pack, facts its rules test, some left blank."""
    rng = random.Random(seed)
    acts = sorted({act for rule in today.rules for act in rule.acts})
    vocabulary = today.book.vocabulary
    made = []
    while len(made) < count:
        act = rng.choice(acts)
        facts = {
            fact: rng.choice(vocabulary.facts[fact].values)
            for fact in (cells.fact for cells in today.compiled(act).cells)
            if rng.random() >= blanks and vocabulary.facts[fact].values
        }
        try:
            today.ask(act, facts.get("actor"), facts)
        except law.QuestionError:
            continue
        made.append((act, facts))
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--pack", default="riverbend")
    parser.add_argument("--questions", type=int, default=20_000)
    args = parser.parse_args()
    before = os.getloadavg()[0]
    begun = time.perf_counter()
    today = law.read(args.pack).on(DAY)
    read = time.perf_counter() - begun
    begun = time.perf_counter()
    for act in {act for rule in today.rules for act in rule.acts}:
        today.compiled(act)
    compiled = time.perf_counter() - begun
    asked = questions(today, args.questions)
    rows = ours(today, law.read(args.pack).on(DAY), asked)
    rows += peers(today, asked[:PEER_QUESTIONS], rows[0][2])
    print(f"{args.pack} on {DAY}: {len(today.rules)} rules, {len(asked):,} questions.")
    print(f"Read in {read * 1000:.0f} ms, every act compiled in {compiled * 1000:.0f} ms.")
    print(f"Load {before:.1f} before, {os.getloadavg()[0]:.1f} after, on {os.cpu_count()} processors.\n")
    table(rows)


def ours(today, unasked, asked):
    """Measure a law that has met these questions, and once one that has met none, its acts compiled."""
    for act in {act for act, _ in asked}:
        unasked.rulings(act)
    begun = time.perf_counter()
    for act, facts in asked:
        unasked.rulings(act)(facts)
    first = len(asked) / (time.perf_counter() - begun)
    bound = [(today.rulings(act), facts) for act, facts in asked]
    warm = rate(lambda item: item[0](item[1]), bound)
    whole = rate(lambda item: today.ask(item[0], item[1].get("actor"), item[1]), asked[:2000])
    says = "seven outcomes, blanks, set-aside rules, citations"
    return [
        ["Scope of Duty", "rulings with citations", warm, 1.0, "", says],
        ["", "the same, on first sight", first, warm / first, "", ""],
        ["", "whole answers with the next question", whole, warm / whole, "", ""],
    ]


def peers(today, asked, our_rate):
    """Measure each peer that is installed; say of the others that they are left out."""
    plain = expected(today, asked)
    rows = []
    for module, package in PEERS.items():
        try:
            peer = importlib.import_module(f"peers.{module}")
        except ImportError:
            print(f"{package} is not installed, so it is left out.")
            continue
        for found in peer.measure(today, asked):
            pairs = [(a, b) for a, b in zip(found.verdicts, plain, strict=False) if a is not None]
            agree = f"{sum(a == b for a, b in pairs)} of {len(pairs)}"
            rows.append(
                [peer.NAME, found.way, found.per_second, our_rate / found.per_second, agree, peer.SAYS]
            )
    return rows


def table(rows):
    print(
        "| engine | asked | answers a second | ours ÷ it | agrees with the plain reading | what it can say |"
    )
    print("|---|---|---:|---:|---:|---|")
    for name, way, speed, ratio, agree, says in rows:
        print(f"| {name} | {way} | {round(speed):,} | {ratio:,.1f} | {agree} | {says} |")


if __name__ == "__main__":
    main()

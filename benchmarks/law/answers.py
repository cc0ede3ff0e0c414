"""Answers a second, with citations, on a city's own rules; and the same questions put to Cedar and Rego.

    python benchmarks/law/answers.py [--questions 20000]

Peers are asked only what they can say: is it permitted, prohibited, or neither.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import time

from scopeofduty import law
from scopeofduty.law.conditions import All, Any, Compares, Is, Not

PEER_QUESTIONS = 300
NAMES = itertools.count()


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


def rate(function, items, seconds=1.0):
    """Return calls a second: the best of three passes over the items."""
    best = 0.0
    for _ in range(3):
        begun = time.perf_counter()
        done = 0
        while time.perf_counter() - begun < seconds / 3:
            for item in items:
                function(item)
            done += len(items)
        best = max(best, done / (time.perf_counter() - begun))
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pack", default="riverbend")
    parser.add_argument("--questions", type=int, default=20_000)
    args = parser.parse_args()
    begun = time.perf_counter()
    today = law.read(args.pack).on("2026-01-15")
    read = time.perf_counter() - begun
    begun = time.perf_counter()
    for act in {act for rule in today.rules for act in rule.acts}:
        today.compiled(act)
    compiled = time.perf_counter() - begun
    asked = questions(today, args.questions)
    bound = [(today.rulings(act), facts) for act, facts in asked]
    begun = time.perf_counter()
    for rulings, facts in bound:
        rulings(facts)
    first = len(bound) / (time.perf_counter() - begun)
    report = {
        "pack": args.pack,
        "rules": len(today.rules),
        "questions": len(asked),
        "read_ms": round(read * 1000, 1),
        "compile_every_act_ms": round(compiled * 1000, 1),
        "first_pass_per_second": round(first),
        "with_citations_per_second": round(rate(lambda item: item[0](item[1]), bound)),
        "whole_answers_per_second": round(
            rate(lambda item: today.ask(item[0], item[1].get("actor"), item[1]), asked[:2000])
        ),
        **peers(today, asked[:PEER_QUESTIONS]),
    }
    print(json.dumps(report, indent=2))


def peers(today, asked):
    found = {}
    try:
        found["cedar_per_second"] = cedar(today, asked)
    except ImportError:
        found["cedar_per_second"] = "cedarpy is not installed"
    try:
        found["rego_per_second"] = rego(today, asked)
    except ImportError:
        found["rego_per_second"] = "regopy is not installed"
    except ValueError:
        found["rego_per_second"] = "regopy gave no result for these rules"
    return found


def cedar(today, asked):
    import cedarpy

    policies = "\n".join(
        f"{'forbid' if rule.outcome == 'prohibited' else 'permit'}(principal, action, resource) when "
        f"{{ [{', '.join(json.dumps(a) for a in rule.acts)}].contains(context.act) && "
        f"({in_cedar(rule.condition)}) }};"
        for rule in today.rules
        if rule.outcome
    )
    full = [
        {
            "principal": 'U::"x"',
            "action": 'A::"x"',
            "resource": 'R::"x"',
            "context": {"act": act, **dict(facts.items())},
        }
        for act, facts in asked
    ]
    # One batch parses the policies once, as a server that holds them parsed would.
    return round(rate(lambda batch: cedarpy.is_authorized_batch(batch, policies, []), [full]) * len(full))


def in_cedar(condition):
    match condition:
        case Not(part):
            return f"!({in_cedar(part)})"
        case All(parts):
            return " && ".join(f"({in_cedar(p)})" for p in parts) or "true"
        case Any(parts):
            return " || ".join(f"({in_cedar(p)})" for p in parts) or "false"
        case Is(fact, values):
            listed = ", ".join(json.dumps(v) for v in values)
            return f"context has {fact} && [{listed}].contains(context.{fact})"
        case Compares():
            return "false"


def rego(today, asked):
    import regopy

    lines = ["package law"]
    for number, rule in enumerate(today.rules):
        if rule.outcome:
            acts = ", ".join(json.dumps(act) for act in rule.acts)
            lines.append(
                f'live contains "{number} {rule.outcome}" if {{ input.act in {{{acts}}}; '
                f"{in_rego(rule.condition, number, lines)} }}"
            )
    interpreter = regopy.Interpreter()
    interpreter.add_module("law", "\n".join(lines))

    def ask(item):
        interpreter.set_input({"act": item[0], **item[1]})
        return str(interpreter.query("data.law.live"))

    return round(rate(ask, asked[:30]))


def in_rego(condition, number, lines):
    """Each part becomes a helper rule; returns its name."""
    name = f"c{number}_{next(NAMES)}"
    match condition:
        case Not(part):
            return f"not {in_rego(part, number, lines)}"
        case All(parts):
            inner = [in_rego(p, number, lines) for p in parts]
            lines.append(f"{name} if {{ {'; '.join(inner) or 'true'} }}")
        case Any(parts):
            inner = [in_rego(p, number, lines) for p in parts]
            lines.extend(f"{name} if {{ {one} }}" for one in inner)
        case Is(fact, values):
            listed = ", ".join(json.dumps(v) for v in values)
            lines.append(f"{name} if {{ input.{fact} in {{{listed}}} }}")
    return name


if __name__ == "__main__":
    main()

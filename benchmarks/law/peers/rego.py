"""Rego: one partial rule a rule of the law, compiled once to a bundle, asked one question at a time."""

from __future__ import annotations

import itertools
import json

import regopy

from peers.plain import Measured, speaking, verdict
from peers.timing import rate
from scopeofduty.law.conditions import All, Any, Is, Not

NAME = "Rego (regopy)"
SAYS = "every rule that holds; silence is undefined"
NAMES = itertools.count()


def measure(today, asked):
    lines = ["package law", "import rego.v1"]
    rules = speaking(today)
    for number, rule in enumerate(rules):
        acts = ", ".join(json.dumps(act) for act in rule.acts)
        name = in_rego(rule.condition, number, lines)
        lines.append(f'live contains "{rule.outcome}" if {{ input.act in {{{acts}}}; {name} }}')
    builder = regopy.Interpreter()
    builder.add_module("law", "\n".join(lines))
    bundle = builder.build("x = data.law.live", ["law/live"])
    interpreter = regopy.Interpreter()

    def ask(item):
        interpreter.set_input({"act": item[0], **item[1]})
        return str(interpreter.query_bundle(bundle))

    heard = [ask(item) for item in asked]
    verdicts = tuple(verdict(o for o in {r.outcome for r in rules} if f'"{o}"' in text) for text in heard)
    return [Measured("one by one", rate(ask, asked), verdicts)]


def in_rego(condition, number, lines):
    """Each part becomes a rule of its own; returns its name."""
    name = f"c{number}_{next(NAMES)}"
    match condition:
        case Not(part):
            lines.append(f"{name} if {{ not {in_rego(part, number, lines)} }}")
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

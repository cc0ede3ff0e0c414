"""Cedar: one policy a rule, asked in batches."""

from __future__ import annotations

import json

import cedarpy

from peers.plain import NEITHER, PERMITTED, PROHIBITED, Measured, speaking
from peers.timing import rate
from scopeofduty.law.conditions import All, Any, Compares, Is, Not

NAME = f"Cedar (cedarpy {cedarpy.__version__})" if hasattr(cedarpy, "__version__") else "Cedar (cedarpy)"
SAYS = "permit or forbid; silence is “no”, told from it by the policies named"


def measure(today, asked):
    policies = "\n".join(
        f"{'forbid' if rule.outcome == PROHIBITED else 'permit'}(principal, action, resource) when "
        f"{{ [{', '.join(json.dumps(a) for a in rule.acts)}].contains(context.act) && "
        f"({in_cedar(rule.condition)}) }};"
        for rule in speaking(today)
    )
    full = [
        {"principal": 'U::"x"', "action": 'A::"x"', "resource": 'R::"x"', "context": {"act": act, **facts}}
        for act, facts in asked
    ]
    # Parsed once, as a server would hold them.
    held, nobody = cedarpy.PolicySet.from_str(policies), cedarpy.Entities.from_json_str("[]")
    heard = cedarpy.is_authorized_batch(full, held, nobody)
    speed = rate(lambda batch: cedarpy.is_authorized_batch(batch, held, nobody), [full]) * len(full)
    return [Measured("in one batch", speed, tuple(map(said, heard)))]


def said(result):
    if result.allowed:
        return PERMITTED
    return PROHIBITED if result.diagnostics.reasons else NEITHER


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

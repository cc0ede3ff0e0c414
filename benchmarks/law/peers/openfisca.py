"""OpenFisca: one variable a rule, over contacts; asked one by one, and all questions as one population."""

from __future__ import annotations

from importlib.metadata import version

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from peers.plain import NEITHER, PERMITTED, PROHIBITED, Measured, speaking
from peers.timing import rate
from scopeofduty.law.conditions import All, Any, Is, Not

NAME = f"OpenFisca (openfisca-core {version('openfisca-core')})"
SAYS = "a number a variable; a blank is a default"
DAY = "2026-01-15"
VERDICTS = (NEITHER, PERMITTED, PROHIBITED)
BLANK = -1


class Codes(dict):
    """Number the values of each fact as they come."""

    def __missing__(self, key):
        self[key] = len(self)
        return self[key]


def measure(today, asked):
    codes, contact = Codes(), build_entity("contact", "contacts", "", is_person=True)
    rules, system = speaking(today), TaxBenefitSystem([contact])
    facts = sorted({fact for _, given in asked for fact in given} | set(_tested(rules)))
    for name in ("act", *facts):
        system.add_variable(_variable(contact, name, default_value=BLANK))
    for number, rule in enumerate(rules):
        system.add_variable(_variable(contact, f"rule_{number}", bool, formula=_formula(rule, codes)))
    system.add_variable(_variable(contact, "verdict", formula=_verdict(rules)))
    coded = [{"act": codes["act", act], **{f: codes[f, v] for f, v in given.items()}} for act, given in asked]

    def all_at_once(rows):
        columns = {name: np.array([row.get(name, BLANK) for row in rows]) for name in ("act", *facts)}
        return _calculated(system, columns, len(rows))

    def one(row):
        return _calculated(system, {name: np.array([value]) for name, value in row.items()}, 1)

    singly = tuple(VERDICTS[one(row)[0]] for row in coded)
    many = coded * 100
    return [
        Measured("one by one", rate(one, coded[:30]), singly),
        Measured(
            f"vectorised over {len(many):,}",
            rate(all_at_once, [many], seconds=6) * len(many),
            tuple(VERDICTS[found] for found in all_at_once(coded)),
        ),
    ]


def _calculated(system, columns, count):
    simulation = SimulationBuilder().build_default_simulation(system, count=count)
    for name, column in columns.items():
        simulation.set_input(name, DAY, column)
    return simulation.calculate("verdict", DAY)


def _variable(entity, name, kind=int, **more):
    members = {"value_type": kind, "entity": entity, "definition_period": DateUnit.DAY, "label": name}
    return type(name, (Variable,), {**members, **more})


def _verdict(rules):
    def formula(contact, period):
        held = [(rule.outcome, contact(f"rule_{n}", period)) for n, rule in enumerate(rules)]
        no = np.logical_or.reduce([column for outcome, column in held if outcome == PROHIBITED])
        yes = np.logical_or.reduce([column for outcome, column in held if outcome != PROHIBITED])
        return np.where(no, 2, np.where(yes, 1, 0))

    return formula


def _formula(rule, codes):
    acts = [codes["act", act] for act in rule.acts]
    test = _test(rule.condition, codes)

    def formula(contact, period):
        return np.isin(contact("act", period), acts) & test(contact, period)

    return formula


def _test(condition, codes):
    match condition:
        case Not(part):
            inner = _test(part, codes)
            return lambda contact, period: ~inner(contact, period)
        case All(parts):
            inside = [_test(part, codes) for part in parts]
            return lambda contact, period: np.logical_and.reduce(
                [np.ones(contact.count, bool), *(test(contact, period) for test in inside)]
            )
        case Any(parts):
            inside = [_test(part, codes) for part in parts]
            return lambda contact, period: np.logical_or.reduce([t(contact, period) for t in inside])
        case Is(fact, values):
            wanted = [codes[fact, value] for value in values]
            return lambda contact, period: np.isin(contact(fact, period), wanted)
    raise NotImplementedError(f"no comparison of numbers is put to OpenFisca: {condition}")


def _tested(rules):
    from scopeofduty.law.conditions import leaves

    return {leaf.fact for rule in rules for leaf in leaves(rule.condition)}

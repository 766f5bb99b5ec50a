"""Definitions with one fault each, made systematically from a sound one.

A mutant is the definition's data with a single change of the kind that somebody could make by
mistake. What the checks and the examples make of them says what they are worth.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from bench.other_mutants import OTHER
from pathways.conditions.facts import NONE, FactType
from pathways.definition import Definition
from pathways.destinations import DESTINATIONS

Data: TypeAlias = dict[str, Any]
Path: TypeAlias = tuple[str | int, ...]
Family: TypeAlias = Callable[[Definition, Data], Iterator[tuple[str, Data]]]


@dataclass(frozen=True)
class Mutant:
    """One faulty definition: which kind of fault, what was done, and the data."""

    family: str
    name: str
    data: Data

    @property
    def routes(self) -> bool:
        """Whether the fault is in how citizens are advised, so that it may be none at all."""
        return self.family in ROUTING


def mutants(definition: Definition) -> list[Mutant]:
    """Every mutant of a definition, in a fixed order."""
    data = definition.to_data()
    found: list[Mutant] = []
    seen: Counter[tuple[str, str]] = Counter()
    for family, make in {**ROUTING, **OTHER}.items():
        for name, made in make(definition, data):
            seen[family, name] += 1
            again = seen[family, name]
            found.append(Mutant(family, f"{name} ({again})" if again > 1 else name, made))
    return found


def _with(data: Data, path: Path, value: Any) -> Data:
    """The data with another value at a place; `...` takes the place out.

    Only what leads there is copied, the rest is shared: a mutant's data is read, never changed.
    """
    fresh = copy.copy(data)
    *before, last = path
    here: Any = fresh
    for step in before:
        here[step] = copy.copy(here[step])
        here = here[step]
    if value is ...:
        del here[last]
    else:
        here[last] = value
    return fresh


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _rules(data: Data) -> Iterator[tuple[Path, Data]]:
    for number, rule in enumerate(data["rules"]):
        yield ("rules", number), rule


def _nodes(data: Data) -> Iterator[tuple[str, Path, Data]]:
    """Every part of every rule's condition, with the rule's key and its place."""
    for path, rule in _rules(data):
        waiting: list[tuple[Path, Data]] = [((*path, "when"), rule["when"])]
        while waiting:
            here, node = waiting.pop(0)
            yield rule["key"], here, node
            for name in ("all", "any"):
                for number, part in enumerate(node.get(name, ())):
                    waiting.append(((*here, name, number), part))
            if "not" in node:
                waiting.append(((*here, "not"), node["not"]))


def _leaves(data: Data) -> Iterator[tuple[str, Path, Data, str]]:
    """Every leaf of every rule, with its operator."""
    for key, path, node in _nodes(data):
        if "fact" in node:
            [operator] = [name for name in node if name != "fact"]
            yield key, path, node, operator


def drop_rule(definition: Definition, data: Data) -> Iterator[tuple[str, Data]]:
    for path, rule in _rules(data):
        yield f"without {rule['key']}", _with(data, path, ...)


def change_destination(definition: Definition, data: Data) -> Iterator[tuple[str, Data]]:
    """Each rule sends to the tier above or below its own."""
    rank = [tier[0] for tier in definition.rank]
    for path, rule in _rules(data):
        if not rule.get("to"):
            continue
        tier = definition.tiers[rule["to"][0]]
        for other in (tier - 1, tier + 1):
            if 0 <= other < len(rank):
                name = f"{rule['key']} to {rank[other]}"
                yield name, _with(data, (*path, "to"), [rank[other]])


def add_destination(definition: Definition, data: Data) -> Iterator[tuple[str, Data]]:
    """The same condition sends to two places: a copy of the rule beside it in the same tier."""
    others = [key for key in DESTINATIONS if key not in definition.tiers]
    for _, rule in _rules(data):
        if not rule.get("to"):
            continue
        made = copy.deepcopy(data)
        tier = definition.tiers[rule["to"][0]]
        made["rank"][tier] = [*made["rank"][tier], others[0]]
        made["rules"].append(rule | {"key": f"{rule['key']}x", "to": [others[0]]})
        yield f"{rule['key']} twice", made


def drop_choice(definition: Definition, data: Data) -> Iterator[tuple[str, Data]]:
    for path, rule in _rules(data):
        for number, key in enumerate(rule.get("to", ())):
            if len(rule["to"]) > 1:
                yield f"{rule['key']} not to {key}", _with(data, (*path, "to", number), ...)


def swap_bound(definition: Definition, data: Data) -> Iterator[tuple[str, Data]]:
    other = {"at_least": "at_most", "at_most": "at_least"}
    for key, path, node, operator in _leaves(data):
        if operator in other:
            turned = {"fact": node["fact"], other[operator]: node[operator]}
            yield f"{key} {node['fact']} {other[operator]}", _with(data, path, turned)


def move_bound(definition: Definition, data: Data) -> Iterator[tuple[str, Data]]:
    """Each limit by one step up and down."""
    for key, path, node, operator in _leaves(data):
        fact = definition.vocabulary[node["fact"]]
        step = 1 if fact.type is FactType.INTEGER else 0.1
        if operator in ("at_least", "at_most"):
            places: list[Path] = [(*path, operator)]
        elif operator == "between":
            places = [(*path, operator, 0), (*path, operator, 1)]
        else:
            continue
        for place in places:
            for move in (-step, step):
                value = round(_at(data, place) + move, 3)
                yield f"{key} {node['fact']} {value}", _with(data, place, value)


def flip_any_all(definition: Definition, data: Data) -> Iterator[tuple[str, Data]]:
    other = {"all": "any", "any": "all"}
    for key, path, node in _nodes(data):
        for name in other:
            if len(node.get(name, ())) > 1:
                turned = {other[name]: node[name]}
                yield f"{key} {other[name]} at {path[2:]}", _with(data, path, turned)


def flip_has(definition: Definition, data: Data) -> Iterator[tuple[str, Data]]:
    other = {"has_any": "has_all", "has_all": "has_any"}
    for key, path, node, operator in _leaves(data):
        if operator in other and len(node[operator]) > 1 and NONE not in node[operator]:
            turned = {"fact": node["fact"], other[operator]: node[operator]}
            yield f"{key} {node['fact']} {other[operator]}", _with(data, path, turned)


def negate(definition: Definition, data: Data) -> Iterator[tuple[str, Data]]:
    """Each part of a condition turned to its opposite."""
    for key, path, node in _nodes(data):
        turned = node.get("not", {"not": node})
        yield f"{key} not at {path[2:]}", _with(data, path, turned)


def drop_part(definition: Definition, data: Data) -> Iterator[tuple[str, Data]]:
    for key, path, node in _nodes(data):
        for name in ("all", "any"):
            for number in range(len(node.get(name, ()))):
                if len(node[name]) > 1:
                    place = (*path, name, number)
                    yield f"{key} without {place[2:]}", _with(data, place, ...)


def drop_option(definition: Definition, data: Data) -> Iterator[tuple[str, Data]]:
    for key, path, node, operator in _leaves(data):
        if operator not in ("has_any", "has_all", "one_of") or len(node[operator]) < 2:
            continue
        for number, option in enumerate(node[operator]):
            place = (*path, operator, number)
            yield f"{key} {node['fact']} without {option}", _with(data, place, ...)


def change_option(definition: Definition, data: Data) -> Iterator[tuple[str, Data]]:
    """Each option a rule asks for becomes the next one of the same question."""
    for key, path, node, operator in _leaves(data):
        options = [one for one in definition.vocabulary[node["fact"]].options if one != NONE]
        asked = node[operator]
        if operator == "is" and asked in options:
            following = options[(options.index(asked) + 1) % len(options)]
            yield f"{key} {asked} to {following}", _with(data, (*path, operator), following)
        if operator not in ("has_any", "has_all", "one_of"):
            continue
        for number, option in enumerate(asked):
            if option not in options:
                continue
            following = options[(options.index(option) + 1) % len(options)]
            if following not in asked:
                place = (*path, operator, number)
                yield f"{key} {option} to {following}", _with(data, place, following)


def change_answer(definition: Definition, data: Data) -> Iterator[tuple[str, Data]]:
    for key, path, node, operator in _leaves(data):
        if operator in ("is", "known") and isinstance(node[operator], bool):
            place = (*path, operator)
            yield f"{key} {node['fact']} turned", _with(data, place, not node[operator])


def swap_tiers(definition: Definition, data: Data) -> Iterator[tuple[str, Data]]:
    rank = data["rank"]
    for number in range(len(rank) - 1):
        turned = [*rank[:number], rank[number + 1], rank[number], *rank[number + 2 :]]
        yield f"{rank[number + 1]} over {rank[number]}", _with(data, ("rank",), turned)


def join_tiers(definition: Definition, data: Data) -> Iterator[tuple[str, Data]]:
    rank = data["rank"]
    for number in range(len(rank) - 1):
        both = [*rank[number], *rank[number + 1]]
        turned = [*rank[:number], both, *rank[number + 2 :]]
        yield f"{rank[number]} beside {rank[number + 1]}", _with(data, ("rank",), turned)


def change_default(definition: Definition, data: Data) -> Iterator[tuple[str, Data]]:
    for key in definition.tiers:
        if key != definition.default:
            yield f"default {key}", _with(data, ("default",), key)


def drop_effect(definition: Definition, data: Data) -> Iterator[tuple[str, Data]]:
    """What a rule does beside sending: additions one by one, orders, contact, warning, stop."""
    for path, rule in _rules(data):
        for number, key in enumerate(rule.get("also", ())):
            yield f"{rule['key']} without also {key}", _with(data, (*path, "also", number), ...)
        for name in ("orders", "contact", "warn", "asks_reason", "blocks_sending"):
            if rule.get(name):
                yield f"{rule['key']} without {name}", _with(data, (*path, name), ...)


def block_sending(definition: Definition, data: Data) -> Iterator[tuple[str, Data]]:
    for path, rule in _rules(data):
        if not rule.get("blocks_sending"):
            yield f"{rule['key']} blocks", _with(data, (*path, "blocks_sending"), True)


def narrow_group(definition: Definition, data: Data) -> Iterator[tuple[str, Data]]:
    """The patient group without a system of codes, or other ages."""
    group = data["patient_group"]
    for system in group.get("codes", {}):
        if len(group["codes"]) > 1:
            yield f"no {system}", _with(data, ("patient_group", "codes", system), ...)
    for name in group.get("ages", {}):
        if group["ages"][name] is not None:
            place = ("patient_group", "ages", name)
            yield f"{name} another", _with(data, place, group["ages"][name] + 1)


ROUTING: dict[str, Family] = {
    "drop a rule": drop_rule,
    "change a destination": change_destination,
    "send to two places": add_destination,
    "drop one of the patient's choices": drop_choice,
    "turn a limit": swap_bound,
    "move a limit": move_bound,
    "any for all": flip_any_all,
    "has_any for has_all": flip_has,
    "negate": negate,
    "drop a part of a condition": drop_part,
    "drop an option": drop_option,
    "change an option": change_option,
    "turn an answer": change_answer,
    "swap tiers": swap_tiers,
    "join tiers": join_tiers,
    "change the default": change_default,
    "drop an effect": drop_effect,
    "block sending": block_sending,
    "change the patient group": narrow_group,
}

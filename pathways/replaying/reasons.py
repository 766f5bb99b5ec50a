"""Why one citizen would be advised to go elsewhere: read by `evaluate`, told by the rules. Pure.

What decides is told as the rule asks it ("mindst 65 år"), never as the citizen's own value, so that
no case can be told from its reason.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pathways.advice import Availability
from pathways.availability import offers_from_data
from pathways.compiled import CompiledRule
from pathways.conditions.evaluate import Reader, Truth, compile_condition, evaluate, value_of
from pathways.conditions.explain import not_known, sentence_of_leaf
from pathways.conditions.facts import Vocabulary
from pathways.conditions.tree import leaves
from pathways.conditions.wording import joined, lower_first
from pathways.definition import Definition
from pathways.destination_query import facts_of_routing
from pathways.destinations import DESTINATIONS
from pathways.resolving import Resolved, decide
from pathways.stored_facts import as_known
from pathways.texts import Text, text

Offered = Mapping[str, Availability]


@dataclass(frozen=True, eq=False)
class Moved:
    """One referral that would go elsewhere, and why; a sentence for each rule that makes it so.

    Those that are alike share one, and it is equal to itself alone.
    """

    old: str
    new: str
    reasons: tuple[Text, ...]


class Explainer:
    """Explains cases under two definitions; cases that are alike are explained once.

    What is told depends on what each leaf of the rules says and on what is on offer, on nothing
    else of the citizen. A leaf asks one fact, so a value that many have is read once.

    `keys`: the facts that both versions read, in the order they are handed over in.
    """

    def __init__(self, old: Definition, new: Definition, keys: Sequence[str]) -> None:
        self.old, self.new = old, new
        self.keys = tuple(keys)
        self._facts = [_Fact(key, (old, new)) for key in self.keys]
        self._offers: dict[str, tuple[int, Offered]] = {}
        self._statuses: dict[Any, int] = {}
        self._known: dict[Any, Moved] = {}

    def explain(self, read: Sequence[str]) -> Moved:
        """Where both versions send the citizen, and why to different places.

        `read`: each fact's value as JSON, empty for none, and at last what was on offer, as the
        ledger keeps it.
        """
        *written, offered = read
        if offered not in self._offers:
            offers = offers_from_data(json.loads(offered)).by_destination
            statuses = tuple((key, one.offered) for key, one in offers.items())
            number = self._statuses.setdefault(statuses, len(self._statuses))
            self._offers[offered] = (number, offers)
        status, offers = self._offers[offered]
        said = [fact.number(one) for fact, one in zip(self._facts, written, strict=True)]
        alike = (status, *said)
        found = self._known.get(alike)
        if found is None:
            values = zip(self.keys, written, strict=True)
            facts = {key: json.loads(one) for key, one in values if one}
            sides = (_Side(one, facts, offers) for one in (self.old, self.new))
            found = self._known[alike] = _explain(*sides)
        return found


class _Fact:
    """One fact as the rules of both versions ask of it."""

    def __init__(self, key: str, definitions: Sequence[Definition]) -> None:
        self._key = key
        self._sides = [_asked_of(key, one) for one in definitions]
        self._written: dict[str, int] = {}
        self._said: dict[Any, int] = {}

    def number(self, written: str) -> int:
        """A number of the value's own, or shared with values of which every leaf says the same."""
        found = self._written.get(written)
        if found is None:
            value = json.loads(written) if written else None
            said: list[Any] = [value if self._key == "joined" and isinstance(value, bool) else None]
            for vocabulary, readers in self._sides:
                known = as_known(vocabulary, {self._key: value})
                said += [read(known) for read in readers]
            found = self._said.setdefault(tuple(said), len(self._said))
            self._written[written] = found
        return found


def _asked_of(key: str, definition: Definition) -> tuple[Vocabulary, list[Reader]]:
    """The fact as the definition has it, and its leaves."""
    facts = [fact for fact in facts_of_routing(definition).values() if fact.key == key]
    found = dict.fromkeys(
        leaf
        for compiled in definition.compiled_rules
        if compiled.rule.to
        for leaf in leaves(compiled.condition)
        if leaf.fact == key
    )
    return Vocabulary(facts), [compile_condition(leaf) for leaf in found]


class _Side:
    """One version's reading of the citizen."""

    def __init__(self, definition: Definition, facts: Mapping[str, Any], offered: Offered) -> None:
        self.definition = definition
        self.facts = as_known(definition.vocabulary, facts)
        self.resolved: Resolved = decide(definition, self.facts, offered)
        self.rules = {compiled.rule.key: compiled for compiled in definition.compiled_rules}

    @property
    def winner(self) -> CompiledRule | None:
        return self.resolved.winner

    @property
    def title(self) -> Text:
        return DESTINATIONS[self.resolved.destination].title

    def truth(self, key: str) -> Truth | None:
        """What the rule with that key says here; None where there is no such rule."""
        return self.rules[key].read(self.facts) if key in self.rules else None

    def told(self, key: str) -> Text:
        """What decides the rule, as it asks."""
        outcome = evaluate(self.rules[key].condition, self.facts)
        vocabulary = self.definition.vocabulary
        if outcome.value is Truth.UNKNOWN:
            return text(
                lower_first(not_known(outcome.missing, vocabulary, "da")),
                lower_first(not_known(outcome.missing, vocabulary, "en")),
            )

        def said(language: str, conjunction: str) -> str:
            leaves = [
                lower_first(
                    sentence_of_leaf(
                        leaf,
                        vocabulary,
                        language,
                        holds=value_of(leaf, self.facts) is Truth.TRUE,
                    )
                )
                for leaf in outcome.decided_by
            ]
            return joined(leaves, conjunction) or ("altid" if language == "da" else "always")

        return text(said("da", "og"), said("en", "and"))


def _explain(before: _Side, after: _Side) -> Moved:
    reasons: list[Text] = []
    old_rule = before.winner.rule.key if before.winner else None
    new_rule = after.winner.rule.key if after.winner else None
    if old_rule is not None and old_rule != new_rule:
        reasons.append(_no_longer(old_rule, before, after))
    if new_rule is not None and new_rule != old_rule:
        reasons.append(_now(new_rule, before, after))
    if old_rule is not None and old_rule == new_rule:
        reasons.append(_points_elsewhere(old_rule, before, after))
    if new_rule is None and old_rule is None:
        reasons.append(
            text(
                f"udgangspunktet er nu {lower_first(after.title.da)}",
                f"the default is now {lower_first(after.title.en)}",
            )
        )
    told = tuple(dict.fromkeys(reason for reason in reasons if reason.da))
    return Moved(before.resolved.destination, after.resolved.destination, told or (_RANKED,))


_RANKED = text("rangfølgen er en anden", "the ranking is another")


def _no_longer(key: str, before: _Side, after: _Side) -> Text:
    """Why the rule that decided before does not decide now; empty where the next rule tells."""
    truth = after.truth(key)
    if truth is None:
        return text(f"{key} findes ikke i kladden", f"{key} is not in the draft")
    if truth is Truth.TRUE:
        return _fell_away(key, after)
    told = after.told(key)
    if truth is Truth.UNKNOWN:
        return text(f"{key} kan ikke afgøres: {told.da}", f"{key} can't be decided: {told.en}")
    return text(f"{key} gælder ikke længere: {told.da}", f"{key} no longer holds: {told.en}")


def _now(key: str, before: _Side, after: _Side) -> Text:
    """Why this rule decides now."""
    told = after.told(key)
    truth = before.truth(key)
    if truth is None:
        return text(f"{key} er ny: {told.da}", f"{key} is new: {told.en}")
    if truth is not Truth.TRUE:
        return text(f"{key} gælder nu: {told.da}", f"{key} now holds: {told.en}")
    if before.rules[key].rule.to != after.rules[key].rule.to:
        return _points_elsewhere(key, before, after)
    if before.winner is None or after.truth(before.winner.rule.key) is Truth.TRUE:
        return text(f"{key} går nu forud: {told.da}", f"{key} now takes precedence: {told.en}")
    return text(f"så gælder {key}: {told.da}", f"then {key} holds: {told.en}")


def _points_elsewhere(key: str, before: _Side, after: _Side) -> Text:
    if before.rules[key].rule.to == after.rules[key].rule.to:
        return _fell_away(key, after)
    return text(
        f"{key} peger nu på {lower_first(after.title.da)}",
        f"{key} now points to {lower_first(after.title.en)}",
    )


def _fell_away(key: str, after: _Side) -> Text:
    """The rule's destination is not on offer to the citizen; empty where it is."""
    for destination, rule in after.resolved.fell_away:
        if rule == key or destination in after.rules[key].rule.to:
            title = DESTINATIONS[destination].title
            return text(
                f"{key}: {lower_first(title.da)} tilbydes ikke, hvor borgeren bor",
                f"{key}: {lower_first(title.en)} is not on offer where the citizen lives",
            )
    return text("")

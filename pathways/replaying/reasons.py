"""Why one citizen would be advised to go elsewhere: read by `evaluate`, told by the rules. Pure.

What decides is told as the rule asks it ("mindst 65 år"), never as the citizen's own value, so that
no case can be told from its reason.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
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

REMEMBERED = 20_000
"""So many cases as they were written are kept to be recognised."""

Offered = Mapping[str, Availability]


@dataclass(frozen=True)
class Moved:
    """One referral that would go elsewhere, and why; a sentence for each rule that makes it so."""

    old: str
    new: str
    reasons: tuple[Text, ...]


class Explainer:
    """Explains cases under two definitions; cases that are alike are explained once.

    What is told depends on what each leaf of the rules says and on what is on offer, on nothing
    else of the citizen.
    """

    def __init__(self, old: Definition, new: Definition) -> None:
        self.old, self.new = old, new
        self._leaves = [
            (Vocabulary(facts_of_routing(one).values()), _leaf_readers(one)) for one in (old, new)
        ]
        self._written: dict[str, Moved] = {}
        self._known: dict[Any, Moved] = {}

    def explain(self, written: str) -> Moved:
        """Where both versions send the citizen, and why to different places.

        `written`: `facts` and `available` as JSON, as the ledger keeps them.
        """
        found = self._written.get(written)
        if found is None:
            if len(self._written) >= REMEMBERED:
                self._written.clear()
            found = self._written[written] = self._explained(**json.loads(written))
        return found

    def _explained(self, facts: Mapping[str, Any], available: Mapping[str, Any]) -> Moved:
        offered = offers_from_data(available).by_destination
        statuses = tuple((key, one.offered) for key, one in offered.items())
        said = []
        for vocabulary, readers in self._leaves:
            known = as_known(vocabulary, facts)
            said.append(tuple(read(known) for read in readers))
        joins = facts.get("joined")
        alike = (*said, statuses, joins if isinstance(joins, bool) else None)
        found = self._known.get(alike)
        if found is None:
            sides = (_Side(one, facts, offered) for one in (self.old, self.new))
            found = self._known[alike] = _explain(*sides)
        return found


def _leaf_readers(definition: Definition) -> list[Reader]:
    found = dict.fromkeys(
        leaf
        for compiled in definition.compiled_rules
        if compiled.rule.to
        for leaf in leaves(compiled.condition)
    )
    return [compile_condition(leaf) for leaf in found]


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

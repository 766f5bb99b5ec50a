"""Advice on where one citizen should go, with every reason (CONDITIONS, "Routing on top").

Every rule whose condition is true fires; the destination of the strongest tier wins; additional
destinations come along. A destination not on offer falls away with that as its reason. Pure: facts
are expected in the normal form that `conditions.facts.parse_facts` gives.
"""

from __future__ import annotations

from pathways.advice import (
    DEFAULT_RULE,
    AlsoDestination,
    Availability,
    Available,
    Change,
    ContactAdvice,
    FellAway,
    OrderAdvice,
    Reason,
    Routing,
    Unknown,
    Warning_,
)
from pathways.changes import would_change_if
from pathways.compiled import CompiledRule
from pathways.conditions.evaluate import Truth, compile_condition, evaluate
from pathways.conditions.explain import because, not_known
from pathways.conditions.facts import Facts
from pathways.definition import Definition
from pathways.destinations import DESTINATIONS, EMERGENCY
from pathways.resolving import Resolved, decide, offers, resolve
from pathways.texts import Text, text

__all__ = [
    "DEFAULT_RULE",
    "AlsoDestination",
    "Availability",
    "Available",
    "Change",
    "ContactAdvice",
    "FellAway",
    "OrderAdvice",
    "Reason",
    "Resolved",
    "Routing",
    "Unknown",
    "Warning_",
    "decide",
    "route",
    "would_change_if",
]

TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def route(
    definition: Definition, facts: Facts, available: Available, *, with_not_met: bool = True
) -> Routing:
    """The advice for a citizen with these facts, where these destinations are on offer.

    `available` says by destination whether it is offered; a destination it does not name may be
    offered or not, and is kept, with a warning where that depends on the municipality's adoption.
    To say why rules are not met is most of the work, and left out where nobody reads it.
    """
    return _Advice(definition, facts, available).routing(with_not_met=with_not_met)


class _Advice:
    """One run of `route`: the rules' truth first, then what follows, then the words."""

    def __init__(self, definition: Definition, facts: Facts, available: Available) -> None:
        self.definition = definition
        self.facts = facts
        self.available = available
        self.rules = definition.compiled_rules
        self.truths = [compiled.read(facts) for compiled in self.rules]
        self.offered = offers(facts, available)
        self.resolved = resolve(definition, self.truths, self.offered)

    def routing(self, *, with_not_met: bool) -> Routing:
        true = self._of(TRUE)
        unknown = self._unknown()
        blocking = self._blocking()
        return Routing(
            destination=self.resolved.destination,
            alternatives=self.resolved.alternatives,
            also=self.resolved.also,
            reasons=self._reasons(true),
            not_met=tuple(
                self._reason(compiled) for compiled in (self._of(FALSE) if with_not_met else ())
            ),
            unknown=unknown,
            warnings=self._warnings(true, unknown),
            contacts=tuple(
                ContactAdvice(compiled.rule.contact, compiled.rule.key)
                for compiled in true
                if compiled.rule.contact
            ),
            orders=tuple(
                OrderAdvice(order, compiled.rule.key)
                for compiled in true
                for order in compiled.rule.orders
            ),
            fell_away=tuple(
                FellAway(key, self._why_not(key), rule) for key, rule in self.resolved.fell_away
            ),
            provisional=any(one.changes_destination for one in unknown),
            blocks_sending=bool(blocking),
            blocking=blocking,
            ranking=self.resolved.ranking,
        )

    def _of(self, truth: Truth) -> list[CompiledRule]:
        return [
            compiled
            for compiled, value in zip(self.rules, self.truths, strict=True)
            if value is truth
        ]

    def _reason(self, compiled: CompiledRule) -> Reason:
        decided_by = evaluate(compiled.condition, self.facts).decided_by
        vocabulary = self.definition.vocabulary
        rule = compiled.rule
        return Reason(
            rule=rule.key,
            text=rule.text,
            sentence=compiled.sentence,
            because=text(
                because(decided_by, self.facts, vocabulary, "da"),
                because(decided_by, self.facts, vocabulary, "en"),
            ),
            source=compiled.source,
            origin=rule.origin,
            strength=rule.strength,
            destination=(*rule.to, *rule.also, "")[0],
            facts=tuple(dict.fromkeys(leaf.fact for leaf in decided_by)),
        )

    def _reasons(self, true: list[CompiledRule]) -> tuple[Reason, ...]:
        """What is met, the winning destination's rules first, then by rank and in order."""
        definition, resolved = self.definition, self.resolved
        last = len(definition.rank)

        def rank(compiled: CompiledRule) -> int:
            to = compiled.rule.to
            return min((definition.tiers[key] for key in to), default=last)

        met = [self._reason(one) for one in sorted(true, key=rank) if not _only_warns(one)]
        if resolved.winner is not None:
            return tuple(met)
        given = definition.default_reason
        stands = Reason(
            rule=DEFAULT_RULE,
            text=given.text,
            sentence=given.text,
            because=given.text,
            source=definition.cite(given.source),
            origin=given.origin,
            strength="should",
            destination=resolved.destination,
        )
        return (stands, *met)

    def _unknown(self) -> tuple[Unknown, ...]:
        """Undecided rules; those that would change the destination first."""
        found = []
        for number, compiled in enumerate(self.rules):
            if self.truths[number] is not UNKNOWN:
                continue
            supposed = list(self.truths)
            supposed[number] = TRUE
            then = resolve(self.definition, supposed, self.offered)
            missing = evaluate(compiled.condition, self.facts).missing
            vocabulary = self.definition.vocabulary
            rule = compiled.rule
            found.append(
                Unknown(
                    rule=rule.key,
                    facts=missing,
                    changes_advice=then.differs(self.resolved),
                    changes_destination=then.destination != self.resolved.destination,
                    text=rule.text,
                    sentence=text(
                        not_known(missing, vocabulary, "da"), not_known(missing, vocabulary, "en")
                    ),
                    source=compiled.source,
                    origin=rule.origin,
                    destination=(*rule.to, *rule.also, "")[0],
                )
            )
        found.sort(key=lambda one: (not one.changes_destination, not one.changes_advice))
        return tuple(found)

    def _warnings(
        self, true: list[CompiledRule], unknown: tuple[Unknown, ...]
    ) -> tuple[Warning_, ...]:
        # Rules that wait for the same facts and point to the same place are told as one.
        first = {
            (one.facts, one.destination): one
            for one in reversed(unknown)
            if one.changes_destination
        }
        warnings = [
            Warning_(one.rule, _could_change(one), source=one.source)
            for one in unknown
            if first.get((one.facts, one.destination)) is one
        ]
        resolved = self.resolved
        if resolved.winner is not None:
            rivals = [
                compiled
                for compiled in true
                if compiled.rule.to
                and compiled is not resolved.winner
                and self.definition.tiers[compiled.rule.to[0]]
                == self.definition.tiers[resolved.destination]
                and set(compiled.rule.to) != set(resolved.winner.rule.to)
            ]
            warnings += [_rival(compiled, resolved.winner) for compiled in rivals]
        for key in dict.fromkeys((*resolved.alternatives, *(one.key for one in resolved.also))):
            asked = key in self.available or DESTINATIONS[key].needs_adoption
            if self.offered.get(key) is None and asked:
                warnings.append(Warning_("", _maybe_not_offered(key)))
        if self.offered.get(resolved.destination) is False:
            warnings.append(Warning_("", _nowhere(resolved.destination)))
        if self._outside_group():
            warnings.append(Warning_("", _OUTSIDE))
        warnings += [
            Warning_(
                compiled.rule.key, compiled.rule.warn, compiled.rule.asks_reason, compiled.source
            )
            for compiled in true
            if compiled.rule.warn is not None
        ]
        return tuple(warnings)

    def _outside_group(self) -> bool:
        return compile_condition(self.definition.inclusion)(self.facts) is FALSE

    def _blocking(self) -> tuple[Warning_, ...]:
        """Rules that forbid sending: true ones, and emergencies that are not yet ruled out."""
        found = []
        for compiled, truth in zip(self.rules, self.truths, strict=True):
            rule = compiled.rule
            if truth is TRUE and rule.blocks_sending:
                found.append(Warning_(rule.key, rule.text, source=compiled.source))
            elif truth is UNKNOWN and (rule.blocks_sending or EMERGENCY in rule.to):
                missing = evaluate(compiled.condition, self.facts).missing
                found.append(
                    Warning_(rule.key, self._answer_first(missing), source=compiled.source)
                )
        return tuple(found)

    def _answer_first(self, missing: tuple[str, ...]) -> Text:
        vocabulary = self.definition.vocabulary
        return text(
            f"{not_known(missing, vocabulary, 'da')}. Henvisningen kan først sendes, når det er "
            "besvaret.",
            f"{not_known(missing, vocabulary, 'en')}. The referral can be sent only when this is "
            "answered.",
        )

    def _why_not(self, key: str) -> Text:
        given = self.available[key].reason if key in self.available else None
        if isinstance(given, Text):
            return given
        if given:
            return text(str(given), str(given))
        if DESTINATIONS[key].needs_adoption and self.facts.get("joined") is False:
            return _NOT_JOINED
        return _NOT_OFFERED


def _only_warns(compiled: CompiledRule) -> bool:
    rule = compiled.rule
    return not (rule.to or rule.also or rule.contact or rule.orders)


_NOT_JOINED = text(
    "Borgerens kommune er ikke tilsluttet programmet.",
    "The citizen's municipality has not joined the pathway.",
)
_NOT_OFFERED = text(
    "Tilbuddet findes ikke for borgeren på datoen.",
    "It is not on offer to the citizen on the date.",
)
_OUTSIDE = text(
    "Borgeren hører ikke til programmets patientgruppe.",
    "The citizen does not belong to the pathway's patient group.",
)


def _could_change(unknown: Unknown) -> Text:
    title = DESTINATIONS[unknown.destination].title
    return text(
        f"{unknown.sentence.da}. Det kan ændre rådet til {title.da}.",
        f"{unknown.sentence.en}. It may change the advice to {title.en}.",
    )


def _rival(rival: CompiledRule, winner: CompiledRule) -> Warning_:
    ours, theirs = (DESTINATIONS[one.rule.to[0]].title for one in (winner, rival))
    return Warning_(
        rival.rule.key,
        text(
            f"Regel {winner.rule.key} og {rival.rule.key} står lige stærkt og peger på hver sin "
            f"modtager: {ours.da} og {theirs.da}.",
            f"Rules {winner.rule.key} and {rival.rule.key} are equally strong and point to "
            f"different destinations: {ours.en} and {theirs.en}.",
        ),
        source=rival.source,
    )


def _maybe_not_offered(key: str) -> Text:
    title = DESTINATIONS[key].title
    return text(
        f"Det vides ikke, om {title.da} tilbydes, hvor borgeren bor.",
        f"It is not known whether {title.en} is offered where the citizen lives.",
    )


def _nowhere(key: str) -> Text:
    title = DESTINATIONS[key].title
    return text(
        f"{title.da} er standardmodtager, men tilbydes ikke på datoen. Vælg selv modtager.",
        f"{title.en} is the default, but not on offer on the date. Choose a receiver yourself.",
    )

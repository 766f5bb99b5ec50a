"""Advice on where one citizen should go, with every reason (CONDITIONS, "Routing on top").

Every rule whose condition is true fires; the destination of the strongest tier wins; additional
destinations come along. A destination not on offer falls away with that as its reason. Pure: facts
are expected in the normal form that `conditions.facts.parse_facts` gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pathways.compiled import CompiledRule
from pathways.conditions.evaluate import Truth, compile_condition, evaluate
from pathways.conditions.explain import because, not_known
from pathways.conditions.facts import Facts, FactValue
from pathways.definition import Definition
from pathways.destinations import DESTINATIONS, EMERGENCY
from pathways.texts import Text, text

DEFAULT_RULE = "default"
"""The key under which the default destination is a reason."""

TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether a destination is on offer to the citizen on the date, and if not, why."""

    offered: bool | None
    reason: Text | str | None = None


Available = Mapping[str, Availability]


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that is met or not met.

    `text` is the clause, `sentence` the rule's condition in words, `because` what is so for this
    citizen, `source` the citation as people read it, `destination` the first the rule points to.
    """

    rule: str
    text: Text
    sentence: Text
    because: Text
    source: Text
    origin: str
    strength: str
    destination: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """A rule that cannot be decided, the facts that would decide it, and whether it matters."""

    rule: str
    facts: tuple[str, ...]
    changes_advice: bool
    changes_destination: bool
    text: Text
    sentence: Text
    source: Text
    origin: str
    destination: str = ""


@dataclass(frozen=True, slots=True)
class Warning_:
    """Something to be told before sending; `rule` is empty where no rule says it."""

    rule: str
    text: Text
    asks_reason: bool = False
    source: Text | None = None


@dataclass(frozen=True, slots=True)
class AlsoDestination:
    """A destination beside the advised one, each its own referral, and the rule that adds it."""

    key: str
    rule: str


@dataclass(frozen=True, slots=True)
class FellAway:
    """A destination that a rule pointed to and that is not on offer."""

    destination: str
    reason: Text
    rule: str


@dataclass(frozen=True, slots=True)
class ContactAdvice:
    """Whom to call, by the contact's key in the definition."""

    key: str
    rule: str


@dataclass(frozen=True, slots=True)
class OrderAdvice:
    """What to order, such as an MRI."""

    key: str
    rule: str


@dataclass(frozen=True, slots=True)
class Change:
    """Other values of one or two facts with which the destination would be another."""

    facts: Mapping[str, FactValue]
    destination: str
    sentence: Text


@dataclass(frozen=True, slots=True)
class Routing:
    """The advice. `alternatives` is the patient's choice, including `destination`."""

    destination: str
    alternatives: tuple[str, ...]
    also: tuple[AlsoDestination, ...] = ()
    reasons: tuple[Reason, ...] = ()
    not_met: tuple[Reason, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    warnings: tuple[Warning_, ...] = ()
    contacts: tuple[ContactAdvice, ...] = ()
    orders: tuple[OrderAdvice, ...] = ()
    fell_away: tuple[FellAway, ...] = ()
    provisional: bool = False
    blocks_sending: bool = False
    blocking: tuple[Warning_, ...] = ()
    """Why nothing may be sent; empty unless `blocks_sending`."""
    ranking: tuple[str, ...] = ()
    """All destinations that true rules point to and that are on offer, strongest first."""
    would_change: tuple[Change, ...] = ()

    def to_data(self, language: str = "da") -> dict[str, Any]:
        """The advice as JSON, in one language, for the ledger and for machines."""
        return {
            "destination": self.destination,
            "alternatives": list(self.alternatives),
            "also": [one.key for one in self.also],
            "also_rules": {one.key: one.rule for one in self.also},
            "reasons": [_reason_data(one, language) for one in self.reasons],
            "not_met": [_reason_data(one, language) for one in self.not_met],
            "unknown": [
                {
                    "rule": one.rule,
                    "facts": list(one.facts),
                    "changes_advice": one.changes_advice,
                    "changes_destination": one.changes_destination,
                    "text": one.text.in_(language),
                    "sentence": one.sentence.in_(language),
                    "source": one.source.in_(language),
                    "origin": one.origin,
                    "destination": one.destination,
                }
                for one in self.unknown
            ],
            "warnings": [_warning_data(one, language) for one in self.warnings],
            "contacts": [one.key for one in self.contacts],
            "orders": [one.key for one in self.orders],
            "fell_away": [
                {
                    "destination": one.destination,
                    "reason": one.reason.in_(language),
                    "rule": one.rule,
                }
                for one in self.fell_away
            ],
            "provisional": self.provisional,
            "blocks_sending": self.blocks_sending,
            "blocking": [_warning_data(one, language) for one in self.blocking],
            "ranking": list(self.ranking),
            "would_change": [
                {
                    "facts": dict(one.facts),
                    "destination": one.destination,
                    "sentence": one.sentence.in_(language),
                }
                for one in self.would_change
            ],
        }


def _reason_data(reason: Reason, language: str) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "text": reason.text.in_(language),
        "sentence": reason.sentence.in_(language),
        "because": reason.because.in_(language),
        "source": reason.source.in_(language),
        "origin": reason.origin,
        "strength": reason.strength,
        "destination": reason.destination,
    }


def _warning_data(warning: Warning_, language: str) -> dict[str, Any]:
    return {
        "rule": warning.rule,
        "text": warning.text.in_(language),
        "asks_reason": warning.asks_reason,
        "source": warning.source.in_(language) if warning.source else "",
    }


def route(definition: Definition, facts: Facts, available: Available) -> Routing:
    """The advice for a citizen with these facts, where these destinations are on offer.

    `available` says by destination whether it is offered; a destination it does not name may be
    offered or not, and is kept, with a warning where that depends on the municipality's adoption.
    """
    return _Advice(definition, facts, available).routing()


@dataclass(slots=True)
class Resolved:
    """What follows from the rules' truth alone; compared to see what an unknown rule would do."""

    destination: str
    alternatives: tuple[str, ...]
    winner: CompiledRule | None
    also: tuple[AlsoDestination, ...]
    fell_away: tuple[tuple[str, str], ...]
    ranking: tuple[str, ...]
    effects: tuple[str, ...] = field(default=())
    """Keys of the true rules that warn, name a contact, order, or block."""

    def differs(self, other: Resolved) -> bool:
        """Whether a reader would see another advice."""
        return (
            self.destination != other.destination
            or self.alternatives != other.alternatives
            or {one.key for one in self.also} != {one.key for one in other.also}
            or self.effects != other.effects
        )


def resolve(
    definition: Definition, truths: Iterable[Truth], offered: Mapping[str, bool | None]
) -> Resolved:
    """Destination, additions and what falls away, from each rule's truth in document order."""
    tiers = definition.tiers
    true = [
        compiled
        for compiled, truth in zip(definition.compiled_rules, truths, strict=True)
        if truth is TRUE
    ]
    fell_away: dict[str, str] = {}

    def on_offer(keys: Iterable[str], rule: str) -> tuple[str, ...]:
        kept = []
        for key in keys:
            if offered.get(key) is False:
                fell_away.setdefault(key, rule)
            else:
                kept.append(key)
        return tuple(kept)

    pointing = [
        (tiers[kept[0]], kept, compiled)
        for compiled in true
        if (kept := on_offer(compiled.rule.to, compiled.rule.key))
    ]
    pointing.sort(key=lambda one: one[0])
    winner: CompiledRule | None = None
    if pointing:
        _, alternatives, winner = pointing[0]
    else:
        alternatives = (_default(definition, on_offer),)
    destination = alternatives[0]
    also: tuple[AlsoDestination, ...] = ()
    if destination != EMERGENCY:
        added: dict[str, str] = {}
        for compiled in true:
            for key in on_offer(compiled.rule.also, compiled.rule.key):
                if key != destination:
                    added.setdefault(key, compiled.rule.key)
        last = len(tiers)
        also = tuple(
            AlsoDestination(key, added[key])
            for key in sorted(added, key=lambda key: tiers.get(key, last))
        )
    return Resolved(
        destination,
        alternatives,
        winner,
        also,
        tuple(fell_away.items()),
        tuple(dict.fromkeys([*(key for _, keys, _ in pointing for key in keys), destination])),
        tuple(
            compiled.rule.key
            for compiled in true
            if compiled.rule.warn
            or compiled.rule.contact
            or compiled.rule.orders
            or compiled.rule.blocks_sending
        ),
    )


def _default(definition: Definition, on_offer: Any) -> str:
    """The default, or where it is not on offer the nearest weaker destination that is."""
    if on_offer((definition.default,), DEFAULT_RULE):
        return definition.default
    below = definition.tiers[definition.default] + 1
    for tier in definition.rank[below:]:
        kept = on_offer(tier, DEFAULT_RULE)
        if kept:
            return str(kept[0])
    return definition.default


def offers(facts: Facts, available: Available) -> dict[str, bool | None]:
    """By destination whether it is offered; the fact `joined` speaks where `available` does not."""
    known: dict[str, bool | None] = {key: one.offered for key, one in available.items()}
    joined = facts.get("joined")
    if isinstance(joined, bool):
        for key, destination in DESTINATIONS.items():
            if destination.needs_adoption and known.get(key) is None:
                known[key] = joined
    return known


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

    def routing(self) -> Routing:
        true = self._of(TRUE)
        unknown = self._unknown()
        blocking = self._blocking()
        return Routing(
            destination=self.resolved.destination,
            alternatives=self.resolved.alternatives,
            also=self.resolved.also,
            reasons=self._reasons(true),
            not_met=tuple(self._reason(compiled) for compiled in self._of(FALSE)),
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
        warnings = [
            Warning_(one.rule, _could_change(one), source=one.source)
            for one in unknown
            if one.changes_destination
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

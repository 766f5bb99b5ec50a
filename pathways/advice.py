"""The shape of an advice: what `pathways.routing` answers, and how it is written as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from pathways.conditions.facts import FactValue
from pathways.texts import Text

DEFAULT_RULE = "default"
"""The key under which the default destination is a reason."""


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether a destination is on offer to the citizen on the date, and if not, why."""

    offered: bool | None
    reason: Text | str | None = None


Available: TypeAlias = Mapping[str, Availability]


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

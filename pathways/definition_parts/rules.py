"""Routing rules: when which destination is advised, and the clause it comes from."""

from __future__ import annotations

from pydantic import Field

from pathways.definition_parts.base import (
    ConditionData,
    FactsData,
    Key,
    OneOrMore,
    Origin,
    Part,
    RuleKey,
    SourceRef,
    Strength,
)
from pathways.texts import Text


class Rule(Part):
    """One rule. It may point to a destination, add others, name a contact, an order, or warn.

    `to` lists alternatives where the patient chooses between them.
    """

    key: RuleKey
    when: ConditionData
    to: OneOrMore = ()
    also: OneOrMore = ()
    orders: OneOrMore = ()
    contact: Key | None = None
    warn: Text | None = None
    asks_reason: bool = False
    blocks_sending: bool = False
    strength: Strength = Strength.SHOULD
    origin: Origin = Origin.AGREED
    text: Text
    note: Text | None = None
    source: SourceRef


class DefaultReason(Part):
    """Why the default destination is the default."""

    text: Text
    source: SourceRef
    origin: Origin = Origin.AGREED


class Contact(Part):
    """Whom to call. A number that each installation sets is left out here."""

    key: Key
    title: Text
    phone: str = Field(default="", max_length=40)
    when: Text | None = None
    source: SourceRef | None = None


class OverrideReason(Part):
    """Why doctor and patient chose another receiver than the one advised."""

    key: Key
    label: Text
    needs_text: bool = False


class FixedSentence(Part):
    """A sentence that every referral carries; `{condition}` stands for the condition's name."""

    text: Text
    condition: Text
    source: SourceRef | None = None

    def in_(self, language: str) -> str:
        """The whole sentence, with the condition filled in."""
        said = self.text.in_(language).replace("{condition}", self.condition.in_(language))
        return f"{said[:1].upper()}{said[1:]}".rstrip(".") + "."


class Example(Part):
    """A citizen with the advice that must come out; publishing waits until every one does."""

    key: Key
    title: Text
    facts: FactsData = Field(default_factory=dict)
    available: dict[Key, bool] = Field(default_factory=dict)
    """Destinations offered or not; those not named are offered."""
    destination: Key
    alternatives: tuple[Key, ...] = ()
    also: tuple[Key, ...] = ()
    reasons: tuple[RuleKey, ...] = ()
    """The rules that must be reasons; in any order, and no others."""
    warnings: tuple[RuleKey, ...] = ()
    contacts: tuple[Key, ...] | None = None
    orders: tuple[Key, ...] | None = None
    """Whom to call and what to order; not compared where left out."""
    provisional: bool = False
    blocks_sending: bool | None = None
    """Whether nothing may be sent, also because a red flag is not ruled out; as `contacts`."""
    asks_reason: bool | None = None
    """Whether some warning asks why the advice is not followed; as `contacts`."""
    outside: bool | None = None
    """Whether the citizen does not belong to the patient group; as `contacts`."""

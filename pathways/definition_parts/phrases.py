"""The phrases a doctor answers, and the facts they record."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from pydantic import Field

from pathways.conditions.facts import Fact, FactOrigin, FactType, Wording
from pathways.definition_parts.base import ConditionData, Key, Origin, Part, SourceRef
from pathways.texts import Text


class OptionDeclaration(Part):
    """One answer of a choice or set. `word` and `says` are its name and clause in sentences.

    `red_flag`: a sign of acute, serious disease; whoever has it must be sent to emergency.
    """

    key: Key
    label: Text
    help: Text | None = None
    word: Text | None = None
    says: Text | None = None
    says_not: Text | None = None
    red_flag: bool = False


class FactDeclaration(Part):
    """A fact that answers record, or that events give."""

    key: Key
    type: FactType
    label: Text
    help: Text | None = None
    options: tuple[OptionDeclaration, ...] = Field(default=(), max_length=40)
    unit: Text | None = None
    minimum: float | None = None
    maximum: float | None = None
    required: bool | None = None
    """Whether the phrase is answered only with this fact; as the phrase where not said."""
    says: Text | None = None
    says_not: Text | None = None
    calculated_from: Literal["height_and_weight"] | None = None
    visible_when: ConditionData | None = None
    red_flag: bool = False
    """Of a yes-or-no fact: the answer yes is a red flag, as for an option."""

    def fact(
        self,
        *,
        origin: FactOrigin = FactOrigin.PHRASE,
        event: str = "",
        code_labels: Mapping[tuple[str, str], Text] | None = None,
    ) -> Fact:
        """The fact as conditions read it."""
        return Fact(
            key=self.key,
            type=self.type,
            label=self.label,
            options=MappingProxyType({option.key: option.label for option in self.options}),
            unit=self.unit,
            minimum=self.minimum,
            maximum=self.maximum,
            origin=origin,
            event=event,
            wording=Wording(self.says, self.says_not),
            option_wording=MappingProxyType(
                {
                    option.key: Wording(option.says, option.says_not, option.word)
                    for option in self.options
                }
            ),
            code_labels=MappingProxyType(dict(code_labels or {})),
        )


class EventFact(FactDeclaration):
    """A fact about what happened, derived from an event. Indicators read it; rules cannot."""

    event: Key


class Phrase(Part):
    """One phrase (henvisningsfrase) of the referral and the facts it records."""

    key: Key
    title: Text
    help: Text | None = None
    facts: tuple[FactDeclaration, ...] = Field(min_length=1, max_length=12)
    required: bool = False
    prefill: Literal["latest_referral"] | None = None
    """Filled from the latest referral in the same course, to be confirmed before sending."""
    visible_when: ConditionData | None = None
    source: SourceRef | None = None
    origin: Origin = Origin.AGREED

    @property
    def required_facts(self) -> tuple[FactDeclaration, ...]:
        """The facts without which the phrase is not answered."""
        return tuple(
            fact
            for fact in self.facts
            if (self.required if fact.required is None else fact.required)
        )

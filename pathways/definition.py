"""A pathway's definition: one typed document, read from YAML or JSON.

`Definition.from_yaml` and `Definition.from_data` refuse a document with every problem
and its place; what they return holds together and can be routed by.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, Literal, Self, TypeAlias

from pydantic import Field, ValidationError, model_validator

from pathways.compiled import CompiledRule, compile_rules, inclusion
from pathways.conditions.common import COMMON
from pathways.conditions.facts import FactOrigin, Vocabulary
from pathways.conditions.schema import CONDITION_SCHEMA
from pathways.conditions.tree import Condition
from pathways.conditions.wording import format_value
from pathways.definition_parts.answers import (
    body_mass_index,
    missing_facts,
    missing_required,
    phrase_text,
    phrases_as_text,
    required_facts,
    visible_facts,
    visible_phrases,
)
from pathways.definition_parts.base import (
    ConditionData,
    FactsData,
    Key,
    OneOrMore,
    Origin,
    Part,
    Source,
    SourceRef,
    Strength,
)
from pathways.definition_parts.care import (
    Activity,
    CaseCoordination,
    Checkpoint,
    Communication,
    Coordinator,
    DivisionRow,
    PatientGroup,
    Phase,
    Recommendation,
    SelfCare,
    TimeRule,
)
from pathways.definition_parts.checks import check_document
from pathways.definition_parts.figure import Figure
from pathways.definition_parts.follow_up import (
    ChangeStep,
    Consideration,
    FollowUp,
    Governance,
    ImplementationRow,
    Indicator,
    QualityCriterion,
)
from pathways.definition_parts.grouping import Stratification
from pathways.definition_parts.phrases import EventFact, FactDeclaration, OptionDeclaration, Phrase
from pathways.definition_parts.problems import (
    NOT_A_SECTION,
    DefinitionError,
    Problem,
    from_validation,
)
from pathways.definition_parts.rules import (
    Contact,
    DefaultReason,
    Example,
    FixedSentence,
    OverrideReason,
    Rule,
)
from pathways.documents import DocumentError, read_yaml, write_yaml
from pathways.texts import Text

__all__ = [
    "MAX_INDICATORS",
    "MAX_PHRASES",
    "ConditionData",
    "Definition",
    "DefinitionError",
    "EventFact",
    "Example",
    "FactDeclaration",
    "FactsData",
    "Indicator",
    "OptionDeclaration",
    "Origin",
    "OverrideReason",
    "Phrase",
    "Problem",
    "Rule",
    "SourceRef",
    "Strength",
    "Text",
    "body_mass_index",
    "content_hash",
    "document_hash",
    "format_value",
    "json_schema",
    "missing_facts",
    "missing_required",
    "phrase_text",
    "phrases_as_text",
    "required_facts",
    "visible_facts",
    "visible_phrases",
]

LineOf: TypeAlias = Callable[[tuple[str | int, ...]], int | None]

MAX_PHRASES = 8
MAX_INDICATORS = 6


class Definition(Part):
    """What was agreed about one pathway (PATHWAYS §2): who, what, where, and how it goes."""

    key: Key
    title: Text
    short_title: Text
    kind: Literal["disease_specific", "generic"] = "disease_specific"
    number: int | None = Field(default=None, ge=1)
    """The document's own version number, where it has one."""
    premise: Text | None = None

    patient_group: PatientGroup
    phrases: tuple[Phrase, ...] = Field(min_length=1, max_length=MAX_PHRASES)
    event_facts: tuple[EventFact, ...] = Field(default=(), max_length=40)

    rules: tuple[Rule, ...] = Field(default=(), max_length=100)
    rank: tuple[OneOrMore, ...] = Field(min_length=1, max_length=20)
    """Destinations by tiers, strongest first."""
    default: Key
    default_reason: DefaultReason
    fixed_sentence: FixedSentence | None = None
    override_reasons: tuple[OverrideReason, ...] = Field(min_length=1, max_length=20)
    contacts: tuple[Contact, ...] = Field(default=(), max_length=20)

    recommendations: tuple[Recommendation, ...] = Field(default=(), max_length=100)
    self_care: tuple[SelfCare, ...] = Field(default=(), max_length=40)
    phases: tuple[Phase, ...] = Field(default=(), max_length=40)
    checkpoints: tuple[Checkpoint, ...] = Field(default=(), max_length=40)
    time_rules: tuple[TimeRule, ...] = Field(default=(), max_length=40)
    activities: tuple[Activity, ...] = Field(default=(), max_length=200)
    coordinator: Coordinator
    case_coordination: CaseCoordination | None = None
    communication: tuple[Communication, ...] = Field(default=(), max_length=60)
    division: tuple[DivisionRow, ...] = Field(default=(), max_length=60)
    stratification: Stratification | None = None
    figure: Figure | None = None

    indicators: tuple[Indicator, ...] = Field(default=(), max_length=MAX_INDICATORS)
    follow_up: FollowUp | None = None
    implementation: tuple[ImplementationRow, ...] = Field(default=(), max_length=60)
    quality_criteria: tuple[QualityCriterion, ...] = Field(default=(), max_length=60)
    guideline_change: tuple[ChangeStep, ...] = Field(default=(), max_length=40)
    criteria: tuple[Consideration, ...] = Field(default=(), max_length=40)
    modules: tuple[Consideration, ...] = Field(default=(), max_length=40)
    governance: Governance = Governance()

    examples: tuple[Example, ...] = Field(default=(), max_length=500)
    sources: tuple[Source, ...] = Field(min_length=1, max_length=60)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        found = check_document(self)
        if found:
            raise DefinitionError(found)
        return self

    @classmethod
    def from_data(cls, data: Any, line_of: LineOf | None = None) -> Definition:
        """The definition written as `data` (JSON). Raises `DefinitionError`.

        `line_of` gives the line of a place in the text that the data was read from.
        """
        if not isinstance(data, Mapping):
            raise DefinitionError([NOT_A_SECTION])
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            found = from_validation(error, data)
            raise DefinitionError(_with_lines(found, line_of)) from error
        except DefinitionError as error:
            raise DefinitionError(_with_lines(error.problems, line_of)) from error

    @classmethod
    def from_yaml(cls, text: str) -> Definition:
        """The definition written as YAML. Raises `DefinitionError` with line numbers."""
        try:
            document = read_yaml(text)
        except DocumentError as error:
            raise DefinitionError([Problem("", error.message, error.line)]) from error
        return cls.from_data(document.data, document.line_of)

    def to_data(self) -> dict[str, Any]:
        """The document as JSON data, without what is as it would be anyway.

        Leaving defaults out keeps the hash of old documents when the models learn new parts.
        """
        return self.model_dump(mode="json", exclude_defaults=True)

    def to_yaml(self) -> str:
        """The document as YAML; `from_yaml` reads it back to the same."""
        return write_yaml(self.to_data())

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The facts that rules may read: those known of everyone, and the phrases' own."""
        labels: dict[tuple[str, str], Text] = {
            (code.system, code.code): code.label for code in self.patient_group.code_labels
        }
        return COMMON.plus(
            declared.fact(code_labels=labels)
            for phrase in self.phrases
            for declared in phrase.facts
        )

    @cached_property
    def indicator_vocabulary(self) -> Vocabulary:
        """The facts that indicators may read: also those that events give."""
        return self.vocabulary.plus(
            declared.fact(origin=FactOrigin.EVENT, event=declared.event)
            for declared in self.event_facts
        )

    @cached_property
    def compiled_rules(self) -> tuple[CompiledRule, ...]:
        """The rules with their conditions typed, compiled and put into words, once."""
        return compile_rules(self.rules, self.vocabulary, self.sources)

    @cached_property
    def inclusion(self) -> Condition:
        """Who the pathway is for, as a condition."""
        return inclusion(self.patient_group, self.vocabulary)

    @cached_property
    def tiers(self) -> dict[str, int]:
        """Each ranked destination's tier; 0 is strongest."""
        return {key: number for number, tier in enumerate(self.rank) for key in tier}

    @cached_property
    def destinations(self) -> tuple[str, ...]:
        """Every destination the definition may point to, strongest first."""
        ranked = [key for tier in self.rank for key in tier]
        beside = [key for rule in self.rules for key in (*rule.to, *rule.also)]
        return tuple(dict.fromkeys((*ranked, self.default, *beside)))

    def phrase(self, key: str) -> Phrase:
        """The phrase with that key; `KeyError` if there is none."""
        for phrase in self.phrases:
            if phrase.key == key:
                return phrase
        raise KeyError(key)

    def phrase_of(self, fact: str) -> Phrase | None:
        """The phrase that records a fact, or None for what is known otherwise."""
        for phrase in self.phrases:
            if any(declared.key == fact for declared in phrase.facts):
                return phrase
        return None

    def cite(self, source: SourceRef) -> Text:
        """A source reference as people read it: "Knæprogrammet §3, kriterium 1"."""
        document = next(known for known in self.sources if known.key == source.document)
        return document.at(source.place)


def _with_lines(problems: Iterable[Problem], line_of: LineOf | None) -> list[Problem]:
    if line_of is None:
        return list(problems)
    return [replace(problem, line=line_of(problem.path)) for problem in problems]


def content_hash(definition: Definition) -> str:
    """SHA-256 (hex) of the document's content; the same content always gives the same."""
    return document_hash(definition.to_data())


def document_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of a document as data, also of one that is not finished."""
    written = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def json_schema() -> dict[str, Any]:
    """The contract of a definition document as JSON Schema (2020-12)."""
    schema: dict[str, Any] = _with_conditions(Definition.model_json_schema(by_alias=True))
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["$defs"]["Condition"] = CONDITION_SCHEMA
    return schema


def _with_conditions(schema: Any) -> Any:
    """The schema with every condition pointing to the one recursive description of them."""
    if isinstance(schema, list):
        return [_with_conditions(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("x-condition"):
        return {"$ref": "#/$defs/Condition"}
    return {key: _with_conditions(value) for key, value in schema.items()}

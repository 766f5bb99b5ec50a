"""What a form must offer for each part of a definition, derived from the typed models.

A field added to a model thereby appears in the editor; only its words stand elsewhere (labels).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cache
from types import MappingProxyType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen
from pydantic import BaseModel, WithJsonSchema
from pydantic.fields import FieldInfo

from pathways.definition import Definition
from pathways.definition_parts.base import SourceRef
from pathways.definition_parts.care import Guideline
from pathways.definition_parts.follow_up import Target
from pathways.editing.places import MISSING, Path
from pathways.texts import Text


@dataclass(frozen=True)
class Pair:
    """A text in Danish and English. `long`: written over several lines."""

    long: bool = False


@dataclass(frozen=True)
class Words:
    """A word, name, address or key in one language."""

    longest: int | None = None
    is_key: bool = False


@dataclass(frozen=True)
class Number:
    """A number; whole where `whole`."""

    whole: bool = True
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True)
class Truth:
    """Yes or no; with a third answer, none of them, where `open`."""

    open: bool = False


@dataclass(frozen=True)
class Day:
    """A date."""


@dataclass(frozen=True)
class Choice:
    """One of the values that the model itself lists."""

    values: tuple[str | int, ...]
    model: str
    """Whose words the values have: "Phrase.prefill"."""


@dataclass(frozen=True)
class Pick:
    """One of the keys the document or the product knows: "destination", "phase", "source" …"""

    of: str


@dataclass(frozen=True)
class Picks:
    """Several of such keys, in an order."""

    of: str


@dataclass(frozen=True)
class Keys:
    """A list of words that nobody lists beforehand, written with commas."""


@dataclass(frozen=True)
class Asked:
    """A condition. `events`: it may also read what events give."""

    events: bool = False


@dataclass(frozen=True)
class Codes:
    """Codes by system."""


@dataclass(frozen=True)
class Known:
    """A citizen's facts."""


@dataclass(frozen=True)
class Offers:
    """Which destinations are offered, where that is said."""


@dataclass(frozen=True)
class Shares:
    """A share for each value, written one on each line."""


@dataclass(frozen=True)
class Rows:
    """A list. `apart`: each row has a page of its own."""

    of: Shape
    most: int | None = None
    apart: bool = False


@dataclass(frozen=True)
class Member:
    """One field of a part: its name in the document, its shape, and whether it may be left out."""

    name: str
    shape: Shape
    required: bool
    default: Any = MISSING
    words: str = ""
    """Under which name its label and help stand: "Rule.to"."""


@dataclass(frozen=True)
class Fields:
    """A part with named fields. `drawn_blank`: shown with blank fields where it is left out."""

    model: str
    members: tuple[Member, ...] = field(repr=False)
    drawn_blank: bool = False


Shape: TypeAlias = (
    Pair
    | Words
    | Number
    | Truth
    | Day
    | Choice
    | Pick
    | Picks
    | Keys
    | Asked
    | Codes
    | Known
    | Offers
    | Shares
    | Rows
    | Fields
)

# What a bare key stands for. A key that is not named here is a name that is given where it stands.
_PICKS: Mapping[str, Shape] = MappingProxyType(
    {
        "Definition.rank": Rows(Picks("destination")),
        "Definition.default": Pick("destination"),
        "Rule.to": Picks("destination"),
        "Rule.also": Picks("destination"),
        "Rule.orders": Keys(),
        "Rule.contact": Pick("contact"),
        "PatientGroup.fact": Pick("code_fact"),
        "PatientGroup.included_by": Picks("actor"),
        "Phase.responsible": Pick("actor"),
        "Phase.next": Picks("phase"),
        "Phase.together_with": Picks("actor"),
        "Phase.groups": Picks("group"),
        "Checkpoint.actor": Pick("actor"),
        "Checkpoint.together_with": Picks("actor"),
        "TimeRule.actor": Pick("actor"),
        "Activity.actor": Pick("actor"),
        "Activity.phase": Pick("phase"),
        "Coordinator.actor": Pick("actor"),
        "CoordinatorMove.to": Pick("actor"),
        "Communication.sender": Pick("actor"),
        "Communication.receiver": Pick("actor"),
        "DivisionRow.sent_to": Picks("destination"),
        "SourceRef.document": Pick("source"),
        "Distribution.of": Pick("event_fact"),
        "EventFact.event": Pick("event"),
        "Example.destination": Pick("destination"),
        "Example.alternatives": Picks("destination"),
        "Example.also": Picks("destination"),
        "Example.reasons": Picks("rule"),
        "Example.warnings": Picks("rule"),
        "Example.contacts": Picks("contact"),
        "Example.orders": Keys(),
        "FigureStop.of": Picks("stop"),
        "FigureStop.recommendations": Picks("recommendation"),
        "Way.from": Pick("stop"),
        "Way.to": Pick("stop"),
        "Way.rules": Picks("rule"),
    }
)

_LONG = frozenset(
    {
        "Definition.premise",
        "PatientGroup.description",
        "PatientGroup.outside",
        "Rule.text",
        "Rule.note",
        "Rule.warn",
        "DefaultReason.text",
        "FixedSentence.text",
        "Recommendation.text",
        "Phase.characteristics",
        "Phase.purpose",
        "Phase.interventions",
        "Activity.detail",
        "Coordinator.text",
        "Communication.message",
        "DivisionRow.need",
        "DivisionRow.offer",
        "Indicator.explanation",
        "FollowUp.revision",
        "QualityCriterion.text",
        "ChangeStep.text",
        "Consideration.text",
        "Stratification.text",
        "Group.text",
        "Phrase.help",
        "FactDeclaration.help",
        "EventFact.help",
        "TimeRule.text",
        "TimeRule.otherwise",
    }
)

_APART = frozenset({"Phrase.facts"})
_DRAWN_BLANK = (SourceRef, Guideline, Target)
_READ_EVENTS = frozenset({"Indicator", "Measure", "Share"})


@cache
def fields_of(model: type[BaseModel]) -> Fields:
    """The shape of a part."""
    members = []
    for name, info in model.model_fields.items():
        written = info.alias or name
        words = f"{model.__name__}.{written}"
        members.append(
            Member(
                written,
                _PICKS.get(words) or _shape(info.annotation, info.metadata, words),
                info.is_required(),
                _default(info),
                words,
            )
        )
    return Fields(model.__name__, tuple(members))


def _default(info: FieldInfo) -> Any:
    if info.is_required():
        return MISSING
    value = info.get_default(call_default_factory=True, validated_data={})
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, Enum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def _shape(annotation: Any, metadata: list[Any], words: str) -> Shape:
    origin, arguments = get_origin(annotation), get_args(annotation)
    owner = words.partition(".")[0]
    if origin is Annotated:
        return _shape(arguments[0], [*arguments[1:], *metadata], words)
    if origin in (Union, UnionType):
        inner = next(one for one in arguments if one is not type(None))
        shape = _shape(inner, metadata, words)
        return Truth(open=True) if isinstance(shape, Truth) else shape
    if any(isinstance(one, WithJsonSchema) for one in metadata):
        return Asked(events=owner in _READ_EVENTS)
    if origin is Literal:
        return Choice(arguments, words)
    if origin is tuple:
        most = next((one.max_length for one in metadata if isinstance(one, MaxLen)), None)
        return Rows(_shape(arguments[0], [], words), most, apart=words in _APART)
    if origin is dict:
        keys = get_args(arguments[0])
        if arguments[1] is float:
            return Shares()
        if "icd10" in keys:
            return Codes()
        return Offers() if arguments[1] is bool else Known()
    if not isinstance(annotation, type):
        raise TypeError(f"{words}: no form for {annotation!r}")
    if issubclass(annotation, Text):
        return Pair(long=words in _LONG)
    if issubclass(annotation, BaseModel):
        inner_fields = fields_of(annotation)
        if issubclass(annotation, _DRAWN_BLANK):
            return Fields(inner_fields.model, inner_fields.members, drawn_blank=True)
        return inner_fields
    if issubclass(annotation, Enum):
        return Choice(tuple(one.value for one in annotation), words)
    return _plain(annotation, metadata, words)


def _plain(annotation: type, metadata: list[Any], words: str) -> Shape:
    if annotation is bool:
        return Truth()
    if annotation in (int, float):
        low = next((one.ge for one in metadata if isinstance(one, Ge)), None)
        high = next((one.le for one in metadata if isinstance(one, Le)), None)
        return Number(annotation is int, low, high)  # type: ignore[arg-type]  # plain numbers
    if annotation is date:
        return Day()
    if annotation is str:
        longest = next((one.max_length for one in metadata if isinstance(one, MaxLen)), None)
        return Words(longest, is_key=words.endswith(".key"))
    raise TypeError(f"{words}: no form for {annotation!r}")


@cache
def document_shape() -> Fields:
    """The shape of the whole document."""
    return fields_of(Definition)


def shape_at(path: Path, shape: Shape | None = None) -> Shape | None:
    """The shape of what stands at a place; None where nothing can."""
    here: Shape | None = shape if shape is not None else document_shape()
    for step in path:
        member = member_of(here, step) if here is not None else None
        here = member.shape if isinstance(member, Member) else member
    return here


def member_of(shape: Shape, step: str | int) -> Member | Shape | None:
    """The field of that name, or the shape of a list's row; None where there is none."""
    if isinstance(shape, Rows) and isinstance(step, int):
        return shape.of
    if isinstance(shape, Fields):
        return next((one for one in shape.members if one.name == step), None)
    return None

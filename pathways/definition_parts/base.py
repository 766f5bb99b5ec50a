"""What all parts of a definition share: keys, sources, and refusal of what is not known."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from pathways.texts import Text, text


class Part(BaseModel):
    """One part of a definition: immutable, and without room for what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)


Key: TypeAlias = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60, description="A key in lower case")
]
RuleKey: TypeAlias = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=30)]


def _one_is_a_list_of_one(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


OneOrMore: TypeAlias = Annotated[
    tuple[Key, ...],
    BeforeValidator(_one_is_a_list_of_one, json_schema_input_type=Key | tuple[Key, ...]),
]
"""A list of keys; a single one may be written bare."""

ConditionData: TypeAlias = Annotated[
    dict[str, Any], WithJsonSchema({"type": "object", "x-condition": True})
]
"""A condition as written; it is typed against the vocabulary when the whole document is read."""

FactsData: TypeAlias = dict[str, Any]


class Origin(StrEnum):
    """Agreed in a source document, or chosen locally and shown as »lokal standard«."""

    AGREED = "agreed"
    LOCAL = "local"


class Strength(StrEnum):
    """How a recommendation is worded; it does not change the rank."""

    MUST = "must"
    SHOULD = "should"
    CONSIDER = "consider"


class SourceRef(Part):
    """A place in a source document."""

    document: Key
    place: Text


class Source(Part):
    """A source document and the short name by which places in it are cited."""

    key: Key
    title: Text
    short: Text
    publisher: str = ""
    year: int | None = Field(default=None, ge=1900, le=2200)
    url: str = Field(default="", pattern=r"^(https://.*)?$")

    def at(self, place: Text) -> Text:
        """The citation as people read it: "Knæprogrammet §3, kriterium 1"."""

        def cite(language: str) -> str:
            where = place.in_(language)
            return f"{self.short.in_(language)}{' ' if where.startswith('§') else ', '}{where}"

        return text(cite("da"), cite("en"))

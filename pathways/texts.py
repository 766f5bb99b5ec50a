"""Words in the two languages the product speaks. Danish is the source; English may be missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

LANGUAGES = ("da", "en")


class Text(BaseModel):
    """One text in Danish and English. A bare string in a document is the Danish one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    da: str = Field(min_length=1, max_length=4000)
    en: str = Field(default="", max_length=4000)

    @model_validator(mode="before")
    @classmethod
    def _bare_string_is_danish(cls, data: Any) -> Any:
        return {"da": data} if isinstance(data, str) else data

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        described = handler(core_schema)
        resolved = handler.resolve_ref_schema(described)
        as_object = dict(resolved)
        resolved.clear()
        resolved["anyOf"] = [{"type": "string", "minLength": 1, "maxLength": 4000}, as_object]
        return described

    def in_(self, language: str) -> str:
        """The text in `language` ("da" or "en"); Danish where the English is missing."""
        return self.en if language == "en" and self.en else self.da


def text(da: str, en: str = "") -> Text:
    """A text made by code, from words that need no checking."""
    return Text.model_construct(da=da, en=en)


def filled(da: str, en: str, /, **values: Text | str | int) -> Text:
    """A sentence made by code in both languages, with each `{name}` filled in.

    A `Text` is filled in by its words in each language, anything else as it stands.
    """

    def said(sentence: str, language: str) -> str:
        words = {
            name: value.in_(language) if isinstance(value, Text) else value
            for name, value in values.items()
        }
        return sentence.format(**words)

    return text(said(da, "da"), said(en, "en"))


def sentences(several: Iterable[Text]) -> Text:
    """One text after the other."""
    every = list(several)
    return text(*(" ".join(one.in_(language) for one in every) for language in LANGUAGES))


def quoted(words: Text | str) -> Text:
    """Words that are named, in the quotation marks of each language: »x« and “x”."""
    return filled("»{words}«", "“{words}”", words=words)

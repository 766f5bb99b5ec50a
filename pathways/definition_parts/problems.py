"""What is wrong with a definition, in both languages and with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from pathways.conditions.facts import did_you_mean
from pathways.texts import Text, filled, text

Path = tuple[str | int, ...]

_NOUNS = {
    "phrases": text("fraser", "phrases"),
    "indicators": text("indikatorer", "indicators"),
}


@dataclass(frozen=True)
class Problem:
    """One thing wrong: the place in the document, a sentence, and the line if known."""

    where: str
    message: Text
    line: int | None = None
    path: Path = ()

    @classmethod
    def at(cls, path: Path, message: Text, line: int | None = None) -> Problem:
        """A problem at a place in the document."""
        return cls(place(path), message, line, path)

    def in_(self, language: str) -> str:
        """The sentence with its place, in "da" or "en"."""
        return with_place(self.message, self.where, self.line).in_(language)

    def __str__(self) -> str:
        return self.in_("da")


def problem(path: Path, da: str, en: str, /, **values: Text | str | int) -> Problem:
    """A problem at a place in the document: a sentence of `filled`."""
    return Problem.at(path, filled(da, en, **values))


def said_of(whose: Text | str, message: Text) -> Text:
    """A sentence said of its owner: "Regel L3: …"."""
    return filled("{whose}: {message}", "{whose}: {message}", whose=whose, message=message)


NOT_A_SECTION = Problem(
    "",
    text("Et program skal være et afsnit med nøgler.", "A pathway must be a section with keys."),
)


class DefinitionError(Exception):
    """A definition cannot be used; `problems` holds every reason.

    Not a `ValueError`: the model library would take it for the problem of a single field.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def place(path: Path) -> str:
    """A place as text: `rules[2].when.all[0]`."""
    written = ""
    for step in path:
        if isinstance(step, int):
            written += f"[{step}]"
        else:
            written += f".{step}" if written else step
    return written


def with_place(message: Text, where: str, line: int | None) -> Text:
    """ "Linje 4: …" or "rules[2].when: …"; the sentence alone where no place is known."""
    here = text(f"Linje {line}", f"Line {line}") if line else where
    return said_of(here, message) if here else message


def refusal(kind: str, message: Text) -> PydanticCustomError:
    """What a validator of our own raises, so that `from_validation` tells it in both languages."""
    return PydanticCustomError(kind, message.da, {"en": message.en})


def too_many(count: int, most: int, name: str) -> Text:
    """ "Programmet har 9 fraser; højst 8 er tilladt. Fjern eller slå 1 sammen."

    `name`: the list, as the document names it.
    """
    subject, nouns = filled("»{name}« har", "“{name}” has", name=name), text("led", "items")
    if name in _NOUNS:
        subject, nouns = text("Programmet har", "The pathway has"), _NOUNS[name]
    return filled(
        "{subject} {count} {nouns}; højst {most} er tilladt. Fjern eller slå {over} sammen.",
        "{subject} {count} {nouns}; at most {most} are allowed. Remove or merge {over}.",
        subject=subject,
        count=count,
        nouns=nouns,
        most=most,
        over=count - most,
    )


def from_validation(error: ValidationError, data: Any) -> list[Problem]:
    """What the typed models refused, in our own words.

    A list is also called too short where its only items were refused; that is not told.
    """
    details = [(_path_in(detail["loc"], data), detail) for detail in error.errors()]
    within = {path[:length] for path, _ in details for length in range(len(path))}
    return [
        Problem.at(path, _sentence(detail))
        for path, detail in details
        if detail["type"] != "too_short" or path not in within
    ]


def _path_in(loc: tuple[int | str, ...], data: Any) -> Path:
    """The place in the data: the library also names branches that are not in it."""
    path: list[int | str] = []
    here = data
    for number, step in enumerate(loc):
        inside = isinstance(here, Mapping) and step in here
        if isinstance(here, list | tuple) and isinstance(step, int):
            inside = step < len(here)
        if inside:
            here = here[step]
        elif number != len(loc) - 1:
            continue
        path.append(step)
    return tuple(path)


_SENTENCES: dict[str, Text] = {
    "missing": text("Feltet »{name}« mangler.", "The field “{name}” is missing."),
    "extra_forbidden": text(
        "Feltet »{name}« kendes ikke her.", "The field “{name}” is not known here."
    ),
    "too_short": text("»{name}« skal have mindst {limit}.", "“{name}” must have at least {limit}."),
    "string_too_short": text("»{name}« må ikke være tom.", "“{name}” must not be empty."),
    "string_too_long": text(
        "»{name}« er for lang; højst {limit} tegn.",
        "“{name}” is too long; at most {limit} characters.",
    ),
    "string_type": text("»{name}« skal være tekst.", "“{name}” must be text."),
    "string_pattern_mismatch": text(
        "»{value}« kan ikke bruges som »{name}«: mønstret er {limit}.",
        "“{value}” can't be used as “{name}”: the pattern is {limit}.",
    ),
    "bool": text("»{name}« skal være true eller false.", "“{name}” must be true or false."),
    "int": text("»{name}« skal være et helt tal.", "“{name}” must be a whole number."),
    "int_parsing_size": text("»{name}« er et for stort tal.", "“{name}” is too large a number."),
    "float": text("»{name}« skal være et tal.", "“{name}” must be a number."),
    "greater_than_equal": text(
        "»{name}« skal være mindst {limit}.", "“{name}” must be at least {limit}."
    ),
    "less_than_equal": text("»{name}« må højst være {limit}.", "“{name}” must be at most {limit}."),
    "list": text("»{name}« skal være en liste.", "“{name}” must be a list."),
    "section": text(
        "»{name}« skal være et afsnit med nøgler.", "“{name}” must be a section with keys."
    ),
    "date": text(
        "»{name}« skal være en dato som 2026-03-01.", "“{name}” must be a date such as 2026-03-01."
    ),
    "": text(
        "»{name}« kan ikke bruges, som det er skrevet.", "“{name}” can't be used as it is written."
    ),
}
"""By the library's own kind of error, or by what several of its kinds come to."""

_ALIKE = {
    **dict.fromkeys(("bool_type", "bool_parsing"), "bool"),
    **dict.fromkeys(("int_type", "int_parsing", "int_from_float"), "int"),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), "float"),
    **dict.fromkeys(("tuple_type", "list_type"), "list"),
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type"), "section"),
}
_LIMITS = ("min_length", "max_length", "pattern", "ge", "le")


def _sentence(detail: ErrorDetails) -> Text:
    kind, context = detail["type"], detail.get("ctx", {})
    name = next((str(step) for step in reversed(detail["loc"]) if isinstance(step, str)), "")
    value = detail["input"]
    if kind == "too_long":
        return too_many(context["actual_length"], context["max_length"], name)
    if kind in ("literal_error", "enum"):
        return _no_choice(name, value, context["expected"])
    kind = "date" if kind.startswith("date") else _ALIKE.get(kind, kind)
    if kind not in _SENTENCES and "url" not in detail:  # one of our own, not the library's
        return text(str(detail["msg"]), str(context.get("en", "")))
    sentence = _SENTENCES.get(kind, _SENTENCES[""])
    limit = next((context[one] for one in _LIMITS if one in context), "")
    return filled(sentence.da, sentence.en, name=name, value=str(value), limit=str(limit))


def _no_choice(name: str, value: Any, expected: str) -> Text:
    return filled(
        "»{value}« er ikke en mulighed for »{name}«; brug {expected}.{near}",
        "“{value}” is not an option for “{name}”; use {expected}.{near}",
        value=str(value),
        name=name,
        expected=text(expected.replace(" or ", " eller "), expected),
        near=_near(value, expected),
    )


def _near(value: Any, expected: str) -> Text:
    return did_you_mean(
        str(value), [word.strip(" '") for word in expected.replace(" or ", ",").split(",")]
    )

"""What is wrong with a definition, in Danish and with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

Path = tuple[str | int, ...]

_NOUNS = {
    "phrases": ("fraser", "Programmet har"),
    "indicators": ("indikatorer", "Programmet har"),
}


@dataclass(frozen=True)
class Problem:
    """One thing wrong: the place in the document, a Danish sentence, and the line if known."""

    where: str
    message: str
    line: int | None = None
    path: Path = ()

    @classmethod
    def at(cls, path: Path, message: str, line: int | None = None) -> Problem:
        """A problem at a place in the document."""
        return cls(place(path), message, line, path)

    def __str__(self) -> str:
        place = f"Linje {self.line}" if self.line else self.where
        return f"{place}: {self.message}" if place else self.message


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


def too_many(count: int, most: int, nouns: str, subject: str = "Programmet har") -> str:
    """ "Programmet har 9 fraser; højst 8 er tilladt. Fjern eller slå 1 sammen." """
    return (
        f"{subject} {count} {nouns}; højst {most} er tilladt. "
        f"Fjern eller slå {count - most} sammen."
    )


def from_validation(error: ValidationError, data: Any) -> list[Problem]:
    """What the typed models refused, in Danish.

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


def _sentence(detail: ErrorDetails) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    name = next((str(step) for step in reversed(detail["loc"]) if isinstance(step, str)), "")
    value = detail["input"]
    match kind:
        case "missing":
            return f"Feltet »{name}« mangler."
        case "extra_forbidden":
            return f"Feltet »{name}« kendes ikke her."
        case "too_long":
            nouns, subject = _NOUNS.get(name, ("led", f"»{name}« har"))
            return too_many(context["actual_length"], context["max_length"], nouns, subject)
        case "too_short":
            return f"»{name}« skal have mindst {context['min_length']}."
        case "string_too_short":
            return f"»{name}« må ikke være tom."
        case "string_too_long":
            return f"»{name}« er for lang; højst {context['max_length']} tegn."
        case "string_type":
            return f"»{name}« skal være tekst."
        case "string_pattern_mismatch":
            return f"»{value}« kan ikke bruges som »{name}«: mønstret er {context['pattern']}."
        case "literal_error" | "enum":
            return (
                f"»{value}« er ikke en mulighed for »{name}«; brug {context['expected']}."
                + _near(value, context["expected"])
            ).replace(" or ", " eller ")
        case "bool_type" | "bool_parsing":
            return f"»{name}« skal være true eller false."
        case "int_type" | "int_parsing" | "int_from_float":
            return f"»{name}« skal være et helt tal."
        case "int_parsing_size":
            return f"»{name}« er et for stort tal."
        case "float_type" | "float_parsing" | "finite_number":
            return f"»{name}« skal være et tal."
        case "greater_than_equal":
            return f"»{name}« skal være mindst {context['ge']}."
        case "less_than_equal":
            return f"»{name}« må højst være {context['le']}."
        case "tuple_type" | "list_type":
            return f"»{name}« skal være en liste."
        case "dict_type" | "model_type" | "model_attributes_type":
            return f"»{name}« skal være et afsnit med nøgler."
        case _ if kind.startswith("date"):
            return f"»{name}« skal være en dato som 2026-03-01."
    if "url" not in detail:  # a sentence of our own, not one of the library's
        return str(detail["msg"])
    return f"»{name}« kan ikke bruges, som det er skrevet."


def _near(value: Any, expected: str) -> str:
    words = [word.strip(" '") for word in expected.replace(" or ", ",").split(",")]
    near = get_close_matches(str(value), words, n=1)
    return f" Mente du »{near[0]}«?" if near else ""

"""Places in a document: read from text ("rules[2].text"), looked up, put and taken out."""

from __future__ import annotations

import re
from typing import Any, Final

from pathways.definition_parts.problems import Path, place
from pathways.documents import MAX_NESTING

__all__ = ["MISSING", "Missing", "Path", "anchor", "at", "parse_place", "place", "put", "take_out"]


class Missing:
    """What stands where nothing does; None is a value."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()

_STEP = re.compile(r"\.?([A-Za-z_][A-Za-z0-9_-]*)|\[(\d{1,4})\]")


def parse_place(text: str) -> Path | None:
    """The path that `place` wrote as text; None when it is no place."""
    path: list[str | int] = []
    end = 0
    while end < len(text):
        if len(path) >= MAX_NESTING:
            return None
        found = _STEP.match(text, end)
        if found is None:
            return None
        word, number = found.groups()
        path.append(word if word is not None else int(number))
        end = found.end()
    return tuple(path)


def at(document: Any, path: Path) -> Any:
    """What stands at a place; MISSING where nothing does."""
    here = document
    for step in path:
        in_list = isinstance(here, list) and isinstance(step, int) and step < len(here)
        if in_list or (isinstance(here, dict) and step in here):
            here = here[step]
        else:
            return MISSING
    return here


def put(document: Any, path: Path, value: Any) -> Any:
    """A document with another value at a place, which is made where it is not there yet.

    MISSING takes a key or row away. A number beyond a list's end adds to it.
    """
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, str):
        new = dict(document) if isinstance(document, dict) else {}
        inner = put(new.get(step, MISSING), rest, value)
        if inner is MISSING:
            new.pop(step, None)
        else:
            new[step] = inner
        return new
    rows = list(document) if isinstance(document, list) else []
    inner = put(rows[step] if step < len(rows) else MISSING, rest, value)
    if inner is MISSING:
        del rows[step : step + 1]
    elif step < len(rows):
        rows[step] = inner
    else:
        rows.append(inner)
    return rows


def take_out(document: Any, path: Path) -> Any:
    """The document without what stands at a place."""
    return put(document, path, MISSING) if at(document, path) is not MISSING else document


def anchor(path: Path) -> str:
    """The id of the control for a place: "f-rules-2-text"."""
    return "f-" + "-".join(str(step) for step in path)

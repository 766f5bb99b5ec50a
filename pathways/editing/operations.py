"""What a button in a form does to the document: add, take out, move, lay in a group.

A button's value is "verb name": "up options[2]", "row when:0". A name that begins with "/" is a
place in the whole document ("add /rules"), else it is counted from the form's own item.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pathways.editing.places import MISSING, Path, at, parse_place, put, take_out
from pathways.editing.shapes import Asked, Fields, Pair, Picks, Rows, Shape, Words, shape_at
from pathways.editing.trees import (
    Row,
    RowPlace,
    added,
    moved,
    new_group,
    place_from,
    replaced,
    to_data,
    to_rows,
    unwrapped,
    wrapped,
)

VERBS = ("add", "remove", "up", "down", "row", "group", "wrap", "unwrap")


@dataclass(frozen=True)
class Done:
    """The document afterwards; `focus`: the place the writer goes on at, in the document.

    `row`: the row of a condition there.
    """

    document: Any
    focus: Path
    row: RowPlace | None = None


def operate(document: Any, item: Path, do: str) -> Done | None:
    """The document with one operation done; None when `do` is none that can be done here."""
    verb, _space, name = do.partition(" ")
    if verb not in VERBS or not name.strip("/"):
        return None
    name, colon, rows = name.partition(":")
    path = parse_place(name.removeprefix("/"))
    if path is None:
        return None
    if not name.startswith("/"):
        path = (*item, *path)
    shape = shape_at(path)
    if shape is None:
        return None
    if colon:
        return _on_condition(document, path, shape, verb, rows)
    return _on_part(document, path, shape, verb)


def _on_part(document: Any, path: Path, shape: Shape, verb: str) -> Done | None:
    match verb:
        case "add":
            return _added(document, path, shape)
        case "remove":
            return Done(take_out(document, path), path[:-1])
        case "up" | "down" if isinstance(path[-1], int):
            rows = at(document, path[:-1])
            old, new = path[-1], path[-1] + (1 if verb == "down" else -1)
            if not isinstance(rows, list) or not 0 <= new < len(rows) or old >= len(rows):
                return Done(document, path)
            rows = [*rows]
            rows.insert(new, rows.pop(old))
            return Done(put(document, path[:-1], rows), (*path[:-1], new))
    return None


def _added(document: Any, path: Path, shape: Shape) -> Done | None:
    if isinstance(shape, Asked):
        return Done(put(document, path, to_data(Row())), path, ())
    if isinstance(shape, Rows):
        there = at(document, path)
        rows = there if isinstance(there, list) else []
        return Done(put(document, path, [*rows, _blank(shape.of, rows)]), (*path, len(rows)))
    if isinstance(shape, Fields) and not at(document, path):
        return Done(put(document, path, {}), path)
    return None


def _blank(shape: Shape, rows: list[Any]) -> Any:
    if isinstance(shape, Fields):
        for member in shape.members:
            if isinstance(member.shape, Words) and member.shape.is_key:
                return {"key": free_key(rows, capital=shape.model == "Rule")}
        return {}
    if isinstance(shape, Pair):
        return {"da": ""}
    return [] if isinstance(shape, Picks) else ""


def free_key(rows: list[Any], *, capital: bool = False) -> str:
    """A key that no row has yet, to be given a better name."""
    taken = {row.get("key") for row in rows if isinstance(row, dict)}
    stem = "N" if capital else "ny-"
    return next(key for n in range(1, len(rows) + 2) if (key := f"{stem}{n}") not in taken)


def _on_condition(document: Any, path: Path, shape: Shape, verb: str, rows: str) -> Done | None:
    data = at(document, path)
    place = place_from(rows)
    if not isinstance(shape, Asked) or place is None:
        return None
    if data is MISSING or data is None:
        return Done(put(document, path, to_data(Row())), path, ()) if verb == "row" else None
    node = to_rows(data)
    match verb:
        case "row" | "group":
            new = Row() if verb == "row" else new_group(node, place)
            grown = added(node, place, new)
            return Done(put(document, path, to_data(grown)), path, _last_in(to_rows(data), place))
        case "remove":
            left = replaced(node, place, None)
            value = MISSING if left is None else to_data(left)
            return Done(put(document, path, value), path, place[:-1])
        case "up" | "down":
            by = 1 if verb == "down" else -1
            at_place = (*place[:-1], max(place[-1] + by, 0)) if place else ()
            return Done(put(document, path, to_data(moved(node, place, by))), path, at_place)
        case "wrap":
            return Done(put(document, path, to_data(wrapped(node, place))), path, place)
        case "unwrap":
            return Done(put(document, path, to_data(unwrapped(node, place))), path, place)
    return None


def _last_in(node: Any, place: RowPlace) -> RowPlace:
    """Where a row added at a place will stand."""
    here = node
    for number in place:
        here = here.rows[number] if hasattr(here, "rows") and number < len(here.rows) else None
    return (*place, len(here.rows) if hasattr(here, "rows") else 1)

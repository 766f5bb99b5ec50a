"""A condition as rows and groups, as a form shows it, and what can be done to them.

`to_rows` and `to_data` turn any data into rows and back to the same, also when half written. A
place is the numbers of rows from the outside in: (2, 0) is the first row of the third.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from pathways.definition_parts.problems import Path
from pathways.editing.written import count_from

RowPlace: TypeAlias = tuple[int, ...]

GROUPS = ("all", "any", "none", "not_all")
"""What a group of rows may ask: "none" is not-any, "not_all" is not-all."""
OPPOSITE = "opposite"
"""A group of one row whose opposite holds; only a document written by hand has it."""


@dataclass(frozen=True)
class Row:
    """One question to one fact. `op` and `value` as they stand in the document, if they do."""

    fact: Any = ""
    op: str = ""
    value: Any = ""
    negated: bool = False


@dataclass(frozen=True)
class Group:
    """Rows, and how many of them must hold."""

    kind: str
    rows: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Unreadable:
    """Something that is no condition; kept as it is until somebody removes it."""

    data: Any


Node: TypeAlias = Row | Group | Unreadable


def to_rows(data: Any) -> Node:
    """The rows of a condition written as data."""
    if not isinstance(data, Mapping):
        return Unreadable(data)
    if "fact" in data:
        asked = [key for key in data if key != "fact"]
        if len(asked) > 1 or asked == [""]:
            return Unreadable(data)
        return Row(data["fact"], asked[0], data[asked[0]]) if asked else Row(data["fact"])
    if len(data) == 1:
        [(key, inner)] = data.items()
        if key in ("all", "any") and isinstance(inner, list | tuple):
            return Group(key, tuple(to_rows(part) for part in inner))
        if key == "not":
            return _negated(to_rows(inner))
    return Unreadable(data)


def _negated(node: Node) -> Node:
    if isinstance(node, Row) and not node.negated:
        return replace(node, negated=True)
    if isinstance(node, Group) and node.kind == "any":
        return Group("none", node.rows)
    if isinstance(node, Group) and node.kind == "all":
        return Group("not_all", node.rows)
    return Group(OPPOSITE, (node,))


def to_data(node: Node) -> Any:
    """The condition as data; `to_rows` reads it back to the same."""
    match node:
        case Unreadable(data):
            return data
        case Row(fact, op, value, negated):
            leaf = {"fact": fact, op: value} if op else {"fact": fact}
            return {"not": leaf} if negated else leaf
        case Group(kind, rows):
            parts = [to_data(row) for row in rows]
            match kind:
                case "none":
                    return {"not": {"any": parts}}
                case "not_all":
                    return {"not": {"all": parts}}
                case "opposite":
                    return {"not": parts[0]} if parts else {"not": {"any": []}}
            return {kind: parts}


def row_at(node: Node, place: RowPlace) -> Node | None:
    """The row or group at a place, or None."""
    for number in place:
        if not isinstance(node, Group) or number >= len(node.rows):
            return None
        node = node.rows[number]
    return node


def place_from(written: str) -> RowPlace | None:
    """The place that an address or a button names as "2.0"; None when it is no place."""
    steps = written.split(".") if written else []
    numbers = [number for one in steps if (number := count_from(one)) is not None]
    return tuple(numbers) if len(numbers) == len(steps) else None


def place_of(data: Any, path: Path) -> RowPlace:
    """The row that a place in the data lies in: ("all", 0, "not", "any", 1, "fact") is (0, 1)."""
    node, here, rows = to_rows(data), data, list[int]()
    steps = list(path)
    while steps and isinstance(node, Group):
        step = steps.pop(0)
        if not isinstance(here, Mapping) or step not in here:
            break
        here = here[step]
        if node.kind == OPPOSITE:
            node = node.rows[0]
            rows.append(0)
            continue
        if step == "not":
            continue
        if not steps or not isinstance(steps[0], int) or steps[0] >= len(node.rows):
            break
        number = steps.pop(0)
        assert isinstance(number, int)  # noqa: S101
        here, node = here[number], node.rows[number]
        rows.append(number)
    return tuple(rows)


def replaced(node: Node, place: RowPlace, new: Node | None) -> Node | None:
    """The condition with another row at a place; None takes it out, and a group left empty too."""
    if not place:
        return new
    if not isinstance(node, Group) or place[0] >= len(node.rows):
        return node
    number = place[0]
    inner = replaced(node.rows[number], place[1:], new)
    rows = [*node.rows]
    rows[number : number + 1] = [] if inner is None else [inner]
    return replace(node, rows=tuple(rows)) if rows else None


def added(node: Node | None, place: RowPlace, new: Node) -> Node:
    """The condition with a new last row in the group at a place.

    A single row at the place becomes a group with it first.
    """
    if node is None:
        return new
    here = row_at(node, place)
    if here is None:
        return node
    if isinstance(here, Group) and here.kind != OPPOSITE:
        grown = replace(here, rows=(*here.rows, new))
    else:
        grown = Group("all", (here, new))
    return replaced(node, place, grown) or grown


def new_group(node: Node | None, place: RowPlace) -> Group:
    """A group to be added in the group at a place: of the other kind, with one blank row."""
    here = row_at(node, place) if node is not None else None
    kind = "all" if isinstance(here, Group) and here.kind == "any" else "any"
    return Group(kind, (Row(),))


def moved(node: Node, place: RowPlace, by: int) -> Node:
    """The condition with a row moved among its neighbours; unmoved at either end."""
    if not place:
        return node
    group = row_at(node, place[:-1])
    old, new = place[-1], place[-1] + by
    if not isinstance(group, Group) or not 0 <= new < len(group.rows) or old >= len(group.rows):
        return node
    rows = [*group.rows]
    rows.insert(new, rows.pop(old))
    return replaced(node, place[:-1], replace(group, rows=tuple(rows))) or node


def wrapped(node: Node, place: RowPlace) -> Node:
    """The condition with a row laid in a group of its own, to be given company there."""
    here = row_at(node, place)
    if here is None:
        return node
    around = row_at(node, place[:-1]) if place else None
    kind = "all" if isinstance(around, Group) and around.kind == "any" else "any"
    return replaced(node, place, Group(kind, (here,))) or node


def unwrapped(node: Node, place: RowPlace) -> Node:
    """The condition with a group's rows laid in the group around it; at the outside a lone row.

    Only where that asks the same: a group of one row, or a group inside one of its own kind.
    """
    here = row_at(node, place)
    if not isinstance(here, Group) or here.kind not in ("all", "any"):
        return node
    if len(here.rows) == 1:
        return replaced(node, place, here.rows[0]) or node
    around = row_at(node, place[:-1]) if place else None
    if not isinstance(around, Group) or around.kind != here.kind:
        return node
    rows = [*around.rows]
    rows[place[-1] : place[-1] + 1] = here.rows
    return replaced(node, place[:-1], replace(around, rows=tuple(rows))) or node

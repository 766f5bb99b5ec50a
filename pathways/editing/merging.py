"""Two people's changes to one document, laid together; where they collide, theirs stands.

Lists whose rows have a `key` are laid together row by row; a condition is one thing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from pathways.editing.places import MISSING, Path, put

_CONDITION = frozenset({"all", "any", "not", "fact"})


@dataclass(frozen=True)
class Collision:
    """A place that both changed, each to something else. `path` is in the merged document."""

    path: Path
    mine: Any
    theirs: Any

    def under(self, step: str | int) -> Collision:
        """The same, seen from one step further out."""
        return replace(self, path=(step, *self.path))


@dataclass(frozen=True)
class Merged:
    """The document with both sets of changes, and what could not be laid together."""

    document: Any
    collisions: tuple[Collision, ...] = ()

    @property
    def as_typed(self) -> Any:
        """The document with mine where we collide: what the writer's own page shows."""
        document = self.document
        for collision in self.collisions:
            document = put(document, collision.path, collision.mine)
        return document


def merge(base: Any, mine: Any, theirs: Any) -> Merged:
    """What I made of `base`, laid together with what they made of it meanwhile."""
    if mine == theirs or theirs == base:
        return Merged(mine)
    if mine == base:
        return Merged(theirs)
    if _is_part(mine) and _is_part(theirs):
        return _merged_parts(base if isinstance(base, dict) else {}, mine, theirs)
    if _keyed(mine) and _keyed(theirs) and (base is MISSING or _keyed(base)):
        return _merged_rows(base or [], mine, theirs)
    return Merged(theirs, (Collision((), mine, theirs),))


def _is_part(value: Any) -> bool:
    return isinstance(value, dict) and not _CONDITION & value.keys()


def _keyed(value: Any) -> bool:
    return (
        isinstance(value, list)
        and all(isinstance(one, dict) and isinstance(one.get("key"), str) for one in value)
        and len({one["key"] for one in value}) == len(value)
    )


def _merged_parts(base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]) -> Merged:
    document: dict[str, Any] = {}
    collisions: list[Collision] = []
    for key in dict.fromkeys((*theirs, *mine)):
        one = merge(*(side.get(key, MISSING) for side in (base, mine, theirs)))
        if one.document is not MISSING:
            document[key] = one.document
        collisions += (collision.under(key) for collision in one.collisions)
    return Merged(document, tuple(collisions))


def _merged_rows(base: list[Any], mine: list[Any], theirs: list[Any]) -> Merged:
    sides = [{row["key"]: row for row in side} for side in (base, mine, theirs)]
    document: list[Any] = []
    collisions: list[Collision] = []
    for key in _order(*([row["key"] for row in side] for side in (base, mine, theirs))):
        one = merge(*(side.get(key, MISSING) for side in sides))
        if one.document is not MISSING:
            collisions += (collision.under(len(document)) for collision in one.collisions)
            document.append(one.document)
        elif one.collisions:
            # They took away what I changed: my row is shown last, to be kept or let go.
            beyond = max(len(mine), len(theirs)) + len(base)
            collisions += (collision.under(beyond) for collision in one.collisions)
    return Merged(document, tuple(collisions))


def _order(base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """All keys in one order: theirs, unless only I moved rows; then what the other added."""
    kept = set(mine) & set(theirs) & set(base)
    i_moved = [key for key in mine if key in kept] != [key for key in base if key in kept]
    they_moved = [key for key in theirs if key in kept] != [key for key in base if key in kept]
    leading, adding = (mine, theirs) if i_moved and not they_moved else (theirs, mine)
    order = list(leading)
    for number, key in enumerate(adding):
        if key not in order:
            before = next((one for one in reversed(adding[:number]) if one in order), None)
            order.insert(order.index(before) + 1 if before is not None else 0, key)
    return order

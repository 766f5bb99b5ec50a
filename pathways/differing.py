"""Which places of two documents differ, as data; what that means in words is told elsewhere.

A list whose rows have a `key` is compared key by key, so that one added row is one difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pathways.definition_parts.problems import Path, place

Whole = Callable[[Path], bool]
"""Whether what stands at a path of the new document is one thing, however much is in it."""


class ChangeKind(StrEnum):
    """What happened to a place."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class Difference:
    """One place that differs: its path in each document, and what happened to it.

    A row that stands in one document only has the path of its list in the other.
    """

    kind: ChangeKind
    old: Path
    new: Path


def differing_places(old: Any, new: Any) -> tuple[str, ...]:
    """The places (as `place` writes them, with the new document's numbers) where two differ."""
    return tuple(dict.fromkeys(place(one.new) for one in differences(old, new)))


def differences(old: Any, new: Any, whole: Whole = lambda _path: False) -> Iterator[Difference]:
    """The deepest places that differ; rows with a key are the same row wherever they stand."""
    return _walk(old, new, (), (), whole)


def _walk(old: Any, new: Any, at_old: Path, at_new: Path, whole: Whole) -> Iterator[Difference]:
    if old == new:
        return
    inner = not whole(at_new)
    if inner and isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            there = (*at_old, key), (*at_new, key)
            if key not in old:
                yield Difference(ChangeKind.ADDED, *there)
            elif key not in new:
                yield Difference(ChangeKind.REMOVED, *there)
            else:
                yield from _walk(old[key], new[key], *there, whole)
    elif inner and _keyed(old) and _keyed(new):
        yield from _rows(old, new, at_old, at_new, whole)
    else:
        yield Difference(ChangeKind.CHANGED, at_old, at_new)


def _rows(old: Any, new: Any, at_old: Path, at_new: Path, whole: Whole) -> Iterator[Difference]:
    before = {row["key"]: number for number, row in enumerate(old)}
    after = {row["key"]: number for number, row in enumerate(new)}
    for key, number in before.items():
        if key not in after:
            yield Difference(ChangeKind.REMOVED, (*at_old, number), at_new)
    for key, number in after.items():
        if key not in before:
            yield Difference(ChangeKind.ADDED, at_old, (*at_new, number))
        else:
            there = (*at_old, before[key]), (*at_new, number)
            yield from _walk(old[before[key]], new[number], *there, whole)
    kept = [
        [key for key in one if key in other] for one, other in ((before, after), (after, before))
    ]
    if kept[0] != kept[1]:
        yield Difference(ChangeKind.MOVED, at_old, at_new)


def _keyed(value: Any) -> bool:
    rows = value if isinstance(value, list) else []
    keys = [row.get("key") for row in rows if isinstance(row, Mapping)]
    named = [key for key in keys if isinstance(key, str)]
    return bool(rows) and len(set(named)) == len(rows)

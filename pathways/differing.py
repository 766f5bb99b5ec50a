"""Which places of two documents differ, as data; what that means in words is told elsewhere.

A list whose items have a `key` is compared key by key, so that one added row is one difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pathways.definition_parts.problems import Path, place


def differing_places(old: Any, new: Any) -> tuple[str, ...]:
    """The places (as `place` writes them, with the new document's numbers) where two differ."""
    return tuple(dict.fromkeys(place(path) for path in differing_paths(old, new)))


def differing_paths(old: Any, new: Any, path: Path = ()) -> Iterator[Path]:
    """The deepest paths in which two documents differ."""
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from differing_paths(old.get(key), new.get(key), (*path, key))
    elif _keyed(old) and _keyed(new):
        before = {one["key"]: one for one in old}
        after = {one["key"] for one in new}
        for number, one in enumerate(new):
            if one["key"] in before:
                yield from differing_paths(before[one["key"]], one, (*path, number))
            else:
                yield (*path, number)
        kept_before = [one["key"] for one in old if one["key"] in after]
        kept_after = [one["key"] for one in new if one["key"] in before]
        if len(kept_before) < len(old) or kept_before != kept_after:
            yield path
    else:
        yield path


def _keyed(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(one, dict) and "key" in one for one in value)
        and len({one["key"] for one in value}) == len(value)
    )

"""Conditions and phases of a document with something taken away, and what then still stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

Data = dict[str, Any]


def without_options(condition: Data, fact: str, gone: Collection[str]) -> Data | None:
    """The condition without some options of a fact; None where nothing is left to ask.

    A question whose answer can no longer be given leaves: whole, where all of it is needed.
    """
    if "fact" in condition:
        return _leaf_without(condition, fact, gone)
    [(word, inner)] = condition.items()
    if word == "not":
        kept = without_options(inner, fact, gone)
        return None if kept is None else {"not": kept}
    parts = [without_options(part, fact, gone) for part in inner]
    if word == "all" and None in parts:
        return None
    left = [part for part in parts if part is not None]
    return {word: left} if left or not parts else None


def _leaf_without(leaf: Data, fact: str, gone: Collection[str]) -> Data | None:
    if leaf["fact"] != fact:
        return leaf
    if leaf.get("is") in gone or set(leaf.get("has_all", ())) & set(gone):
        return None
    for asked in ("has_any", "one_of"):
        if asked in leaf:
            left = [option for option in leaf[asked] if option not in gone]
            return {**leaf, asked: left} if left else None
    return leaf


def without_phases(phases: Iterable[Data], kept: Collection[str]) -> list[Data]:
    """The phases kept; where one is left out, its followers follow those before it."""
    following: Mapping[str, list[str]] = {
        phase["key"]: list(phase.get("next", ())) for phase in phases
    }

    def after(key: str) -> list[str]:
        found: list[str] = []
        seen = {key}
        waiting = list(following[key])
        while waiting:
            next_key = waiting.pop(0)
            if next_key in seen:
                continue
            seen.add(next_key)
            if next_key in kept:
                found.append(next_key)
            else:
                waiting = following[next_key] + waiting
        return found

    return [{**phase, "next": after(phase["key"])} for phase in phases if phase["key"] in kept]

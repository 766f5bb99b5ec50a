"""The generic model's figure without the stops and ways whose parts a new programme lacks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Data = dict[str, Any]


def figure_that_holds(document: Mapping[str, Any]) -> Data | None:
    """The document's figure as far as what it draws is there; None where nothing is left.

    A stop that loses the part it is named by is named by the next; a way goes with its stops, and
    with the last of the rules that say when it is taken.
    """
    figure = document.get("figure")
    if figure is None:
        return None
    parts = {
        one["key"]
        for name in ("checkpoints", "phases", "activities")
        for one in document.get(name, ())
    }
    recommended = {one["key"] for one in document.get("recommendations", ())}
    rules = {one["key"] for one in document.get("rules", ())}
    stops: list[Data] = []
    named: dict[str, str] = {key: key for key in parts}
    for stop in figure.get("stops", ()):
        left = [key for key in stop["of"] if key in parts]
        if not left:
            continue
        named |= {key: left[0] for key in stop["of"]}
        known = [key for key in stop.get("recommendations", ()) if key in recommended]
        stops.append({**stop, "of": left, "recommendations": known})
    ways: list[Data] = []
    drawn: set[tuple[str, str]] = set()
    for way in figure.get("ways", ()):
        ends = named.get(way["from"], ""), named.get(way["to"], "")
        said = [key for key in way.get("rules", ()) if key in rules]
        unsaid = bool(way.get("rules")) and not said
        if not all(ends) or ends[0] == ends[1] or ends in drawn or unsaid:
            continue
        drawn.add(ends)
        ways.append({**way, "from": ends[0], "to": ends[1], "rules": said})
    return {**figure, "stops": stops, "ways": ways} if stops else None

"""Whether the programme's figure points at what is there, and draws nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pathways.conditions.facts import did_you_mean
from pathways.definition_parts.figure import Figure
from pathways.definition_parts.problems import Path, Problem
from pathways.destinations import EMERGENCY

if TYPE_CHECKING:
    from pathways.definition import Definition


def check_figure(definition: Definition) -> Iterator[Problem]:
    """The problems of the figure; none where there is no figure."""
    figure = definition.figure
    if figure is None:
        return
    yield from _stops(definition, figure)
    yield from _ways(definition, figure)
    for number, period in enumerate(figure.periods):
        if period.to_week is not None and period.to_week < period.from_week:
            yield Problem.at(
                ("figure", "periods", number, "to_week"),
                f"»{period.title.da}« slutter, før det begynder.",
            )


def _parts(definition: Definition) -> Counter[str]:
    """What may be a stop: checkpoints, phases and activities; how many have the key."""
    return Counter(
        [
            *(one.key for one in definition.checkpoints),
            *(one.key for one in definition.phases),
            *(one.key for one in definition.activities),
        ]
    )


def _part_is_known(parts: Counter[str], key: str, path: Path, where: str) -> Iterator[Problem]:
    if key not in parts:
        yield Problem.at(
            path,
            f"{where}: »{key}« er hverken kontrolpunkt, fase eller aktivitet."
            f"{did_you_mean(key, parts)}",
        )
    elif parts[key] > 1:
        yield Problem.at(
            path,
            f"{where}: »{key}« er navnet på flere dele af programmet. Giv dem hver sit navn.",
        )


def _stops(definition: Definition, figure: Figure) -> Iterator[Problem]:
    parts = _parts(definition)
    recommendations = [one.key for one in definition.recommendations]
    taken: set[str] = set()
    for number, stop in enumerate(figure.stops):
        here: Path = ("figure", "stops", number)
        where = f"Figurens stop »{stop.title.da}«"
        for place, key in enumerate(stop.of):
            path = (*here, "of", place)
            yield from _part_is_known(parts, key, path, where)
            if key in taken:
                yield Problem.at(path, f"{where}: »{key}« er med i et andet stop.")
            taken.add(key)
        for place, key in enumerate(stop.recommendations):
            if key not in recommendations:
                yield Problem.at(
                    (*here, "recommendations", place),
                    f"{where}: anbefalingen »{key}« findes ikke."
                    f"{did_you_mean(key, recommendations)}",
                )


def _ways(definition: Definition, figure: Figure) -> Iterator[Problem]:
    parts = _parts(definition)
    rules = [rule.key for rule in definition.rules]
    stop_of = {key: stop.of[0] for stop in figure.stops for key in stop.of}
    urgent = {one.key for one in definition.activities if one.actor == EMERGENCY}
    drawn: set[tuple[str, str]] = set()
    for number, way in enumerate(figure.ways):
        here: Path = ("figure", "ways", number)
        where = f"Figurens vej fra »{way.start}« til »{way.to}«"
        yield from _part_is_known(parts, way.start, (*here, "from"), where)
        yield from _part_is_known(parts, way.to, (*here, "to"), where)
        for place, rule in enumerate(way.rules):
            if rule not in rules:
                yield Problem.at(
                    (*here, "rules", place),
                    f"{where}: reglen »{rule}« findes ikke.{did_you_mean(rule, rules)}",
                )
        if way.start in urgent:
            yield Problem.at(
                (*here, "from"),
                f"{where} kan ikke begynde i akutmodtagelsen, som er én for alle uger. "
                "Skriv, hvad der følger, i aktivitetens beskrivelse.",
            )
        ends = stop_of.get(way.start, way.start), stop_of.get(way.to, way.to)
        if ends[0] == ends[1]:
            yield Problem.at(here, f"{where} begynder og ender i samme stop.")
        elif ends in drawn:
            yield Problem.at(here, f"{where} findes allerede. Saml betingelserne i én vej.")
        drawn.add(ends)

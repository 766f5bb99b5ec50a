"""Whether the programme's figure points at what is there, and draws nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pathways.conditions.facts import did_you_mean
from pathways.definition_parts.figure import Figure
from pathways.definition_parts.problems import Path, Problem, problem
from pathways.destinations import EMERGENCY
from pathways.texts import Text, filled

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
            yield problem(
                ("figure", "periods", number, "to_week"),
                "»{title}« slutter, før det begynder.",
                "“{title}” ends before it begins.",
                title=period.title,
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


def _part_is_known(parts: Counter[str], key: str, path: Path, where: Text) -> Iterator[Problem]:
    if key not in parts:
        yield problem(
            path,
            "{where}: »{key}« er hverken kontrolpunkt, fase eller aktivitet.{near}",
            "{where}: “{key}” is neither a checkpoint, a phase nor an activity.{near}",
            where=where,
            key=key,
            near=did_you_mean(key, parts),
        )
    elif parts[key] > 1:
        yield problem(
            path,
            "{where}: »{key}« er navnet på flere dele af programmet. Giv dem hver sit navn.",
            "{where}: “{key}” is the name of several parts of the pathway. Give each a name of "
            "its own.",
            where=where,
            key=key,
        )


def _stops(definition: Definition, figure: Figure) -> Iterator[Problem]:
    parts = _parts(definition)
    recommendations = [one.key for one in definition.recommendations]
    taken: set[str] = set()
    for number, stop in enumerate(figure.stops):
        here: Path = ("figure", "stops", number)
        where = filled("Figurens stop »{title}«", "The figure's stop “{title}”", title=stop.title)
        for place, key in enumerate(stop.of):
            path = (*here, "of", place)
            yield from _part_is_known(parts, key, path, where)
            if key in taken:
                yield problem(
                    path,
                    "{where}: »{key}« er med i et andet stop.",
                    "{where}: “{key}” is part of another stop.",
                    where=where,
                    key=key,
                )
            taken.add(key)
        for place, key in enumerate(stop.recommendations):
            if key not in recommendations:
                yield problem(
                    (*here, "recommendations", place),
                    "{where}: anbefalingen »{key}« findes ikke.{near}",
                    "{where}: there is no recommendation “{key}”.{near}",
                    where=where,
                    key=key,
                    near=did_you_mean(key, recommendations),
                )


def _ways(definition: Definition, figure: Figure) -> Iterator[Problem]:
    parts = _parts(definition)
    rules = [rule.key for rule in definition.rules]
    stop_of = {key: stop.of[0] for stop in figure.stops for key in stop.of}
    urgent = {one.key for one in definition.activities if one.actor == EMERGENCY}
    drawn: set[tuple[str, str]] = set()
    for number, way in enumerate(figure.ways):
        here: Path = ("figure", "ways", number)
        where = filled(
            "Figurens vej fra »{start}« til »{to}«",
            "The figure's way from “{start}” to “{to}”",
            start=way.start,
            to=way.to,
        )
        yield from _part_is_known(parts, way.start, (*here, "from"), where)
        yield from _part_is_known(parts, way.to, (*here, "to"), where)
        for place, rule in enumerate(way.rules):
            if rule not in rules:
                yield problem(
                    (*here, "rules", place),
                    "{where}: reglen »{rule}« findes ikke.{near}",
                    "{where}: there is no rule “{rule}”.{near}",
                    where=where,
                    rule=rule,
                    near=did_you_mean(rule, rules),
                )
        if way.start in urgent:
            yield problem(
                (*here, "from"),
                "{where} kan ikke begynde i akutmodtagelsen, som er én for alle uger. "
                "Skriv, hvad der følger, i aktivitetens beskrivelse.",
                "{where} can't begin in the emergency department, which is one for all weeks. "
                "Write what follows in the activity's description.",
                where=where,
            )
        ends = stop_of.get(way.start, way.start), stop_of.get(way.to, way.to)
        if ends[0] == ends[1]:
            yield problem(
                here,
                "{where} begynder og ender i samme stop.",
                "{where} begins and ends in the same stop.",
                where=where,
            )
        elif ends in drawn:
            yield problem(
                here,
                "{where} findes allerede. Saml betingelserne i én vej.",
                "{where} is already there. Gather the conditions in one way.",
                where=where,
            )
        drawn.add(ends)

"""What one stop tells when it is opened: what is done, by whom, on what evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pathways.definition import Definition
from pathways.definition_parts.base import Origin, SourceRef
from pathways.definition_parts.care import Activity, Checkpoint, Communication, Phase
from pathways.destinations import ACTORS, EMERGENCY
from pathways.swimlane.lists import actors_of
from pathways.swimlane.stops import Plan, Stop
from pathways.texts import Text, text


@dataclass(frozen=True)
class Task:
    """One thing to do, or to keep."""

    words: Text
    detail: Text | None = None


@dataclass(frozen=True)
class Onward:
    """A way on: when it is taken, the rules that say so in full, and where it leads."""

    to: Stop
    condition: Text | None
    rules: tuple[str, ...]
    is_red: bool


@dataclass(frozen=True)
class Performer:
    """One actor and its part in the stop."""

    actor: Text
    tasks: tuple[Text, ...]


@dataclass(frozen=True)
class Ground:
    """Why it is so: a recommendation with its grade, a rule, or the place it was agreed."""

    tag: str
    words: Text
    source: Text | None
    local: bool


@dataclass(frozen=True)
class Opened:
    """One stop in full. `number` of `many`: its place among the controls, or among all."""

    stop: Stop
    title: Text
    facts: tuple[Text, ...]
    notes: tuple[tuple[Text, Text], ...]
    tasks: tuple[Task, ...]
    times: tuple[Task, ...]
    onward: tuple[Onward, ...]
    performers: tuple[Performer, ...]
    coordinator: Text | None
    messages: tuple[Communication, ...]
    grounds: tuple[Ground, ...]
    sources: tuple[Text, ...]
    local: bool
    number: int
    many: int
    before: Stop | None
    after: Stop | None


def open_stop(definition: Definition, plan: Plan, stop: Stop) -> Opened:
    """All that the definition says of a stop."""
    series = _series(plan, stop)
    place = series.index(stop)
    parts = _parts(stop)
    return Opened(
        stop=stop,
        title=_full_title(stop),
        facts=tuple(_facts(plan, stop)),
        notes=tuple(_notes(stop)),
        tasks=tuple(_tasks(definition, stop)),
        times=_times(definition, stop),
        onward=tuple(_onward(plan, stop)),
        performers=tuple(_performers(plan, stop)),
        coordinator=(
            definition.coordinator.text if definition.coordinator.actor == stop.actor else None
        ),
        messages=() if stop.checkpoint and not stop.phase else _messages(definition, stop),
        grounds=tuple(_grounds(definition, plan, stop)),
        sources=_cited(definition, [part.source for part in parts]),
        local=any(part.origin is Origin.LOCAL for part in parts),
        number=place + 1,
        many=len(series),
        before=series[place - 1] if place else None,
        after=series[place + 1] if place + 1 < len(series) else None,
    )


def _series(plan: Plan, stop: Stop) -> tuple[Stop, ...]:
    """The stops one goes through: the controls of a control, else all."""
    controls = tuple(one for one in plan.stops if one.checkpoint is not None)
    return controls if stop.checkpoint is not None and len(controls) > 1 else plan.all_stops


def _parts(stop: Stop) -> tuple[Checkpoint | Phase | Activity, ...]:
    found = (stop.checkpoint, stop.phase, *stop.activities)
    return tuple(part for part in found if part is not None)


def _full_title(stop: Stop) -> Text:
    """The title as written in the definition, where the stop is one thing."""
    if stop.phase is not None:
        return stop.phase.title
    if stop.checkpoint is not None:
        return stop.checkpoint.title
    return stop.title


def _facts(plan: Plan, stop: Stop) -> Iterator[Text]:
    """Week or phase, and whose the stop is."""
    control = stop.checkpoint
    if control is not None:
        latest = control.latest_week
        yield text(
            f"uge {control.week}" + (f", senest uge {latest}" if latest else ""),
            f"week {control.week}" + (f", at the latest week {latest}" if latest else ""),
        )
    elif stop.from_week is not None:
        start, end = stop.from_week, stop.to_week
        if end is None:
            yield text(f"fra uge {start}", f"from week {start}")
        elif end == start:
            yield text(f"uge {start}", f"week {start}")
        else:
            yield text(f"uge {start}–{end}", f"weeks {start}–{end}")
    elif stop.phase is None and stop.first is not None and stop.first == stop.last:
        yield plan.columns[stop.first].title
    yield ACTORS[stop.actor]


def _notes(stop: Stop) -> Iterator[tuple[Text, Text]]:
    """Whom a control is for; what marks a phase, and what it is for."""
    if stop.checkpoint is not None and stop.checkpoint.for_whom is not None:
        yield text("For hvem", "For whom"), stop.checkpoint.for_whom
    if stop.phase is None:
        return
    if stop.phase.characteristics is not None:
        yield text("Kendetegn", "What marks it"), stop.phase.characteristics
    if stop.phase.purpose is not None:
        yield text("Formål", "Purpose"), stop.phase.purpose


def _tasks(definition: Definition, stop: Stop) -> Iterator[Task]:
    if stop.is_emergency:
        for compiled in definition.compiled_rules:
            if EMERGENCY in compiled.rule.to:
                yield Task(compiled.rule.text, compiled.sentence)
    if stop.checkpoint is not None:
        for judged in stop.checkpoint.judged:
            yield Task(judged)
    said = {""}
    for activity in stop.activities:
        if activity.title.da not in said:
            said.add(activity.title.da)
            yield Task(activity.title, activity.detail)
    if stop.phase is not None and not stop.activities:
        for intervention in stop.phase.interventions:
            yield Task(intervention)


def _times(definition: Definition, stop: Stop) -> tuple[Task, ...]:
    """The time limits that bind those who act in the stop."""
    actors = actors_of(stop)
    return tuple(
        Task(rule.text, rule.otherwise) for rule in definition.time_rules if rule.actor in actors
    )


def _onward(plan: Plan, stop: Stop) -> Iterator[Onward]:
    for way in plan.ways:
        to = plan.stop(way.to)
        if way.start == stop.key and to is not None:
            yield Onward(to, way.text, way.rules, way.red)


def _performers(plan: Plan, stop: Stop) -> Iterator[Performer]:
    """Who has a part: those of the stop, then whose work goes on in the week of a control."""
    tasks: dict[str, list[Text]] = {actor: [] for actor in actors_of(stop)}
    if stop.checkpoint is not None:
        responsible = text("ansvarlig for kontrollen", "responsible for the control")
        tasks.setdefault(stop.checkpoint.actor, []).append(responsible)
    if stop.phase is not None:
        responsible = text("ansvarlig for fasen", "responsible for the phase")
        tasks.setdefault(stop.phase.responsible, []).append(responsible)
        for actor in stop.phase.together_with:
            tasks.setdefault(actor, []).append(text("deltager", "takes part"))
    for activity in stop.activities:
        tasks[activity.actor].append(activity.title)
    if stop.checkpoint is not None and plan.by_weeks:
        for other in plan.stops:
            if other.lasting and _covers(other, stop.checkpoint.week):
                tasks.setdefault(other.actor, []).append(other.title)
    for actor, titles in tasks.items():
        if titles:
            yield Performer(ACTORS[actor], tuple(titles))


def _covers(stop: Stop, week: int) -> bool:
    start = stop.from_week or 0
    return start <= week and (stop.to_week is None or week <= stop.to_week)


def _messages(definition: Definition, stop: Stop) -> tuple[Communication, ...]:
    """What the stop's actor sends."""
    return tuple(one for one in definition.communication if one.sender == stop.actor)


def _grounds(definition: Definition, plan: Plan, stop: Stop) -> Iterator[Ground]:
    known = {one.key: one for one in definition.recommendations}
    for key in stop.recommendations:
        one = known[key]
        tag = " · ".join(part for part in (one.evidence, one.grade) if part)
        cited = definition.cite(one.source)
        yield Ground(tag, one.text, cited, one.origin is Origin.LOCAL)
    rules = {rule.key: rule for rule in definition.rules}
    named = dict.fromkeys(
        rule for way in plan.ways if stop.key in (way.start, way.to) for rule in way.rules
    )
    for rule_key in named:
        rule = rules[rule_key]
        local = rule.origin is Origin.LOCAL
        yield Ground(rule.key, rule.text, definition.cite(rule.source), local)


def _cited(definition: Definition, sources: list[SourceRef | None]) -> tuple[Text, ...]:
    """Each place once."""
    found: dict[str, Text] = {}
    for source in sources:
        if source is not None:
            cited = definition.cite(source)
            found.setdefault(cited.da, cited)
    return tuple(found.values())

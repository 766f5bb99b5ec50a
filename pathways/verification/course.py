"""Phases that cannot be reached or left, and weeks that go backwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pathways.definition import Definition
from pathways.verification.findings import Finding, Kind, error
from pathways.verification.subject import Subject


def check(subject: Subject) -> Iterator[Finding]:
    """The course in time: from phase to phase and week to week."""
    definition = subject.definition
    if subject.whole("phases"):
        yield from _phases(definition)
    yield from _weeks(definition)


def _phases(definition: Definition) -> Iterator[Finding]:
    """The course begins in the first phase and can end in the last."""
    phases = definition.phases
    if not phases:
        return
    forward = {phase.key: phase.next for phase in phases}
    backward: dict[str, list[str]] = {phase.key: [] for phase in phases}
    for phase in phases:
        for key in phase.next:
            backward[key].append(phase.key)
    reached = _reached(phases[0].key, forward)
    ending = _reached(phases[-1].key, backward)
    first, last = phases[0].title, phases[-1].title
    for number, phase in enumerate(phases):
        if phase.key not in reached:
            yield error(
                Kind.UNREACHABLE,
                ("phases", number),
                "Fasen »{title}« kan ikke nås fra »{first}«, hvor forløbet begynder. "
                "Sæt den under »next« i en fase, der går forud.",
                "The phase “{title}” can't be reached from “{first}”, where the course begins. "
                "Put it under “next” in a phase that comes before it.",
                title=phase.title,
                first=first,
            )
        if phase.key not in ending:
            yield error(
                Kind.STUCK,
                ("phases", number, "next"),
                "Fasen »{title}« kan ikke forlades: ingen vej fører til »{last}«, hvor "
                "forløbet ender. Skriv under »next«, hvad der følger efter.",
                "The phase “{title}” can't be left: no way leads to “{last}”, where the course "
                "ends. Write under “next” what follows it.",
                title=phase.title,
                last=last,
            )


def _reached(start: str, ways: Mapping[str, Iterable[str]]) -> set[str]:
    reached, waiting = {start}, [start]
    while waiting:
        for key in ways[waiting.pop()]:
            if key not in reached:
                reached.add(key)
                waiting.append(key)
    return reached


def _weeks(definition: Definition) -> Iterator[Finding]:
    before = None
    for number, checkpoint in enumerate(definition.checkpoints):
        path = ("checkpoints", number)
        if checkpoint.latest_week is not None and checkpoint.latest_week < checkpoint.week:
            yield error(
                Kind.ORDER,
                (*path, "latest_week"),
                "Kontrolpunktet »{title}« skal senest holdes i uge {latest}, men "
                "ligger i uge {week}. Ret en af ugerne.",
                "The checkpoint “{title}” must be held in week {latest} at the latest, but lies "
                "in week {week}. Correct one of the weeks.",
                title=checkpoint.title,
                latest=checkpoint.latest_week,
                week=checkpoint.week,
            )
        if before is not None and checkpoint.week < before.week:
            yield error(
                Kind.ORDER,
                (*path, "week"),
                "Kontrolpunktet »{title}« i uge {week} står efter »{before}« i uge {earlier}. "
                "Sæt dem i ugernes rækkefølge.",
                "The checkpoint “{title}” in week {week} comes after “{before}” in week "
                "{earlier}. Put them in the order of the weeks.",
                title=checkpoint.title,
                week=checkpoint.week,
                before=before.title,
                earlier=before.week,
            )
        before = checkpoint
    for number, activity in enumerate(definition.activities):
        begins, ends = activity.from_week, activity.to_week
        if begins is not None and ends is not None and ends < begins:
            yield error(
                Kind.ORDER,
                ("activities", number, "to_week"),
                "Aktiviteten »{title}« slutter i uge {ends}, før den begynder i uge {begins}. "
                "Ret en af ugerne.",
                "The activity “{title}” ends in week {ends}, before it begins in week {begins}. "
                "Correct one of the weeks.",
                title=activity.title,
                ends=ends,
                begins=begins,
            )
    ages = definition.patient_group.ages
    if ages.at_least is not None and ages.at_most is not None and ages.at_most < ages.at_least:
        yield error(
            Kind.ORDER,
            ("patient_group", "ages"),
            "Patientgruppen går fra {first} til {last} år, så ingen hører til den. "
            "Ret en af aldrene.",
            "The patient group goes from {first} to {last} years, so nobody belongs to it. "
            "Correct one of the ages.",
            first=ages.at_least,
            last=ages.at_most,
        )

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
    first, last = phases[0].title.da, phases[-1].title.da
    for number, phase in enumerate(phases):
        if phase.key not in reached:
            yield error(
                Kind.UNREACHABLE,
                ("phases", number),
                f"Fasen »{phase.title.da}« kan ikke nås fra »{first}«, hvor forløbet begynder. "
                "Sæt den under »next« i en fase, der går forud.",
            )
        if phase.key not in ending:
            yield error(
                Kind.STUCK,
                ("phases", number, "next"),
                f"Fasen »{phase.title.da}« kan ikke forlades: ingen vej fører til »{last}«, hvor "
                "forløbet ender. Skriv under »next«, hvad der følger efter.",
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
        name = checkpoint.title.da
        if checkpoint.latest_week is not None and checkpoint.latest_week < checkpoint.week:
            yield error(
                Kind.ORDER,
                (*path, "latest_week"),
                f"Kontrolpunktet »{name}« skal senest holdes i uge {checkpoint.latest_week}, men "
                f"ligger i uge {checkpoint.week}. Ret en af ugerne.",
            )
        if before is not None and checkpoint.week < before.week:
            yield error(
                Kind.ORDER,
                (*path, "week"),
                f"Kontrolpunktet »{name}« i uge {checkpoint.week} står efter »{before.title.da}« i "
                f"uge {before.week}. Sæt dem i ugernes rækkefølge.",
            )
        before = checkpoint
    for number, activity in enumerate(definition.activities):
        begins, ends = activity.from_week, activity.to_week
        if begins is not None and ends is not None and ends < begins:
            yield error(
                Kind.ORDER,
                ("activities", number, "to_week"),
                f"Aktiviteten »{activity.title.da}« slutter i uge {ends}, før den begynder i uge "
                f"{begins}. Ret en af ugerne.",
            )
    ages = definition.patient_group.ages
    if ages.at_least is not None and ages.at_most is not None and ages.at_most < ages.at_least:
        yield error(
            Kind.ORDER,
            ("patient_group", "ages"),
            f"Patientgruppen går fra {ages.at_least} til {ages.at_most} år, så ingen hører til "
            "den. Ret en af aldrene.",
        )

"""A definition as a person reads it: rules as sentences, work by actor and phase, citations.

Pure: a Definition in, rows for the page out. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from pathways.conditions.explain import explain
from pathways.conditions.tree import All
from pathways.definition import Definition, SourceRef, Text
from pathways.definition_parts.care import Activity, Phase
from pathways.destinations import ACTORS, DESTINATIONS
from pathways.texts import text


@dataclass(frozen=True)
class RuleRow:
    """One rule in words. `leads_to`: what follows when it holds."""

    key: str
    text: Text
    sentence: Text
    leads_to: tuple[Text, ...]
    strength: str
    source: Text
    local: bool
    note: Text | None


@dataclass(frozen=True)
class Work:
    """One thing an actor does. `when`: its weeks, where they are not the column's."""

    title: Text
    detail: Text | None
    when: Text | None


@dataclass(frozen=True)
class WorkCell:
    """What one actor does in one phase, one stretch of weeks, or throughout."""

    title: Text
    activities: tuple[Work, ...]


@dataclass(frozen=True)
class WorkRow:
    """What one actor does: a cell for each column."""

    actor: Text
    cells: tuple[WorkCell, ...]


@dataclass(frozen=True)
class Cited:
    """Anything of the definition with its citation, for lists."""

    item: object
    source: Text | None
    local: bool


def rule_rows(definition: Definition) -> tuple[RuleRow, ...]:
    """The routing rules, strongest destination first, then what comes along and is said."""
    tiers = definition.tiers
    last = len(definition.rank)
    rows = []
    for compiled in definition.compiled_rules:
        rule = compiled.rule
        rank = min((tiers.get(key, last) for key in rule.to), default=last + 1)
        row = RuleRow(
            key=rule.key,
            text=rule.text,
            sentence=compiled.sentence,
            leads_to=tuple(_consequences(definition, compiled.rule)),
            strength=rule.strength.value,
            source=compiled.source,
            local=rule.origin == "local",
            note=rule.note,
        )
        rows.append((rank, row))
    return tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))


def _consequences(definition: Definition, rule: object) -> Iterable[Text]:
    to = getattr(rule, "to", ())
    if to:
        yield text(
            " eller ".join(DESTINATIONS[key].title.in_("da") for key in to),
            " or ".join(DESTINATIONS[key].title.in_("en") for key in to),
        )
    for key in getattr(rule, "also", ()):
        if key in to:
            continue
        title = DESTINATIONS[key].title
        yield text(f"Desuden: {title.in_('da')}", f"In addition: {title.in_('en')}")
    contact = getattr(rule, "contact", None)
    for known in definition.contacts:
        if known.key == contact:
            yield text(f"Ring: {known.title.in_('da')}", f"Call: {known.title.in_('en')}")
    warn = getattr(rule, "warn", None)
    if warn is not None:
        yield text(f"Advarsel: {warn.in_('da')}", f"Warning: {warn.in_('en')}")
    if getattr(rule, "blocks_sending", False):
        yield text("Henvisningen kan ikke sendes", "The referral can't be sent")


def work_by_actor(definition: Definition) -> tuple[tuple[Text, ...], tuple[WorkRow, ...]]:
    """The columns, and for each actor what it does in each.

    Columns are the phases in which something is done, then the stretches of weeks of what
    belongs to no phase, then "throughout". What begins later than its column says when.
    """
    activities = definition.activities
    stretches = [one for one in map(_stretch, activities) if one is not None]
    titles: dict[Column, Text] = {
        phase.key: phase.title
        for phase in definition.phases
        if any(activity.phase == phase.key for activity in activities)
    }
    columns = {activity.key: _column(activity, stretches) for activity in activities}
    weeks = {column for column in columns.values() if isinstance(column, tuple)}
    titles |= {stretch: _weeks(*stretch) for stretch in sorted(weeks, key=_in_time)}
    if "" in columns.values():
        titles[""] = text("Hele vejen", "Throughout")
    rows = []
    for actor in dict.fromkeys(activity.actor for activity in activities):
        cells = tuple(
            WorkCell(
                title,
                tuple(
                    Work(one.title, one.detail, _when(one, column))
                    for one in activities
                    if one.actor == actor and columns[one.key] == column
                ),
            )
            for column, title in titles.items()
        )
        rows.append(WorkRow(ACTORS[actor], cells))
    return tuple(titles.values()), tuple(rows)


Stretch: TypeAlias = tuple[int, int | None]
Column: TypeAlias = str | Stretch
"""A phase by its key, a stretch of weeks, or "" for throughout."""


def _stretch(activity: Activity) -> Stretch | None:
    """The weeks of what belongs to no phase; None for what goes on all the way."""
    first, last = activity.from_week, activity.to_week
    if activity.phase is not None or first is None or (first == 0 and last is None):
        return None
    return first, last


def _column(activity: Activity, stretches: Iterable[Stretch]) -> Column:
    """What ends together stands together, from the first week in which any of it begins."""
    if activity.phase is not None:
        return activity.phase
    own = _stretch(activity)
    if own is None:
        return ""
    return min(first for first, last in stretches if last == own[1]), own[1]


def _in_time(stretch: Stretch) -> tuple[int, bool, int]:
    first, last = stretch
    return first, last is None, last or 0


def _when(activity: Activity, column: Column) -> Text | None:
    own = _stretch(activity)
    return _weeks(*own) if own is not None and own != column else None


def _weeks(first: int, last: int | None) -> Text:
    if last is None:
        return text(f"Fra uge {first}", f"From week {first}")
    return text(f"Uge {first}–{last}", f"Week {first}–{last}")


def cited(definition: Definition, items: Iterable[object]) -> tuple[Cited, ...]:
    """Parts of the definition beside the place they come from."""
    rows = []
    for item in items:
        source: SourceRef | None = getattr(item, "source", None)
        rows.append(
            Cited(
                item,
                definition.cite(source) if source is not None else None,
                getattr(item, "origin", None) == "local",
            )
        )
    return tuple(rows)


def inclusion_sentence(definition: Definition) -> Text:
    """Who the pathway is for, in words."""
    vocabulary = definition.vocabulary
    if definition.inclusion == All(()):
        return text("Alle diagnoser og alle aldre", "All diagnoses and all ages")
    return text(
        explain(definition.inclusion, vocabulary, "da"),
        explain(definition.inclusion, vocabulary, "en"),
    )


@dataclass(frozen=True)
class PhaseRow:
    """A phase with all that is said of it, the titles of who takes part and of what follows."""

    phase: Phase
    responsible: Text
    together_with: tuple[Text, ...]
    next: tuple[Text, ...]
    source: Text | None
    local: bool


def phase_rows(definition: Definition) -> tuple[PhaseRow, ...]:
    """The phases in order."""
    titles = {phase.key: phase.title for phase in definition.phases}
    return tuple(
        PhaseRow(
            phase=phase,
            responsible=ACTORS[phase.responsible],
            together_with=tuple(ACTORS[key] for key in phase.together_with),
            next=tuple(titles[key] for key in phase.next),
            source=definition.cite(phase.source) if phase.source else None,
            local=phase.origin == "local",
        )
        for phase in definition.phases
    )

"""A definition as a person reads it: rules as sentences, work by actor and phase, citations.

Pure: a Definition in, rows for the page out. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
class WorkCell:
    """What one actor does in one phase, or throughout."""

    title: Text
    activities: tuple[Activity, ...]


@dataclass(frozen=True)
class WorkRow:
    """What one actor does, phase by phase; a cell per phase, then what holds throughout."""

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


def work_by_actor(definition: Definition) -> tuple[tuple[Phase, ...], tuple[WorkRow, ...]]:
    """The phases, and for each actor what it does in each.

    Work that belongs to no phase goes into a last cell "throughout", where there is any.
    """
    phases = definition.phases
    titles = {phase.key: phase.title for phase in phases}
    if any(activity.phase not in titles for activity in definition.activities):
        titles[""] = text("Hele vejen", "Throughout")
    rows = []
    for actor in dict.fromkeys(activity.actor for activity in definition.activities):
        done = [activity for activity in definition.activities if activity.actor == actor]
        cells = tuple(
            WorkCell(
                title,
                tuple(a for a in done if (a.phase if a.phase in titles else "") == key),
            )
            for key, title in titles.items()
        )
        rows.append(WorkRow(ACTORS[actor], cells))
    return phases, tuple(rows)


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

"""What differs between two versions of a definition, told as sentences by section. No ORM.

Works on documents as data, so that a draft that is half written can be compared too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from pathways.destinations import DESTINATIONS
from pathways.editing.pickable import as_text
from pathways.editing.places import MISSING, Path, at
from pathways.editing.sections import SECTIONS, place_words
from pathways.editing.shapes import Fields, Rows, shape_at
from pathways.editing.values import value_words


class ChangeKind(StrEnum):
    """What happened to a place."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class Difference:
    """One place that differs: its path in each document, and what happened to it."""

    kind: ChangeKind
    old: Path
    new: Path


@dataclass(frozen=True)
class ChangeTold:
    """A difference in words: where, what stood there and what stands there now, and by what clause.

    `local`: chosen locally, not laid down by a source.
    """

    kind: ChangeKind
    where: str
    before: str
    after: str
    clause: str
    local: bool


@dataclass(frozen=True)
class SectionTold:
    """A section of the document with what differs in it."""

    key: str
    title: str | Promise
    changes: tuple[ChangeTold, ...]


def compare(old: Any, new: Any, language: str = "da") -> tuple[SectionTold, ...]:
    """The sections that differ, in the editor's order; empty where nothing does."""
    found = list(differences(old, new))
    told = []
    for section in SECTIONS:
        mine = [one for one in found if (one.new or one.old)[:1] and _field(one) in section.fields]
        if mine:
            rows = tuple(_told(one, old, new, language) for one in mine)
            told.append(SectionTold(section.key, section.title, rows))
    known = {field for section in SECTIONS for field in section.fields}
    rest = [one for one in found if _field(one) not in known]
    if rest:
        rows = tuple(_told(one, old, new, language) for one in rest)
        told.append(SectionTold("other", _("Andet"), rows))
    return tuple(told)


def _field(one: Difference) -> str:
    return str((one.new or one.old or ("",))[0])


def differences(old: Any, new: Any, at_old: Path = (), at_new: Path = ()) -> Iterator[Difference]:
    """The deepest places that differ; rows with a key are the same row wherever they stand."""
    if old == new:
        return
    shape = shape_at(at_new) if at_new else None
    inner = not at_new or isinstance(shape, Fields | Rows)
    if inner and isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            if key not in old:
                yield Difference(ChangeKind.ADDED, (*at_old, key), (*at_new, key))
            elif key not in new:
                yield Difference(ChangeKind.REMOVED, (*at_old, key), (*at_new, key))
            else:
                yield from differences(old[key], new[key], (*at_old, key), (*at_new, key))
    elif inner and _keyed(old) and _keyed(new):
        yield from _rows(old, new, at_old, at_new)
    else:
        yield Difference(ChangeKind.CHANGED, at_old, at_new)


def _rows(old: Any, new: Any, at_old: Path, at_new: Path) -> Iterator[Difference]:
    before = {row["key"]: number for number, row in enumerate(old)}
    after = {row["key"]: number for number, row in enumerate(new)}
    for key, number in before.items():
        if key not in after:
            yield Difference(ChangeKind.REMOVED, (*at_old, number), ())
    for key, number in after.items():
        if key not in before:
            yield Difference(ChangeKind.ADDED, (), (*at_new, number))
        else:
            place = before[key]
            yield from differences(old[place], new[number], (*at_old, place), (*at_new, number))
    kept = [
        [key for key in one if key in other] for one, other in ((before, after), (after, before))
    ]
    if kept[0] != kept[1]:
        yield Difference(ChangeKind.MOVED, at_old, at_new)


def _keyed(value: Any) -> bool:
    rows = value if isinstance(value, list) else []
    keys = [row.get("key") for row in rows if isinstance(row, Mapping)]
    named = [key for key in keys if isinstance(key, str)]
    return bool(rows) and len(set(named)) == len(rows)


def _told(one: Difference, old: Any, new: Any, language: str) -> ChangeTold:
    path, document = (one.old, old) if one.kind is ChangeKind.REMOVED else (one.new, new)
    return ChangeTold(
        kind=one.kind,
        where=place_words(path, document, language),
        before="" if one.kind is ChangeKind.ADDED else _said(one.old, old, language),
        after="" if one.kind is ChangeKind.REMOVED else _said(one.new, new, language),
        clause=_clause(path, document, language),
        local=_nearest(path, document, "origin") == "local",
    )


def _said(path: Path, document: Any, language: str) -> str:
    if path == ("rank",):
        return _ranked(at(document, path), language)
    return value_words(at(document, path), path, document, language)


def _ranked(rank: Any, language: str) -> str:
    """ "Akutmodtagelse; Praktiserende fysioterapeut eller Kiropraktor", strongest first."""
    tiers = rank if isinstance(rank, list) else []
    either = " or " if language == "en" else " eller "
    return "; ".join(
        either.join(
            DESTINATIONS[key].title.in_(language) if key in DESTINATIONS else str(key)
            for key in (tier if isinstance(tier, list) else [tier])
        )
        for tier in tiers
    )


def _nearest(path: Path, document: Any, name: str) -> Any:
    """The value of the field in the innermost row around the place that has it."""
    for length in range(len(path), 0, -1):
        row = at(document, path[:length])
        if isinstance(row, Mapping) and row.get(name):
            return row[name]
    return None


def _clause(path: Path, document: Any, language: str) -> str:
    """ "Knæprogrammet §3, kriterium 1"; empty where no clause is named."""
    source = _nearest(path, document, "source")
    if not isinstance(source, Mapping):
        return ""
    sources = at(document, ("sources",))
    rows = sources if sources is not MISSING and isinstance(sources, list) else []
    documents = {
        str(row.get("key")): row for row in rows if isinstance(row, Mapping) and row.get("key")
    }
    named = documents.get(str(source.get("document")), {})
    said = [as_text(named.get("short") or named.get("title")), as_text(source.get("place"))]
    return " ".join(one.in_(language) for one in said if one is not None)

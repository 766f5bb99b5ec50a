"""What differs between two versions of a definition, told as sentences by section. No ORM.

Works on documents as data, so that a draft that is half written can be compared too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from pathways.destinations import DESTINATIONS
from pathways.differing import ChangeKind, Difference, differences
from pathways.editing.pickable import as_text
from pathways.editing.places import MISSING, Path, at
from pathways.editing.sections import SECTIONS, place_words
from pathways.editing.shapes import Fields, Rows, shape_at
from pathways.editing.values import value_words


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
    found = list(differences(old, new, _is_whole))
    told = []
    for section in SECTIONS:
        mine = [one for one in found if _field(one) in section.fields]
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
    return str(one.new[0]) if one.new else ""


def _is_whole(path: Path) -> bool:
    """What the editor shows as one value is told as one."""
    return bool(path) and not isinstance(shape_at(path), Fields | Rows)


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

"""The editor's pages: which parts of the document stand on which, and where a place is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pathways.editing.labels import label, label_text
from pathways.editing.pickable import as_text
from pathways.editing.places import MISSING, Path, at, parse_place, place
from pathways.editing.shapes import Fields, Member, Rows, Shape, document_shape, member_of, shape_at
from pathways.language import reader_language
from pathways.texts import LANGUAGES, Text, quoted, text


@dataclass(frozen=True)
class Bundle:
    """Fields of the document itself that are written together."""

    key: str
    label: str | Promise
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Listed:
    """A list of the document; each of its rows is an item of its own."""

    field: str

    @property
    def label(self) -> str | Promise:
        """What the list is called."""
        return label(f"Definition.{self.field}")


@dataclass(frozen=True)
class Section:
    """One page of the editor. `key` is its address."""

    key: str
    title: str | Promise
    lead: str | Promise
    parts: tuple[Bundle | Listed, ...]

    @property
    def lists(self) -> tuple[Listed, ...]:
        """The lists on the page."""
        return tuple(part for part in self.parts if isinstance(part, Listed))

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the document that stand on the page."""
        return tuple(
            name
            for part in self.parts
            for name in (part.fields if isinstance(part, Bundle) else (part.field,))
        )


def _listed(*names: str) -> tuple[Listed, ...]:
    known = {member.name for member in document_shape().members}
    return tuple(Listed(name) for name in names if name in known)


def _bundle(key: str, title: str | Promise, *fields: str) -> tuple[Bundle, ...]:
    known = {member.name for member in document_shape().members}
    there = tuple(name for name in fields if name in known)
    return (Bundle(key, title, there),) if there else ()


SECTIONS: tuple[Section, ...] = (
    Section(
        "programme",
        _("Program"),
        _("Navn, forudsætning og hvem der har godkendt."),
        (
            *_bundle(
                "name",
                _("Navn og forudsætning"),
                *("title", "short_title", "premise", "kind", "number", "key"),
            ),
            *_bundle("governance", _("Godkendelse"), "governance"),
        ),
    ),
    Section(
        "patient-group",
        _("Patientgruppe"),
        _("Hvem programmet er for, og hvem det ikke er for."),
        _bundle("patient_group", _("Patientgruppe"), "patient_group"),
    ),
    Section(
        "phrases",
        _("Fraser"),
        _("Det, lægen svarer på i henvisningen. Højst otte."),
        (
            *_listed("phrases"),
            *_bundle("fixed_sentence", _("Fast sætning"), "fixed_sentence"),
        ),
    ),
    Section(
        "facts",
        _("Oplysninger"),
        _("Alt, betingelser kan læse: hvor det kommer fra, og hvem der læser det."),
        _listed("event_facts"),
    ),
    Section(
        "rules",
        _("Regler"),
        _("Hvornår hvem anbefales. Den stærkeste modtager vinder."),
        (
            *_listed("rules"),
            *_bundle("rank", _("Rangfølge og udgangspunkt"), "rank", "default", "default_reason"),
            *_listed("override_reasons"),
        ),
    ),
    Section(
        "phases",
        _("Faser og kontrolpunkter"),
        _("Forløbet i tid: faser, uger og hvad der vurderes."),
        (
            *_listed("phases", "checkpoints", "time_rules"),
            *_bundle("stratification", _("Stratificering"), "stratification"),
            *_bundle("figure", _("Programmets figur"), "figure"),
        ),
    ),
    Section(
        "activities",
        _("Aktiviteter"),
        _("Hvem der gør hvad."),
        _listed("activities", "self_care", "communication", "division"),
    ),
    Section(
        "recommendations",
        _("Anbefalinger"),
        _("Faglige anbefalinger med evidens og kilde."),
        _listed("recommendations"),
    ),
    Section(
        "coordinator",
        _("Tovholder og kontakter"),
        _("Hvem der holder i forløbet, og hvem man ringer til."),
        (
            *_bundle("coordinator", _("Tovholder"), "coordinator"),
            *_bundle("case_coordination", _("Forløbskoordinering"), "case_coordination"),
            *_listed("contacts"),
        ),
    ),
    Section(
        "indicators",
        _("Indikatorer"),
        _("Det, programmet følges på. Højst seks."),
        _listed("indicators"),
    ),
    Section(
        "examples",
        _("Eksempler"),
        _("Borgere med det råd, de skal have. Alle skal bestå, før der udgives."),
        _listed("examples"),
    ),
    Section(
        "follow-up",
        _("Implementering og opfølgning"),
        _("Plan, kvalitetskriterier, moduler og hvordan programmet revideres."),
        (
            *_bundle("follow_up", _("Opfølgning"), "follow_up"),
            *_listed(
                *("implementation", "quality_criteria", "guideline_change"),
                *("criteria", "modules"),
            ),
        ),
    ),
    Section(
        "sources",
        _("Kilder"),
        _("De dokumenter, programmet bygger på."),
        _listed("sources"),
    ),
)

BY_KEY = {section.key: section for section in SECTIONS}


@dataclass(frozen=True)
class Item:
    """What one form writes: a bundle of the document's fields, or one row.

    `key` is its address within the page. `path`: what the names of its fields are counted from.
    """

    section: Section
    key: str
    path: Path
    shape: Fields
    title: str | Promise


def item_of(section: Section, key: str, document: Any) -> Item | None:
    """The item with that address on a page; None where there is none."""
    for part in section.parts:
        if isinstance(part, Bundle) and part.key == key:
            members = tuple(one for one in document_shape().members if one.name in part.fields)
            members = tuple(sorted(members, key=lambda one: part.fields.index(one.name)))
            return Item(section, key, (), Fields("Definition", members), part.label)
    path = parse_place(key)
    if not path or path[0] not in {part.field for part in section.lists}:
        return None
    shape = shape_at(path)
    if not isinstance(shape, Fields) or not _own_page(path) or at(document, path) is MISSING:
        return None
    return Item(section, key, path, shape, row_title(at(document, path), reader_language()))


def first_item(section: Section, document: Any) -> Item | None:
    """The item a page opens with: its first, if it has any."""
    for part in section.parts:
        key = part.key if isinstance(part, Bundle) else f"{part.field}[0]"
        if (found := item_of(section, key, document)) is not None:
            return found
    return None


def home_of(path: Path, document: Any) -> Item | None:
    """The item a place is written in; for a list itself, its section's first."""
    for section in SECTIONS:
        if not path or path[0] not in section.fields:
            continue
        for part in section.parts:
            if isinstance(part, Bundle) and path[0] in part.fields:
                return item_of(section, part.key, document)
        for length in range(len(path), 1, -1):
            if _own_page(path[:length]):
                found = item_of(section, place(path[:length]), document)
                return found or first_item(section, document)
        return first_item(section, document)
    return None


def _own_page(path: Path) -> bool:
    """Whether a row has a page of its own: rows of the document's lists, and lists set apart."""
    if not path or not isinstance(path[-1], int):
        return False
    around: Shape | None = shape_at(path[:-1])
    if not isinstance(around, Rows) or not isinstance(around.of, Fields):
        return False
    return len(path) == 2 or (around.apart and _own_page(path[:-2]))


def row_title(row: Any, language: str = "da") -> str:
    """What a row is called where it is listed: "L6 Sygemeldt uden udsigt"."""
    if not isinstance(row, dict):
        return str(row)
    if (itself := as_text(row)) is not None:
        return itself.in_(language)
    for name in ("title", "label", "text", "activity", "need", "message", "when", "place"):
        if (found := as_text(row.get(name))) is not None:
            said = found.in_(language)
            is_rule = name == "text" and "when" in row
            return f"{row.get('key', '')} {said}".strip() if is_rule else said
    return str(row.get("key") or row.get("code") or "")


_IN_DANISH = text("Skriv teksten på dansk.", "Write the text in Danish.")


def plain_message(message: Text, path: Path) -> Text:
    """A problem's sentence with the form's own name of the field in place of the document's."""
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    if name == "da" and "mangler" in message.da:
        return _IN_DANISH
    around = shape_at(path[: len(path) - 1 - list(reversed(path)).index(name)]) if name else None
    found = member_of(around, name) if around is not None else None
    if not isinstance(found, Member):
        return message
    theirs, ours = quoted(name), quoted(label_text(found.words))
    return text(
        *(
            message.in_(language).replace(theirs.in_(language), ours.in_(language))
            for language in LANGUAGES
        )
    )


def shortened(words: str, most: int = 80) -> str:
    """Words to name a row by: cut at a word where they are a whole paragraph."""
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"


def place_words(path: Path, document: Any, language: str = "da") -> str:
    """A place in words: "Regler › L3 › Henvis til".

    Lists inside a row are not named where one of their rows is.
    """
    said: list[str] = []
    shape: Shape | None = document_shape()
    for number, step in enumerate(path):
        found = member_of(shape, step) if shape is not None else None
        if isinstance(found, Member):
            if (
                not number
                or number == len(path) - 1
                or isinstance(found.shape, Fields)
                or not isinstance(path[number + 1], int)
            ):
                said.append(str(label(found.words)))
            shape = found.shape
        elif found is not None:
            row = at(document, path[: number + 1])
            title = shortened(row_title(row, language)) if row is not MISSING else ""
            if path[0] == "rules" and isinstance(row, dict):
                title = str(row.get("key") or title)
            said.append(title or str(int(step) + 1))
            shape = found
        else:
            break
    return " › ".join(said)

"""The fields of one item as a page draws them: shape, document and findings in, fields out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from pathways.conditions.facts import CODE_SYSTEMS, Fact, FactType, Vocabulary
from pathways.editing.help_texts import HELP, RARE, value_label
from pathways.editing.labels import EVENT_WORDS, label, row_label, words_for
from pathways.editing.pickable import options_for, vocabulary_of
from pathways.editing.places import MISSING, Path, anchor, place
from pathways.editing.readings import Reading, read_aloud
from pathways.editing.sections import row_title
from pathways.editing.shapes import (
    Asked,
    Choice,
    Codes,
    Day,
    Fields,
    Keys,
    Known,
    Member,
    Number,
    Offers,
    Pair,
    Pick,
    Picks,
    Rows,
    Shape,
    Shares,
    Truth,
    Words,
)
from pathways.editing.tree_form import NONE_OF_THEM, Drawn, Option, draw_tree
from pathways.editing.trees import place_of, to_rows
from pathways.editing.written import numbers_text, shown
from pathways.texts import Text

MOST_CHIPS = 7
"""Of more options than this only the chosen are seen at once."""


class Noted(Protocol):
    """A finding as far as drawing it beside its field goes."""

    @property
    def path(self) -> Path:
        """The field it is about."""


@dataclass
class Field:
    """One field as it is drawn; `kind` names its template."""

    kind: str
    name: str
    path: Path
    label: str | Promise
    help: str | Promise = ""
    required: bool = False
    value: str = ""
    values: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    fields: list[Field] = field(default_factory=list)
    row_label: str | Promise = ""
    tree: Drawn | None = None
    reading: Reading | None = None
    removable: bool = False
    """Whether a part was begun by a button and may be taken out by one."""
    long: bool = False
    most: int | None = None
    rare: bool = False
    number: int = 0
    first: bool = False
    last: bool = False
    notes: list[Any] = field(default_factory=list)
    focused: bool = False
    """Whether the writer goes on here; `focus_row` names the row of a condition."""
    focus_row: str = ""

    @property
    def id(self) -> str:
        """The id of its control, and the place a link leads to."""
        return anchor(self.path)

    @property
    def place(self) -> str:
        """Its place as an address of its own page."""
        return place(self.path)

    @property
    def chosen(self) -> list[tuple[int, Option]]:
        """The options that are always seen, numbered; of many only those chosen."""
        many = len(self.options) > MOST_CHIPS
        numbered = enumerate(self.options, start=1)
        return [(number, one) for number, one in numbered if one.chosen or not many]

    @property
    def others(self) -> list[tuple[int, Option]]:
        """The options that are one click away."""
        seen = {number for number, _one in self.chosen}
        numbered = enumerate(self.options, start=1)
        return [(number, one) for number, one in numbered if number not in seen]

    @property
    def is_open(self) -> bool:
        """Whether a row is shown unfolded: it is new, to be mended, or where one goes on."""
        inside = [self, *self.every]
        return not self.label or any(one.notes or one.focused or one.focus_row for one in inside)

    @property
    def every(self) -> list[Field]:
        """All fields inside it, and inside those."""
        return [one for inner in self.fields for one in (inner, *inner.every)]

    @property
    def common(self) -> list[Field]:
        """Its fields that are always seen."""
        return [one for one in self.fields if not one.folded]

    @property
    def folded_fields(self) -> list[Field]:
        """Its fields that are folded away until they are used."""
        return [one for one in self.fields if one.folded]

    @property
    def folded(self) -> bool:
        """Whether it is rare and nothing is written in it or said of it."""
        return self.rare and not self.notes and not self.is_used

    @property
    def is_used(self) -> bool:
        """Whether anything is written in it."""
        if self.kind in ("part", "rows", "known"):
            return any(one.is_used for one in self.fields)
        if self.kind == "condition":
            return self.tree is not None
        if self.kind == "tick":
            return self.value == "true"
        chosen = any(option.chosen and option.value for option in self.options)
        return bool(self.value) or any(self.values) or chosen


class Drawer:
    """Draws the fields of one document in one language."""

    def __init__(self, document: Any, language: str = "da") -> None:
        self.document = document
        self.language = language
        self._vocabularies: dict[bool, Vocabulary] = {}

    def vocabulary(self, *, events: bool) -> Vocabulary:
        """The facts conditions may read."""
        if events not in self._vocabularies:
            self._vocabularies[events] = vocabulary_of(self.document, events=events)
        return self._vocabularies[events]

    def item(self, shape: Fields, path: Path, data: Any, notes: Sequence[Noted] = ()) -> Field:
        """All fields of an item, with each finding beside the field it is about."""
        whole = self._part(shape, "", path, data, label="")
        for note in notes:
            _attach(whole, note, self.document)
        return whole

    def member(self, member: Member, name: str, path: Path, data: Any) -> Field:
        """One field of a part."""
        drawn = self.draw(member.shape, name, path, data, member.words, member.default)
        drawn.label = label(member.words)
        drawn.help = words_for(HELP, member.words) or ""
        drawn.required = member.required
        drawn.rare = member.words in RARE
        if isinstance(member.shape, Fields):
            always = member.required or member.shape.drawn_blank or member.default is not None
            drawn.removable = not always
            drawn.kind = "part" if always or isinstance(data, dict) else "absent"
        return drawn

    def draw(
        self, shape: Shape, name: str, path: Path, data: Any, words: str, default: Any = MISSING
    ) -> Field:
        """A field by its shape; its label and help are its owner's."""
        new = _Maker(name, path)
        value = default if data is MISSING and default is not MISSING else data
        match shape:
            case Fields():
                return self._part(shape, name, path, data)
            case Rows():
                return self._rows(shape, name, path, data, words)
            case Pair(long):
                pair = {"da": data} if isinstance(data, str) else data
                pair = pair if isinstance(pair, dict) else {}
                both = tuple(shown(pair.get(language)) for language in ("da", "en"))
                return new("pair", values=both, long=long)
            case Asked(events):
                return self._condition(name, path, data, self.vocabulary(events=events))
            case Choice(values):
                options = [
                    Option(str(one), _value_words(words, one), one == value) for one in values
                ]
                return new("choice", options=_with_blank(options, default))
            case Truth(is_open):
                return new("truth" if is_open else "tick", value=_truth(value))
            case Pick(of):
                return new("choice", options=_with_blank(self._options(of, [value]), default))
            case Picks(of):
                several = value if isinstance(value, list | tuple) else [value]
                return new("picks", options=tuple(self._options(of, several)))
            case Known():
                return self._known(name, path, data)
            case Codes():
                codes = data if isinstance(data, dict) else {}
                written = (codes.get(system) for system in CODE_SYSTEMS)
                return new("codes", values=tuple(_listed(one) for one in written))
            case Offers():
                gone = [key for key, offered in (data or {}).items() if offered is False]
                return new("picks", options=tuple(self._options("destination", gone)))
            case Shares():
                return new("lines", value=numbers_text(data, self.language), long=True)
            case Keys():
                return new("word", value=_listed(value))
            case Number():
                return new("number", value=shown(value, self.language))
            case Day():
                return new("day", value=shown(value))
            case Words():
                return new("word", value=shown(value))

    def _part(
        self, shape: Fields, name: str, path: Path, data: Any, label: str | Promise = ""
    ) -> Field:
        part = data if isinstance(data, dict) else {}
        inner = [
            self.member(
                member,
                f"{name}.{member.name}" if name else member.name,
                (*path, member.name),
                part.get(member.name, MISSING),
            )
            for member in shape.members
        ]
        return Field("part", name, path, label, fields=inner)

    def _rows(self, shape: Rows, name: str, path: Path, data: Any, words: str) -> Field:
        rows = data if isinstance(data, list | tuple) else []
        drawn = []
        for number, row in enumerate(rows):
            here, inner = (*path, number), f"{name}[{number}]"
            if shape.apart:
                one = Field("link", inner, here, row_title(row, self.language))
            else:
                one = self.draw(shape.of, inner, here, row, words)
                one.label = row_title(row, self.language) if isinstance(row, dict) else ""
            one.number, one.row_label = number + 1, row_label(words)
            one.first, one.last = number == 0, number == len(rows) - 1
            drawn.append(one)
        return Field(
            "rows", name, path, "", fields=drawn, row_label=row_label(words), most=shape.most
        )

    def _condition(self, name: str, path: Path, data: Any, vocabulary: Vocabulary) -> Field:
        if data is MISSING or data is None:
            return Field("condition", name, path, "")
        tree = draw_tree(to_rows(data), vocabulary, name, self.language)
        reading = read_aloud(data, vocabulary)
        return Field("condition", name, path, "", tree=tree, reading=reading)

    def _known(self, name: str, path: Path, data: Any) -> Field:
        known = data if isinstance(data, dict) else {}
        drawn = [
            self._fact(Drawn.fact_name(name, key), (*path, key), fact, known.get(key))
            for key, fact in self.vocabulary(events=False).items()
        ]
        drawn += [
            Field("word", Drawn.fact_name(name, key), (*path, key), f"»{key}«", value=str(value))
            for key, value in known.items()
            if key not in self.vocabulary(events=False)
        ]
        return Field("known", name, path, "", fields=drawn)

    def _fact(self, name: str, path: Path, fact: Fact, value: Any) -> Field:
        drawn = Field("number", name, path, fact.label.in_(self.language), value=shown(value))
        match fact.type:
            case FactType.BOOLEAN:
                drawn.kind, drawn.value = "truth", _truth(value)
            case FactType.CHOICE | FactType.SET:
                chosen = value if isinstance(value, list) else [value]
                options = [Option(key, one, key in chosen) for key, one in fact.options.items()]
                gone = (one for one in chosen if isinstance(one, str) and one not in fact.options)
                options += [Option(one, f"»{one}«", chosen=True) for one in gone]
                if fact.type is FactType.SET:
                    drawn.kind = "picks"
                    if not fact.has_none:
                        options.append(Option(NONE_OF_THEM, _("ingen af dem"), value == []))
                else:
                    drawn.kind = "choice"
                    options.insert(0, Option("", "", value is None))
                drawn.options = tuple(options)
            case FactType.CODE:
                code = value if isinstance(value, dict) else {}
                drawn.kind = "fact_code"
                drawn.values = (shown(code.get("system")) or "icd10", shown(code.get("code")))
            case FactType.TEXT:
                drawn.kind = "word"
            case _:
                drawn.value = shown(value, self.language)
        return drawn

    def _options(self, of: str, chosen: Sequence[Any]) -> list[Option]:
        names = [str(one) for one in chosen if one is not MISSING and one not in (None, "")]
        offered = options_for(of, self.document)
        options = [Option(key, title, key in names) for key, title in offered]
        known = {key for key, _title in offered}
        return options + [Option(one, f"»{one}«", chosen=True) for one in names if one not in known]


@dataclass
class _Maker:
    name: str
    path: Path

    def __call__(self, kind: str, **rest: Any) -> Field:
        return Field(kind, self.name, self.path, "", **rest)


def _value_words(words: str, value: str | int) -> Text | str:
    return EVENT_WORDS.get(str(value)) or str(value_label(words, value))


def _with_blank(options: list[Option], default: Any) -> tuple[Option, ...]:
    """With a blank first, unless something always stands there."""
    has_blank = any(option.value == "" for option in options)
    chosen = any(option.chosen for option in options)
    if has_blank or (chosen and default not in (MISSING, None)):
        return tuple(options)
    return (Option("", "", not chosen), *options)


def _truth(value: Any) -> str:
    return {True: "true", False: "false"}.get(value, "") if isinstance(value, bool) else ""


def _listed(value: Any) -> str:
    several = value if isinstance(value, list | tuple) else [value]
    return ", ".join(str(one) for one in several if one not in (None, MISSING))


def _attach(field: Field, note: Noted, document: Any) -> None:
    """Lay a finding at the innermost field around its place."""
    for inner in field.fields:
        if note.path[: len(inner.path)] == inner.path:
            _attach(inner, note, document)
            return
    row = _row_of(field, note, document)
    (row.notes if row is not None else field.notes).append(note)


def _row_of(field: Field, note: Noted, document: Any) -> Drawn | None:
    beyond = note.path[len(field.path) :]
    if field.tree is None or not beyond:
        return None
    data = document
    for step in field.path:
        data = data[step]
    row = field.tree
    for number in place_of(data, beyond):
        row = row.rows[number]
    return row

"""What was sent from a form, laid into the document.

Nothing is refused here: what does not fit is kept as it was typed, and the checks say so. A field
that was not sent keeps what stood there; one that reads back to the same keeps its very writing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from pathways.conditions.facts import CODE_SYSTEMS, FactType, Vocabulary
from pathways.editing.pickable import vocabulary_of
from pathways.editing.places import MISSING
from pathways.editing.shapes import (
    Asked,
    Choice,
    Codes,
    Day,
    Fields,
    Keys,
    Known,
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
from pathways.editing.tree_form import NONE_OF_THEM, Drawn, read_tree
from pathways.editing.trees import to_data, to_rows
from pathways.editing.written import count_from, number_from, numbers_text, split_words

Posted: TypeAlias = Mapping[str, list[str]]


class Reader:
    """Reads the fields of one item; `document` is the whole it stands in."""

    def __init__(self, posted: Posted, document: Any) -> None:
        self.posted = posted
        self.document = document
        self._vocabularies: dict[bool, Vocabulary] = {}

    def vocabulary(self, *, events: bool) -> Vocabulary:
        """The facts conditions may read."""
        if events not in self._vocabularies:
            self._vocabularies[events] = vocabulary_of(self.document, events=events)
        return self._vocabularies[events]

    def read(self, shape: Shape, name: str, before: Any) -> Any:
        """The value at a name; MISSING where it was left blank."""
        match shape:
            case Fields():
                return self._fields(shape, name, before)
            case Rows():
                return self._rows(shape, name, before)
            case Pair():
                return self._pair(name, before)
            case Asked(events):
                return self._condition(name, before, self.vocabulary(events=events))
            case Known():
                return self._known(name, before)
            case Codes():
                return self._codes(name, before)
            case Offers():
                return self._offers(name, before)
        if name not in self.posted:
            return before
        if isinstance(shape, Picks):
            return self._picks(shape, name, before)
        written = _lines(self.posted[name][-1])
        new = _plain(shape, written, before)
        same_words = isinstance(before, str) and new == before.strip()
        return before if same_words or _same(new, before) else new

    def _fields(self, shape: Fields, name: str, before: Any) -> Any:
        old = before if isinstance(before, dict) else {}
        new = dict(old)
        for member in shape.members:
            inner = f"{name}.{member.name}" if name else member.name
            value = self.read(member.shape, inner, old.get(member.name, MISSING))
            if value is MISSING or (member.name not in old and value == member.default):
                new.pop(member.name, None)
            else:
                new[member.name] = value
        if new == old:
            return before
        return MISSING if shape.drawn_blank and not new else new

    def _rows(self, shape: Rows, name: str, before: Any) -> Any:
        if not isinstance(before, list | tuple) or shape.apart:
            return before
        read = [self.read(shape.of, f"{name}[{n}]", row) for n, row in enumerate(before)]
        return [_blank_row(shape.of) if row is MISSING else row for row in read]

    def _pair(self, name: str, before: Any) -> Any:
        if f"{name}.da" not in self.posted and f"{name}.en" not in self.posted:
            return before
        old = {"da": before} if isinstance(before, str) else before
        old = old if isinstance(old, dict) else {}
        new = dict(old)
        for language in ("da", "en"):
            sent = self.posted.get(f"{name}.{language}")
            if sent is None:
                continue
            written = _lines(sent[-1])
            if written == str(old.get(language, "")).strip():
                continue
            new[language] = written
            if not written:
                del new[language]
        if new == old:
            return before
        return new or MISSING

    def _condition(self, name: str, before: Any, vocabulary: Vocabulary) -> Any:
        if before is MISSING or before is None:
            return before
        return to_data(read_tree(self.posted, name, to_rows(before), vocabulary))

    def _picks(self, shape: Picks, name: str, before: Any) -> Any:
        chosen: list[Any] = [one for one in self.posted[name] if one]
        old = [before] if isinstance(before, str) else before
        old = list(old) if isinstance(old, list | tuple) else []
        if shape.of == "group":
            chosen = [one if (number := count_from(one)) is None else number for one in chosen]
        kept = [one for one in old if one in chosen]
        new = kept + [one for one in dict.fromkeys(chosen) if one not in kept]
        if new == old:
            return before
        return new or MISSING

    def _known(self, name: str, before: Any) -> Any:
        """Facts of a citizen: a key that is not sent, or sent blank, is not known."""
        old = before if isinstance(before, dict) else {}
        new = dict(old)
        for key, fact in self.vocabulary(events=False).items():
            value = _fact_value(self.posted, Drawn.fact_name(name, key), fact.type, old.get(key))
            if value is MISSING:
                new.pop(key, None)
            elif value is not None and not _same(value, old.get(key)):
                new[key] = value
        for key in [key for key in old if key not in self.vocabulary(events=False)]:
            if self.posted.get(Drawn.fact_name(name, key)) == [""]:
                del new[key]
        return before if new == old else new

    def _codes(self, name: str, before: Any) -> Any:
        old = before if isinstance(before, dict) else {}
        new = dict(old)
        for system in CODE_SYSTEMS:
            sent = self.posted.get(f"{name}.{system}")
            if sent is None:
                continue
            codes = split_words(sent[-1])
            if codes:
                new[system] = codes
            else:
                new.pop(system, None)
        return before if new == old else new or MISSING

    def _offers(self, name: str, before: Any) -> Any:
        """Of the destinations: those ticked are not offered."""
        if name not in self.posted:
            return before
        old = before if isinstance(before, dict) else {}
        ticked = {one for one in self.posted[name] if one}
        new = {key: offered for key, offered in old.items() if key in ticked or offered is True}
        new |= dict.fromkeys(ticked, False)
        return before if new == old else new or MISSING


def _same(new: Any, before: Any) -> bool:
    """Whether a value is what stood there; 0 is 0.0, and yes is not 1."""
    return bool(new == before) and isinstance(new, bool) is isinstance(before, bool)


def _plain(shape: Shape, written: str, before: Any) -> Any:
    match shape:
        case Words() | Pick() | Day():
            return written or MISSING
        case Choice(values):
            known = {str(value): value for value in values}
            return known.get(written, written) if written in known or written else MISSING
        case Number(whole):
            return number_from(written, whole=whole) if written else MISSING
        case Truth(open=is_open):
            truth = {"true": True, "false": False}.get(written)
            return (MISSING if is_open else False) if truth is None else truth
        case Keys():
            words = split_words(written)
            return words if words or before == [] else MISSING
        case Shares():
            if isinstance(before, dict) and written == numbers_text(before):
                return before
            return _shares(written)
    return before


def _shares(written: str) -> Any:
    """ "1: 0,4" on each line as a mapping; a line that is no such pair is kept under itself."""
    found: dict[str, Any] = {}
    for line in written.splitlines():
        key, colon, number = line.partition(":")
        if line.strip():
            found[key.strip()] = number_from(number.strip()) if colon else ""
    return found or MISSING


def _blank_row(shape: Shape) -> Any:
    if isinstance(shape, Fields):
        return {}
    return [] if isinstance(shape, Picks) else ""


def _lines(written: str) -> str:
    return written.replace("\r\n", "\n").replace("\r", "\n").strip()


def _fact_value(posted: Posted, name: str, kind: FactType, before: Any) -> Any:
    """A citizen's value; None where it was not sent, MISSING where it is unknown."""
    if kind is FactType.CODE:
        if f"{name}:code" not in posted:
            return None
        code = _lines(posted[f"{name}:code"][-1])
        system = posted.get(f"{name}:system", ["icd10"])[-1]
        return {"system": system, "code": code} if code else MISSING
    if name not in posted:
        return None
    sent = [one for one in posted[name] if one]
    if kind is FactType.SET:
        if not sent:
            return MISSING
        chosen = [one for one in sent if one != NONE_OF_THEM]
        old = before if isinstance(before, list) else []
        return [one for one in old if one in chosen] + [one for one in chosen if one not in old]
    if not sent:
        return MISSING
    if kind is FactType.BOOLEAN:
        return {"true": True, "false": False}.get(sent[-1], sent[-1])
    if kind in (FactType.INTEGER, FactType.DECIMAL):
        return number_from(_lines(sent[-1]), whole=kind is FactType.INTEGER)
    return re.sub(r"\r\n?", "\n", sent[-1])

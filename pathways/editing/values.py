"""A value of a document in words, to tell two writers what the other wrote."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from pathways.editing.help_texts import value_label
from pathways.editing.labels import label
from pathways.editing.pickable import as_text, options_for, vocabulary_of
from pathways.editing.places import MISSING, Path
from pathways.editing.readings import read_aloud
from pathways.editing.sections import row_title
from pathways.editing.shapes import Asked, Choice, Fields, Pair, Pick, Picks, Shape, shape_at
from pathways.editing.written import shown


def value_words(value: Any, path: Path, document: Any, language: str = "da") -> str:
    """What stands at a place, as a sentence would name it."""
    return _said(value, shape_at(path), path, document, language)


def _said(value: Any, shape: Shape | None, path: Path, document: Any, language: str) -> str:
    if value is MISSING or value in (None, "", [], {}):
        return _("(intet)")
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    match shape:
        case Asked(events):
            reading = read_aloud(value, vocabulary_of(document, events=events))
            told = reading.sentence or reading.trouble
            return told.in_(language) if told is not None else ""
        case Pair():
            text = as_text(value)
            return text.in_(language) if text is not None else ""
        case Choice(_values, model):
            return str(value_label(model, value))
        case Pick(of) | Picks(of):
            titles = dict(options_for(of, document))
            several = value if isinstance(value, list) else [value]
            return ", ".join(
                titles[one].in_(language) if isinstance(one, str) and one in titles else str(one)
                for one in several
            )
        case Fields(_model, members):
            parts = [
                f"{label(one.words)}: "
                f"{_said(value[one.name], one.shape, (*path, one.name), document, language)}"
                for one in members
                if isinstance(value, dict) and one.name in value
            ]
            return "; ".join(parts)
    if isinstance(value, list):
        return ", ".join(row_title(one, language) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {row_title(one, language)}" for key, one in value.items())
    return shown(value, language) or str(value)

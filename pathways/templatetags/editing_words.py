"""Words of the editor's forms in the reader's language, for templates."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise

from pathways.editing.help_texts import GROUPS, OPERATORS
from pathways.language import reader_language
from pathways.texts import Text

register = template.Library()


@register.filter
def worded(label: Text | Promise | str | None) -> str:
    """A label, whether it is the definition's own text or one of the product's."""
    if isinstance(label, Text):
        return label.in_(reader_language())
    return str(label) if label is not None else ""


@register.filter
def operator_words(value: str) -> str:
    """An operator as it is chosen: "at_least" is "er mindst"."""
    return str(OPERATORS.get(value, value))


@register.filter
def group_words(kind: str) -> str:
    """What a group asks of its rows: "alle disse er sande"."""
    return str(GROUPS.get(kind, kind))


@register.simple_tag
def group_kinds() -> list[tuple[str, str]]:
    """What a group may ask of its rows, in order."""
    return [(kind, str(words)) for kind, words in GROUPS.items()]


@register.filter
def unit_words(unit: Text | None) -> str:
    """A unit after a field: the plural of "uge|uger"."""
    return unit.in_(reader_language()).split("|")[-1] if unit is not None else ""


@register.filter
def as_id(name: str) -> str:
    """A field's name as an id: without what a selector would read otherwise."""
    return "f-" + name.replace("[", "-").replace("]", "").replace(".", "-").replace(":", "-")

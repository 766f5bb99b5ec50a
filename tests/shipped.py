"""The shipped definitions, read and loaded once by each process of a run.

Loading one takes longer than most tests: the first time it is really loaded, and afterwards what
that wrote is written again.
"""

from functools import cache

import time_machine

from pathways.actions import load_definition
from pathways.definition import Definition
from pathways.management.commands.load_definitions import SHIPPED
from pathways.models import Pathway, Version
from tests.kept import Rows, rows_of, write_again

_LOADED: dict[str, Rows] = {}


@cache
def text_of(key: str) -> str:
    """The definition's YAML: `text_of("low-back-pain")`."""
    return (SHIPPED / f"{key}.yaml").read_text(encoding="utf-8")


@cache
def definition(key: str) -> Definition:
    """The definition as it is read; nothing in it can be changed."""
    return Definition.from_yaml(text_of(key))


def load(key: str) -> Version:
    """The definition as a published version, as `load_definition` leaves it."""
    if key in _LOADED and not Pathway.objects.filter(key=key).exists():
        write_again(_LOADED[key])
        return Version.objects.get(pathway__key=key)
    before = rows_of("pathways")
    version, is_new = load_definition(text_of(key))
    # At another time than now the rows would say so to tests that stay in theirs.
    if is_new and not time_machine.escape_hatch.is_travelling():
        after = rows_of("pathways")
        _LOADED[key] = {place: after[place] for place in after.keys() - before.keys()}
    return version

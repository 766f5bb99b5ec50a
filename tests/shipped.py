"""The shipped definitions, read and loaded once by each process of a run.

Loading one takes longer than most tests. The first time it is really loaded, and what that wrote
is remembered; after that the same rows are written again, with the keys they had.
"""

from functools import cache
from typing import Any

import time_machine
from django.apps import apps
from django.db.models import Model

from pathways.actions import load_definition
from pathways.definition import Definition
from pathways.management.commands.load_definitions import SHIPPED
from pathways.models import Pathway, Version

_ROWS: dict[str, list[Model]] = {}


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
    if key in _ROWS and not Pathway.objects.filter(key=key).exists():
        for row in _ROWS[key]:
            type(row)._base_manager.bulk_create([_copy(row)])
        return Version.objects.get(pathway__key=key)
    before = _everything()
    version, is_new = load_definition(text_of(key))
    # At another time than now the rows would say so to tests that stay in theirs.
    if is_new and not time_machine.escape_hatch.is_travelling():
        _ROWS[key] = [row for place, row in _everything().items() if place not in before]
    return version


def _everything() -> dict[tuple[type[Model], Any], Model]:
    models = apps.get_app_config("pathways").get_models()
    return {(model, row.pk): row for model in models for row in model._base_manager.all()}


def _copy(row: Model) -> Model:
    names = [field.attname for field in row._meta.concrete_fields]
    return type(row)(**{name: getattr(row, name) for name in names})

"""What real actions once wrote, written again row for row: sooner done than acting again."""

from collections import defaultdict
from typing import Any, TypeAlias

from django.apps import apps
from django.db import transaction
from django.db.models import Model

Rows: TypeAlias = dict[tuple[type[Model], Any], Model]


def rows_of(app: str) -> Rows:
    """Every row of an app as it stands: `rows_of("pathways")`."""
    models = apps.get_app_config(app).get_models(include_auto_created=True)
    return {(model, row.pk): row for model in models for row in model._base_manager.all()}


def write_again(rows: Rows) -> None:
    """Insert the rows with the keys they had; none of them may be there."""
    by_model: dict[type[Model], list[Model]] = defaultdict(list)
    for (model, _key), row in rows.items():
        names = [field.attname for field in model._meta.concrete_fields]
        by_model[model].append(model(**{name: getattr(row, name) for name in names}))
    with transaction.atomic():
        for model, copies in by_model.items():
            model._base_manager.bulk_create(copies)

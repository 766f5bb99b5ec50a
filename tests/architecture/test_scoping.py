"""Rows that belong to organisations are only ever reached through `visible_to`."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db.models.sql.datastructures import Join
from django.utils.module_loading import import_string

from organisations.access import ScopedQuerySet
from tests.architecture.open_models import HISTORIES, OPEN
from tests.architecture.unscoped import unscoped_reads

ROOT = Path(settings.BASE_DIR)
EDGES = (
    "*/views.py",
    "*/views/**/*.py",
    "*/forms.py",
    "*/forms/**/*.py",
    "*/urls.py",
    "*/templatetags/*.py",
    "*/context_processors.py",
    "config/*.py",
    "interop/**/*.py",
)
# Machinery, not pages: what it reads belongs to nobody, or is read before anyone acts.
NOT_EDGES = {"config/checks.py", "config/guessing.py", "config/health.py"}

OUR_MODELS = [model for model in apps.get_models() if model._meta.app_label in settings.OUR_APPS]
SCOPED = [model for model in OUR_MODELS if isinstance(model._default_manager.all(), ScopedQuerySet)]
OPEN_NAMES = {label.split(".")[1] for label in OPEN}


def edge_files() -> list[Path]:
    found = {path for pattern in EDGES for path in ROOT.glob(pattern)}
    ours = {*settings.OUR_APPS, "config"}
    return sorted(
        path
        for path in found
        if path.relative_to(ROOT).parts[0] in ours
        and path.relative_to(ROOT).as_posix() not in NOT_EDGES
    )


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_every_model_is_scoped_or_declared_open_or_a_history(model):
    declared = [model in SCOPED, model._meta.label in OPEN, model._meta.label in HISTORIES]

    assert declared.count(True) == 1, (
        f"{model._meta.label}: give it ScopedQuerySet and visible_q, or list it with its reason in "
        "tests/architecture/open_models.py"
    )


def test_every_history_is_listed_and_every_listed_one_is_a_history():
    histories = {m._meta.label for m in OUR_MODELS if m.__name__.startswith("Historical")}

    assert histories == HISTORIES


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model._meta.label)
def test_a_stranger_to_all_sees_no_row_and_no_row_twice(model, stranger):
    rows = model._default_manager.visible_to(stranger)

    joins = [j for j in rows.query.alias_map.values() if isinstance(j, Join)]
    assert not [j.table_name for j in joins if getattr(j.join_field, "multiple", False)]
    assert model._default_manager.visible_to(None).query.is_empty()


@pytest.mark.parametrize("path", edge_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_reads_past_the_scope(path):
    assert unscoped_reads(path.read_text(encoding="utf-8"), OPEN_NAMES) == []


def test_the_pages_are_found():
    names = {path.relative_to(ROOT).as_posix() for path in edge_files()}

    assert {"citizens/views.py", "organisations/forms.py", "config/home.py"} <= names


@pytest.mark.parametrize(
    "line",
    [
        "Citizen.objects.all()",
        "Citizen.objects.filter(pk=pk).first()",
        "models.Citizen.objects.get(pk=pk)",
        "rows = Citizen.objects",
        "self.model.objects.filter(pk=pk)",
        "Citizen._default_manager.get(pk=pk)",
        "Citizen.history.filter(id=pk)",
        "get_object_or_404(Citizen, pk=pk)",
        "get_object_or_404(Citizen.objects.filter(a=1), pk=pk)",
        "visible_or_404(rows, Citizen.objects.get(pk=pk))",
        "connection.cursor()",
        "Citizen.objects.raw('select 1')",
    ],
)
def test_a_read_past_the_scope_is_found(line):
    assert unscoped_reads(line, OPEN_NAMES)


@pytest.mark.parametrize(
    "line",
    [
        "Citizen.objects.visible_to(request.actor).filter(pk=pk)",
        "visible_or_404(Citizen.objects, request.actor, pk=pk)",
        "visible_or_404(Citizen.objects.select_related('own_gp'), request.actor, pk=pk)",
        "get_object_or_404(Citizen.objects.visible_to(request.actor), pk=pk)",
        "Municipality.objects.all()",
        "Service.objects.offered(kind=k, municipality=m, on=on)",
        "get_object_or_404(Pathway, key=key)",
        "citizen.history.all()",
        "citizen.care_relations.all()",
    ],
)
def test_a_read_within_the_scope_is_left_alone(line):
    assert unscoped_reads(line, OPEN_NAMES) == []


def test_a_page_is_closed_unless_it_is_marked_open():
    middlewares = [import_string(path) for path in settings.MIDDLEWARE]

    assert any(
        isinstance(middleware, type) and issubclass(middleware, LoginRequiredMiddleware)
        for middleware in middlewares
    )

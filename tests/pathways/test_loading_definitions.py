"""Definitions are loaded from YAML as published versions: whole, or not at all."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from pathways.definition import Definition
from pathways.models import Version
from pathways.vocabulary import VersionState

KNEE = Path(settings.BASE_DIR) / "pathways" / "definitions" / "knee-osteoarthritis.yaml"


def load(*files):
    out = StringIO()
    call_command("load_definitions", *map(str, files), stdout=out)
    return out.getvalue()


@pytest.fixture
def changed(tmp_path):
    """The knee definition with one word changed."""
    path = tmp_path / "knee.yaml"
    text = KNEE.read_text(encoding="utf-8")
    short = Definition.from_yaml(text).short_title.da
    path.write_text(text.replace(f"da: {short}", "da: Knæ", 1), encoding="utf-8")
    return path


def test_loading_twice_changes_nothing(db):
    assert "indlæst" in load(KNEE)
    assert "uændret" in load(KNEE)
    assert Version.objects.count() == 1


def test_a_changed_document_becomes_the_next_version_and_supersedes_the_first(db, changed):
    load(KNEE)

    assert "version 2: indlæst" in load(changed)
    states = dict(Version.objects.values_list("number", "state"))
    assert states == {1: VersionState.SUPERSEDED, 2: VersionState.PUBLISHED}


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("title: [", "Linje 2"),
        ("just a word", "afsnit med nøgler"),
        ("key: knee\n", "knee.yaml er ikke indlæst"),
    ],
)
def test_a_broken_file_is_refused_with_a_sentence_and_nothing_is_written(
    db, tmp_path, broken, said
):
    path = tmp_path / "knee.yaml"
    path.write_text(broken, encoding="utf-8")

    with pytest.raises(CommandError, match=said):
        load(path)

    assert not Version.objects.exists()


def test_a_file_that_is_not_there_is_said_so(db):
    with pytest.raises(CommandError, match="kan ikke læses"):
        load("/nowhere/gone.yaml")


def test_the_database_refuses_a_ninth_phrase(db):
    load(KNEE)
    version = Version.objects.get()
    document = version.definition | {"phrases": [{"key": str(n)} for n in range(9)]}

    with pytest.raises(IntegrityError, match="eight_phrases"), transaction.atomic():
        Version.objects.create(
            pathway=version.pathway, number=2, definition=document, content_hash="x"
        )


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE pathways_version SET definition = '{\"phrases\": []}'",
        "UPDATE pathways_version SET content_hash = 'x'",
        "DELETE FROM pathways_version",
    ],
)
def test_a_published_version_can_not_be_changed_even_by_sql(db, sql):
    load(KNEE)

    with (
        pytest.raises(IntegrityError, match="published version"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)

"""A document in whatever state can be drawn, read back, listed and put into words."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pathways.editing.drawing import Drawer
from pathways.editing.fact_table import fact_rows
from pathways.editing.operations import VERBS, operate
from pathways.editing.places import at, put
from pathways.editing.posted import Reader
from pathways.editing.sections import SECTIONS, first_item, home_of, item_of, place_words
from pathways.editing.values import value_words
from pathways.verification import verify
from tests.pathways import small

JUNK = st.sampled_from([None, True, 3, 0.5, "", "x", [], ["x"], [None], {}, {"x": 1}, {"da": 3}])


def paths(value: Any, path: tuple[str | int, ...] = ()):
    """Every place in a document."""
    yield path
    if isinstance(value, dict):
        for key, one in value.items():
            yield from paths(one, (*path, key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from paths(one, (*path, number))


PLACES = [path for path in paths(small.DATA) if path]
BROKEN = st.lists(st.tuples(st.sampled_from(PLACES), JUNK), min_size=1, max_size=3)


def broken(changes) -> dict[str, Any]:
    document: Any = small.data()
    for path, junk in changes:
        document = put(document, path, junk)
    return document


def items(document):
    for section in SECTIONS:
        for part in section.parts:
            keys = [part.key] if hasattr(part, "key") else [f"{part.field}[{n}]" for n in range(9)]
            yield from (one for key in keys if (one := item_of(section, key, document)))


@given(BROKEN)
def test_every_item_of_a_broken_document_can_be_drawn_and_read(changes):
    document = broken(changes)

    for item in items(document):
        data = at(document, item.path)
        drawn = Drawer(document).item(item.shape, item.path, data)
        assert [one.id for one in drawn.every if not one.path] == []
        Reader({}, document).read(item.shape, "", data)
    assert fact_rows(document) is not None
    for section in SECTIONS:
        first_item(section, document)


@given(BROKEN)
def test_what_is_not_sent_stays_as_it_was_however_broken(changes):
    document = broken(changes)

    for item in items(document):
        data = at(document, item.path)
        assert Reader({}, document).read(item.shape, "", data) == data


@given(BROKEN, st.sampled_from(PLACES))
def test_every_place_of_a_broken_document_has_words_and_a_page(changes, path):
    document = broken(changes)

    assert isinstance(place_words(path, document), str)
    assert isinstance(value_words(at(document, path), path, document), str)
    home_of(path, document)


@given(BROKEN, st.sampled_from(VERBS), st.sampled_from(PLACES), st.sampled_from(["", ":", ":0.1"]))
def test_no_button_breaks_on_a_broken_document(changes, verb, path, rows):
    document = broken(changes)
    name = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)

    done = operate(document, (), f"{verb} /{name.removeprefix('.')}{rows}")

    assert done is None or isinstance(done.document, dict)


def test_findings_of_a_broken_document_find_their_field():
    document = broken([(("rules", 1, "when"), {"fact": "gone"}), (("rules", 0, "text"), None)])

    for finding in verify(document):
        home = home_of(finding.path, document)
        if home is not None:
            data = at(document, home.path)
            drawn = Drawer(document).item(home.shape, home.path, data, [finding])
            rows = [row for one in drawn.every if one.tree for row in one.tree.every]
            assert any(one.notes for one in (drawn, *drawn.every, *rows)), finding

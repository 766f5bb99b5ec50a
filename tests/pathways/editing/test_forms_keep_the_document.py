"""Forms made from the models: every field has words, and an untouched one changes nothing."""

import copy

import pytest

from pathways.conditions.facts import FactType
from pathways.definition import document_hash
from pathways.editing.drawing import Drawer, Field
from pathways.editing.help_texts import OPERATORS, VALUES, value_label
from pathways.editing.labels import EVENT_WORDS, LABELS, label, words_for
from pathways.editing.places import at, put
from pathways.editing.posted import Reader
from pathways.editing.sections import (
    SECTIONS,
    first_item,
    home_of,
    item_of,
    place_words,
    plain_message,
)
from pathways.editing.shapes import Choice, Fields, Rows, document_shape
from pathways.editing.tree_form import NONE_OF_THEM
from pathways.texts import text
from tests import shipped
from tests.pathways import small
from tests.referrals.conftest import KNEE

SHIPPED = {path.stem: path for path in sorted(KNEE.parent.glob("*.yaml"))}


def _named(field: Field, mark: str, names: tuple[str, ...]) -> dict[str, list[str]]:
    pairs = zip(names, field.values, strict=True)
    return {f"{field.name}{mark}{name}": [value] for name, value in pairs}


def sent_by(field: Field) -> dict[str, list[str]]:
    """What a browser sends for a field that nobody has touched."""
    if field.kind in ("part", "rows", "known"):
        sent: dict[str, list[str]] = {}
        for inner in field.fields:
            sent |= sent_by(inner)
        return sent
    chosen = [option.value for option in field.options if option.chosen]
    match field.kind:
        case "pair":
            return _named(field, ".", ("da", "en"))
        case "codes":
            return _named(field, ".", ("icd10", "icpc2"))
        case "fact_code":
            return _named(field, ":", ("system", "code"))
        case "condition":
            return field.tree.posted() if field.tree else {}
        case "picks":
            return {field.name: ["", *chosen]}
        case "choice":
            return {field.name: chosen}
        case "absent" | "link":
            return {}
    return {field.name: [field.value]}


def every_item(document):
    for section in SECTIONS:
        for part in section.parts:
            if hasattr(part, "key"):
                yield item_of(section, part.key, document)
            else:
                for number, row in enumerate(document.get(part.field, [])):
                    key = f"{part.field}[{number}]"
                    yield item_of(section, key, document)
                    facts = row.get("facts", []) if part.field == "phrases" else []
                    for place, _fact in enumerate(facts):
                        yield item_of(section, f"{key}.facts[{place}]", document)


def untouched(document):
    for item in every_item(document):
        drawn = Drawer(document).item(item.shape, item.path, at(document, item.path))
        read = Reader(sent_by(drawn), document).read(item.shape, "", at(document, item.path))
        yield item, put(document, item.path, read)


@pytest.mark.parametrize("key", ["bare strings", *SHIPPED])
def test_an_untouched_form_changes_nothing(key):
    document = small.data()
    if key in SHIPPED:
        document = shipped.definition(key).to_data()
    seen = 0
    for item, after in untouched(document):
        assert document_hash(after) == document_hash(document), item.key
        seen += 1
    assert seen > 20


def test_every_field_of_a_document_stands_on_one_page():
    names = [name for section in SECTIONS for name in section.fields]

    assert sorted(names) == sorted(member.name for member in document_shape().members)


def every_member(fields: Fields, seen: set[str]):
    for member in fields.members:
        yield member
        shape = member.shape
        while isinstance(shape, Rows):
            shape = shape.of
        if isinstance(shape, Fields) and shape.model not in seen:
            seen.add(shape.model)
            yield from every_member(shape, seen)


def test_every_field_has_words():
    members = list(every_member(document_shape(), set()))

    assert [one.words for one in members if words_for(LABELS, one.words) is None] == []


def test_every_choice_has_words():
    nameless = [
        f"{member.words}: {value}"
        for member in every_member(document_shape(), set())
        if isinstance(member.shape, Choice)
        for value in member.shape.values
        if value_label(member.words, value) == str(value)
        and str(value).islower()
        and value not in EVENT_WORDS
    ]

    assert nameless == []
    assert {f"type:{kind}" for kind in FactType} <= VALUES.keys()
    assert "between" in OPERATORS


def test_each_place_is_found_on_its_page():
    document = small.data()

    assert home_of(("rules", 2, "when", "fact"), document).key == "rules[2]"
    assert home_of(("phrases", 0, "facts", 1, "label"), document).key == "phrases[0].facts[1]"
    assert home_of(("coordinator", "actor"), document).key == "coordinator"
    assert home_of(("rank", 0), document).section.key == "rules"
    assert home_of(("rules",), document).key == "rules[0]"
    assert home_of((), document) is None


def rule(**sent: str | list[str]) -> dict:
    """The first rule of the small document after a form was sent."""
    document = small.data()
    posted = {name: [v] if isinstance(v, str) else v for name, v in sent.items()}
    item = item_of(SECTIONS[4], "rules[0]", document)
    return Reader(posted, document).read(item.shape, "", at(document, item.path))


def test_a_changed_field_is_laid_in():
    assert rule(**{"text.da": "Til akut"})["text"] == {"da": "Til akut"}
    assert rule(**{"to": ["", "emergency", "chiropractor"]})["to"] == ["emergency", "chiropractor"]
    assert rule(strength="consider")["strength"] == "consider"
    assert rule(**{"source.place.da": "§4"})["source"]["place"]["da"] == "§4"


def test_a_field_left_blank_is_taken_out():
    assert "text" not in rule(**{"text.da": ""})
    assert "to" not in rule(to=[""])


def test_a_source_left_blank_is_no_source():
    cleared = {"source.document": "", "source.place.da": "", "source.place.en": ""}

    assert "source" not in rule(**cleared)


def test_a_default_is_not_written():
    assert "origin" not in rule(origin="agreed")
    assert rule(strength="should").keys() == small.data()["rules"][0].keys()


def test_lines_are_written_as_lines():
    assert rule(**{"text.da": "En\r\nTo"})["text"]["da"] == "En\nTo"


def test_what_is_no_number_is_kept_as_typed():
    document = small.data()
    document["checkpoints"] = [{"key": "t2", "week": 2}]
    item = item_of(SECTIONS[5], "checkpoints[0]", document)

    read = Reader({"week": ["to"]}, document).read(item.shape, "", at(document, item.path))

    assert read["week"] == "to"


def test_a_set_of_facts_may_be_known_and_empty():
    document = small.data()
    document["examples"] = [{"key": "e", "facts": {"wish": ["training"]}}]
    item = item_of(SECTIONS[10], "examples[0]", document)

    def facts(*sent: str) -> dict:
        posted = {"facts:wish": list(sent)}
        return Reader(posted, document).read(item.shape, "", at(document, item.path))["facts"]

    assert facts("", NONE_OF_THEM) == {"wish": []}
    assert facts("") == {}
    assert facts("", "scan", "training") == {"wish": ["training", "scan"]}


def test_a_part_that_is_left_out_stays_out():
    document = small.data()
    item = item_of(SECTIONS[5], "stratification", document)
    drawn = Drawer(document).item(item.shape, (), document)

    assert drawn.fields[0].kind == "absent"
    assert "stratification" not in Reader({}, document).read(item.shape, "", document)


def test_a_problem_is_told_with_the_forms_own_words():
    said = plain_message(
        text("Feltet »source« mangler.", "The field “source” is missing."), ("rules", 0, "source")
    )

    assert (said.da, said.en) == ("Feltet »Kilde« mangler.", "The field “Source” is missing.")
    missing = text("Feltet »da« mangler.", "The field “da” is missing.")
    told = plain_message(missing, ("title", "da"))
    assert (told.da, told.en) == ("Skriv teksten på dansk.", "Write the text in Danish.")
    other = text("Noget andet.", "Something else.")
    assert plain_message(other, ()) == other
    assert place_words(("rules", 1, "to"), small.data()) == "Regler › K1 › Henvis til"


def test_a_page_opens_with_its_first_item():
    document = copy.deepcopy(small.DATA)

    assert first_item(SECTIONS[4], document).key == "rules[0]"
    assert first_item(SECTIONS[3], document).key == "event_facts[0]"
    assert label("Rule.to") == "Henvis til"

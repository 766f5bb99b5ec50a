"""A definition is one document: written and read again it is the same; its schema is exported."""

import json

from jsonschema import Draft202012Validator

from pathways.definition import MAX_INDICATORS, MAX_PHRASES, Definition, content_hash, json_schema
from pathways.documents import read_yaml
from tests.pathways.small import data, definition
from tests.pathways.test_knee_osteoarthritis import FILE, KNEE


def test_written_and_read_again_it_is_the_same() -> None:
    for one in (definition(), KNEE):
        written = json.loads(json.dumps(one.to_data()))

        again = Definition.from_data(written)

        assert again == one
        assert content_hash(again) == content_hash(one)
        assert Definition.from_yaml(one.to_yaml()) == one


def test_the_hash_does_not_depend_on_the_order_of_keys() -> None:
    turned = dict(reversed(data().items()))

    assert content_hash(Definition.from_data(turned)) == content_hash(definition())


def test_the_hash_changes_with_the_content() -> None:
    assert content_hash(definition(default="general_practice")) != content_hash(definition())


def test_reading_does_not_change_what_is_read() -> None:
    document = data()

    Definition.from_data(document)

    assert document == data()


def test_using_a_definition_does_not_change_it() -> None:
    used = definition()
    assert used.compiled_rules
    assert used.indicator_vocabulary

    assert used == definition()
    assert used.to_data() == definition().to_data()


def test_the_schema_holds_the_limits_and_one_condition_for_all() -> None:
    schema = json_schema()

    assert schema["properties"]["phrases"]["maxItems"] == MAX_PHRASES == 8
    assert schema["properties"]["indicators"]["maxItems"] == MAX_INDICATORS == 6
    assert schema["$defs"]["Rule"]["properties"]["when"] == {"$ref": "#/$defs/Condition"}
    assert "x-condition" not in json.dumps(schema)


def test_every_reference_in_the_schema_leads_somewhere() -> None:
    schema = json_schema()
    references = set()

    def collect(value: object) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                references.add(value["$ref"].removeprefix("#/$defs/"))
            for one in value.values():
                collect(one)
        elif isinstance(value, list):
            for one in value:
                collect(one)

    collect(schema)

    assert references
    assert references <= set(schema["$defs"])


def test_the_decisions_do_not_know_django() -> None:
    """What is decided can be run, tested and proved without the web application."""
    import subprocess
    import sys

    program = "import sys, pathways.routing, pathways.examples; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_what_the_schema_accepts_is_the_shipped_document_and_not_a_broken_one() -> None:
    schema = Draft202012Validator(json_schema())
    Draft202012Validator.check_schema(json_schema())
    as_written = read_yaml(FILE.read_text(encoding="utf-8")).data

    assert list(schema.iter_errors(as_written)) == []
    assert list(schema.iter_errors(KNEE.to_data())) == []
    assert list(schema.iter_errors(as_written | {"phrases": as_written["phrases"] * 2}))
    broken = data()
    broken["rules"][0]["when"] = {"fact": "circumstances", "has_any": ["x"], "has_all": ["y"]}
    assert list(schema.iter_errors(broken))

"""The shape of a condition as JSON Schema. That a leaf fits its fact is checked by `tree.parse`."""

from __future__ import annotations

from typing import Any

_CONDITION = {"$ref": "#/$defs/Condition"}
_NUMBER = {"type": "number"}
_WORDS = {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True}


def _leaf(op: str, value: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"fact": {"type": "string"}, op: value},
        "required": ["fact", op],
        "additionalProperties": False,
    }


def _group(key: str, value: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {key: value},
        "required": [key],
        "additionalProperties": False,
    }


CONDITION_SCHEMA: dict[str, Any] = {
    "title": "Condition",
    "oneOf": [
        _group("all", {"type": "array", "items": _CONDITION}),
        _group("any", {"type": "array", "items": _CONDITION}),
        _group("not", _CONDITION),
        _leaf("is", {"type": ["boolean", "number", "string"]}),
        _leaf(
            "one_of",
            {
                "type": "array",
                "items": {"type": ["string", "integer"]},
                "minItems": 1,
                "uniqueItems": True,
            },
        ),
        _leaf("at_least", _NUMBER),
        _leaf("at_most", _NUMBER),
        _leaf("between", {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2}),
        _leaf("has_any", _WORDS),
        _leaf("has_all", _WORDS),
        _leaf(
            "in_codes",
            {
                "type": "object",
                "properties": {"icd10": _WORDS, "icpc2": _WORDS},
                "minProperties": 1,
                "additionalProperties": False,
            },
        ),
        _leaf("known", {"type": "boolean"}),
    ],
}

"""Reading a whole definition from a file: YAML or JSON, refused as a whole with the lines."""

from __future__ import annotations

import json
from typing import Any

from pathways.definition import Definition, DefinitionError
from pathways.definition_parts.problems import Problem
from pathways.documents import MAX_BYTES, DocumentError, read_yaml
from pathways.verification import Kind, Surroundings, visibility
from pathways.verification.subject import Subject

MOST_TOLD = 25


def read_document(content: bytes, key: str) -> dict[str, Any]:
    """The document of a pathway, in its normal form.

    Raises `DefinitionError` with a Danish sentence, and the line where there is one, for each
    thing that keeps it from being used: what cannot be read, what does not fit, phrases shown in
    circles, another pathway's key.
    """
    must_not_be_too_large(len(content))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DefinitionError(
            [Problem("", "Filen er ikke gemt som UTF-8. Gem den igen som UTF-8.", line)]
        ) from error
    if not text.strip():
        raise DefinitionError([Problem("", "Filen er tom. Vælg en fil med et program.")])
    definition = _definition(text)
    if definition.key != key:
        raise DefinitionError(
            [
                Problem(
                    "key",
                    f"Filen er programmet »{definition.key}«, men kladden er »{key}«. "
                    "Vælg den rigtige fil, eller ret nøglen i filen.",
                )
            ]
        )
    return definition.to_data()


def must_not_be_too_large(size: int) -> None:
    """Raises `DefinitionError` for more bytes than a document may have."""
    if size > MAX_BYTES:
        shown = f"{size / 1024 / 1024:.1f}".replace(".", ",")
        raise DefinitionError(
            [Problem("", f"Filen fylder {shown} MB; højst 2 MB er tilladt. Vælg en mindre fil.")]
        )


def _definition(text: str) -> Definition:
    if text.lstrip().startswith("{"):
        _must_be_json(text)
    try:
        document = read_yaml(text)
    except DocumentError as error:
        raise DefinitionError([Problem("", error.message, error.line)]) from error
    definition = Definition.from_data(document.data, document.line_of)
    subject = Subject(definition, Surroundings(), frozenset())
    circular = [
        Problem.at(one.path, one.message, document.line_of(one.path))
        for one in visibility.check(subject)
        if one.kind is Kind.CIRCULAR
    ]
    if circular:
        raise DefinitionError(circular)
    return definition


def _must_be_json(text: str) -> None:
    """Text that begins as JSON: its own mistakes are told as such, not as those of YAML."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise DefinitionError(
            [
                Problem(
                    "",
                    "Teksten er ikke gyldig JSON her. Se efter komma, kolon og anførselstegn "
                    f"ved tegn {error.colno}.",
                    error.lineno,
                )
            ]
        ) from error
    except RecursionError as error:
        raise DefinitionError([Problem("", "Teksten er indlejret i for mange lag.")]) from error
    except ValueError as error:
        raise DefinitionError([Problem("", "Teksten har et tal med for mange cifre.")]) from error

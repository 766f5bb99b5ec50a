"""Reading a whole definition from a file: YAML or JSON, refused as a whole with the lines."""

from __future__ import annotations

import json
from typing import Any

from pathways.definition import Definition, DefinitionError
from pathways.definition_parts.problems import Problem
from pathways.documents import MAX_BYTES, DocumentError, megabytes, read_yaml
from pathways.texts import Text, filled, text
from pathways.verification import Kind, Surroundings, visibility
from pathways.verification.subject import Subject

MOST_TOLD = 25


_NOT_UTF8 = text(
    "Filen er ikke gemt som UTF-8. Gem den igen som UTF-8.",
    "The file is not saved as UTF-8. Save it again as UTF-8.",
)
_EMPTY = text(
    "Filen er tom. Vælg en fil med et program.", "The file is empty. Choose a file with a pathway."
)
_TOO_DEEP = text(
    "Teksten er indlejret i for mange lag.", "The text is nested too many levels deep."
)
_TOO_LONG_A_NUMBER = text(
    "Teksten har et tal med for mange cifre.", "The text has a number with too many digits."
)


def _refused(message: Text, where: str = "", line: int | None = None) -> DefinitionError:
    return DefinitionError([Problem(where, message, line)])


def read_document(content: bytes, key: str) -> dict[str, Any]:
    """The document of a pathway, in its normal form.

    Raises `DefinitionError` with a sentence, and the line where there is one, for each thing that
    keeps it from being used: what cannot be read, what does not fit, phrases shown in circles,
    another pathway's key.
    """
    must_not_be_too_large(len(content))
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _refused(_NOT_UTF8, line=line) from error
    if not written.strip():
        raise _refused(_EMPTY)
    definition = _definition(written)
    if definition.key != key:
        told = filled(
            "Filen er programmet »{file}«, men kladden er »{draft}«. Vælg den rigtige fil, eller "
            "ret nøglen i filen.",
            "The file is the pathway “{file}”, but the draft is “{draft}”. Choose the right file, "
            "or correct the key in the file.",
            file=definition.key,
            draft=key,
        )
        raise _refused(told, "key")
    return definition.to_data()


def must_not_be_too_large(size: int) -> None:
    """Raises `DefinitionError` for more bytes than a document may have."""
    if size > MAX_BYTES:
        raise _refused(
            filled(
                "Filen fylder {size} MB; højst 2 MB er tilladt. Vælg en mindre fil.",
                "The file takes up {size} MB; at most 2 MB is allowed. Choose a smaller file.",
                size=megabytes(size),
            )
        )


def _definition(written: str) -> Definition:
    if written.lstrip().startswith("{"):
        _must_be_json(written)
    try:
        document = read_yaml(written)
    except DocumentError as error:
        raise _refused(error.message, line=error.line) from error
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


def _must_be_json(written: str) -> None:
    """Text that begins as JSON: its own mistakes are told as such, not as those of YAML."""
    try:
        json.loads(written)
    except json.JSONDecodeError as error:
        told = filled(
            "Teksten er ikke gyldig JSON her. Se efter komma, kolon og anførselstegn ved tegn "
            "{column}.",
            "The text is not valid JSON here. Check commas, colons and quotation marks at "
            "character {column}.",
            column=error.colno,
        )
        raise _refused(told, line=error.lineno) from error
    except RecursionError as error:
        raise _refused(_TOO_DEEP) from error
    except ValueError as error:
        raise _refused(_TOO_LONG_A_NUMBER) from error

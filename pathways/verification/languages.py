"""Texts that are not translated: no English, or the Danish words in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from pathways.definition_parts.problems import Path
from pathways.texts import Text
from pathways.verification.findings import Finding, Kind, warning
from pathways.verification.subject import Subject

_WORD = re.compile(r"[^\W\d_]{2,}")
_DANISH_WORDS = frozenset(
    {"af", "alle", "den", "det", "eller", "er", "et", "fra", "har", "hos", "hvis", "ikke", "med"}
    | {"mod", "når", "og", "om", "på", "samt", "skal", "som", "til", "uden", "ved"}
)
_SAME_IN_BOTH = 3
"""Texts of so few words may be the same in both languages: names and Latin."""


def check(subject: Subject) -> Iterator[Finding]:
    """Every text of the document."""
    texts = list(texts_of(subject.definition))
    danish = _only_danish(text for _, text in texts)
    for path, text in texts:
        if not _has_words(text.da):
            continue
        if not text.en.strip():
            yield warning(
                Kind.TRANSLATION,
                path,
                "»{words}« mangler på engelsk, så engelske læsere ser det på dansk. "
                "Skriv den også på engelsk.",
                "“{words}” has no English, so English readers see it in Danish. Write it in "
                "English too.",
                words=_short(text.da),
            )
        elif text.en.strip() == text.da.strip() and _is_danish(text.da, danish):
            yield warning(
                Kind.TRANSLATION,
                path,
                "»{words}« er ens på dansk og engelsk. Oversæt den engelske tekst.",
                "“{words}” is the same in Danish and English. Translate the English text.",
                words=_short(text.da),
            )


def texts_of(value: Any, path: Path = ()) -> Iterator[tuple[Path, Text]]:
    """Every text anywhere in a part of a document, with its place."""
    if isinstance(value, Text):
        yield path, value
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from texts_of(one, (*path, number))
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from texts_of(getattr(value, name), (*path, field.alias or name))


def _has_words(words: str) -> bool:
    """Whether there is anything to translate: not in "§3", "BMI" or "5, a"."""
    return any(not word.isupper() for word in _WORD.findall(words))


def _only_danish(texts: Iterable[Text]) -> set[str]:
    """Words of the texts that are translated, in their Danish and in none of their English."""
    danish: set[str] = set()
    english: set[str] = set()
    for text in texts:
        if text.en and text.en != text.da:
            danish.update(_words(text.da))
            english.update(_words(text.en))
    return danish - english


def _words(words: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(words)]


def _is_danish(words: str, danish: set[str]) -> bool:
    found = _words(words)
    return (
        len(found) > _SAME_IN_BOTH
        or not _DANISH_WORDS.isdisjoint(found)
        or not danish.isdisjoint(found)
        or any(letter in word for word in found for letter in "æøå")
    )


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:57].rstrip()} …"

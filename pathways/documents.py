"""Reading a definition written as YAML: plain data, and the line on which each part stands.

Only the data of JSON can be written: no tags, anchors or aliases, so a document is never larger
in memory than on paper. Words such as `yes` and dates stay text. Characters that the database
can't keep are refused.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from pathways.texts import Text, filled, text

MAX_BYTES = 2 * 1024 * 1024
MAX_NESTING = 40
MAX_PLACES = 50_000
"""Lists, sections and values. A whole programme has some 4,000."""

Path = tuple[str | int, ...]

_WORDS: dict[str, Any] = {
    **dict.fromkeys(("null", "Null", "NULL", "~", "")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\.[0-9]{1,20}(e[-+][0-9]{1,3})?")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What YAML does not let stand in a text."""

_UNKEEPABLE = re.compile(r"[\x00\ud800-\udfff]")
"""What the database can't keep, however it was written."""

_PAIR = re.compile(r"(\\\\)|\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
"""A character outside the first 65,536 as JSON writes it: two halves, which YAML does not know."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class DocumentError(ValueError):
    """The text cannot be read; `message` says why, `line` counts from 1."""

    def __init__(self, message: Text, line: int | None = None) -> None:
        super().__init__(f"Linje {line}: {message.da}" if line else message.da)
        self.message = message
        self.line = line


@dataclass
class Document:
    """The data of a document and the line of every place in it."""

    data: Any
    lines: dict[Path, int]

    def line_of(self, path: Path) -> int | None:
        """The line of a place, or of the nearest place around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None


@dataclass
class _Open:
    """A list or mapping being read."""

    value: list[Any] | dict[str, Any]
    path: Path
    key: str | None = None
    key_lines: dict[str, int] = field(default_factory=dict)

    def next_path(self) -> Path:
        here: str | int = len(self.value) if isinstance(self.value, list) else str(self.key)
        return (*self.path, here)


def read_yaml(text: str) -> Document:
    """The data of a YAML text with its line numbers.

    Raises `DocumentError` with a sentence and the line.
    """
    size = len(text.encode("utf-8", errors="replace"))
    if size > MAX_BYTES:
        raise DocumentError(
            filled(
                "Dokumentet fylder {size} MB; højst 2 MB er tilladt.",
                "The document takes up {size} MB; at most 2 MB is allowed.",
                size=megabytes(size),
            )
        )
    try:
        return _read(_PAIR.sub(_whole, text) if text.lstrip().startswith("{") else text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise DocumentError(
            filled(
                "Teksten er ikke gyldig YAML her. Se efter indrykning, kolon og anførselstegn"
                "{there}.",
                "The text is not valid YAML here. Check indentation, colons and quotation marks"
                "{there}.",
                there=_at_character(mark.column + 1) if mark else "",
            ),
            mark.line + 1 if mark else None,
        ) from error
    except yaml.YAMLError as error:
        found = _UNWRITABLE.search(text)
        line = text.count("\n", 0, found.start()) + 1 if found else None
        raise DocumentError(_NO_CHARACTER, line) from error


_NO_CHARACTER = text(
    "Teksten har et tegn her, som ikke kan læses. Slet det.",
    "The text has a character here that can't be read. Delete it.",
)
_NO_NULL_HERE = text(
    "Teksten har et nul-tegn her, som ikke kan gemmes. Slet det.",
    "The text has a null character here, which can't be stored. Delete it.",
)
_NO_NULL = text(
    "Teksten har et tegn, der ikke kan gemmes (nul-tegnet). Slet det.",
    "The text has a character that can't be stored (the null character). Delete it.",
)
_ONE_DOCUMENT = text(
    "Der må kun være ét dokument i teksten.", "There may be only one document in the text."
)
_NO_ANCHORS = text(
    "Ankre og henvisninger (& og *) må ikke bruges.",
    "Anchors and aliases (& and *) may not be used.",
)
_TOO_MANY = text(
    f"Dokumentet har mere end {MAX_PLACES // 1000}.000 led. Fjern det, der ikke hører "
    "til programmet.",
    f"The document has more than {MAX_PLACES // 1000},000 parts. Remove what does not belong to "
    "the pathway.",
)
_TOO_DEEP = text(
    f"Teksten er indlejret i mere end {MAX_NESTING} lag.",
    f"The text is nested more than {MAX_NESTING} levels deep.",
)
_DATA_TOO_DEEP = text(
    f"Noget er indlejret i mere end {MAX_NESTING} lag. Gør det fladere.",
    f"Something is nested more than {MAX_NESTING} levels deep. Make it flatter.",
)
_INFINITE = text("Et tal er uendeligt stort. Ret det.", "A number is infinitely large. Correct it.")
_TOO_LARGE = text(
    "Programmet fylder over 2 MB; det er det højeste. Fjern noget af teksten.",
    "The pathway takes up more than 2 MB, which is the most there can be. Remove some of the text.",
)


def unreadable(name: object, error: Exception) -> Text:
    """Why a file named on the command line can't be read at all."""
    return filled(
        "{name}: filen kan ikke læses som tekst i UTF-8 ({error}). Angiv en YAML-fil, der findes.",
        "{name}: the file can't be read as text in UTF-8 ({error}). Name a YAML file that exists.",
        name=str(name),
        error=str(error),
    )


def megabytes(size: int) -> Text:
    """A number of bytes in megabytes, with one decimal."""
    written = f"{size / 1024 / 1024:.1f}"
    return text(written.replace(".", ","), written)


def _at_character(number: int) -> Text:
    return text(f" ved tegn {number}", f" at character {number}")


def _whole(found: re.Match[str]) -> str:
    """The character of its two halves; an escaped backslash stays one."""
    if found[1]:
        return found[1]
    high, low = int(found[2], 16), int(found[3], 16)
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def why_not_kept(data: Any) -> Text | None:
    """Why JSON data can't be stored as a document, as a sentence; None when it can.

    What is asked of a text by `read_yaml` is asked of data from anywhere else by this.
    """
    waiting: list[tuple[int, Any]] = [(0, data)]
    size = 0
    while waiting:
        depth, here = waiting.pop()
        if depth > MAX_NESTING:
            return _DATA_TOO_DEEP
        inner: list[Any] = []
        if isinstance(here, dict):
            inner = [*here, *here.values()]
        elif isinstance(here, list | tuple):
            inner = [*here]
        elif isinstance(here, str):
            size += len(here)
            if _UNKEEPABLE.search(here):
                return _NO_NULL
        elif isinstance(here, float) and not math.isfinite(here):
            return _INFINITE
        waiting.extend((depth + 1, one) for one in inner)
        size += len(inner)
        if size > MAX_BYTES:
            return _TOO_LARGE
    return None


class _Plain(yaml.SafeDumper):
    """Writes what `read_yaml` reads: no anchors, so a part that stands twice is written twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def write_yaml(data: Any) -> str:
    """JSON data as YAML that people can read and `read_yaml` reads back to the same."""
    written: str = yaml.dump(data, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100)
    return written


def _read(text: str) -> Document:
    lines: dict[Path, int] = {}
    stack: list[_Open] = []
    root: list[Any] = []

    def put(value: Any, line: int) -> Path:
        if not stack:
            if root:
                raise DocumentError(_ONE_DOCUMENT, line)
            root.append(value)
            lines[()] = line
            return ()
        parent = stack[-1]
        path = parent.next_path()
        lines[path] = line
        if len(lines) > MAX_PLACES:
            raise DocumentError(_TOO_MANY, line)
        if isinstance(parent.value, list):
            parent.value.append(value)
        else:
            parent.value[str(parent.key)] = value
            parent.key = None
        return path

    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise DocumentError(_NO_ANCHORS, line)
        if isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        tag = getattr(event, "tag", None)
        if tag is not None:
            said = filled(
                "Mærket »{tag}« må ikke bruges.", "The tag “{tag}” may not be used.", tag=tag
            )
            raise DocumentError(said, line)
        if isinstance(event, yaml.ScalarEvent) and "\0" in event.value:
            raise DocumentError(_NO_NULL_HERE, line)
        parent = stack[-1] if stack else None
        if parent is not None and isinstance(parent.value, dict) and parent.key is None:
            _take_key(parent, event, line)
            continue
        if isinstance(event, yaml.ScalarEvent):
            put(_scalar(event), line)
            continue
        if len(stack) >= MAX_NESTING:
            raise DocumentError(_TOO_DEEP, line)
        opened: list[Any] | dict[str, Any] = (
            [] if isinstance(event, yaml.SequenceStartEvent) else {}
        )
        stack.append(_Open(opened, put(opened, line)))
    return Document(root[0] if root else None, lines)


def _take_key(parent: _Open, event: yaml.NodeEvent, line: int) -> None:
    if not isinstance(event, yaml.ScalarEvent):
        raise DocumentError(text("En nøgle skal være et ord.", "A key must be a word."), line)
    key = event.value
    if key in parent.key_lines:
        said = filled(
            "Nøglen »{key}« står to gange; første gang på linje {first}.",
            "The key “{key}” stands twice; the first time on line {first}.",
            key=key,
            first=parent.key_lines[key],
        )
        raise DocumentError(said, line)
    parent.key_lines[key] = line
    parent.key = key


def _scalar(event: yaml.ScalarEvent) -> Any:
    value: str = event.value
    if event.style not in (None, ""):
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _INTEGER.fullmatch(value):
        return int(value)
    if _DECIMAL.fullmatch(value):
        return float(value)
    return value

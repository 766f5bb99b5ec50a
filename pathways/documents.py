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
    """The text cannot be read; `message` is a Danish sentence, `line` counts from 1."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(f"Linje {line}: {message}" if line else message)
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

    Raises `DocumentError` with a Danish sentence and the line.
    """
    size = len(text.encode("utf-8", errors="replace"))
    if size > MAX_BYTES:
        raise DocumentError(
            f"Dokumentet fylder {size / 1024 / 1024:.1f} MB; højst 2 MB er tilladt.".replace(
                ".", ",", 1
            )
        )
    try:
        return _read(_PAIR.sub(_whole, text) if text.lstrip().startswith("{") else text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise DocumentError(
            "Teksten er ikke gyldig YAML her. Se efter indrykning, kolon og anførselstegn"
            f"{f' ved tegn {mark.column + 1}' if mark else ''}.",
            mark.line + 1 if mark else None,
        ) from error
    except yaml.YAMLError as error:
        found = _UNWRITABLE.search(text)
        line = text.count("\n", 0, found.start()) + 1 if found else None
        raise DocumentError(
            "Teksten har et tegn her, som ikke kan læses. Slet det.", line
        ) from error


def _whole(found: re.Match[str]) -> str:
    """The character of its two halves; an escaped backslash stays one."""
    if found[1]:
        return found[1]
    high, low = int(found[2], 16), int(found[3], 16)
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def why_not_kept(data: Any) -> str:
    """Why JSON data can't be stored as a document, as a sentence; empty when it can.

    What is asked of a text by `read_yaml` is asked of data from anywhere else by this.
    """
    waiting: list[tuple[int, Any]] = [(0, data)]
    size = 0
    while waiting:
        depth, here = waiting.pop()
        if depth > MAX_NESTING:
            return f"Noget er indlejret i mere end {MAX_NESTING} lag. Gør det fladere."
        inner: list[Any] = []
        if isinstance(here, dict):
            inner = [*here, *here.values()]
        elif isinstance(here, list | tuple):
            inner = [*here]
        elif isinstance(here, str):
            size += len(here)
            if _UNKEEPABLE.search(here):
                return "Teksten har et tegn, der ikke kan gemmes (nul-tegnet). Slet det."
        elif isinstance(here, float) and not math.isfinite(here):
            return "Et tal er uendeligt stort. Ret det."
        waiting.extend((depth + 1, one) for one in inner)
        size += len(inner)
        if size > MAX_BYTES:
            return "Programmet fylder over 2 MB; det er det højeste. Fjern noget af teksten."
    return ""


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
                raise DocumentError("Der må kun være ét dokument i teksten.", line)
            root.append(value)
            lines[()] = line
            return ()
        parent = stack[-1]
        path = parent.next_path()
        lines[path] = line
        if len(lines) > MAX_PLACES:
            raise DocumentError(
                f"Dokumentet har mere end {MAX_PLACES // 1000}.000 led. Fjern det, der ikke hører "
                "til programmet.",
                line,
            )
        if isinstance(parent.value, list):
            parent.value.append(value)
        else:
            parent.value[str(parent.key)] = value
            parent.key = None
        return path

    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise DocumentError("Ankre og henvisninger (& og *) må ikke bruges.", line)
        if isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise DocumentError(f"Mærket »{tag}« må ikke bruges.", line)
        if isinstance(event, yaml.ScalarEvent) and "\0" in event.value:
            raise DocumentError("Teksten har et nul-tegn her, som ikke kan gemmes. Slet det.", line)
        parent = stack[-1] if stack else None
        if parent is not None and isinstance(parent.value, dict) and parent.key is None:
            _take_key(parent, event, line)
            continue
        if isinstance(event, yaml.ScalarEvent):
            put(_scalar(event), line)
            continue
        if len(stack) >= MAX_NESTING:
            raise DocumentError(f"Teksten er indlejret i mere end {MAX_NESTING} lag.", line)
        opened: list[Any] | dict[str, Any] = (
            [] if isinstance(event, yaml.SequenceStartEvent) else {}
        )
        stack.append(_Open(opened, put(opened, line)))
    return Document(root[0] if root else None, lines)


def _take_key(parent: _Open, event: yaml.NodeEvent, line: int) -> None:
    if not isinstance(event, yaml.ScalarEvent):
        raise DocumentError("En nøgle skal være et ord.", line)
    key = event.value
    if key in parent.key_lines:
        raise DocumentError(
            f"Nøglen »{key}« står to gange; første gang på linje {parent.key_lines[key]}.", line
        )
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

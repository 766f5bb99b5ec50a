"""Reading a draft as far as it can be read: what is wrong, and the definition that is left.

A part that the typed models refuse is told and taken out, smallest unit first, until the rest
holds together: an option, a question, a rule, an example. Texts that are missing are filled with a
dash, so that an untitled phrase still counts. What only follows from something taken out is not
told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pathways.definition import Definition, DefinitionError, LineOf
from pathways.definition_parts.problems import NOT_A_SECTION, Path, Problem
from pathways.texts import Text

_ROUNDS = 25
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,59}")
_NOT_HERE = "kendes ikke her."
_DASH = "–"
_SOURCE = {"document": "draft", "place": _DASH}

_FILLED: dict[str, Callable[[], Any]] = {
    "key": lambda: "draft",
    "title": lambda: _DASH,
    "short_title": lambda: _DASH,
    "patient_group": lambda: {"description": _DASH},
    "phrases": lambda: [_phrase("diagnosis")],
    "rank": lambda: ["general_practice"],
    "default": lambda: "general_practice",
    "default_reason": lambda: {"text": _DASH, "source": dict(_SOURCE)},
    "override_reasons": lambda: [{"key": "draft", "label": _DASH}],
    "coordinator": lambda: {"actor": "general_practice", "text": _DASH},
    "sources": lambda: [{"key": "draft", "title": _DASH, "short": _DASH}],
}
"""What stands for a part that every document must have, while a draft has not."""

_BESIDE = frozenset(
    {"help", "note", "strength", "origin", "required", "prefill", "unit", "says", "says_not"}
    | {"word", "calculated_from", "evidence", "grade", "guideline", "phone", "publisher", "url"}
    | {"year", "explanation", "direction", "target", "when_overdue"}
)
"""Fields that can be left out without the rest of their part being read otherwise."""


def _phrase(fact: str) -> dict[str, Any]:
    """A phrase that records the diagnosis, where the draft has none."""
    return {
        "key": "draft",
        "title": _DASH,
        "facts": [{"key": fact, "type": "code", "label": _DASH}],
    }


@dataclass(frozen=True)
class Draft:
    """A draft as read: every problem, and the definition of what is left, if anything is.

    `lost`: top-level parts of which something was taken out. `place_in`: a place in the
    definition as it is in the draft.
    """

    problems: tuple[Problem, ...]
    definition: Definition | None = None
    lost: frozenset[str] = frozenset()
    place_in: Callable[[Path], Path] = field(default=lambda path: path)


class _Items(list[Any]):
    """A list of the draft that knows where each of its items stood."""

    def __init__(self, items: Iterable[Any]) -> None:
        super().__init__(items)
        self.places = list(range(len(self)))

    def take_out(self, number: int) -> Any:
        del self.places[number]
        return self.pop(number)

    def put_in(self, item: Any) -> None:
        self.append(item)
        self.places.append(self.places[-1] + 1 if self.places else 0)


def read_draft(data: Any, line_of: LineOf | None = None) -> Draft:
    """The draft written as JSON data, whatever state it is in. Changes nothing of `data`."""
    if not isinstance(data, Mapping):
        return Draft((NOT_A_SECTION,))
    return _Reading(data, line_of).draft()


class _Reading:
    def __init__(self, data: Mapping[str, Any], line_of: LineOf | None) -> None:
        self.left: dict[str, Any] = _copied(data)
        self.line_of = line_of
        self.problems: dict[tuple[Path, str], Problem] = {}
        self.lost: set[str] = set()
        self.gone: set[str] = set()
        self.emptied: set[Path] = set()
        self.filled: set[str] = set()

    def draft(self) -> Draft:
        for _ in range(_ROUNDS):
            try:
                definition = Definition.from_data(self.left)
            except DefinitionError as error:
                self._tell(error.problems)
                if not self._take_out(error.problems):
                    break
                continue
            return Draft(self._told(), definition, frozenset(self.lost), self.place_in)
        return Draft(self._told(), None, frozenset(self.lost), self.place_in)

    def _told(self) -> tuple[Problem, ...]:
        return tuple(self.problems.values())

    def place_in(self, path: Path) -> Path:
        """A place in what is left, as it is in the draft."""
        place: list[str | int] = []
        here: Any = self.left
        for step in path:
            if isinstance(here, _Items) and isinstance(step, int) and step < len(here):
                place.append(here.places[step])
                here = here[step]
            else:
                place.append(step)
                here = here.get(step) if isinstance(here, Mapping) else None
        return tuple(place)

    def _tell(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            if any(f"»{key}«" in problem.message.da for key in self.gone):
                continue
            path = self.place_in(problem.path)
            if path in self.emptied or self.filled.intersection(path[:1]):
                continue
            line = self.line_of(path) if self.line_of is not None else None
            told = replace(Problem.at(path, problem.message), line=line)
            self.problems.setdefault((path, told.message.da), told)

    def _take_out(self, problems: Iterable[Problem]) -> bool:
        """Mend or take out what the problems are about; whether anything was."""
        changed = False
        unknown = {problem.path for problem in problems if problem.message.da.endswith(_NOT_HERE)}
        ways = sorted({problem.path for problem in problems}, key=_from_behind, reverse=True)
        for path in ways:
            if path in unknown or _BESIDE.intersection(path):
                changed = self._leave_out(path, within=path not in unknown) or changed
            else:
                changed = self._mend(path) or self._take(path) or changed
        return changed

    def _leave_out(self, path: Path, *, within: bool) -> bool:
        """Leave out one field, and nothing around it."""
        if within:
            while path[-1] not in _BESIDE:
                path = path[:-1]
        parent = _at(self.left, path[:-1])
        if not isinstance(parent, dict) or path[-1] not in parent:
            return self._take(path)
        del parent[str(path[-1])]
        return True

    def _mend(self, path: Path) -> bool:
        """Fill what can be filled without anything being read otherwise."""
        if len(path) == 1 and path[0] in _FILLED and not _has_items(self.left.get(str(path[0]))):
            self._fill(str(path[0]))
            return True
        if path[-2:] == ("source", "document"):
            return self._source(_at(self.left, path[:-1]))
        if path == ("patient_group", "fact"):
            return self._diagnosis()
        parent, name = _at(self.left, path[:-1]), path[-1] if path else ""
        if isinstance(parent, dict) and name == "source":
            parent["source"] = dict(_SOURCE)
            self._source(parent["source"])
            return True
        if isinstance(parent, dict) and parent.get(str(name)) == _DASH:
            return False  # filled before, in vain: it was no text
        if isinstance(parent, dict) and name in _TEXTS:
            parent[str(name)] = _DASH
            return True
        if isinstance(parent, dict) and name in ("da", "en") and len(path) > 1:
            parent[str(name)] = _DASH
            return True
        return False

    def _diagnosis(self) -> bool:
        """Let a phrase of our own record what the patient group reads."""
        phrases, group = self.left.get("phrases"), self.left.get("patient_group")
        if not isinstance(phrases, _Items) or not isinstance(group, dict):
            return False
        if group.get("fact") == "draft_diagnosis":
            return False
        while len(phrases) >= _LIMITS["phrases"]:
            self._lose("phrases", phrases.take_out(len(phrases) - 1))
        self.lost.update(("phrases", "patient_group"))
        group["fact"] = "draft_diagnosis"
        phrases.put_in(_copied(_phrase("draft_diagnosis")))
        return True

    def _source(self, reference: Any) -> bool:
        """Let the reference point to a source: one with its key, or else one of our own."""
        sources = self.left.get("sources")
        if not isinstance(reference, dict) or not isinstance(sources, _Items):
            return False
        known = {one.get("key") for one in sources if isinstance(one, dict)}
        key = reference.get("document")
        if not isinstance(key, str) or not _KEY.fullmatch(key) or key in known:
            key = reference["document"] = _SOURCE["document"]
        if key not in known:
            sources.put_in({"key": key, "title": _DASH, "short": _DASH})
        return True

    def _take(self, path: Path) -> bool:
        unit = _unit(self.left, path)
        if not unit:
            return False
        *before, last = unit
        parent = _at(self.left, tuple(before))
        if isinstance(parent, _Items) and isinstance(last, int) and last < len(parent):
            self.emptied.add(self.place_in(tuple(before)))
            self._lose(str(unit[0]), parent.take_out(last))
            return True
        if isinstance(parent, dict) and last in parent:
            value = parent[str(last)]
            limit = _LIMITS.get(str(last)) if len(unit) == 1 else None
            if isinstance(value, _Items) and limit is not None and len(value) > limit:
                while len(value) > limit:
                    self._lose(str(last), value.take_out(len(value) - 1))
                return True
            if len(unit) == 1 and last in _FILLED:
                self._fill(str(last))
                return True
            del parent[str(last)]
            self._lose(str(unit[0]), value)
            return True
        if len(unit) > 1:
            return self._take(tuple(before))
        return False

    def _fill(self, part: str) -> None:
        """Put what stands for a part in its place; nothing inside it is told about."""
        self._lose(part, self.left.get(part))
        self.left[part] = _copied(_FILLED[part]())
        self.filled.add(part)
        self._source(_at(self.left, (part, "source")))

    def _lose(self, part: str, value: Any) -> None:
        self.lost.add(part)
        self.gone.update(_keys(value))


def _text_fields() -> frozenset[str]:
    """Names under which parts of a definition keep a required text, and never anything else."""
    found: set[str] = set()
    other: set[str] = set()
    seen: set[Any] = set()
    waiting: list[Any] = [Definition]
    while waiting:
        model = waiting.pop()
        if model in seen:
            continue
        seen.add(model)
        for name, info in model.model_fields.items():
            if info.annotation is Text and info.is_required():
                found.add(name)
            elif Text not in _models_in(info.annotation):
                other.add(name)
            waiting.extend(_models_in(info.annotation))
    return frozenset(found - other)


def _models_in(annotation: Any) -> Iterator[Any]:
    if hasattr(annotation, "model_fields"):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _models_in(part)


_TEXTS = _text_fields()
_LIMITS: dict[str, int] = {
    name: limit.max_length
    for name, info in Definition.model_fields.items()
    for limit in info.metadata
    if hasattr(limit, "max_length")
}


def _has_items(value: Any) -> bool:
    return isinstance(value, list | dict) and bool(value)


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copied(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return _Items(_copied(one) for one in value)
    return value


def _at(value: Any, path: Path) -> Any:
    """What stands at a place, or None."""
    for step in path:
        inside = isinstance(value, Mapping) and step in value
        if isinstance(value, list) and isinstance(step, int):
            inside = step < len(value)
        if not inside:
            return None
        value = value[step]
    return value


def _unit(data: Any, path: Path) -> Path:
    """The smallest part around a place that can be left out without another meaning something else.

    An option or a question of a phrase; otherwise a whole item of a list; otherwise the field.
    """
    if path[:1] == ("phrases",) and len(path) > 2:
        if path[2] != "facts" or len(path) == 3:
            return path[:3] if path[2] in ("visible_when", "prefill", "help") else path[:2]
        if len(path) > 5 and path[4] == "options" and isinstance(path[5], int):
            return path[:6]
        return path[:5] if path[4:5] == ("visible_when",) else path[:4]
    if path[:1] == ("patient_group",) and len(path) > 1:
        return path[:2]
    if len(path) > 1 and isinstance(path[1], int):
        return path[:2]
    return path[:1]


def _from_behind(path: Path) -> list[tuple[int, int | str]]:
    """Sorts places so that, taken from the last, no other place moves."""
    return [(1, step) if isinstance(step, int) else (0, step) for step in path]


def _keys(value: Any) -> Iterator[str]:
    """Every key that a part of the draft declares."""
    if isinstance(value, Mapping):
        if isinstance(value.get("key"), str):
            yield value["key"]
        for one in value.values():
            yield from _keys(one)
    elif isinstance(value, list):
        for one in value:
            yield from _keys(one)

"""Where the conditions of the ways stand: beside their own track, where nothing else is.

What fits nowhere becomes a number on its track, with the words under the figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pathways.swimlane.layout import SMALL, Layout, Rect
from pathways.swimlane.measure import fits, width, wrap
from pathways.swimlane.tracks import Track

LINE_HEIGHT = 14
NEAR = 5
"""Between a label and its track."""
MARK = 18
"""The width and height of a number on its track."""
_FORMS = ((1, 132), (2, 84), (3, 78), (2, 112))
"""Lines, and how wide they may be; the first that fits the place is taken."""


@dataclass(frozen=True)
class Label:
    """A condition beside its track. `y`: the first line's baseline; `ends`: set from the right."""

    lines: tuple[str, ...]
    rect: Rect
    ends: bool = False

    @property
    def x(self) -> int:
        """Where the lines begin, or end."""
        return self.rect.right if self.ends else self.rect.x

    @property
    def baselines(self) -> tuple[int, ...]:
        """Each line's baseline."""
        return tuple(self.rect.y + 11 + LINE_HEIGHT * line for line in range(len(self.lines)))

    @property
    def placed(self) -> tuple[tuple[int, str], ...]:
        """Each line with its baseline."""
        return tuple(zip(self.baselines, self.lines, strict=True))


@dataclass(frozen=True)
class Mark:
    """A number on a track, for a condition said under the figure."""

    number: int
    rect: Rect
    words: str

    @property
    def x(self) -> int:
        """Its middle, across."""
        return self.rect.x + MARK // 2

    @property
    def y(self) -> int:
        """Its middle, down."""
        return self.rect.middle

    @property
    def text_y(self) -> int:
        """The number's baseline."""
        return self.rect.middle + 4


@dataclass(frozen=True)
class Labels:
    """The conditions that found a place, and those that became numbers."""

    labels: tuple[Label, ...]
    marks: tuple[Mark, ...]


def place(tracks: Iterable[Track], layout: Layout, language: str) -> Labels:
    """A place for each condition; the long ones choose first, as they fit in few places."""
    every = tuple(tracks)
    pieces = {track: track.pieces for track in every}
    lines = [piece for track in every for piece in pieces[track]]
    taken = [*layout.rects.values()]
    worded = [(track, track.way.text.in_(language)) for track in every if track.way.text]
    labels: list[Label] = []
    waiting = []
    for track, words in sorted(worded, key=lambda pair: -len(pair[1])):
        found = next(
            (
                one
                for one in _candidates(pieces[track], words)
                if _is_free(one.rect, taken, lines, layout)
            ),
            None,
        )
        if found is None:
            waiting.append((track, words))
        else:
            labels.append(found)
            taken.append(found.rect)
    marks = []
    for number, (track, words) in enumerate(sorted(waiting, key=lambda one: every.index(one[0]))):
        others = [piece for other in every if other is not track for piece in pieces[other]]
        mark = Mark(number + 1, _mark(pieces[track], taken, others, layout), words)
        marks.append(mark)
        taken.append(mark.rect)
    return Labels(tuple(labels), tuple(marks))


def _is_free(rect: Rect, taken: list[Rect], lines: list[Rect], layout: Layout) -> bool:
    inside = (
        rect.x >= layout.left
        and rect.y >= layout.top
        and rect.right <= layout.width
        and rect.bottom <= layout.height
    )
    return (
        inside
        and not any(rect.overlaps(one, 2) for one in taken)
        and not any(rect.overlaps(one, 1) for one in lines)
    )


def _forms(words: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """The words broken in each way in which they are whole, with their width."""
    seen = set()
    for lines, room in _FORMS:
        if fits(words, room, SMALL, lines=lines):
            broken = wrap(words, room, SMALL, lines=lines)
            if broken not in seen:
                seen.add(broken)
                yield broken, round(max(width(line, SMALL) for line in broken)) + 1


def _candidates(track: Iterable[Rect], words: str) -> Iterator[Label]:
    """Places beside the track's own pieces, from the target backwards."""
    forms = list(_forms(words))
    for piece in reversed(tuple(track)):
        if piece.width + piece.height < LINE_HEIGHT:
            continue
        for lines, wide in forms:
            high = LINE_HEIGHT * len(lines)
            if piece.height:
                first, last = piece.y + 4, piece.bottom - high - 4
                if last < first and piece.height >= high + 4:
                    first = last = piece.middle - high // 2
                for y in _along(first, last):
                    yield Label(lines, Rect(piece.x + NEAR, y, wide, high))
                    yield Label(lines, Rect(piece.x - NEAR - wide, y, wide, high), ends=True)
            elif piece.width >= wide:
                for x in _along(piece.x + 4, piece.right - wide - 4):
                    yield Label(lines, Rect(x, piece.y - high - 3, wide, high))
                    yield Label(lines, Rect(x, piece.y + 4, wide, high))


def _along(first: int, last: int) -> Iterator[int]:
    """Places from the far end towards the near one, ten apart."""
    yield from range(last, first - 1, -10)


def _mark(track: Iterable[Rect], taken: list[Rect], lines: list[Rect], layout: Layout) -> Rect:
    """A place on the track itself: where it is alone if there is one."""
    places = []
    for piece in sorted(track, key=lambda one: -(one.width + one.height)):
        steps = (piece.height or piece.width) // 6
        for step in range(steps + 1):
            x = piece.x + (step * 6 if piece.width else 0)
            y = piece.y + (step * 6 if piece.height else 0)
            places.append(Rect(x - MARK // 2, y - MARK // 2, MARK, MARK))
    inside = [
        one
        for one in places
        if one.x >= 0 and one.right <= layout.width and one.bottom <= layout.height
    ]
    free = [one for one in inside if not any(one.overlaps(other, 1) for other in taken)]
    alone = [one for one in free if not any(one.overlaps(other) for other in lines)]
    return (alone or free or inside or places)[0]

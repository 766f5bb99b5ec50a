"""How wide words are in the figure's typeface, and how they are broken to fit.

Browsers are not there when the figure is laid out, so widths come from the typeface's own numbers,
rounded up: a text said to fit does.
"""

from __future__ import annotations

from collections.abc import Iterator

ELLIPSIS = "…"

# Thousandths of the type size, by the widest letter of each class (IBM Plex Sans, regular).
_CLASSES = {
    300: " 'ij,.l’!:;",
    400: "|[]f·(){}tr/\\-I",
    520: '"*z°”?svyLcxJ»«',
    730: "CKRAÅBDUGHNOQØ#&VXw",
    930: "mMæ½@WÆ%…",
}
_WIDTHS = {letter: width for width, letters in _CLASSES.items() for letter in letters}
_OTHER = 613
_BOLD = 1.08


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line, in the figure's units; never less than it will be."""
    thousandths = sum(_WIDTHS.get(letter, _OTHER) for letter in text)
    return thousandths * size / 1000 * (_BOLD if bold else 1)


def shorten(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The text, or as many of its words as there is room for and an ellipsis."""
    if width(text, size, bold=bold) <= room:
        return text
    words = text.split()
    while len(words) > 1:
        words.pop()
        shorter = " ".join(words).rstrip(" ,.;:·–-") + ELLIPSIS
        if width(shorter, size, bold=bold) <= room:
            return shorter
    letters = words[0] if words else ""
    while letters and width(letters + ELLIPSIS, size, bold=bold) > room:
        letters = letters[:-1]
    return letters + ELLIPSIS


def wrap(text: str, room: float, size: float, *, lines: int, bold: bool = False) -> tuple[str, ...]:
    """The text on at most so many lines; the last is shortened when there is more."""
    broken = list(_lines(text, room, size, bold))
    if len(broken) > lines:
        broken = [*broken[: lines - 1], " ".join(broken[lines - 1 :])]
    return tuple(shorten(line, room, size, bold=bold) for line in broken)


def fits(text: str, room: float, size: float, *, lines: int) -> bool:
    """Whether the whole text goes on that many lines."""
    broken = list(_lines(text, room, size, bold=False))
    return len(broken) <= lines and all(width(line, size) <= room for line in broken)


def _lines(text: str, room: float, size: float, bold: bool) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and width(longer, size, bold=bold) > room:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line

"""How wide words are in the figure's typeface, and how they are broken to fit.

Browsers are not there when the figure is laid out, so widths come from the typeface's own numbers,
rounded up: a text said to fit does.
"""

from __future__ import annotations

from collections.abc import Iterator

ELLIPSIS = "…"

# Thousandths of the type size, rounded up to steps of 15 (IBM Plex Sans, regular).
_CLASSES = {
    240: " ",
    255: "'ij",
    285: ",.l’!",
    300: ":;",
    315: "|",
    330: "[]f·",
    345: "()",
    360: "t",
    375: "r",
    390: "/\\",
    405: "-I",
    420: '"',
    450: "*",
    465: "z",
    480: "?",
    495: "sv",
    510: "yLcxJ",
    525: "»«",
    540: "kgaå",
    555: "eé",
    570: "Foöhnuøü",
    585: "TZbdpqSE",
    600: "§–Y",
    615: "PVX",
    630: "C",
    645: "KRAÅ",
    660: "B",
    675: "D",
    690: "U",
    705: "&G",
    720: "HNOQØ",
    780: "w",
    810: "…",
    825: "M",
    870: "æ",
    885: "½m",
    900: "@W",
    915: "Æ",
    930: "%",
}
_WIDTHS = {letter: width for width, letters in _CLASSES.items() for letter in letters}
_OTHER = 615
"""Figures and signs; wide enough for any letter of another alphabet that is not wide itself."""
_BOLD = 1.06


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

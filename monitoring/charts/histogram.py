"""A histogram of days with the promised day as a line: how long does it take?"""

from typing import Any

import altair as alt

from monitoring.charts.inputs import Histogram
from monitoring.charts.theme import (
    ACCENT,
    DASHED,
    INK,
    INK_2,
    SIGNAL,
    Frame,
    Scale,
    drawing,
    nice_scale,
    rows,
    text_at,
    x_of,
    y_of,
)
from monitoring.publishing import Bin

ROOM = 90  # px, about what the longest of the short labels needs

WIDE = Frame(760, 230, left=46, right=16, top=40, bottom=44)
NARROW = Frame(328, 220, left=38, right=12, top=40, bottom=44)


def histogram(figure: Histogram, frame: Frame) -> dict[str, Any]:
    """Bars from zero; those beyond the promise in the signal colour, and the words for both."""
    width = _width(figure.bins)
    days = _day_scale(figure.bins, width)
    scale = nice_scale(
        [0, *(one.count for one in figure.bins)], language=figure.language, ticks=2, floor=0
    )
    bars = [
        {
            "from": one.drawn_from,
            "to": one.drawn_from + width,
            "count": one.count,
            "zero": 0,
            "beyond": figure.promise is not None and one.start > figure.promise,
        }
        for one in figure.bins
    ]
    layers: list[alt.Chart] = []
    for beyond, colour in ((False, ACCENT), (True, SIGNAL)):
        layers.append(
            alt.Chart(rows([bar for bar in bars if bar["beyond"] is beyond]))
            .mark_rect(color=colour, stroke="#f6f4ef", strokeWidth=1)
            .encode(
                x=x_of("from", days),
                x2=alt.X2("to:Q"),
                y=y_of("count", scale),
                y2=alt.Y2("zero:Q"),
            )
        )
    layers.extend(_promise(figure, days, scale, frame))
    layers.append(
        text_at(frame.plot_width, frame.plot_height + 36, figure.axis_label, align="right")
    )
    return drawing(layers, frame)


def _width(bins: tuple[Bin, ...]) -> int:
    closed = [one for one in bins if one.end is not None]
    return (closed[-1].end or 0) - closed[-1].drawn_from + 1 if closed else 1


def _day_scale(bins: tuple[Bin, ...], width: int) -> Scale:
    """Ticks each week, or rounder where there are many; what the ends gather is written so."""
    first = bins[0] if bins else Bin(0, 0, 0, 0)
    last = bins[-1] if bins else first
    left, right = first.drawn_from, max(last.drawn_from + width, first.drawn_from + 1)
    step = next(step for step in (1, 7, 14, 28, 56, 112, 364) if (right - left) / step <= 9)
    names = {day: str(day) for day in range(_up(left, step), right, step)}
    if first.start < left and first.end is not None:
        names = {day: name for day, name in names.items() if day >= left + step / 2}
        names[left] = f"≤{first.end}"
    if last.end is None:
        names = {day: name for day, name in names.items() if day <= last.start - step / 2}
        names[last.start] = f"{last.start}+"
    ticks = sorted(names)
    return Scale(left, right, tuple(map(float, ticks)), tuple(names[day] for day in ticks))


def _up(value: int, step: int) -> int:
    return -(-value // step) * step


def _promise(figure: Histogram, days: Scale, scale: Scale, frame: Frame) -> list[alt.Chart]:
    layers: list[alt.Chart] = []
    edge = frame.plot_width + frame.right
    cramped = False  # the promise stands so far out that the words beyond it turn inwards
    if figure.promise is not None:
        at = days.at(figure.promise + 1, frame.plot_width)
        cramped = at + 7 + ROOM > edge
        line = alt.Chart(rows([{"at": figure.promise + 1}]))
        layers.append(line.mark_rule(color=INK, strokeDash=DASHED).encode(x=x_of("at", days)))
        roomy = at > 200  # px, about what the words need
        layers.append(
            text_at(
                at - 7 if roomy else 0,
                -30,
                figure.within_label,
                ACCENT,
                bold=True,
                align="right" if roomy else "left",
            )
        )
        layers.append(
            text_at(
                edge if cramped else at + 7,
                -14,
                figure.beyond_label,
                SIGNAL,
                bold=True,
                align="right" if cramped else "left",
            )
        )
    if figure.median is not None:
        x = days.at(figure.median + 0.5, frame.plot_width)
        tick = alt.Chart(rows([{"at": figure.median + 0.5}]))
        layers.append(
            tick.mark_rule(color=INK_2, strokeWidth=1, y=-4, y2=8).encode(x=x_of("at", days))
        )
        if cramped:
            x = min(x, edge - ROOM)
        on_the_left = x + frame.left < ROOM
        layers.append(
            text_at(
                0 if on_the_left else x,
                -12,
                figure.median_label,
                INK_2,
                align="left" if on_the_left else "right",
            )
        )
    return layers

"""How every statistical figure looks: colours, type, scales, labels. One theme for all."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import altair as alt

from figures import numbers

# The tokens of static/css/samspor-charts.css, which an image cannot read.
ACCENT = "#0b5566"
MID = "#548c99"
BAND = "#cfe2e6"
SIGNAL = "#a8400a"
INK = "#1c2426"
INK_2 = "#4b5658"
INK_3 = "#5a6466"
LINE = "#dcd8ce"
PAPER = "#f6f4ef"

FONT = "IBM Plex Sans"
DASHED = [5, 3]
DOTTED = [2, 2]
LABEL_GAP = 15  # px; two labels closer than this are pushed apart

CONFIG: Mapping[str, Any] = {
    "background": None,
    "font": FONT,
    "lineBreak": "\n",
    "view": {"stroke": None},
    "text": {"font": FONT, "fontSize": 12, "color": INK_2},
    "axis": {
        "domain": False,
        "ticks": False,
        "gridColor": LINE,
        "labelColor": INK_2,
        "labelFont": FONT,
        "labelFontSize": 12,
        "labelPadding": 6,
        "title": None,
    },
}


@dataclass(frozen=True)
class Frame:
    """The size of a drawing in px and the margins around its plot."""

    width: int
    height: int
    left: int = 34
    right: int = 64
    top: int = 12
    bottom: int = 26

    @property
    def plot_width(self) -> int:
        return self.width - self.left - self.right

    @property
    def plot_height(self) -> int:
        return self.height - self.top - self.bottom


@dataclass(frozen=True)
class Scale:
    """A straight axis: its ends, its round ticks, and how they are written."""

    low: float
    high: float
    ticks: tuple[float, ...] = ()
    labels: tuple[str, ...] = field(default=())

    def at(self, value: float, length: float) -> float:
        """Where a value lies on `length` px, from the low end."""
        return (value - self.low) / (self.high - self.low) * length

    def labels_expression(self) -> str:
        """A Vega expression that writes each tick as `labels` says."""
        ticks = ",".join(repr(tick) for tick in self.ticks)
        labels = ",".join(_quoted(label) for label in self.labels)
        return f"[{labels}][indexof([{ticks}], datum.value)]"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"'{escaped}'"


def nice_scale(
    values: Sequence[float],
    *,
    language: str,
    ticks: int = 3,
    floor: float | None = None,
    ceiling: float | None = None,
) -> Scale:
    """A scale that holds the values, with about `ticks` gridlines at round numbers.

    `floor` and `ceiling` are ends the figure never goes beyond, such as 0 and 100 %.
    """
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if high - low < 1e-3:
        low, high = low - 1, high + 1
    margin = (high - low) * 0.06
    low, high = low - margin, high + margin
    if floor is not None:
        low = max(low, floor)
    if ceiling is not None:
        high = min(high, ceiling)
    if high <= low:
        high = low + 1
    power = 10.0 ** math.floor(math.log10((high - low) / max(1, ticks)))
    steps = [power * nice for nice in (1, 2, 5, 10)]
    step = min(steps, key=lambda step: abs((high - low) // step - ticks))
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    at = tuple(round(step * index, 6) for index in range(first, last + 1))
    return Scale(low, high, at, tuple(numbers.number(tick, decimals, language) for tick in at))


def month_scale(months: Sequence[date], language: str, *, quarters: bool) -> Scale:
    """Months by their number in the series, with years under January (and quarters if roomy)."""
    ticks, labels = [], []
    for index, month in enumerate(months):
        if month.month == 1:
            name = f"{numbers.month_name(month, language)}\n" if quarters else ""
            ticks.append(float(index))
            labels.append(f"{name}{month.year}")
        elif quarters and month.month in {4, 7, 10}:
            ticks.append(float(index))
            labels.append(numbers.month_name(month, language))
    return Scale(0, max(1, len(months) - 1), tuple(ticks), tuple(labels))


def rows(values: Sequence[Mapping[str, Any]]) -> alt.Data:
    """Inline data, in the order given."""
    data: alt.Data = alt.Data(values=[dict(value) for value in values])
    return data


def x_of(field_name: str, scale: Scale) -> alt.X:
    """The horizontal position. Every layer says the same of the axis, so that it is drawn once."""
    axis = alt.Axis(
        values=list(scale.ticks),
        labelExpr=scale.labels_expression(),
        grid=False,
        domain=True,
        domainColor=INK_3,
        ticks=True,
        tickColor=INK_3,
        tickSize=4,
        labelFlush=True,
        title=None,
    )
    return alt.X(f"{field_name}:Q", axis=axis, scale=_fixed(scale))


def y_of(field_name: str, scale: Scale) -> alt.Y:
    """The vertical position, with gridlines at the ticks."""
    axis = alt.Axis(
        values=list(scale.ticks), labelExpr=scale.labels_expression(), grid=True, title=None
    )
    return alt.Y(f"{field_name}:Q", axis=axis, scale=_fixed(scale))


def _fixed(scale: Scale) -> alt.Scale:
    return alt.Scale(domain=[scale.low, scale.high], nice=False, zero=False)


@dataclass(frozen=True)
class Label:
    """A word beside a line's end, at the height of a value."""

    value: float
    text: str
    colour: str = INK_2
    bold: bool = False


def spread(heights: Sequence[float], gap: float = LABEL_GAP) -> list[float]:
    """Heights pushed apart symmetrically until none are closer than `gap`, their order kept."""
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    merged: list[list[float]] = []  # the middle of each cluster, and how many it holds
    for index in order:
        merged.append([heights[index], 1])
        while len(merged) > 1 and _too_close(merged[-2], merged[-1], gap):
            middle_two, count_two = merged.pop()
            middle_one, count_one = merged.pop()
            count = count_one + count_two
            merged.append([(middle_one * count_one + middle_two * count_two) / count, count])
    placed: list[float] = []
    for middle, count in merged:
        placed.extend(middle + (place - (count - 1) / 2) * gap for place in range(int(count)))
    result = [0.0] * len(heights)
    for index, height in zip(order, placed, strict=True):
        result[index] = height
    return result


def _too_close(lower: Sequence[float], upper: Sequence[float], gap: float) -> bool:
    top = lower[0] + (lower[1] - 1) / 2 * gap
    bottom = upper[0] - (upper[1] - 1) / 2 * gap
    return bottom - top < gap


def end_labels(labels: Sequence[Label], scale: Scale, frame: Frame) -> list[alt.Chart]:
    """Labels at the right end, pushed apart where they would touch. In px: they never move."""
    heights = [frame.plot_height - scale.at(label.value, frame.plot_height) for label in labels]
    return [
        text_at(frame.plot_width + 7, height, label.text, label.colour, bold=label.bold)
        for label, height in zip(labels, spread(heights), strict=True)
    ]


def text_at(
    x: float,
    y: float,
    text: str,
    colour: str = INK_2,
    *,
    bold: bool = False,
    align: Literal["left", "center", "right"] = "left",
) -> alt.Chart:
    """A word at a place given in px from the plot's upper left corner."""
    mark: alt.Chart = alt.Chart(rows([{"text": text}])).mark_text(
        align=align,
        baseline="middle",
        color=colour,
        fontWeight=700 if bold else 400,
        x=round(x, 1),
        y=round(y, 1),
    )
    return mark.encode(text=alt.Text("text:N"))


def rule_at(scale: Scale, value: float, **style: Any) -> alt.Chart:
    """A horizontal line across the plot at a value, if it lies inside."""
    inside = [{"value": value}] if scale.low <= value <= scale.high else []
    rule: alt.Chart = alt.Chart(rows(inside)).mark_rule(**style)
    return rule.encode(y=y_of("value", scale))


def drawing(layers: Sequence[alt.Chart], frame: Frame) -> dict[str, Any]:
    """The layers as one finished specification of exactly the frame's size."""
    chart = alt.layer(*layers).properties(
        width=frame.plot_width,
        height=frame.plot_height,
        autosize=alt.AutoSizeParams(type="none"),
        padding={
            "left": frame.left,
            "right": frame.right,
            "top": frame.top,
            "bottom": frame.bottom,
        },
    )
    spec: dict[str, Any] = chart.to_dict()
    spec["config"] = dict(CONFIG)
    return spec

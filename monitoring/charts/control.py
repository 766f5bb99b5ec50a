"""A control or run chart: is it better than before, or only noise?"""

from typing import Any

import altair as alt

from monitoring.charts.inputs import Control, ControlPoint
from monitoring.charts.theme import (
    ACCENT,
    DASHED,
    DOTTED,
    INK,
    INK_3,
    PAPER,
    SIGNAL,
    Frame,
    Label,
    Scale,
    drawing,
    end_labels,
    month_scale,
    nice_scale,
    rows,
    rule_at,
    x_of,
    y_of,
)

WIDE = Frame(760, 330, left=38, right=72, top=24, bottom=40)
NARROW = Frame(328, 300, left=34, right=64, top=24, bottom=40)


def control_chart(figure: Control, frame: Frame) -> dict[str, Any]:
    """Points and line; centres thin, limits dotted steps, target dashed, signals numbered."""
    scale = _scale(figure)
    roomy = frame.width > 500
    months = month_scale([p.month for p in figure.points], figure.language, quarters=roomy)
    known = _known(figure)
    open_dots = [row for row, point in _with_points(known, figure) if point.provisional]
    signals = [row for row in known if row["mark"]]
    plain = [row for row in known if not row["mark"] and row not in open_dots]
    place = {"x": x_of("index", months), "y": y_of("value", scale)}
    layers = [
        *_limits(figure, months, scale),
        *_centres(figure, months, scale),
        alt.Chart(rows(known))
        .mark_line(color=ACCENT, strokeWidth=1.8)
        .encode(**place, detail="run:N"),
        alt.Chart(rows(plain))
        .mark_point(color=ACCENT, filled=True, size=32, opacity=1)
        .encode(**place),
        alt.Chart(rows(open_dots))
        .mark_point(stroke=ACCENT, fill=PAPER, filled=False, size=40, opacity=1, strokeWidth=1.5)
        .encode(**place),
        alt.Chart(rows(signals))
        .mark_point(color=SIGNAL, filled=True, size=95, opacity=1)
        .encode(**place),
        *_marks(figure, signals, place),
    ]
    if figure.target is not None:
        layers.insert(0, rule_at(scale, figure.target, color=INK, strokeDash=DASHED))
    layers.extend(end_labels(_labels(figure, scale), scale, frame))
    return drawing(layers, frame)


def _known(figure: Control) -> list[dict[str, Any]]:
    """Points that have a value; `run` changes where a hidden month breaks the line."""
    known: list[dict[str, Any]] = []
    run = 0
    for index, point in enumerate(figure.points):
        if point.value is None:
            run += 1
        else:
            known.append({"index": index, "value": point.value, "mark": point.mark, "run": run})
    return known


def _scale(figure: Control) -> Scale:
    heights = [p.value for p in figure.points if p.value is not None]
    for point in figure.points:
        heights.extend(end for end in (point.low, point.high) if end is not None)
    heights.extend(centre.value for centre in figure.centres)
    if figure.target is not None:
        heights.append(figure.target)
    return nice_scale(heights, language=figure.language, ticks=4, floor=0, ceiling=figure.ceiling)


def _marks(
    figure: Control, signals: list[dict[str, Any]], place: dict[str, Any]
) -> list[alt.Chart]:
    """The number of each signal on the far side of its point, away from the line."""
    layers = []
    for below in (False, True):
        side = [row for row in signals if (row["value"] < _centre_at(figure, row)) is below]
        layers.append(
            alt.Chart(rows(side))
            .mark_text(dy=15 if below else -13, color=SIGNAL, fontWeight=700, fontSize=13)
            .encode(**place, text=alt.Text("mark:N"))
        )
    return layers


def _centre_at(figure: Control, row: dict[str, Any]) -> float:
    """The centre a point is seen against; its own value where there is none."""
    for centre in figure.centres:
        if centre.start <= row["index"] < centre.stop:
            return centre.value
    return float(row["value"])


def _with_points(
    known: list[dict[str, Any]], figure: Control
) -> list[tuple[dict[str, Any], ControlPoint]]:
    return [(row, figure.points[row["index"]]) for row in known]


def _limits(figure: Control, months: Scale, scale: Scale) -> list[alt.Chart]:
    """Both limits as steps, half a month to each side, apart for each centre."""
    layers = []
    for end in ("low", "high"):
        steps = [
            {"index": index + shift, "value": getattr(point, end), "part": number}
            for number, centre in enumerate(figure.centres)
            for index in range(centre.start, centre.stop)
            for point in [figure.points[index]]
            if getattr(point, end) is not None
            for shift in (-0.5, 0.5)
            if 0 <= index + shift <= len(figure.points) - 1
        ]
        layers.append(
            alt.Chart(rows(steps))
            .mark_line(color=INK_3, strokeWidth=1, strokeDash=DOTTED)
            .encode(x=x_of("index", months), y=y_of("value", scale), detail="part:N")
        )
    return layers


def _centres(figure: Control, months: Scale, scale: Scale) -> list[alt.Chart]:
    last = len(figure.points) - 1
    lines = [
        {
            "from": max(0, centre.start - 0.5),
            "to": min(last, centre.stop - 0.5),
            "value": centre.value,
        }
        for centre in figure.centres
    ]
    shifts = [
        {"at": centre.start - 0.5, "mark": centre.mark} for centre in figure.centres if centre.mark
    ]
    return [
        alt.Chart(rows(lines))
        .mark_rule(color=ACCENT, strokeWidth=1)
        .encode(x=x_of("from", months), x2=alt.X2("to:Q"), y=y_of("value", scale)),
        alt.Chart(rows(shifts))
        .mark_rule(color=SIGNAL, strokeWidth=1.5)
        .encode(x=x_of("at", months)),
        alt.Chart(rows(shifts))
        .mark_text(color=SIGNAL, fontWeight=700, fontSize=13, y=-10)
        .encode(x=x_of("at", months), text=alt.Text("mark:N")),
    ]


def _labels(figure: Control, scale: Scale) -> list[Label]:
    labels = []
    if figure.target is not None and scale.low <= figure.target <= scale.high:
        labels.append(Label(figure.target, figure.target_label, INK))
    if figure.centres:
        last = figure.centres[-1]
        labels.append(Label(last.value, last.label, ACCENT, bold=True))
    return labels

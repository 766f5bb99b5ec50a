"""A small multiple: one indicator month by month, with its interval and its target."""

from collections.abc import Sequence
from typing import Any

import altair as alt

from monitoring.charts.inputs import Point, Series
from monitoring.charts.theme import (
    ACCENT,
    BAND,
    DASHED,
    INK,
    Frame,
    Label,
    drawing,
    end_labels,
    month_scale,
    nice_scale,
    rows,
    rule_at,
    x_of,
    y_of,
)

WIDE = Frame(364, 148, right=72)
NARROW = Frame(328, 148, right=72)


def series(figure: Series, frame: Frame) -> dict[str, Any]:
    """Line over band, target dashed; the newest value and the target named at the right end."""
    shown = _numbered(figure.points)
    heights = [
        row[key] for row in shown for key in ("value", "low", "high") if row[key] is not None
    ]
    if figure.target is not None:
        heights.append(figure.target)
    scale = nice_scale(
        [height for height in heights if height is not None],
        language=figure.language,
        floor=0,
        ceiling=figure.ceiling,
    )
    months = month_scale([point.month for point in figure.points], figure.language, quarters=False)
    lines = [{"index": row["index"], "value": row["value"], "run": row["run"]} for row in shown]
    layers: list[alt.Chart] = [
        alt.Chart(rows([row for row in shown if row["low"] is not None]))
        .mark_area(color=BAND)
        .encode(
            x=x_of("index", months),
            y=y_of("low", scale),
            y2=alt.Y2("high:Q"),
            detail="run:N",
        ),
    ]
    if figure.target is not None:
        layers.append(rule_at(scale, figure.target, color=INK, strokeDash=DASHED))
    known_lines = [row for row in lines if row["value"] is not None]
    layers.append(
        alt.Chart(rows(known_lines))
        .mark_line(color=ACCENT, strokeWidth=1.8, strokeJoin="round")
        .encode(x=x_of("index", months), y=y_of("value", scale), detail="run:N")
    )
    labels = []
    if figure.target is not None and scale.low <= figure.target <= scale.high:
        labels.append(Label(figure.target, figure.target_label, INK))
    if known_lines:
        last = known_lines[-1]
        layers.append(
            alt.Chart(rows([last]))
            .mark_point(color=ACCENT, filled=True, size=36, opacity=1)
            .encode(x=x_of("index", months), y=y_of("value", scale))
        )
        labels.append(Label(float(last["value"] or 0), figure.last_label, ACCENT, bold=True))
    layers.extend(end_labels(labels, scale, frame))
    return drawing(layers, frame)


def _numbered(points: Sequence[Point]) -> list[dict[str, float | None]]:
    """Points with their place in the series; `run` changes where a hidden month breaks the line."""
    shown: list[dict[str, float | None]] = []
    run = 0
    for index, point in enumerate(points):
        if point.value is None:
            run += 1
        shown.append(
            {
                "index": index,
                "value": point.value,
                "low": point.low,
                "high": point.high,
                "run": run,
            }
        )
    return shown

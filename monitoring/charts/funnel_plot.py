"""A funnel plot: does a municipality differ more than chance explains?"""

from typing import Any

import altair as alt

from monitoring.charts.inputs import FunnelFigure
from monitoring.charts.theme import (
    ACCENT,
    DASHED,
    DOTTED,
    INK,
    INK_2,
    INK_3,
    PAPER,
    SIGNAL,
    Frame,
    Label,
    Scale,
    drawing,
    end_labels,
    nice_scale,
    rows,
    rule_at,
    text_at,
    x_of,
    y_of,
)
from monitoring.statistics import TAIL_95, TAIL_998, Funnel

WIDE = Frame(560, 350, left=38, right=92, top=16, bottom=44)
NARROW = Frame(328, 300, left=34, right=84, top=16, bottom=44)
STEPS = 80  # points on each limit


def funnel_plot(figure: FunnelFigure, frame: Frame) -> dict[str, Any]:
    """Limits as curves (95 % dotted, 99.8 % solid), every municipality a dot, outliers named."""
    largest = max((dot.of for dot in figure.dots), default=1.0)
    sizes = nice_scale(
        [0, largest],
        language=figure.language,
        ticks=5 if frame.width > 500 else 3,
        floor=0,
    )
    smallest = max(1, min((int(dot.of) for dot in figure.dots), default=1))
    counts = _counts(smallest, int(sizes.high))
    curves = _curves(figure, counts)
    heights = [dot.value for dot in figure.dots] + [figure.centre * 100]
    if figure.target is not None:
        heights.append(figure.target)
    near = [row["value"] for row in curves if row["of"] >= largest / 5]
    scale = nice_scale(heights + near, language=figure.language, ticks=4, floor=0, ceiling=100)
    place = {"x": x_of("of", sizes), "y": y_of("value", scale)}
    dots = [
        {"of": d.of, "value": d.value, "name": d.name, "exact": d.exact, "named": d.named}
        for d in figure.dots
    ]
    named = [row for row in dots if row["named"]]
    layers = [
        *_limit_lines(curves, sizes, scale),
        rule_at(scale, figure.centre * 100, color=ACCENT, strokeWidth=1),
        alt.Chart(rows([row for row in dots if not row["named"] and row["exact"]]))
        .mark_point(color=ACCENT, filled=True, size=42, opacity=1)
        .encode(**place),
        alt.Chart(rows([row for row in dots if not row["named"] and not row["exact"]]))
        .mark_point(stroke=ACCENT, fill=PAPER, size=42, opacity=1, strokeWidth=1.5)
        .encode(**place),
        alt.Chart(rows(named))
        .mark_point(color=SIGNAL, filled=True, size=90, opacity=1)
        .encode(**place),
        *_names(named, sizes, scale, frame, figure.language),
    ]
    labels = [Label(figure.centre * 100, figure.centre_label, ACCENT, bold=True)]
    if figure.target is not None:
        layers.append(rule_at(scale, figure.target, color=INK, strokeDash=DASHED))
        labels.append(Label(figure.target, figure.target_label, INK))
    lowest = [row for row in curves if row["line"] == "998-low"][-1:]
    labels.extend(
        Label(row["value"], figure.limit_label) for row in lowest if row["value"] >= scale.low
    )
    layers.extend(end_labels(labels, scale, frame))
    layers.append(
        text_at(frame.plot_width, frame.plot_height + 36, figure.axis_label, INK_2, align="right")
    )
    return drawing(layers, frame)


def _counts(smallest: int, largest: int) -> list[int]:
    step = max(1, (largest - smallest) // STEPS)
    return [*range(smallest, largest + 1, step)]


def _curves(figure: FunnelFigure, counts: list[int]) -> list[dict[str, Any]]:
    funnel = Funnel(figure.centre, figure.widened, ())
    curves = []
    for line, tail in (("95", TAIL_95), ("998", TAIL_998)):
        for count in counts:
            limits = funnel.limits(count, tail)
            curves.append({"of": count, "value": limits.low * 100, "line": f"{line}-low"})
            curves.append({"of": count, "value": limits.high * 100, "line": f"{line}-high"})
    return curves


def _limit_lines(curves: list[dict[str, Any]], sizes: Scale, scale: Scale) -> list[alt.Chart]:
    """Only what lies inside the plot: a curve that ran out over the axis would mislead."""
    layers = []
    for line, style in (
        ("95", {"color": INK_3, "strokeDash": DOTTED}),
        ("998", {"color": INK_2}),
    ):
        inside = [
            row
            for row in curves
            if row["line"].startswith(f"{line}-") and scale.low <= row["value"] <= scale.high
        ]
        layers.append(
            alt.Chart(rows(inside))
            .mark_line(strokeWidth=1, **style)
            .encode(x=x_of("of", sizes), y=y_of("value", scale), detail="line:N")
        )
    return layers


def _names(
    named: list[dict[str, Any]], sizes: Scale, scale: Scale, frame: Frame, language: str
) -> list[alt.Chart]:
    """The name beside its dot, on the side with more room."""
    layers = []
    for row in named:
        x = sizes.at(row["of"], frame.plot_width)
        y = frame.plot_height - scale.at(row["value"], frame.plot_height)
        right = x < frame.plot_width * 0.6
        layers.append(
            text_at(
                x + (10 if right else -10),
                y,
                row["name"],
                SIGNAL,
                bold=True,
                align="left" if right else "right",
            )
        )
    return layers

"""Figures are images read aloud by title and description, with nothing the policy would stop."""

import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.charts import (
    control,
    funnel_plot,
    histogram,
    inputs,
    rendering,
    series,
    theme,
)
from monitoring.publishing import Bin

MONTHS = tuple(date(2024 + (10 + i) // 12, (10 + i) % 12 + 1, 1) for i in range(24))
SVG = "{http://www.w3.org/2000/svg}"


def a_series(**changes: Any) -> inputs.Series:
    points = tuple(inputs.Point(m, 90 + i % 3, 85, 95) for i, m in enumerate(MONTHS))
    parts = {
        "points": points,
        "target": 95,
        "target_label": "mindst 95",
        "last_label": "92 % okt.",
        "ceiling": 100,
    }
    return inputs.Series(**(parts | changes))


def a_control_chart() -> inputs.Control:
    points = [inputs.ControlPoint(m, 86 + i % 4, 80, 93) for i, m in enumerate(MONTHS)]
    points[8] = inputs.ControlPoint(MONTHS[8], 77, 80, 93, mark="1")
    points[9] = inputs.ControlPoint(MONTHS[9], None)
    centres = (
        inputs.Centre(0, 14, 87, "87,0 %"),
        inputs.Centre(14, 24, 93, "93,0 %", mark="2"),
    )
    return inputs.Control(tuple(points), centres, 95, "mål 95 %", 100)


def a_funnel() -> inputs.FunnelFigure:
    dots = (
        inputs.Dot("Greve", 116, 89.7),
        inputs.Dot("Sorø", 67, 95.0, exact=False),
        inputs.Dot("Vordingborg 60,0 %", 100, 60, named=True),
    )
    return inputs.FunnelFigure(dots, 0.9, "i alt 90,0 %", 95, "mål 95 %", "forløb", "99,8 %-grænse")


def a_histogram() -> inputs.Histogram:
    bins = (
        *(Bin(day, day, 20, day) for day in range(20)),
        Bin(20, None, 9, 20),
    )
    return inputs.Histogram(bins, 14, "300 inden 14 dage", "109 senere", 8, "median 8 dage", "dage")


def a_histogram_with_all_in_the_first_two_weeks() -> inputs.Histogram:
    bins = (Bin(0, 14, 7, 0),)
    words = ("7 (100,0 %) inden 14 dage", "0 senere", 0, "median 0 dage", "dage")
    return inputs.Histogram(bins, 14, *words)


FIGURES = [
    pytest.param(series.series(a_series(), frame), id=f"series {frame.width}")
    for frame in (series.WIDE, series.NARROW)
]
FIGURES += [
    pytest.param(control.control_chart(a_control_chart(), frame), id=f"control {frame.width}")
    for frame in (control.WIDE, control.NARROW)
]
FIGURES += [
    pytest.param(funnel_plot.funnel_plot(a_funnel(), frame), id=f"funnel {frame.width}")
    for frame in (funnel_plot.WIDE, funnel_plot.NARROW)
]
FIGURES += [
    pytest.param(histogram.histogram(figure, frame), id=f"histogram {frame.width} {number}")
    for frame in (histogram.WIDE, histogram.NARROW)
    for number, figure in enumerate(
        (a_histogram(), a_histogram_with_all_in_the_first_two_weeks()), start=1
    )
]


def drawn(spec: dict[str, Any], name: str = "f1") -> ElementTree.Element:
    svg = rendering.render(spec, "En titel", "Et fund & en <rækkevidde>", name)
    return ElementTree.fromstring(svg)  # noqa: S314 - our own renderer's output


def words(root: ElementTree.Element) -> list[str]:
    return ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("spec", FIGURES)
def test_a_figure_is_one_image_with_a_title_and_a_description(spec: dict[str, Any]) -> None:
    root = drawn(spec)

    assert root.attrib["role"] == "img"
    title, description = root[0], root[1]
    assert (title.tag, title.text) == (f"{SVG}title", "En titel")
    assert (description.tag, description.text) == (f"{SVG}desc", "Et fund & en <rækkevidde>")
    assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {description.attrib['id']}"


@pytest.mark.parametrize("spec", FIGURES)
def test_a_figure_holds_nothing_a_strict_content_policy_would_stop(spec: dict[str, Any]) -> None:
    root = drawn(spec)

    for element in root.iter():
        assert element.tag not in {f"{SVG}style", f"{SVG}script", f"{SVG}image", f"{SVG}a"}
        assert "style" not in element.attrib
        assert not any(name.startswith("on") for name in element.attrib)
        assert not any("data:" in value for value in element.attrib.values())
        if element is not root:
            assert not {"role", "tabindex"} & element.attrib.keys()


@pytest.mark.parametrize("spec", FIGURES)
def test_a_figure_has_exactly_the_size_it_was_made_for_and_every_text_begins_in_it(
    spec: dict[str, Any],
) -> None:
    root = drawn(spec)

    padding = spec["padding"]
    assert int(root.attrib["width"]) == spec["width"] + padding["left"] + padding["right"]
    assert int(root.attrib["height"]) == spec["height"] + padding["top"] + padding["bottom"]


def extents(element: ElementTree.Element, x: float = 0) -> Iterator[tuple[str, float, float]]:
    """Each text with where it begins and ends, by about half its height for each letter."""
    moved = re.match(r"translate\(([-\d.]+)", element.attrib.get("transform", ""))
    x += float(moved[1]) if moved else 0
    if element.tag == f"{SVG}text":
        text = "".join(element.itertext())
        width = len(text) * float(element.attrib["font-size"].removesuffix("px")) * 0.5
        shift = {"end": width, "middle": width / 2}.get(element.attrib.get("text-anchor", ""), 0)
        yield text, x - shift, x - shift + width
    for child in element:
        yield from extents(child, x)


@pytest.mark.parametrize("spec", FIGURES)
def test_no_word_of_a_figure_stands_outside_it(spec: dict[str, Any]) -> None:
    root = drawn(spec)

    width = float(root.attrib["width"])
    outside = [found for found in extents(root) if found[1] < -4 or found[2] > width + 4]
    assert not outside


@pytest.mark.parametrize("spec", FIGURES)
def test_two_figures_in_a_page_share_no_id(spec: dict[str, Any]) -> None:
    ids = [
        {element.attrib["id"] for element in drawn(spec, name).iter() if "id" in element.attrib}
        for name in ("f1", "f2")
    ]

    assert ids[0] and ids[0].isdisjoint(ids[1])


def test_a_series_names_its_target_its_newest_value_and_the_years() -> None:
    found = words(drawn(series.series(a_series(), series.WIDE)))

    assert {"mindst 95", "92 % okt.", "2025", "2026"} <= set(found)


def test_a_hidden_month_breaks_the_line_and_leaves_no_number_behind() -> None:
    points = list(a_series().points)
    points[9] = inputs.Point(MONTHS[9], None)

    spec = series.series(a_series(points=tuple(points)), series.WIDE)

    lines = [values for values in datasets(spec) if len(values) > 1]
    assert len(lines) == 2
    for values in lines:
        assert all(row["index"] != 9 for row in values)
        assert len({row["run"] for row in values}) == 2


def datasets(spec: dict[str, Any]) -> list[list[dict[str, Any]]]:
    return [layer["data"]["values"] for layer in spec["layer"]]


def test_a_series_without_any_figures_is_still_a_figure() -> None:
    points = tuple(inputs.Point(month, None) for month in MONTHS)

    found = words(drawn(series.series(a_series(points=points, target=None), series.WIDE)))

    assert "2025" in found


def test_signals_are_numbered_and_a_shift_has_its_line() -> None:
    found = words(drawn(control.control_chart(a_control_chart(), control.WIDE)))

    assert {"1", "2", "93,0 %", "mål 95 %", "jan.2025"} <= set(found)
    assert "87,0 %" not in found


def test_only_outliers_are_named_in_a_funnel() -> None:
    found = words(drawn(funnel_plot.funnel_plot(a_funnel(), funnel_plot.WIDE)))

    assert "Vordingborg 60,0 %" in found
    assert not {"Greve", "Sorø"} & set(found)
    assert {"i alt 90,0 %", "99,8 %-grænse", "forløb"} <= set(found)


def test_a_histogram_tells_what_lies_on_each_side_of_the_promise() -> None:
    root = drawn(histogram.histogram(a_histogram(), histogram.WIDE))

    assert {"300 inden 14 dage", "109 senere", "median 8 dage", "20+"} <= set(words(root))
    bars = [
        e.attrib["fill"]
        for e in root.iter(f"{SVG}path")
        if e.attrib.get("fill") in {theme.ACCENT, theme.SIGNAL}
    ]
    assert (bars.count(theme.ACCENT), bars.count(theme.SIGNAL)) == (15, 6)


def test_bars_that_gather_the_rarer_days_say_so_on_the_axis() -> None:
    bins = (
        Bin(0, 4, 6, 4),
        *(Bin(day, day, 20, day) for day in range(5, 30)),
        Bin(30, None, 9, 30),
    )
    figure = inputs.Histogram(bins, 21, "", "", 12, "median 12 dage", "dage")

    found = set(words(drawn(histogram.histogram(figure, histogram.WIDE))))

    assert {"≤4", "14", "21", "30+"} <= found


def test_the_same_figure_has_the_same_name_and_other_words_another() -> None:
    figure = inputs.described(a_series(), "wide")

    name = inputs.content_hash(figure, "En titel", "Et fund")

    again = inputs.described(a_series(), "wide")
    assert name == inputs.content_hash(again, "En titel", "Et fund")
    assert name != inputs.content_hash(figure, "En titel", "Et andet fund")
    narrow = inputs.described(a_series(), "narrow")
    assert name != inputs.content_hash(narrow, "En titel", "Et fund")


@pytest.mark.parametrize("frame", ["wide", "narrow"])
@pytest.mark.parametrize(
    "figure", [a_series(), a_control_chart(), a_funnel(), a_histogram()], ids=lambda f: type(f)
)
def test_what_a_page_describes_a_worker_draws_the_same(figure: inputs.Figure, frame: str) -> None:
    stored = json.loads(json.dumps(inputs.described(figure, frame)))

    drawn_by_worker = rendering.draw(stored, "En titel", "Et fund", "f1")

    drawing = rendering.DRAW[stored["kind"]]
    direct = drawing.specification(figure, drawing.frames[frame])
    assert drawn_by_worker == rendering.render(direct, "En titel", "Et fund", "f1")


# Scales and labels


@given(st.lists(st.floats(-1000, 1000), min_size=1, max_size=20), st.integers(2, 5))
def test_a_scale_holds_its_values_and_has_few_round_ticks(values: list[float], ticks: int) -> None:
    scale = theme.nice_scale(values, language="da", ticks=ticks)

    assert scale.low <= min(values) and max(values) <= scale.high
    assert 1 <= len(scale.ticks) <= 2 * ticks + 2
    assert all(scale.low - 1e-6 <= tick <= scale.high + 1e-6 for tick in scale.ticks)
    assert len(set(scale.labels)) == len(scale.ticks)


def test_a_scale_never_goes_beyond_what_is_possible() -> None:
    scale = theme.nice_scale([0, 99.5], language="da", floor=0, ceiling=100)

    assert (scale.low, scale.high) == (0, 100)


@given(st.lists(st.floats(0, 300), max_size=8))
def test_labels_are_pushed_apart_and_keep_their_order(heights: list[float]) -> None:
    placed = theme.spread(heights)

    ordered = sorted(placed)
    for one, next_one in pairwise(ordered):
        assert next_one - one >= theme.LABEL_GAP - 1e-6
    if heights:
        assert sum(placed) / len(placed) == pytest.approx(sum(heights) / len(heights), abs=1e-6)


def test_labels_with_room_stay_where_they_are() -> None:
    assert theme.spread([10, 80, 40]) == [10, 80, 40]
    assert theme.spread([50, 52]) == [43.5, 58.5]


def test_a_label_with_an_apostrophe_does_not_end_the_expression() -> None:
    scale = theme.Scale(0, 1, (0.0,), ("d'Ange\\s",))

    assert scale.labels_expression() == "['d\\'Ange\\\\s'][indexof([0.0], datum.value)]"

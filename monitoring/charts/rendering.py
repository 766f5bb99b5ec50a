"""From a specification to an SVG that may stand inside a page with a strict content policy."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import vl_convert
from django.contrib.staticfiles import finders
from pydantic import TypeAdapter

from monitoring.charts import control, funnel_plot, histogram, inputs, series
from monitoring.charts.theme import Frame

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"


@dataclass(frozen=True)
class Drawing:
    """How one kind of figure is read from data and drawn, in each size."""

    reader: TypeAdapter[Any]
    specification: Callable[[Any, Frame], dict[str, Any]]
    frames: Mapping[str, Frame]


_fonts_lock = threading.Lock()
_fonts_known = False


DRAW: Mapping[str, Drawing] = {
    "series": Drawing(
        TypeAdapter(inputs.Series), series.series, {"wide": series.WIDE, "narrow": series.NARROW}
    ),
    "control": Drawing(
        TypeAdapter(inputs.Control),
        control.control_chart,
        {"wide": control.WIDE, "narrow": control.NARROW},
    ),
    "funnel": Drawing(
        TypeAdapter(inputs.FunnelFigure),
        funnel_plot.funnel_plot,
        {"wide": funnel_plot.WIDE, "narrow": funnel_plot.NARROW},
    ),
    "histogram": Drawing(
        TypeAdapter(inputs.Histogram),
        histogram.histogram,
        {"wide": histogram.WIDE, "narrow": histogram.NARROW},
    ),
}


def draw(spec: Mapping[str, Any], title: str, description: str, name: str) -> str:
    """The SVG of what `inputs.described` described; `name` makes its ids unique in a page."""
    drawing = DRAW[spec["kind"]]
    figure = drawing.reader.validate_python(spec["figure"])
    vega = drawing.specification(figure, drawing.frames[spec["frame"]])
    return render(vega, title, description, name)


def render(spec: dict[str, Any], title: str, description: str, name: str) -> str:
    """Draw a Vega-Lite specification and make it readable aloud.

    About 20 ms once warm; the first call of a process half a second. The converter keeps some
    160 MB, so this runs in a worker.
    """
    _know_fonts()
    return readable(vl_convert.vegalite_to_svg(spec), title, description, name)


def _know_fonts() -> None:
    """Let the converter measure text in the font the page shows it in."""
    global _fonts_known
    with _fonts_lock:
        if not _fonts_known:
            regular = finders.find(
                "vendor/dkfds/fonts/IBMPlexSans/complete/ttf/IBMPlexSans-Regular.ttf"
            )
            if regular:
                vl_convert.register_font_directory(str(Path(str(regular)).parent))
            _fonts_known = True


def readable(svg: str, title: str, description: str, name: str) -> str:
    """One image with a title and a description, and nothing a content policy would stop.

    The parts inside lose their own roles and labels: an image is read as one.
    """
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own renderer's output
    for element in root.iter():
        for attribute in list(element.attrib):
            if attribute in {"style", "role", "tabindex", "class"} or attribute.startswith("aria-"):
                del element.attrib[attribute]
            else:
                element.attrib[attribute] = _own_reference(element.attrib[attribute], name)
        if "id" in element.attrib:
            element.attrib["id"] = f"{name}-{element.attrib['id']}"
    root.attrib.update(
        {
            "class": "vg",
            "role": "img",
            "aria-labelledby": f"{name}-t {name}-d",
            "focusable": "false",
        }
    )
    for tag, ending, text in (("desc", "d", description), ("title", "t", title)):
        told = ElementTree.Element(f"{{{SVG}}}{tag}", {"id": f"{name}-{ending}"})
        told.text = text
        root.insert(0, told)
    return ElementTree.tostring(root, encoding="unicode")


def _own_reference(value: str, name: str) -> str:
    """Ids differ from figure to figure in a page, so what points at them must too."""
    return value.replace("url(#", f"url(#{name}-")

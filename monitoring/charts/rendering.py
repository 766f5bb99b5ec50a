"""From a specification to an SVG that may stand inside a page with a strict content policy."""

import hashlib
import json
import threading
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import vl_convert
from django.contrib.staticfiles import finders

# Part of the hash: a change in how figures are drawn draws them all anew.
DRAWN_AS = "1"

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

_fonts_lock = threading.Lock()
_fonts_known = False


def content_hash(spec: dict[str, Any], title: str, description: str) -> str:
    """The name of a drawing: the same figure with the same words has the same, for ever."""
    content = json.dumps([DRAWN_AS, spec, title, description], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def render(spec: dict[str, Any], title: str, description: str, name: str) -> str:
    """Draw a specification and make it readable aloud; `name` makes its ids unique in a page.

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
            "class": "ch vg",
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

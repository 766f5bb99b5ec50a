"""The style sheets hold together: tokens once, every class known, nothing a strict policy stops."""

import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = settings.BASE_DIR / "static" / "css"
SCRIPTS = settings.BASE_DIR / "static" / "js"
TEMPLATES = settings.BASE_DIR / "templates"
DKFDS = settings.BASE_DIR / "static" / "vendor" / "dkfds" / "css" / "dkfds.min.css"
LETTER = {"letter.css", "letter.html"}  # typeset on its own, never a page

SHEETS = sorted(file for file in CSS.rglob("*.css") if file.name not in LETTER)
# Hooks of dkfds' own markup that carry no style.
WITHOUT_STYLE = {"alert-body"}


def without_comments(file: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)


def classes_in(template: Path) -> set[str]:
    """The classes a template writes out in full; those put together by tags are left out."""
    found: set[str] = set()
    for value in re.findall(r'class="([^"]*)"', template.read_text()):
        words = re.sub(r"{%.*?%}|{{.*?}}", "\x00", value).replace("\x00", " ").split()
        found.update(word for word in words if not word.endswith("-"))
    return found


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.relative_to(CSS)))
def test_a_sheet_brings_nothing_from_elsewhere_and_nothing_inline(sheet):
    text = without_comments(sheet)

    assert "data:" not in text
    assert "//" not in text


def test_every_sheet_is_reached_from_the_two_that_pages_link():
    reached = set()
    for start in ("samspor.css", "samspor-charts.css"):
        text = (CSS / start).read_text()
        reached.add(start)
        reached.update(re.findall(r'@import url\("(samspor[\w/-]*\.css)"\)', text))

    assert reached == {str(sheet.relative_to(CSS)) for sheet in SHEETS}


def test_every_token_used_is_defined_and_colours_are_defined_once():
    texts = {sheet: without_comments(sheet) for sheet in SHEETS}
    everything = "".join(texts.values())
    defined = re.findall(r"(--[\w-]+)\s*:", texts[CSS / "samspor" / "tokens.css"])
    colours = re.findall(r"(--[\w-]+)\s*:\s*#", texts[CSS / "samspor" / "tokens.css"])

    assert set(re.findall(r"var\((--[\w-]+)", everything)) <= set(defined)
    assert sorted(colours) == sorted(set(colours))


def test_every_class_in_a_template_is_known_to_a_style_sheet_or_a_script():
    known = set(re.findall(r"\.(-?[A-Za-z_][\w-]*)", DKFDS.read_text())) | WITHOUT_STYLE
    for sheet in SHEETS:
        known.update(re.findall(r"\.(-?[A-Za-z_][\w-]*)", without_comments(sheet)))
    for script in SCRIPTS.glob("*.js"):
        known.update(re.findall(r"\.([a-z][\w-]*)", script.read_text()))

    unknown = {
        str(template.relative_to(TEMPLATES)): sorted(classes_in(template) - known)
        for template in TEMPLATES.rglob("*.html")
        if template.name not in LETTER and classes_in(template) - known
    }
    assert unknown == {}

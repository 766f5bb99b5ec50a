"""The English catalogue says all that the pages say in Danish, and says it soundly."""

import ast
import gettext
import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils.translation.template import templatize

from tests.danish import DANISH

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]")
MARKUP = re.compile(r"<[^>]+>")
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy"}
# As Django's makemessages names them.
KEYWORDS = (
    "gettext_noop",
    "gettext_lazy",
    "ngettext_lazy:1,2",
    "pgettext:1c,2",
    "npgettext:1c,2,3",
    "pgettext_lazy:1c,2",
    "npgettext_lazy:1c,2,3",
)

Said = dict[str | tuple[str, int], str]


def run(tool: str, *arguments: str, text: str = "", cwd: Path = ROOT) -> bytes:
    """What a tool of Debian's gettext answers."""
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"{tool} is missing: Debian's gettext, which scripts/setup installs")
    done = subprocess.run([found, *arguments], input=text.encode(), capture_output=True, cwd=cwd)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def read(po: str) -> Said:
    """What a catalogue says by msgid, without what is empty or fuzzy."""
    found: Any = gettext.GNUTranslations(io.BytesIO(run("msgfmt", "-o", "-", "-", text=po)))
    return {key: words for key, words in found._catalog.items() if key}


def modules() -> Iterator[Path]:
    for app in sorted(ROOT.glob("*/apps.py")):
        yield from (one for one in app.parent.rglob("*.py") if "migrations" not in one.parts)


@pytest.fixture(scope="module")
def asked_for(tmp_path_factory) -> Said:
    """Every sentence that code and templates have marked, read as makemessages reads it."""
    copies = tmp_path_factory.mktemp("marked")
    names = [str(one) for one in modules()]
    for number, page in enumerate(sorted((ROOT / "templates").rglob("*.*"))):
        copy = copies / f"{number}.py"
        copy.write_text(templatize(page.read_text(), origin=str(page)))
        names.append(str(copy))
    options = [f"--keyword={one}" for one in KEYWORDS]
    found = run("xgettext", "-L", "Python", "--from-code=UTF-8", "-o", "-", *options, *names)
    listed = found.decode().replace("CHARSET", "UTF-8")
    listed = listed.replace("nplurals=INTEGER; plural=EXPRESSION", "nplurals=2; plural=n != 1")
    return read(run("msgen", "-", text=listed).decode())


@pytest.fixture(scope="module")
def english() -> Said:
    """The English catalogue."""
    return read(CATALOGUE.read_text())


def singular(said: Said) -> Iterator[tuple[str, str]]:
    """Danish and English of what is not counted; gettext itself holds the counted to theirs."""
    for key, words in said.items():
        if isinstance(key, str):
            yield key.split("\x04")[-1], words


def test_every_sentence_of_the_pages_has_an_english_one(asked_for, english):
    assert len(asked_for) > 1000
    assert sorted(map(str, asked_for.keys() - english.keys())) == []


def test_the_catalogue_holds_nothing_that_no_page_says(asked_for, english):
    assert sorted(map(str, english.keys() - asked_for.keys())) == []


def test_no_translation_is_left_empty_or_for_somebody_to_look_at():
    po = CATALOGUE.read_text()

    assert "fuzzy" not in po
    assert "#~" not in po
    assert not re.search(r'^msgstr(\[\d\])? ""\n(?!")', po, re.MULTILINE)


def test_the_catalogue_says_nothing_of_who_made_it_where_and_when():
    head = CATALOGUE.read_text().split("\n\n", 1)[0]

    assert not re.search(r"Date|Translator|Team|Bugs|/", head.replace("text/plain", ""))


def test_gettext_finds_nothing_wrong_with_the_catalogue():
    run("msgfmt", "--check", "-o", "-", str(CATALOGUE))


def test_every_placeholder_and_every_tag_is_in_both(english):
    for danish, words in singular(english):
        assert sorted(PLACEHOLDER.findall(danish)) == sorted(PLACEHOLDER.findall(words)), danish
        assert sorted(MARKUP.findall(danish)) == sorted(MARKUP.findall(words)), danish


def test_what_surrounds_a_sentence_is_kept(english):
    """A leading comma, spaces at the ends, three dots: others are put together with it."""
    for danish, words in singular(english):
        for end in (" ", "\n", "…", ":"):
            assert danish.endswith(end) == words.endswith(end), danish
        for start in (" ", "\n", ","):
            assert danish.startswith(start) == words.startswith(start), danish


def test_no_english_sentence_has_danish_in_it(english):
    left = {words for words in english.values() if DANISH.search(words)}

    assert left == set()


def test_no_sentence_is_marked_where_the_extraction_cannot_see_it(asked_for):
    """xgettext reads no f-strings, and keeps an escape as it is typed."""
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in modules()
        for outer in ast.walk(ast.parse(path.read_text()))
        if isinstance(outer, ast.JoinedStr)
        for call in ast.walk(outer)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in CALLS
    ]

    assert hidden == []
    assert [key for key in asked_for if "\\" in str(key).replace("\\n", "")] == []

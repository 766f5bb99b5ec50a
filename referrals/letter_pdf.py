"""Sets a letter as an accessible PDF on A4. The same epicrisis always gives the same bytes.

Only workers import this: the typesetting library costs over 40 MB and half a second.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import override
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from referrals.letter import CHART, letter_context
from referrals.models import Epicrisis
from referrals.record import LANGUAGE

PDF_VARIANT = "pdf/ua-1"


def render_letter(epicrisis: Epicrisis) -> bytes:
    """The letter as PDF/UA-1: tagged, in Danish, fonts embedded, no request leaves the process."""
    with override(LANGUAGE):
        context = letter_context(epicrisis)
        pictures = [
            render_to_string("referrals/letter_chart.svg", {"chart": picture["chart"]})
            for picture in context["pictures"]
        ]
        html = render_to_string("referrals/letter.html", context)
    style, fonts = _style()
    document = HTML(string=html, url_fetcher=_OwnFiles(pictures))
    return bytes(
        document.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant=PDF_VARIANT)
    )


@cache
def _style() -> tuple[CSS, FontConfiguration]:
    """The style sheet and its fonts, read once in a worker's life: the same for every letter."""
    fonts = FontConfiguration()
    return style_sheet(fonts), fonts


def style_sheet(fonts: FontConfiguration) -> CSS:
    """The letter's style sheet read anew; its fonts are put among `fonts`."""
    fetcher = _OwnFiles([])
    address = (fetcher.root / "css" / "letter.css").as_uri()
    return CSS(url=address, url_fetcher=fetcher, font_config=fonts)


class _OwnFiles(URLFetcher):
    """Gives the style sheet, its fonts and the letter's own charts, and refuses all else.

    A letter is not sent with its fonts or figures missing: a refusal stops the making.
    """

    def __init__(self, pictures: Sequence[str]) -> None:
        super().__init__(fail_on_errors=True)
        self.pictures = pictures
        self.root = Path(str(finders.find("css/letter.css"))).parent.parent

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith(CHART):
            picture = self.pictures[int(url.removeprefix(CHART))]
            return URLFetcherResponse(url, picture.encode(), {"Content-Type": "image/svg+xml"})
        path = Path(url2pathname(urlsplit(url).path)).resolve()
        if urlsplit(url).scheme != "file" or not path.is_relative_to(self.root):
            raise ValueError(f"A letter may not fetch {url}")
        kind = "text/css" if path.suffix == ".css" else "font/ttf"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

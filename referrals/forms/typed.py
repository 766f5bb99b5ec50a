"""Words read straight from what was sent, where no form field stands between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# The one sign a browser can be made to send that no text in the database can hold.
NUL = "\x00"
# Names of the fields touched in the page, with spaces between; sent by static/js/drafting.js.
TOUCHED = "touched"


def typed(data: Mapping[str, Any], name: str, longest: int | None = None) -> str:
    """What stands under `name`, trimmed and without NUL; at most `longest` signs of it.

    A line break counts as one sign, as in the browser's own limit.
    """
    written = str(data.get(name) or "").replace(NUL, "").replace("\r\n", "\n")
    return written.strip()[:longest]


def touched(data: Mapping[str, Any], *names: str) -> bool:
    """Was any of the fields touched in the page? Always, where the page has no script."""
    told = data.get(TOUCHED)
    return told is None or not set(names).isdisjoint(told.split())

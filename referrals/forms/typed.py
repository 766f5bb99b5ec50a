"""Words read straight from what was sent, where no form field stands between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# The one sign a browser can be made to send that no text in the database can hold.
NUL = "\x00"


def typed(data: Mapping[str, Any], name: str, longest: int | None = None) -> str:
    """What stands under `name`, trimmed and without NUL; at most `longest` signs of it.

    A line break counts as one sign, as in the browser's own limit.
    """
    written = str(data.get(name) or "").replace(NUL, "").replace("\r\n", "\n")
    return written.strip()[:longest]

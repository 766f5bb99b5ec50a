"""Numbers and lists as people write them in a field, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pathways.conditions.facts import number_text

_NUMBER = re.compile(r"[-+−]?\d{1,15}([.,]\d{1,15})?")


def number_from(written: str, *, whole: bool = False) -> int | float | str:
    """The number that was written, with comma or point; what is no number stays as it is.

    `whole`: a whole number is meant, so that one with decimals is kept as written, to be told of.
    """
    trimmed = written.strip()
    if not _NUMBER.fullmatch(trimmed):
        return written
    plain = trimmed.replace(",", ".").replace("−", "-")
    if "." not in plain:
        return int(plain)
    number = float(plain)
    if number.is_integer():
        return int(number)
    return written if whole else number


def count_from(written: str) -> int | None:
    """The whole number in an address or a hidden field; None for what no page of ours writes."""
    return int(written) if re.fullmatch(r"[0-9]{1,9}", written) else None


def shown(value: Any, language: str = "da") -> str:
    """A value as it stands in a field: numbers as people write them, nothing for nothing."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, int | float):
        return number_text(value, language)
    return value if isinstance(value, str) else ""


def split_words(written: str) -> list[str]:
    """Words written with commas, semicolons, spaces or lines between, each once."""
    words = re.split(r"[\s,;]+", written.replace("–", "-"))
    return list(dict.fromkeys(word for word in words if word))


def numbers_text(values: Any, language: str = "da") -> str:
    """A number for each value, one on each line: "1: 0,4"."""
    if not isinstance(values, Mapping):
        return ""
    return "\n".join(f"{key}: {shown(value, language)}" for key, value in values.items())

"""Finitely many values that stand for all numbers and all codes, as far as conditions can tell.

Conditions compare a number or a code only with limits. The limits cut the domain into pieces of
which no condition at hand can tell two values apart; one value of each piece is enough.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from pathways.conditions.codes import CodeRange
from pathways.conditions.facts import CODE_SYSTEMS, Fact, FactType, normal_code

_DIGITS = "0123456789"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_AFTER_THE_POINT = {"icd10": _DIGITS + _LETTERS, "icpc2": _DIGITS}
_MOST_DECIMALS = 12


def numbers_apart(fact: Fact, limits: Iterable[int | float], plain: Any) -> list[int | float]:
    """Numbers of the fact's domain, some from every piece, the nearest to `plain` first.

    Without a plain number, the nearest to the first limit.
    """
    cuts = [Fraction(str(limit)) for limit in limits]
    known = isinstance(plain, int | float)
    origin = Fraction(str(plain)) if known else next(iter(cuts), Fraction(0))
    low, high = _bounds(fact)
    found = {Fraction(0), *cuts, *(end for end in (low, high) if end is not None)}
    found |= {cut + step for cut in cuts for step in (-1, 1)}
    if known:
        found.add(origin)
    if fact.type is FactType.DECIMAL:
        ends = sorted({*cuts, *(end for end in (low, high) if end is not None)})
        found |= {_between(*pair) for pair in pairwise(ends)}
    inside = [
        number
        for number in found
        if (low is None or number >= low) and (high is None or number <= high)
    ]
    inside.sort(key=lambda number: (abs(number - origin), number))
    return [_written(number) for number in inside]


def codes_apart(fact: Fact, ranges: Iterable[CodeRange], plain: Any) -> list[dict[str, str]]:
    """Codes of every system, some from every piece: the plain one and those with names first.

    A piece begins where a range begins, after one ends, or with a system's first code.
    """
    codes: dict[tuple[str, str], None] = {}
    if isinstance(plain, Mapping):
        codes[plain["system"], plain["code"]] = None
    for system, code in fact.code_labels:
        if normal_code(system, code) == code:
            codes[system, code] = None
    ranges = list(ranges)
    codes |= dict.fromkeys((one.system, one.first) for one in ranges)
    for one in ranges:
        after = code_after(one.system, one.last)
        if after is not None:
            codes[one.system, after] = None
    codes |= dict.fromkeys((system, "A00") for system in CODE_SYSTEMS)
    return [{"system": system, "code": code} for system, code in codes]


def code_after(system: str, last: str) -> str | None:
    """The first code after `last` and all that begin with it; None at the end of the system."""
    kept = last
    while kept:
        place = len(kept) - 1
        alphabet = _LETTERS if place == 0 else _DIGITS if place < 3 else _AFTER_THE_POINT[system]
        kept, sign = kept[:-1], kept[-1]
        following = alphabet[alphabet.find(sign) + 1 :] if sign != "." else ""
        if following:
            return (kept + following[0]).ljust(3, "0")
    return None


def _bounds(fact: Fact) -> tuple[Fraction | None, Fraction | None]:
    """The domain's least and greatest number, whole for integers."""
    low = None if fact.minimum is None else Fraction(str(fact.minimum))
    high = None if fact.maximum is None else Fraction(str(fact.maximum))
    if fact.type is FactType.INTEGER:
        low = None if low is None else Fraction(math.ceil(low))
        high = None if high is None else Fraction(math.floor(high))
    return low, high


def _between(low: Fraction, high: Fraction) -> Fraction:
    """A number between two others with as few decimals as possible, near their middle."""
    middle = (low + high) / 2
    for decimals in range(_MOST_DECIMALS):
        rounded = round(middle, decimals)
        if low < rounded < high:
            return rounded
    return middle


def _written(number: Fraction) -> int | float:
    return int(number) if number.denominator == 1 else float(number)

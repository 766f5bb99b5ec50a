"""Numbers, dates and months as they are written: 1.234,5 and 92,4 % in Danish (CHARTS §6).

English follows its own habit: 1,234.5 and 92.4 %. `None` is written as an en dash.
"""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

MINUS = "\u2212"
NOTHING = "–"

_MONTHS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "da": (
            *("jan.", "feb.", "mar.", "apr.", "maj", "jun."),
            *("jul.", "aug.", "sep.", "okt.", "nov.", "dec."),
        ),
        "en": (
            *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
            *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        ),
    }
)


def number(value: float | None, decimals: int = 0, language: str = "da") -> str:
    """`1234.5` as "1.234,5". Halves are rounded away from zero, as people do."""
    if value is None:
        return NOTHING
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(exact):,.{decimals}f}"
    if language != "en":
        text = text.translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{text}" if exact < 0 else text


def signed(value: float, decimals: int = 0, language: str = "da") -> str:
    """A difference: "+236", "−195", "±0"."""
    text = number(value, decimals, language)
    if not text.strip("0,.").removeprefix(MINUS).strip("0,."):
        return "±" + text.removeprefix(MINUS)
    return text if text.startswith(MINUS) else f"+{text}"


def percent(share: float | None, decimals: int = 1, language: str = "da") -> str:
    """A share of 1 as "92,4 %", with a space before the sign."""
    if share is None:
        return NOTHING
    return f"{points(share, decimals, language)} %"


def points(share: float | None, decimals: int = 1, language: str = "da") -> str:
    """A share of 1 in percent without the sign, for columns that say so in their heading."""
    return number(None if share is None else share * 100, decimals, language)


def interval(low: float, high: float, decimals: int = 1, language: str = "da") -> str:
    """ "90,3–94,1": both ends in the same unit, an en dash between."""
    return f"{number(low, decimals, language)}–{number(high, decimals, language)}"


def month(first: date, language: str = "da") -> str:
    """ "okt. 2026", as on axes and in tables."""
    return f"{month_name(first, language)} {first.year}"


def month_name(first: date, language: str = "da") -> str:
    """ "okt."."""
    return _MONTHS["en" if language == "en" else "da"][first.month - 1]


def quarter(first: date, language: str = "da") -> str:
    """ "3. kvartal 2026" for the quarter the month lies in."""
    which = (first.month - 1) // 3 + 1
    return f"Q{which} {first.year}" if language == "en" else f"{which}. kvartal {first.year}"

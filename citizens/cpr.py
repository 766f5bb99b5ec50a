"""Reading a Danish personal number: its date, its century, its sex. Pure.

Weight sums (modulus 11) are not checked: numbers without a control digit have been issued since
2007 and must be accepted (CPR-kontoret, "Personnumre uden kontrolciffer").
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """Which register the number comes from."""

    CPR = "cpr"
    REPLACEMENT = "replacement"  # CPR's own replacement number: 60 is added to the day
    X_ECPR = "x_ecpr"  # national replacement number of the health service
    D_ECPR = "d_ecpr"  # decentral replacement number, issued by a region


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"


class CprError(ValueError):
    """The text is not a personal number. Says in Danish what to do about it.

    `msgid` and `params` let a page say the same sentence in the reader's language.
    """

    def __init__(self, msgid: str, **params: object) -> None:
        self.msgid = msgid
        self.params = params
        super().__init__(msgid % params if params else msgid)


@dataclass(frozen=True)
class Cpr:
    """A well-formed personal number: ten characters without hyphen, and what they say."""

    number: str
    kind: Kind
    birth_date: date
    sex: Sex

    @property
    def full(self) -> str:
        return full(self.number)

    @property
    def masked(self) -> str:
        return masked(self.number)


LENGTH = 10
MASK = "••••"
REPLACEMENT_DAY = 60
_PUNCTUATION = re.compile(
    r"[\s\-\u2010-\u2015\u2212.]"
)  # spaces, hyphens, dashes, minus, full stop
_DIGITS = re.compile(r"[0-9]{10}")
_X_ECPR = re.compile(r"[0-9]{6}[17][A-Z]{2}[0-9]")
_D_ECPR = re.compile(r"[0-9]{6}[056][A-Z]{2}[0-9]")


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for the translators; this module stays free of Django."""
    return sentence


EMPTY = gettext_noop("Skriv CPR-nummeret: seks cifre for fødselsdagen og fire til.")
TOO_SHORT = gettext_noop("CPR-nummeret har kun %(length)d tegn. Skriv alle 10 cifre.")
TOO_LONG = gettext_noop(
    "CPR-nummeret har %(length)d tegn. Slet de overskydende, så der er 10 cifre."
)
LETTERS = gettext_noop(
    "CPR-nummeret indeholder andet end cifre. Skriv 10 cifre, eller hele erstatningsnummeret "
    "med dets to bogstaver."
)
NO_SUCH_DATE = gettext_noop("De første seks cifre er ikke en dato. Skriv dag, måned og år: ddmmåå.")
IN_THE_FUTURE = gettext_noop(
    "Fødselsdagen i CPR-nummeret ligger i fremtiden. Kontrollér det 7. ciffer."
)


def parse_cpr(text: str, *, today: date | None = None) -> Cpr:
    """Read a personal number as typed, with or without hyphen and spaces.

    With `today` a birthday after it is refused. Raises CprError; its text never repeats the number.
    """
    number = _PUNCTUATION.sub("", text).upper()
    if not number:
        raise CprError(EMPTY)
    if not number.isascii() or not number.isalnum():
        raise CprError(LETTERS)
    if len(number) < LENGTH:
        raise CprError(TOO_SHORT, length=len(number))
    if len(number) > LENGTH:
        raise CprError(TOO_LONG, length=len(number))
    kind = _kind(number)
    birth_date = _birth_date(number, kind)
    if today is not None and birth_date > today:
        raise CprError(IN_THE_FUTURE)
    return Cpr(number, kind, birth_date, Sex.MALE if int(number[-1]) % 2 else Sex.FEMALE)


def full(number: str) -> str:
    """As people write it: 251248-9996."""
    return f"{number[:6]}-{number[6:]}"


def masked(number: str) -> str:
    """The birthday without the last four: 251248-••••."""
    return f"{number[:6]}-{MASK}"


def _kind(number: str) -> Kind:
    if _DIGITS.fullmatch(number):
        return Kind.REPLACEMENT if int(number[:2]) > REPLACEMENT_DAY else Kind.CPR
    if _X_ECPR.fullmatch(number):
        return Kind.X_ECPR
    if _D_ECPR.fullmatch(number):
        return Kind.D_ECPR
    raise CprError(LETTERS)


def _birth_date(number: str, kind: Kind) -> date:
    day, month, year = int(number[:2]), int(number[2:4]), int(number[4:6])
    if kind is Kind.REPLACEMENT:
        day -= REPLACEMENT_DAY
    try:
        return date(_century(int(number[6]), year) + year, month, day)
    except ValueError:
        raise CprError(NO_SUCH_DATE) from None


def _century(seventh: int, year: int) -> int:
    """CPR-kontoret, "Personnummeret i CPR": the 7th digit and the year give the century."""
    if seventh <= 3:
        return 1900
    if seventh in (4, 9):
        return 2000 if year <= 36 else 1900
    return 2000 if year <= 57 else 1800

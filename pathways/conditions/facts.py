"""What can be known of a citizen: keys, types and domains, and the check of a value against them.

A citizen's facts are a JSON mapping from key to value; an absent key is *unknown*.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeAlias

from pathways.texts import Text, text

FactValue: TypeAlias = bool | int | float | str | list[str] | dict[str, str]
Facts: TypeAlias = Mapping[str, FactValue]

NONE = "none"
"""The option of a set that excludes the others: `["none"]` is known and empty."""

CODE_SYSTEMS: Mapping[str, str] = MappingProxyType({"icd10": "ICD-10", "icpc2": "ICPC-2"})

CODE_SHAPES = {
    "icd10": re.compile(r"[A-Z]\d{2}(\.[0-9A-Z]{1,3})?"),
    "icpc2": re.compile(r"[A-Z]\d{2}(\.\d{1,2})?"),
}
MAX_TEXT = 10_000


class FactType(StrEnum):
    """How a fact's values look, and thereby which operators may read it."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    CHOICE = "choice"
    SET = "set"
    CODE = "code"
    TEXT = "text"


NUMBERS = frozenset({FactType.INTEGER, FactType.DECIMAL})


class FactOrigin(StrEnum):
    """Where a fact comes from. Routing rules may not read what comes from events."""

    COMMON = "common"
    PHRASE = "phrase"
    EVENT = "event"


class FactError(ValueError):
    """A value does not fit its fact; `message` is a Danish sentence."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key
        self.message = message


class FactsError(FactError):
    """Several values do not fit; `errors` holds one `FactError` for each."""

    def __init__(self, errors: tuple[FactError, ...]) -> None:
        super().__init__(errors[0].key, " ".join(error.message for error in errors))
        self.errors = errors


@dataclass(frozen=True)
class Wording:
    """How a fact or an option is said in a sentence.

    `says` and `says_not` are clauses with `{}` where the value stands ("Borgeren har {}");
    `word` is the option's name inside a sentence ("hjemmepleje").
    """

    says: Text | None = None
    says_not: Text | None = None
    word: Text | None = None


@dataclass(frozen=True)
class Fact:
    """One thing that can be known: its key, type, domain and words."""

    key: str
    type: FactType
    label: Text
    options: Mapping[str, Text] = field(default_factory=lambda: MappingProxyType({}))
    unit: Text | None = None
    """Written after a number; "uge|uger" gives singular and plural."""
    minimum: float | None = None
    maximum: float | None = None
    origin: FactOrigin = FactOrigin.PHRASE
    event: str = ""
    wording: Wording = field(default_factory=Wording)
    option_wording: Mapping[str, Wording] = field(default_factory=lambda: MappingProxyType({}))
    code_labels: Mapping[tuple[str, str], Text] = field(
        default_factory=lambda: MappingProxyType({})
    )
    """Short labels of codes by (system, code), for those the definition names."""

    @property
    def has_none(self) -> bool:
        """Whether the set has the exclusive option `none`."""
        return self.type is FactType.SET and NONE in self.options


class Vocabulary(Mapping[str, Fact]):
    """All facts a condition may read, by key and in their order."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts = MappingProxyType({fact.key: fact for fact in facts})

    def __getitem__(self, key: str) -> Fact:
        return self._facts[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def plus(self, facts: Iterable[Fact]) -> Vocabulary:
        """This vocabulary and `facts`."""
        return Vocabulary((*self.values(), *facts))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """ " Mente du »x«?" for the nearest of `known`, or nothing."""
    near = get_close_matches(word, list(known), n=1)
    return f" Mente du »{near[0]}«?" if near else ""


def number_text(value: float, language: str = "da") -> str:
    """A number as people write it: decimal comma in Danish, no needless decimals."""
    written = f"{value:.10g}" if isinstance(value, float) else str(value)
    return written.replace(".", ",") if language == "da" else written


def normal_code(system: str, code: str) -> str | None:
    """The code as stored ("M17.1"), also from its SKS form ("DM171"); None for another shape."""
    shape = CODE_SHAPES.get(system)
    if shape is None:
        return None
    written = code.strip().upper()
    if system == "icd10":
        if re.match(r"D[A-Z]\d", written):
            written = written[1:]
        if "." not in written and len(written) > 3:
            written = f"{written[:3]}.{written[3:]}"
    return written if shape.fullmatch(written) else None


def check_value(fact: Fact, value: Any) -> FactValue:
    """The value in its normal form, as it is stored.

    Raises `FactError` with a Danish sentence when the value lies outside the fact's domain.
    """
    name = fact.label.da
    match fact.type:
        case FactType.BOOLEAN:
            if isinstance(value, bool):
                return value
            raise FactError(fact.key, f"{name}: svar ja eller nej.")
        case FactType.INTEGER | FactType.DECIMAL:
            return check_number(fact, value)
        case FactType.CHOICE:
            if isinstance(value, str) and value in fact.options:
                return value
            raise FactError(fact.key, f"{name}: {_no_such_option(fact, value)}")
        case FactType.SET:
            return _check_set(fact, value)
        case FactType.CODE:
            return _check_code(fact, value)
        case FactType.TEXT:
            if not isinstance(value, str):
                raise FactError(fact.key, f"{name}: skal være tekst.")
            if len(value) > MAX_TEXT:
                raise FactError(
                    fact.key,
                    f"{name}: teksten er på {len(value)} tegn; højst {MAX_TEXT} er tilladt.",
                )
            return value


def check_number(fact: Fact, value: Any) -> int | float:
    """The number within the fact's bounds, whole when it can be; `FactError` otherwise."""
    name = fact.label.da
    if isinstance(value, bool) or not isinstance(value, int | float) or not _finite(value):
        raise FactError(fact.key, f"{name}: skal være et tal.")
    number: int | float = value
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if fact.type is FactType.INTEGER and not isinstance(number, int):
        raise FactError(fact.key, f"{name}: skal være et helt tal, ikke {number_text(number)}.")
    low, high = fact.minimum, fact.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise FactError(fact.key, f"{name}: {number_text(number)} er uden for {_bounds(fact)}.")
    return number


def _finite(value: float) -> bool:
    """Whether a number can be reckoned with: also no whole number beyond all decimal ones."""
    return -sys.float_info.max <= value <= sys.float_info.max


def parse_facts(vocabulary: Vocabulary, mapping: Mapping[str, Any]) -> dict[str, FactValue]:
    """A citizen's facts in normal form and in the vocabulary's order; null means unknown.

    Raises `FactsError` naming every value that does not fit.
    """
    errors = [
        FactError(
            key, f"Oplysningen »{key}« findes ikke i programmet.{did_you_mean(key, vocabulary)}"
        )
        for key in mapping
        if key not in vocabulary
    ]
    known: dict[str, FactValue] = {}
    for key, fact in vocabulary.items():
        if mapping.get(key) is None:
            continue
        try:
            known[key] = check_value(fact, mapping[key])
        except FactError as error:
            errors.append(error)
    if errors:
        raise FactsError(tuple(errors))
    return known


def _check_set(fact: Fact, value: Any) -> list[str]:
    name = fact.label.da
    if not isinstance(value, list | tuple | set | frozenset):
        raise FactError(fact.key, f"{name}: skal være en liste af valg.")
    for option in value:
        if not isinstance(option, str) or option not in fact.options:
            raise FactError(fact.key, f"{name}: {_no_such_option(fact, option)}")
    chosen = [option for option in fact.options if option in value]
    if not chosen and fact.has_none:
        return [NONE]
    if NONE in chosen and len(chosen) > 1:
        raise FactError(
            fact.key, f"{name}: »{fact.options[NONE].da}« kan ikke vælges sammen med andet."
        )
    return chosen


def _check_code(fact: Fact, value: Any) -> dict[str, str]:
    name = fact.label.da
    if not isinstance(value, Mapping) or set(value) != {"system", "code"}:
        raise FactError(fact.key, f"{name}: skal have et kodesystem og en kode.")
    system, code = value["system"], value["code"]
    if system not in CODE_SYSTEMS:
        raise FactError(
            fact.key, f"{name}: kodesystemet »{system}« kendes ikke; brug icd10 eller icpc2."
        )
    normal = normal_code(system, code) if isinstance(code, str) else None
    if normal is None:
        raise FactError(fact.key, f"{name}: »{code}« er ikke en {CODE_SYSTEMS[system]}-kode.")
    return {"system": system, "code": normal}


def _no_such_option(fact: Fact, value: Any) -> str:
    return f"»{value}« er ikke en mulighed.{did_you_mean(str(value), fact.options)}"


def _bounds(fact: Fact) -> str:
    low, high = fact.minimum, fact.maximum
    if low is None:
        return f"det tilladte: højst {number_text(high or 0)}"
    if high is None:
        return f"det tilladte: mindst {number_text(low)}"
    return f"{number_text(low)}–{number_text(high)}"


def _common(
    key: str,
    type_: FactType,
    da: str,
    en: str,
    *,
    says: tuple[str, str],
    says_not: tuple[str, str],
    **rest: Any,
) -> Fact:
    return Fact(
        key,
        type_,
        text(da, en),
        origin=FactOrigin.COMMON,
        wording=Wording(text(*says), text(*says_not)),
        **rest,
    )


COMMON = Vocabulary(
    (
        _common(
            "age",
            FactType.INTEGER,
            "Alder",
            "Age",
            unit=text("år", "year|years"),
            minimum=0,
            maximum=130,
            says=("Borgeren er {}", "The citizen is {}"),
            says_not=("Borgeren er ikke {}", "The citizen is not {}"),
        ),
        _common(
            "sex",
            FactType.CHOICE,
            "Køn",
            "Sex",
            options={"female": text("Kvinde", "Female"), "male": text("Mand", "Male")},
            says=("Borgeren er {}", "The citizen is {}"),
            says_not=("Borgeren er ikke {}", "The citizen is not {}"),
        ),
        _common(
            "group",
            FactType.INTEGER,
            "Gruppe",
            "Group",
            minimum=1,
            maximum=4,
            says=("Gruppen er {}", "The group is {}"),
            says_not=("Gruppen er ikke {}", "The group is not {}"),
        ),
        _common(
            "week",
            FactType.INTEGER,
            "Uger siden første kontakt",
            "Weeks since first contact",
            unit=text("uge|uger", "week|weeks"),
            minimum=0,
            maximum=520,
            says=("Der er gået {} siden første kontakt", "It is {} since first contact"),
            says_not=(
                "Der er ikke gået {} siden første kontakt",
                "It is not {} since first contact",
            ),
        ),
        _common(
            "progress",
            FactType.CHOICE,
            "Fremgang ved seneste kontrol",
            "Progress at the latest checkpoint",
            options={
                "none": text("Ingen", "None"),
                "some": text("Nogen", "Some"),
                "clear": text("Tydelig", "Clear"),
            },
            says=("Der er {} fremgang", "There is {} progress"),
            says_not=("Der er ikke {} fremgang", "There is not {} progress"),
            option_wording={"none": Wording(word=text("ingen", "no"))},
        ),
        _common(
            "options_exhausted",
            FactType.BOOLEAN,
            "Behandlingsmuligheder i praksis er udtømt",
            "Treatment options in practice are exhausted",
            says=(
                "Behandlingsmulighederne i praksis er udtømt",
                "The treatment options in practice are exhausted",
            ),
            says_not=(
                "Behandlingsmulighederne i praksis er ikke udtømt",
                "The treatment options in practice are not exhausted",
            ),
        ),
        _common(
            "joined",
            FactType.BOOLEAN,
            "Kommunen er tilsluttet",
            "The municipality has joined",
            says=("Borgerens kommune er tilsluttet", "The citizen's municipality has joined"),
            says_not=(
                "Borgerens kommune er ikke tilsluttet",
                "The citizen's municipality has not joined",
            ),
        ),
        _common(
            "hospital_course_ended",
            FactType.BOOLEAN,
            "Hospitalsforløbet er afsluttet",
            "The hospital course has ended",
            says=("Hospitalsforløbet er afsluttet", "The hospital course has ended"),
            says_not=("Hospitalsforløbet er ikke afsluttet", "The hospital course has not ended"),
        ),
    )
)
"""Facts every definition knows, though any may be unknown of one citizen."""

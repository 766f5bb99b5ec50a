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

from pathways.texts import LANGUAGES, Text, filled, sentences, text

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
    """A value does not fit its fact; `message` says why."""

    def __init__(self, key: str, message: Text) -> None:
        super().__init__(message.da)
        self.key = key
        self.message = message


class FactsError(FactError):
    """Several values do not fit; `errors` holds one `FactError` for each."""

    def __init__(self, errors: tuple[FactError, ...]) -> None:
        super().__init__(errors[0].key, sentences(error.message for error in errors))
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


def did_you_mean(word: str, known: Iterable[str]) -> Text:
    """ " Mente du »x«?" for the nearest of `known`, or nothing."""
    near = get_close_matches(word, list(known), n=1)
    return (
        filled(" Mente du »{near}«?", " Did you mean “{near}”?", near=near[0]) if near else text("")
    )


def number_text(value: float, language: str = "da") -> str:
    """A number as people write it: decimal comma in Danish, no needless decimals."""
    written = f"{value:.10g}" if isinstance(value, float) else str(value)
    return written.replace(".", ",") if language == "da" else written


def number_texts(value: float) -> Text:
    """A number as people write it in each language."""
    return text(*(number_text(value, language) for language in LANGUAGES))


def unfit(fact: Fact, da: str, en: str, /, **values: Text | str | int) -> FactError:
    """Why a value does not fit: a sentence, filled in and begun with the fact's name."""
    return FactError(
        fact.key, filled(f"{{label}}: {da}", f"{{label}}: {en}", label=fact.label, **values)
    )


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

    Raises `FactError` with a sentence when the value lies outside the fact's domain.
    """
    match fact.type:
        case FactType.BOOLEAN:
            if isinstance(value, bool):
                return value
            raise unfit(fact, "svar ja eller nej.", "answer yes or no.")
        case FactType.INTEGER | FactType.DECIMAL:
            return check_number(fact, value)
        case FactType.CHOICE:
            if isinstance(value, str) and value in fact.options:
                return value
            raise no_such_option(fact, value)
        case FactType.SET:
            return _check_set(fact, value)
        case FactType.CODE:
            return _check_code(fact, value)
        case FactType.TEXT:
            if not isinstance(value, str):
                raise unfit(fact, "skal være tekst.", "must be text.")
            if len(value) > MAX_TEXT:
                raise unfit(
                    fact,
                    "teksten er på {length} tegn; højst {most} er tilladt.",
                    "the text has {length} characters; at most {most} are allowed.",
                    length=len(value),
                    most=MAX_TEXT,
                )
            return value


def check_number(fact: Fact, value: Any) -> int | float:
    """The number within the fact's bounds, whole when it can be; `FactError` otherwise."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not _finite(value):
        raise unfit(fact, "skal være et tal.", "must be a number.")
    number: int | float = value
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if fact.type is FactType.INTEGER and not isinstance(number, int):
        raise unfit(
            fact,
            "skal være et helt tal, ikke {number}.",
            "must be a whole number, not {number}.",
            number=number_texts(number),
        )
    low, high = fact.minimum, fact.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise unfit(
            fact,
            "{number} er uden for {bounds}.",
            "{number} is outside {bounds}.",
            number=number_texts(number),
            bounds=_bounds(fact),
        )
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
            key,
            filled(
                "Oplysningen »{key}« findes ikke i programmet.{near}",
                "There is no fact “{key}” in the pathway.{near}",
                key=key,
                near=did_you_mean(key, vocabulary),
            ),
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
    if not isinstance(value, list | tuple | set | frozenset):
        raise unfit(fact, "skal være en liste af valg.", "must be a list of options.")
    for option in value:
        if not isinstance(option, str) or option not in fact.options:
            raise no_such_option(fact, option)
    chosen = [option for option in fact.options if option in value]
    if not chosen and fact.has_none:
        return [NONE]
    if NONE in chosen and len(chosen) > 1:
        raise unfit(
            fact,
            "»{none}« kan ikke vælges sammen med andet.",
            "“{none}” can't be chosen together with anything else.",
            none=fact.options[NONE],
        )
    return chosen


def _check_code(fact: Fact, value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping) or set(value) != {"system", "code"}:
        raise unfit(
            fact, "skal have et kodesystem og en kode.", "must have a code system and a code."
        )
    system, code = value["system"], value["code"]
    if system not in CODE_SYSTEMS:
        raise no_such_system(fact, system)
    normal = normal_code(system, code) if isinstance(code, str) else None
    if normal is None:
        raise unfit(
            fact,
            "»{code}« er ikke en {system}-kode.",
            "“{code}” is not an {system} code.",
            code=str(code),
            system=CODE_SYSTEMS[system],
        )
    return {"system": system, "code": normal}


def no_such_option(fact: Fact, value: Any) -> FactError:
    """A value that is none of the fact's options."""
    return unfit(
        fact,
        "»{value}« er ikke en mulighed.{near}",
        "“{value}” is not an option.{near}",
        value=str(value),
        near=did_you_mean(str(value), fact.options),
    )


def no_such_system(fact: Fact, system: Any) -> FactError:
    """A code system that is not known."""
    return unfit(
        fact,
        "kodesystemet »{system}« kendes ikke; brug icd10 eller icpc2.",
        "the code system “{system}” is not known; use icd10 or icpc2.",
        system=str(system),
    )


def _bounds(fact: Fact) -> Text:
    low, high = fact.minimum, fact.maximum
    if low is None:
        most = number_texts(high or 0)
        return filled("det tilladte: højst {most}", "what is allowed: at most {most}", most=most)
    if high is None:
        least = number_texts(low)
        return filled(
            "det tilladte: mindst {least}", "what is allowed: at least {least}", least=least
        )
    return filled("{low}–{high}", "{low}–{high}", low=number_texts(low), high=number_texts(high))

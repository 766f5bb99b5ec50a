"""One leaf of a condition in words: as it is asked, and as it is for one citizen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pathways.conditions.codes import CodeRange
from pathways.conditions.evaluate import Truth, value_of
from pathways.conditions.facts import NUMBERS, Fact, Facts, FactType, Wording, number_text
from pathways.conditions.tree import Leaf, Op
from pathways.conditions.wording import code_text, joined, lower_first, quantity
from pathways.texts import Text


@dataclass(frozen=True)
class Words:
    """The small words that hold sentences together in one language."""

    and_: str
    or_: str
    both: str
    neither: str
    nor: str
    not_: str
    at_least: str
    at_most: str
    under: str
    over: str
    between: str
    all_of: str
    one_of: str
    always: str
    never: str
    known: str
    not_known: str
    are_not_known: str
    is_: str
    is_not: str
    yes: str
    no: str
    among: str


_DANISH = Words(
    and_="og",
    or_="eller",
    both="både",
    neither="hverken",
    nor="eller",
    not_="ikke",
    at_least="mindst",
    at_most="højst",
    under="under",
    over="over",
    between="mellem {} og {}",
    all_of="alt dette gælder",
    one_of="mindst ét af dette gælder",
    always="gælder altid",
    never="gælder aldrig",
    known="er oplyst",
    not_known="er ikke oplyst",
    are_not_known="er ikke oplyst",
    is_="er",
    is_not="er ikke",
    yes="ja",
    no="nej",
    among="i",
)
_ENGLISH = Words(
    and_="and",
    or_="or",
    both="both",
    neither="neither",
    nor="nor",
    not_="not",
    at_least="at least",
    at_most="at most",
    under="under",
    over="over",
    between="between {} and {}",
    all_of="all of this holds",
    one_of="at least one of this holds",
    always="always holds",
    never="never holds",
    known="is known",
    not_known="is not known",
    are_not_known="are not known",
    is_="is",
    is_not="is not",
    yes="yes",
    no="no",
    among="in",
)


def words_of(language: str) -> Words:
    """The small words of a language; Danish unless it is English."""
    return _ENGLISH if language == "en" else _DANISH


@dataclass(frozen=True)
class Outline:
    """A condition in words as a list within lists, for pages that draw it so.

    `kind` is "clause" (then `text` is the clause), "all" or "any" (then `parts`).
    """

    kind: Literal["clause", "all", "any"]
    text: str = ""
    parts: tuple[Outline, ...] = ()


def _clause(said: str) -> Outline:
    return Outline("clause", said)


def leaf_clauses(leaf: Leaf, fact: Fact, language: str, *, holds: bool) -> Outline:
    """What a leaf asks, or its opposite, as one clause or a group of them."""
    words = words_of(language)
    op, value = leaf.op, leaf.value
    match op:
        case Op.KNOWN:
            known = value is holds
            return _clause(
                f"{fact.label.in_(language)} {words.known if known else words.not_known}"
            )
        case Op.IS if fact.type is FactType.BOOLEAN:
            return _clause(_yes_no(fact, language, yes=value is holds))
        case Op.IS if fact.type is FactType.CHOICE:
            return _choice(fact, (str(value),), language, holds=holds)
        case Op.ONE_OF if fact.type is FactType.CHOICE:
            return _choice(fact, _strings(value), language, holds=holds)
        case Op.HAS_ANY | Op.HAS_ALL:
            return _set(fact, _strings(value), language, every=op is Op.HAS_ALL, holds=holds)
        case Op.IN_CODES:
            ranges = joined(_ranges(value), words.or_)
            verb = words.is_ if holds else words.is_not
            return _clause(f"{fact.label.in_(language)} {verb} {words.among} {ranges}")
    return _clause(_number_clause(leaf, fact, language, holds=holds))


def _number_clause(leaf: Leaf, fact: Fact, language: str, *, holds: bool) -> str:
    words = words_of(language)

    def plain(number: float) -> str:
        return number_text(number, language)

    numbers = _numbers(leaf.value)
    last = quantity(fact, numbers[-1], language)
    match leaf.op:
        case Op.AT_LEAST:
            said = f"{words.at_least if holds else words.under} {last}"
            return _fill(fact, Wording(), said, language, holds=True)
        case Op.AT_MOST:
            said = f"{words.at_most if holds else words.over} {last}"
            return _fill(fact, Wording(), said, language, holds=True)
        case Op.BETWEEN:
            said = words.between.format(plain(numbers[0]), last)
            return _fill(fact, Wording(), said, language, holds=holds)
    named = [*(plain(one) for one in numbers[:-1]), last]
    if holds or len(named) == 1:
        return _fill(fact, Wording(), joined(named, words.or_), language, holds=holds)
    return _neither(fact, Wording(), named, language)


def _choice(fact: Fact, options: tuple[str, ...], language: str, *, holds: bool) -> Outline:
    clauses = [
        _one_of(fact, wording, group, language, holds=holds)
        for wording, group in _by_clause(fact, options)
    ]
    return Outline("any" if holds else "all", parts=tuple(map(_clause, clauses)))


def _set(
    fact: Fact, options: tuple[str, ...], language: str, *, every: bool, holds: bool
) -> Outline:
    if not every:
        return _choice(fact, options, language, holds=holds)
    words = words_of(language)
    clauses = []
    for wording, group in _by_clause(fact, options):
        named = [_word(fact, option, language) for option in group]
        said = joined(named, words.and_)
        if len(named) > 1:
            said = f"{words.both} {said}"
        clauses.append(_fill(fact, wording, said, language, holds=holds))
    return Outline("all" if holds else "any", parts=tuple(map(_clause, clauses)))


def _one_of(fact: Fact, wording: Wording, options: list[str], language: str, *, holds: bool) -> str:
    words = words_of(language)
    named = [_word(fact, option, language) for option in options]
    if holds or len(named) == 1:
        return _fill(fact, wording, joined(named, words.or_), language, holds=holds)
    return _neither(fact, wording, named, language)


def _neither(fact: Fact, wording: Wording, named: list[str], language: str) -> str:
    """ "Borgeren har hverken a eller b"; the Danish "ikke" becomes "hverken" where it stands."""
    words = words_of(language)
    listed = joined(named, words.nor)
    refused = _template(fact, wording, language, holds=False)
    if language != "en" and " ikke " in refused:
        return refused.replace(" ikke ", f" {words.neither} ", 1).replace("{}", listed)
    return _template(fact, wording, language, holds=True).replace("{}", f"{words.neither} {listed}")


def _by_clause(fact: Fact, options: Iterable[str]) -> list[tuple[Wording, list[str]]]:
    """Options grouped by the clause they stand in ("Borgeren har {}", "Borgeren er {}")."""
    groups: dict[Text | None, tuple[Wording, list[str]]] = {}
    for option in options:
        wording = fact.option_wording.get(option, Wording())
        if wording.says is not None and "{}" not in wording.says.da:
            groups[wording.says] = (wording, [option])
            continue
        groups.setdefault(wording.says, (wording, []))[1].append(option)
    return list(groups.values())


def _word(fact: Fact, option: str, language: str) -> str:
    word = fact.option_wording.get(option, Wording()).word
    return word.in_(language) if word else lower_first(fact.options[option].in_(language))


def _yes_no(fact: Fact, language: str, *, yes: bool) -> str:
    said = fact.wording.says if yes else fact.wording.says_not
    if said is not None:
        return said.in_(language)
    words = words_of(language)
    return f"{fact.label.in_(language)}: {words.yes if yes else words.no}"


def _fill(fact: Fact, wording: Wording, said: str, language: str, *, holds: bool) -> str:
    return _template(fact, wording, language, holds=holds).replace("{}", said)


def _template(fact: Fact, wording: Wording, language: str, *, holds: bool) -> str:
    """The clause with `{}` where the value stands, in the positive or the negative."""
    own = wording if wording.says is not None else fact.wording
    words = words_of(language)
    said = own.says if holds else own.says_not
    if said is not None:
        return said.in_(language)
    if own.says is not None:
        return _negated(own.says.in_(language), language)
    return f"{fact.label.in_(language)} {words.is_ if holds else words.is_not} {{}}"


_AUXILIARIES = frozenset({"is", "are", "was", "were", "can", "must", "will", "may", "should"})


def _negated(template: str, language: str) -> str:
    """The clause with "ikke" after its second word; in English after an auxiliary verb."""
    words = template.split(" ")
    if language != "en":
        return " ".join([*words[:2], "ikke", *words[2:]])
    for number, word in enumerate(words):
        if word in _AUXILIARIES or (word in {"has", "have"} and "{}" not in words[number + 1]):
            return " ".join([*words[: number + 1], "not", *words[number + 1 :]])
        if word in {"has", "have"}:
            does = "does" if word == "has" else "do"
            return " ".join([*words[:number], does, "not", "have", *words[number + 1 :]])
    return f"it is not so that {lower_first(template)}"


def _strings(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, tuple) else ()


def _ranges(value: object) -> list[str]:
    ranges = value if isinstance(value, tuple) else ()
    return [str(one).replace("-", "–") for one in ranges if isinstance(one, CodeRange)]


def _numbers(value: object) -> list[int | float]:
    numbers = value if isinstance(value, tuple) else (value,)
    return [one for one in numbers if isinstance(one, int | float)]


def citizen_clauses(leaf: Leaf, facts: Facts, fact: Fact, language: str) -> Outline:
    """What is so for one citizen in the matter that the leaf asks about."""
    truth = value_of(leaf, facts)
    if truth is Truth.UNKNOWN:
        return _clause(f"{fact.label.in_(language)} {words_of(language).not_known}")
    holds = truth is Truth.TRUE
    value = facts.get(leaf.fact)
    match leaf.op:
        case Op.HAS_ANY if holds and isinstance(value, list | tuple):
            there = tuple(option for option in _strings(leaf.value) if option in value)
            return _set(fact, there, language, every=True, holds=True)
        case Op.HAS_ALL if not holds and isinstance(value, list | tuple):
            missing = tuple(option for option in _strings(leaf.value) if option not in value)
            return _set(fact, missing, language, every=False, holds=False)
        case Op.IS | Op.ONE_OF if fact.type is FactType.CHOICE:
            return _choice(fact, (str(value),), language, holds=True)
        case Op.IN_CODES if isinstance(value, dict):
            words = words_of(language)
            shown = code_text(fact, value["system"], value["code"], language)
            return _clause(f"{fact.label.in_(language)} {words.is_} {shown}")
        case _ if (
            fact.type in NUMBERS and isinstance(value, int | float) and leaf.op is not Op.KNOWN
        ):
            own = _fill(fact, Wording(), quantity(fact, value, language), language, holds=True)
            if leaf.op in (Op.IS, Op.ONE_OF):
                return _clause(own)
            return _clause(f"{own} ({_limit(leaf, language, holds=holds)})")
    return leaf_clauses(leaf, fact, language, holds=holds)


def _limit(leaf: Leaf, language: str, *, holds: bool) -> str:
    words = words_of(language)
    numbers = [number_text(one, language) for one in _numbers(leaf.value)]
    match leaf.op:
        case Op.AT_LEAST:
            return f"{words.at_least if holds else words.under} {numbers[0]}"
        case Op.AT_MOST:
            return f"{words.at_most if holds else words.over} {numbers[0]}"
    said = words.between.format(*numbers)
    return said if holds else f"{words.not_} {said}"

"""A condition in words, in Danish and English, from the facts' own labels.

`explain` says what a condition asks; `because` says what is so for one citizen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pathways.conditions.evaluate import Truth, value_of
from pathways.conditions.facts import Fact, Facts, FactType, Vocabulary, Wording
from pathways.conditions.tree import (
    All,
    Any_,
    CodeRange,
    Condition,
    Leaf,
    Not,
    Op,
)
from pathways.conditions.wording import (
    code_text,
    joined,
    lower_first,
    number_text,
    quantity,
    upper_first,
)
from pathways.texts import Text


@dataclass(frozen=True)
class _Words:
    """The small words that hold sentences together in one language."""

    and_: str
    or_: str
    both: str
    neither: tuple[str, str]
    not_both: str
    at_least: str
    at_most: str
    under: str
    over: str
    between: str
    all_of: str
    one_of: str
    always: str
    never: str
    not_known: tuple[str, str]
    known: tuple[str, str]
    is_: str
    is_not: str
    colon_yes: str
    colon_no: str
    among: str


_WORDS = {
    "da": _Words(
        and_="og",
        or_="eller",
        both="både",
        neither=("hverken", "eller"),
        not_both="både",
        at_least="mindst",
        at_most="højst",
        under="under",
        over="over",
        between="mellem {} og {}",
        all_of="alt dette gælder",
        one_of="mindst ét af dette gælder",
        always="Gælder altid",
        never="Gælder aldrig",
        known=("", "er oplyst"),
        not_known=("", "er ikke oplyst"),
        is_="er",
        is_not="er ikke",
        colon_yes="ja",
        colon_no="nej",
        among="i",
    ),
    "en": _Words(
        and_="and",
        or_="or",
        both="both",
        neither=("neither", "nor"),
        not_both="both",
        at_least="at least",
        at_most="at most",
        under="under",
        over="over",
        between="between {} and {}",
        all_of="all of this holds",
        one_of="at least one of this holds",
        always="Always holds",
        never="Never holds",
        known=("", "is known"),
        not_known=("", "is not known"),
        is_="is",
        is_not="is not",
        colon_yes="yes",
        colon_no="no",
        among="in",
    ),
}


@dataclass(frozen=True)
class Outline:
    """A condition in words as a list within lists, for pages that draw it so.

    `kind` is "clause" (then `text` is the clause), "all" or "any" (then `parts`).
    """

    kind: Literal["clause", "all", "any"]
    text: str = ""
    parts: tuple[Outline, ...] = ()


Language: TypeAlias = str


def explain(condition: Condition, vocabulary: Vocabulary, language: Language = "da") -> str:
    """What the condition asks, as one sentence without a full stop.

    Where a sentence would be ambiguous it becomes a list over several lines, each beginning
    with "–" and indented by its depth.
    """
    said = outline(condition, vocabulary, language)
    return upper_first(_inline(said, language) or "\n".join(_listed(said, language, 0)))


def outline(condition: Condition, vocabulary: Vocabulary, language: Language = "da") -> Outline:
    """What the condition asks, as clauses grouped by "all" and "any"."""
    return _flat(_outline(condition, vocabulary, language, holds=True))


def sentence_of_leaf(
    leaf: Leaf, vocabulary: Vocabulary, language: Language = "da", *, holds: bool = True
) -> str:
    """One leaf in words, or its opposite."""
    said = _flat(_leaf_outline(leaf, vocabulary[leaf.fact], language, holds=holds))
    return upper_first(_inline(said, language) or "\n".join(_listed(said, language, 0)))


def because(
    decided_by: Iterable[Leaf], facts: Facts, vocabulary: Vocabulary, language: Language = "da"
) -> str:
    """What is so for one citizen: the deciding leaves narrowed to the citizen's own values.

    "Borgeren har hjemmepleje", where the condition asks for home care or home nursing.
    """
    said = tuple(
        _flat(_citizen_outline(leaf, facts, vocabulary[leaf.fact], language)) for leaf in decided_by
    )
    whole = _flat(Outline("all", parts=said))
    return upper_first(_inline(whole, language) or "\n".join(_listed(whole, language, 0)))


def not_known(keys: Iterable[str], vocabulary: Vocabulary, language: Language = "da") -> str:
    """ "Gruppe er ikke oplyst", for the facts that are missing."""
    words = _WORDS[_language(language)]
    labels = [vocabulary[key].label.in_(language) for key in keys]
    named = joined(labels[:1] + [lower_first(label) for label in labels[1:]], words.and_)
    are = "are" if language == "en" and len(labels) > 1 else ""
    return f"{named} {'are not known' if are else words.not_known[1]}"


# Outlines


def _language(language: Language) -> str:
    return "en" if language == "en" else "da"


def _clause(said: str) -> Outline:
    return Outline("clause", said)


def _outline(node: Condition, vocabulary: Vocabulary, language: str, *, holds: bool) -> Outline:
    """The tree in words, with "not" moved down to the leaves (valid in Kleene's logic)."""
    match node:
        case Not(part):
            return _outline(part, vocabulary, language, holds=not holds)
        case All(parts) | Any_(parts):
            is_all = isinstance(node, All) is holds
            return Outline(
                "all" if is_all else "any",
                parts=tuple(_outline(part, vocabulary, language, holds=holds) for part in parts),
            )
        case Leaf():
            return _leaf_outline(node, vocabulary[node.fact], language, holds=holds)


def _flat(said: Outline) -> Outline:
    """Without groups of one, and without a group directly inside one of the same kind."""
    if said.kind == "clause":
        return said
    parts: list[Outline] = []
    for part in map(_flat, said.parts):
        if part.kind == said.kind:
            parts.extend(part.parts)
        elif part not in parts:
            parts.append(part)
    return parts[0] if len(parts) == 1 else Outline(said.kind, parts=tuple(parts))


def _inline(said: Outline, language: str) -> str | None:
    """The outline as one sentence, or None where it could be read in two ways."""
    words = _WORDS[_language(language)]
    if said.kind == "clause":
        return said.text
    if not said.parts:
        return lower_first(words.always if said.kind == "all" else words.never)
    clauses = [part.text for part in said.parts if part.kind == "clause"]
    groups = [part for part in said.parts if part.kind != "clause"]
    conjunction = words.and_ if said.kind == "all" else words.or_
    if not groups:
        return _sentence(clauses, conjunction)
    nested = groups[0]
    simple = all(part.kind == "clause" for part in nested.parts) and nested.parts
    if said.kind == "any" or len(groups) > 1 or not simple:
        return None
    inner = _sentence([part.text for part in nested.parts], words.or_)
    return _sentence([*clauses, f"{words.one_of}: {lower_first(inner)}"], conjunction)


def _sentence(clauses: list[str], conjunction: str) -> str:
    rest = [lower_first(clause) for clause in clauses[1:]]
    if not rest:
        return clauses[0]
    return ", ".join([clauses[0], *rest[:-1], f"{conjunction} {rest[-1]}"])


def _listed(said: Outline, language: str, depth: int) -> list[str]:
    words = _WORDS[_language(language)]
    dash = f"{'  ' * (depth - 1)}– " if depth else ""
    if said.kind == "clause":
        return [f"{dash}{lower_first(said.text) if depth else said.text}"]
    if not said.parts:
        return [f"{dash}{lower_first(words.always if said.kind == 'all' else words.never)}"]
    head = words.all_of if said.kind == "all" else words.one_of
    lines = [f"{dash}{head}:"]
    for part in said.parts:
        lines.extend(_listed(part, language, depth + 1))
    return lines


# Leaves


def _leaf_outline(leaf: Leaf, fact: Fact, language: str, *, holds: bool) -> Outline:
    words = _WORDS[_language(language)]
    op, value = leaf.op, leaf.value
    match op:
        case Op.KNOWN:
            known = value is holds
            return _clause(
                f"{fact.label.in_(language)} {(words.known if known else words.not_known)[1]}"
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
            ranges = joined([_range_text(one) for one in value], words.or_)  # type: ignore[union-attr,arg-type]
            verb = words.is_ if holds else words.is_not
            return _clause(f"{fact.label.in_(language)} {verb} {words.among} {ranges}")
    return _clause(_number_clause(leaf, fact, language, holds=holds))


def _number_clause(leaf: Leaf, fact: Fact, language: str, *, holds: bool) -> str:
    words = _WORDS[_language(language)]

    def plain(number: float) -> str:
        return number_text(number, language)

    value = leaf.value
    if isinstance(value, tuple):
        numbers = [one for one in value if isinstance(one, int | float)]
        last = quantity(fact, numbers[-1], language)
        if leaf.op is Op.BETWEEN:
            said = words.between.format(plain(numbers[0]), last)
            return _fill(fact, Wording(), said, language, holds=holds)
        named = [plain(one) for one in numbers[:-1]] + [last]
        if holds or len(named) == 1:
            return _fill(fact, Wording(), joined(named, words.or_), language, holds=holds)
        return _neither(fact, Wording(), named, language)
    assert isinstance(value, int | float)  # noqa: S101
    amount = quantity(fact, value, language)
    match leaf.op:
        case Op.AT_LEAST:
            said = f"{words.at_least if holds else words.under} {amount}"
            return _fill(fact, Wording(), said, language, holds=True)
        case Op.AT_MOST:
            said = f"{words.at_most if holds else words.over} {amount}"
            return _fill(fact, Wording(), said, language, holds=True)
    return _fill(fact, Wording(), amount, language, holds=holds)


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
    words = _WORDS[_language(language)]
    clauses = []
    for wording, group in _by_clause(fact, options):
        named = [_word(fact, option, language) for option in group]
        said = joined(named, words.and_)
        if len(named) > 1:
            said = f"{words.both} {said}"
        clauses.append(_fill(fact, wording, said, language, holds=holds))
    return Outline("all" if holds else "any", parts=tuple(map(_clause, clauses)))


def _one_of(fact: Fact, wording: Wording, options: list[str], language: str, *, holds: bool) -> str:
    words = _WORDS[_language(language)]
    named = [_word(fact, option, language) for option in options]
    if holds or len(named) == 1:
        return _fill(fact, wording, joined(named, words.or_), language, holds=holds)
    return _neither(fact, wording, named, language)


def _neither(fact: Fact, wording: Wording, named: list[str], language: str) -> str:
    """ "Borgeren har hverken a eller b"; the Danish "ikke" becomes "hverken" where it stands."""
    words = _WORDS[_language(language)]
    neither, nor = words.neither
    listed = joined(named, nor)
    refused = _template(fact, wording, language, holds=False)
    if language != "en" and " ikke " in refused:
        return refused.replace(" ikke ", f" {neither} ", 1).replace("{}", listed)
    return _template(fact, wording, language, holds=True).replace("{}", f"{neither} {listed}")


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
    words = _WORDS[_language(language)]
    return f"{fact.label.in_(language)}: {words.colon_yes if yes else words.colon_no}"


def _fill(fact: Fact, wording: Wording, said: str, language: str, *, holds: bool) -> str:
    return _template(fact, wording, language, holds=holds).replace("{}", said)


def _template(fact: Fact, wording: Wording, language: str, *, holds: bool) -> str:
    """The clause with `{}` where the value stands, in the positive or the negative."""
    own = wording if wording.says is not None else fact.wording
    words = _WORDS[_language(language)]
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


def _range_text(codes: CodeRange) -> str:
    return codes.first if codes.first == codes.last else f"{codes.first}–{codes.last}"


# One citizen


def _citizen_outline(leaf: Leaf, facts: Facts, fact: Fact, language: str) -> Outline:
    truth = value_of(leaf, facts)
    if truth is Truth.UNKNOWN:
        return _clause(not_known([leaf.fact], {leaf.fact: fact}, language))  # type: ignore[arg-type]
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
            words = _WORDS[_language(language)]
            shown = code_text(fact, value["system"], value["code"], language)
            return _clause(f"{fact.label.in_(language)} {words.is_} {shown}")
        case Op.AT_LEAST | Op.AT_MOST | Op.BETWEEN | Op.ONE_OF | Op.IS if fact.type in (
            FactType.INTEGER,
            FactType.DECIMAL,
        ) and isinstance(value, int | float):
            own = _fill(fact, Wording(), quantity(fact, value, language), language, holds=True)
            if leaf.op in (Op.IS, Op.ONE_OF):
                return _clause(own)
            return _clause(f"{own} ({_limit(leaf, language, holds=holds)})")
    return _leaf_outline(leaf, fact, language, holds=holds)


def _limit(leaf: Leaf, language: str, *, holds: bool) -> str:
    words = _WORDS[_language(language)]
    if isinstance(leaf.value, tuple):
        low, high = (number_text(end, language) for end in leaf.value)  # type: ignore[arg-type]
        said = words.between.format(low, high)
        return said if holds else f"{'not' if language == 'en' else 'ikke'} {said}"
    number = number_text(leaf.value, language)  # type: ignore[arg-type]
    if leaf.op is Op.AT_LEAST:
        return f"{words.at_least if holds else words.under} {number}"
    return f"{words.at_most if holds else words.over} {number}"

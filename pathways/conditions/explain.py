"""A condition in words, in Danish and English, from the facts' own labels.

`explain` says what a condition asks; `because` says what is so for one citizen.
"""

from __future__ import annotations

from collections.abc import Iterable

from pathways.conditions.clauses import Outline, citizen_clauses, leaf_clauses, words_of
from pathways.conditions.codes import CodeRange
from pathways.conditions.facts import Fact, Facts, FactType, Vocabulary
from pathways.conditions.tree import All, Any_, Condition, Leaf, Not, Op
from pathways.conditions.wording import joined, lower_first, upper_first


def explain(condition: Condition, vocabulary: Vocabulary, language: str = "da") -> str:
    """What the condition asks, as one sentence without a full stop.

    Where a sentence would be ambiguous it becomes a list over several lines, each beginning
    with "–" and indented by its depth.
    """
    said = outline(condition, vocabulary, language)
    return _said(said, language)


def outline(condition: Condition, vocabulary: Vocabulary, language: str = "da") -> Outline:
    """What the condition asks, as clauses grouped by "all" and "any"."""
    return _flat(_outline(condition, vocabulary, language, holds=True))


def sentence_of_leaf(
    leaf: Leaf, vocabulary: Vocabulary, language: str = "da", *, holds: bool = True
) -> str:
    """One leaf in words, or its opposite."""
    said = _flat(leaf_clauses(leaf, vocabulary[leaf.fact], language, holds=holds))
    return _said(said, language)


def because(
    decided_by: Iterable[Leaf], facts: Facts, vocabulary: Vocabulary, language: str = "da"
) -> str:
    """What is so for one citizen: the deciding leaves narrowed to the citizen's own values.

    "Borgeren har hjemmepleje", where the condition asks for home care or home nursing.
    """
    said = tuple(
        _flat(citizen_clauses(leaf, facts, vocabulary[leaf.fact], language)) for leaf in decided_by
    )
    whole = _flat(Outline("all", parts=said))
    return _said(whole, language)


def citizen_sentences(
    facts: Facts, vocabulary: Vocabulary, language: str = "da"
) -> tuple[str, ...]:
    """All that is known of one citizen, a sentence for each fact, in the vocabulary's order."""
    return tuple(
        because((_leaf_of(fact, facts),), facts, vocabulary, language)
        for key, fact in vocabulary.items()
        if facts.get(key) is not None
    )


def _leaf_of(fact: Fact, facts: Facts) -> Leaf:
    """A question to which the citizen's own value is the answer."""
    value = facts[fact.key]
    match fact.type:
        case FactType.SET if isinstance(value, list | tuple) and value:
            return Leaf(fact.key, Op.HAS_ALL, tuple(value))
        case FactType.CODE if isinstance(value, dict):
            code = CodeRange(value["system"], value["code"], value["code"])
            return Leaf(fact.key, Op.IN_CODES, (code,))
        case FactType.SET | FactType.TEXT:
            return Leaf(fact.key, Op.KNOWN, True)
    assert isinstance(value, bool | int | float | str)  # noqa: S101
    return Leaf(fact.key, Op.IS, value)


def not_known(keys: Iterable[str], vocabulary: Vocabulary, language: str = "da") -> str:
    """ "Gruppe er ikke oplyst", for the facts that are missing."""
    words = words_of(language)
    labels = [vocabulary[key].label.in_(language) for key in keys]
    named = joined(labels[:1] + [lower_first(label) for label in labels[1:]], words.and_)
    return f"{named} {words.not_known if len(labels) == 1 else words.are_not_known}"


def _said(said: Outline, language: str) -> str:
    return upper_first(_inline(said, language) or "\n".join(_listed(said, language, 0)))


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
            return leaf_clauses(node, vocabulary[node.fact], language, holds=holds)


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
    words = words_of(language)
    if said.kind == "clause":
        return said.text
    if not said.parts:
        return words.always if said.kind == "all" else words.never
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
    words = words_of(language)
    dash = f"{'  ' * (depth - 1)}– " if depth else ""
    if said.kind == "clause":
        return [f"{dash}{lower_first(said.text) if depth else said.text}"]
    if not said.parts:
        return [f"{dash}{words.always if said.kind == 'all' else words.never}"]
    head = words.all_of if said.kind == "all" else words.one_of
    lines = [f"{dash}{head}:"]
    for part in said.parts:
        lines.extend(_listed(part, language, depth + 1))
    return lines

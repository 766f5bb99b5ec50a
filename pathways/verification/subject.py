"""What the checks are asked of: a definition, its surroundings, and the prover's questions.

The citizens spoken of are those whom the pathway may have before it: not outside its patient
group, and without answers to what is not asked of them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Hashable, Iterator
from dataclasses import replace
from functools import cached_property
from threading import Lock
from time import monotonic
from typing import TypeAlias

from pathways.conditions.claims import Claim, among, conditions_of, every, holds, is_true
from pathways.conditions.evaluate import TRUE, UNKNOWN
from pathways.conditions.explain import citizen_sentences
from pathways.conditions.facts import Fact, Facts, FactValue, parse_facts
from pathways.conditions.prove import SECONDS, Example, OutOfTime, Prover
from pathways.conditions.tree import All, Any_, Condition, Leaf, Op, facts_read, parse
from pathways.definition import Definition
from pathways.texts import LANGUAGES, text
from pathways.verification.findings import Finding
from pathways.verification.surroundings import Surroundings

ALL_SECONDS = 20.0
"""For all that is asked of one document together; SECONDS is for each question."""

_KEPT = 4096
_Answers: TypeAlias = OrderedDict[Hashable, Example | None]


class _Cache:
    """Answers of the prover, so that after one change only what it touches is proved again."""

    def __init__(self) -> None:
        self._answers: _Answers = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> tuple[bool, Example | None]:
        with self._lock:
            if key not in self._answers:
                return False, None
            self._answers.move_to_end(key)
            return True, self._answers[key]

    def put(self, key: Hashable, answer: Example | None) -> None:
        with self._lock:
            self._answers[key] = answer
            while len(self._answers) > _KEPT:
                self._answers.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()


ANSWERS = _Cache()


class Subject:
    """A definition as the checks ask it.

    `lost`: the top-level parts of a draft of which something could not be read. A check that
    would judge by what is missing there must not speak.
    """

    def __init__(
        self,
        definition: Definition,
        surroundings: Surroundings,
        lost: Collection[str] = (),
    ) -> None:
        self.definition = definition
        self.surroundings = surroundings
        self.lost = frozenset(lost)
        self.prover = Prover(definition.vocabulary, plain=self.plain, seconds=SECONDS)
        self._until = monotonic() + ALL_SECONDS

    def whole(self, *parts: str) -> bool:
        """Whether nothing of these parts of the document is missing."""
        return self.lost.isdisjoint(parts)

    @cached_property
    def witnesses(self) -> tuple[dict[str, FactValue], ...]:
        """The definition's own example citizens, as far as they are among those spoken of."""
        everything = self._scope(tuple(self.definition.vocabulary))
        return tuple(
            facts
            for facts in _examples(self.definition)
            if all(holds(claim, facts) for claim in everything)
        )

    @cached_property
    def plain(self) -> dict[str, FactValue]:
        """An ordinary citizen, whom examples come near."""
        return plain_of(self.definition)

    def someone(self, *claims: Claim) -> bool:
        """Whether all this holds of some citizen; the examples are asked before the solver."""
        wanted = every(claims)
        if any(holds(wanted, facts) for facts in self.witnesses):
            return True
        return self.find(*claims) is not None

    def find(self, *claims: Claim) -> Example | None:
        """The most ordinary citizen of whom all this holds, or None. Raises `OutOfTime`."""
        read = tuple(
            dict.fromkeys(
                key for condition in conditions_of(*claims) for key in facts_read(condition)
            )
        )
        scope = self._scope(read)
        asked = (*claims, *scope)
        key = (self._signature(asked), asked)
        known, answer = ANSWERS.get(key)
        if not known:
            answer = self._proved(asked)
            ANSWERS.put(key, answer)
        return None if answer is None else dict(answer)

    def _proved(self, asked: tuple[Claim, ...]) -> Example | None:
        left = self._until - monotonic()
        if left <= 0:
            raise OutOfTime(ALL_SECONDS)
        self.prover.seconds = min(SECONDS, left)
        return self.prover.example(*asked)

    def shown(self, finding: Finding, example: Facts | None) -> Finding:
        """The finding with the citizen it is about, as facts and as sentences."""
        if example is None:
            return finding
        vocabulary = self.definition.vocabulary
        danish, english = (citizen_sentences(example, vocabulary, said) for said in LANGUAGES)
        citizen = tuple(text(*pair) for pair in zip(danish, english, strict=True))
        return replace(finding, example=dict(example), citizen=citizen)

    def _scope(self, read: tuple[str, ...]) -> tuple[Claim, ...]:
        """What holds of everyone spoken of, as far as it bears on the facts read."""
        claims: list[Claim] = []
        waiting, seen = list(read), set(read)
        while waiting:
            shown = self.asked_when.get(waiting.pop())
            if shown is not None:
                claims.append(is_true(shown))
                new = [key for key in facts_read(shown) if key not in seen]
                seen.update(new)
                waiting.extend(new)
        inclusion = self.definition.inclusion
        if not seen.isdisjoint(facts_read(inclusion)):
            claims.append(among(inclusion, {TRUE, UNKNOWN}))
        return tuple(claims)

    @cached_property
    def asked_when(self) -> dict[str, Condition]:
        """For each fact that is not always asked: it is unknown, or what shows it is true."""
        vocabulary = self.definition.vocabulary
        found: dict[str, Condition] = {}
        for phrase in self.definition.phrases:
            for declared in phrase.facts:
                shown = [
                    parse(data, vocabulary)
                    for data in (phrase.visible_when, declared.visible_when)
                    if data is not None
                ]
                if shown:
                    unknown = Leaf(declared.key, Op.KNOWN, False)
                    found[declared.key] = Any_((unknown, All(tuple(shown))))
        return found

    def _signature(self, claims: tuple[Claim, ...]) -> Hashable:
        """All that an answer depends on besides the claims: the facts' domains, and the plain."""
        read = dict.fromkeys(
            key for condition in conditions_of(*claims) for key in facts_read(condition)
        )
        vocabulary = self.definition.vocabulary
        return tuple((_domain(vocabulary[key]), repr(self.plain.get(key))) for key in read)


def plain_of(definition: Definition) -> dict[str, FactValue]:
    """An ordinary citizen: the first example whose advice is final."""
    for example, facts in zip(definition.examples, _examples(definition), strict=False):
        if not example.provisional:
            return facts
    return {}


def _examples(definition: Definition) -> Iterator[dict[str, FactValue]]:
    for example in definition.examples:
        yield parse_facts(definition.vocabulary, example.facts)


def _domain(fact: Fact) -> Hashable:
    return (
        fact.key,
        fact.type,
        tuple(fact.options),
        fact.minimum,
        fact.maximum,
        tuple(fact.code_labels),
    )

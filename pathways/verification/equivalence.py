"""Whether two definitions advise alike, and if not, for whom they differ.

Two versions of a pathway are compared so, and a change that should change nothing is proved to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType

from pathways.conditions.claims import differ, some
from pathways.conditions.facts import NUMBERS, Fact, FactValue, Vocabulary
from pathways.conditions.prove import Prover, ReadingsDisagree
from pathways.conditions.tree import All, Any_, Condition, Leaf, Not
from pathways.conditions.wording import AND, joined_texts
from pathways.definition import Definition
from pathways.destinations import DESTINATIONS
from pathways.texts import Text, filled, text
from pathways.verification.advised import (
    NEVER,
    Advised,
    Aspect,
    Claims,
    advised,
    not_offered_of,
    offer_fact,
)
from pathways.verification.subject import plain_of

SECONDS = 20.0


@dataclass(frozen=True)
class Difference:
    """A citizen whom two definitions advise differently, and what each says.

    `facts` are the citizen's for the first; `facts_after` for the second, which differ only where
    a fact has changed its type. `not_offered`: destinations that are not there in this example.
    """

    facts: dict[str, FactValue]
    facts_after: dict[str, FactValue]
    not_offered: frozenset[str]
    before: Advised
    after: Advised

    @property
    def aspects(self) -> frozenset[Aspect]:
        """What only one of them says."""
        return self.before.aspects() ^ self.after.aspects()

    @property
    def changes_destination(self) -> bool:
        """Whether the citizen is sent elsewhere, and is not only told something else."""
        return self.before.destination != self.after.destination

    @property
    def sentence(self) -> Text:
        """ "Praktiserende fysioterapeut i stedet for Kommunalt træningstilbud." """
        if not self.changes_destination:
            return filled(
                "Samme modtager, men rådet er et andet: {what}.",
                "The same destination, but other advice: {what}.",
                what=self._said(),
            )
        before, after = (DESTINATIONS[one.destination].title for one in (self.before, self.after))
        return filled(
            "{after} i stedet for {before}.",
            "{after} instead of {before}.",
            after=after,
            before=before,
        )

    def _said(self) -> Text:
        kinds = dict.fromkeys(kind for kind, _ in sorted(self.aspects, key=str))
        return joined_texts((_KINDS[kind] for kind in kinds), AND)


_KINDS = {
    "also": text("hvad der kommer ved siden af", "what comes along"),
    "alternatives": text("patientens valg", "the patient's choice"),
    "blocked": text("om henvisningen må sendes", "whether the referral may be sent"),
    "contact": text("hvem der ringes til", "whom to call"),
    "destination": text("modtageren", "the destination"),
    "order": text("hvad der bestilles", "what is ordered"),
    "outside": text(
        "om borgeren hører til patientgruppen", "whether the citizen belongs to the patient group"
    ),
    "provisional": text("om rådet er foreløbigt", "whether the advice is provisional"),
    "warning": text("advarslerne", "the warnings"),
}


def difference(
    before: Definition, after: Definition, *, seconds: float = SECONDS
) -> Difference | None:
    """A citizen whom the two advise differently, or None: it is proved that there is none.

    Another destination is looked for first. What is compared is where the citizen is sent and may
    choose to go, what comes along, is warned of, called and ordered, whether the referral may be
    sent, and whether the advice is provisional; not the reasons' words. Raises `OutOfTime`.
    """
    shared = _Shared(before, after)
    prover = Prover(shared.vocabulary, plain=plain_of(before), seconds=seconds)
    one = Claims(before, lambda condition: condition).aspects()
    other = Claims(after, shared.renamed).aspects()
    every_aspect = sorted({*one, *other}, key=str)
    moved = [aspect for aspect in every_aspect if aspect[0] == "destination"]
    for aspects in (moved, [aspect for aspect in every_aspect if aspect not in moved]):
        apart = some(differ(one.get(key, NEVER), other.get(key, NEVER)) for key in aspects)
        found = prover.example(apart)
        if found is not None:
            return shared.confirmed(found)
    return None


class _Shared:
    """One vocabulary for the facts of two definitions, and for what is on offer.

    A fact that both have with the same type is one, with the domains of both; one whose type has
    changed is two.
    """

    def __init__(self, before: Definition, after: Definition) -> None:
        self.before, self.after = before, after
        self.changed = {
            key: f"{key} after"
            for key, fact in after.vocabulary.items()
            if key in before.vocabulary and before.vocabulary[key].type is not fact.type
        }
        facts = dict(before.vocabulary)
        for key, fact in after.vocabulary.items():
            name = self.changed.get(key, key)
            facts[name] = _joined(facts[name], fact) if name in facts else replace(fact, key=name)
        destinations = dict.fromkeys((*before.destinations, *after.destinations))
        offers = [offer_fact(key) for key in destinations]
        self.vocabulary = Vocabulary((*facts.values(), *offers))

    def renamed(self, condition: Condition) -> Condition:
        """A condition of the second definition over the shared vocabulary."""
        match condition:
            case Leaf(fact, op, value):
                return Leaf(self.changed[fact], op, value) if fact in self.changed else condition
            case Not(part):
                return Not(self.renamed(part))
            case All(parts):
                return All(tuple(map(self.renamed, parts)))
            case Any_(parts):
                return Any_(tuple(map(self.renamed, parts)))

    def confirmed(self, found: dict[str, FactValue]) -> Difference:
        """The example with what the routing itself says of it, which must differ."""
        missing = not_offered_of(found)
        first = {key: value for key, value in found.items() if key in self.before.vocabulary}
        second = {
            key: found[name]
            for key in self.after.vocabulary
            if (name := self.changed.get(key, key)) in found
        }
        told = Difference(
            first,
            second,
            missing,
            advised(self.before, first, missing),
            advised(self.after, second, missing),
        )
        if not told.aspects:
            raise ReadingsDisagree(f"Both definitions advise the same for {found}")
        return told


def _joined(one: Fact, other: Fact) -> Fact:
    """A fact with every value that either has."""
    if one.type in NUMBERS:
        lows, highs = (one.minimum, other.minimum), (one.maximum, other.maximum)
        return replace(
            one,
            minimum=None if None in lows else min(low for low in lows if low is not None),
            maximum=None if None in highs else max(high for high in highs if high is not None),
        )
    options = MappingProxyType({**one.options, **other.options})
    return replace(one, options=options)

"""One replay from beginning to end: count, explain who changes, compare with places, protect."""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from time import monotonic
from typing import Any

from django.utils import timezone

from organisations.models import Municipality
from pathways.definition import Definition
from pathways.destination_query import facts_of_routing
from pathways.replaying.alike import Listed, alike
from pathways.replaying.capacity import Flow, receivers
from pathways.replaying.counting import Counting, Ledger, Tally
from pathways.replaying.protecting import THRESHOLD, Counts, Protected, protected_reasons
from pathways.replaying.reasons import Explainer, Moved
from pathways.stored_facts import domain
from pathways.texts import Text

EXPLAINED_AT_ONCE = 2_000
CASES_KEPT = 2_000


class Stopped(Exception):
    """Somebody stopped the replay, or another worker has it."""


class ReadingsDisagree(RuntimeError):
    """The query and `evaluate` send the same citizen to different places: one of them is wrong."""


@dataclass(frozen=True)
class Asked:
    """What to replay: two definitions over a part of the ledger.

    `against`: the id of `old`'s version. `under`: the definitions the advice was given under.
    """

    old: Definition
    new: Definition
    against: int
    ledger: Ledger
    under: tuple[Definition, ...]

    @property
    def checked(self) -> frozenset[str]:
        """Facts of the new routing that some earlier version asked otherwise, or not at all."""
        return frozenset(
            key
            for key, fact in facts_of_routing(self.new).items()
            if any(domain(one.vocabulary.get(key)) != domain(fact) for one in self.under)
        )


@dataclass(frozen=True, slots=True)
class Case:
    """One referral that would go elsewhere: what sort of citizen, and why."""

    sex: str
    age: str
    group: str
    moved: Moved


@dataclass
class _Found:
    counts: Counts = field(default_factory=Counts)
    flows: dict[tuple[str, str], Flow] = field(default_factory=lambda: defaultdict(Flow))
    cases: Counter[Case] = field(default_factory=Counter)
    misfit: int = 0
    against: int = 0
    same: int = 0


def run(asked: Asked, go_on: Callable[[int], bool] = lambda done: True) -> dict[str, Any]:
    """The result as it is kept. Raises Stopped, and ReadingsDisagree.

    `go_on` is told how many are done, between stretches, and answers whether to go on.
    """
    began = monotonic()
    total = asked.ledger.count()
    found = _Found()
    counting = Counting(asked.old, asked.new, asked.against, asked.checked)
    explainer = Explainer(asked.old, asked.new, counting.keys)
    done = explained = 0
    for stretch in asked.ledger.stretches(total):
        for tally in counting.count(stretch):
            _add(found, tally)
            done += tally.count
            for read, number in tally.read:
                _explain(found, tally, explainer.explain(read), number)
                explained += 1
                if not explained % EXPLAINED_AT_ONCE and not go_on(done):
                    raise Stopped
        if not go_on(done):
            raise Stopped
    return _result(asked, found) | {"seconds": round(monotonic() - began, 1)}


def _add(found: _Found, tally: Tally) -> None:
    municipality = tally.municipality
    pair = (tally.old, tally.new)
    people = {"group": tally.group, "age": tally.age, "sex": tally.sex}
    found.counts.add(municipality, pair, people, tally.count)
    moves = tally.old != tally.new
    for key, is_old in ((tally.old, True), (tally.new, False)):
        flow = found.flows[key, municipality]
        flow.before += tally.count if is_old else 0
        flow.after += 0 if is_old else tally.count
        flow.moved += tally.count if moves else 0
    found.misfit += tally.misfit
    found.against += tally.against
    found.same += tally.same


def _explain(found: _Found, tally: Tally, moved: Moved, number: int) -> None:
    if (moved.old, moved.new) != (tally.old, tally.new):
        raise ReadingsDisagree(f"{moved.old} {moved.new}, {tally.old} {tally.new}")
    found.cases[Case(tally.sex, tally.age, tally.group, moved)] += number


def _result(asked: Asked, found: _Found) -> dict[str, Any]:
    shown = Protected(found.counts)
    names = dict(Municipality.objects.values_list("code", "name"))
    weeks = (asked.ledger.end - asked.ledger.start).days / 7
    reasons = _reasons(found.cases)
    listed = alike(_told(found.cases, shown, list(reasons)), _hidden(shown))
    # Drawn in an order that tells nothing either.
    kept = secrets.SystemRandom().sample(listed, min(len(listed), CASES_KEPT))
    return {
        "total": shown.total,
        "moved": shown.moved,
        "misfit": _small(found.misfit),
        "control": _control(shown, found),
        "transitions": [
            {"old": old, "new": new, "count": shown.transition((old, new))}
            for old, new in shown.transitions
        ],
        "destinations": [
            {"key": key, "before": shown.before(key), "after": shown.after(key)}
            for key in shown.destinations
        ],
        "municipalities": [
            {"code": code, "name": names.get(code, ""), **shown.municipality(code)}
            for code in shown.municipalities
        ],
        "people": [
            {"dimension": dimension, "value": value, **shown.those(dimension, value)}
            for dimension, value in shown.people
        ],
        "weeks": round(weeks, 2),
        "capacity": [one.to_data(weeks) for one in receivers(found.flows, timezone.localdate())],
        "reasons": [
            {"da": reason.da, "en": reason.en, "count": number}
            for reason, number in protected_reasons(reasons, shown.moved).items()
        ],
        "cases": _pseudonymous(kept),
        "cases_listed": len(listed),
    }


def _control(shown: Protected, found: _Found) -> dict[str, Any]:
    """How many were asked again, mostly all: so no number where that of all is hidden."""
    hidden = isinstance(shown.total, str)
    return {
        "asked": shown.total if hidden else found.against,
        "same": shown.total if hidden else found.same,
        "agrees": found.same == found.against,
    }


def _reasons(cases: Counter[Case]) -> dict[Text, int]:
    """How many move for each reason, the most frequent first."""
    alike: Counter[Moved] = Counter()
    for case, number in cases.items():
        alike[case.moved] += number
    found: Counter[Text] = Counter()
    for moved, number in alike.items():
        for reason in moved.reasons:
            found[reason] += number
    return dict(found.most_common())


def _told(cases: Counter[Case], shown: Protected, reasons: list[Text]) -> Counter[Listed]:
    """The cases whose change is told in the tables."""
    places = {reason: number for number, reason in enumerate(reasons)}
    found: Counter[Listed] = Counter()
    for case, number in cases.items():
        moved = case.moved
        if isinstance(shown.transition((moved.old, moved.new)), int):
            why = tuple(places[reason] for reason in moved.reasons)
            found[Listed(moved.old, moved.new, case.sex, case.age, case.group, why)] += number
    return found


def _hidden(shown: Protected) -> dict[str, frozenset[str]]:
    """By dimension the values of which it is not told how many move."""
    found: dict[str, set[str]] = defaultdict(set)
    for dimension, value in shown.people:
        if not isinstance(shown.those(dimension, value)["moved"], int):
            found[dimension].add(value)
    return {dimension: frozenset(values) for dimension, values in found.items()}


def _pseudonymous(cases: list[Listed]) -> list[dict[str, Any]]:
    """The cases, in their order, under names made up here and nowhere kept."""
    names: set[str] = set()
    while len(names) < len(cases):
        names.add(f"P-{secrets.token_hex(3).upper()}")
    told = {case: asdict(case) | {"reasons": list(case.reasons)} for case in set(cases)}
    return [
        {"pseudonym": name, **told[case]} for name, case in zip(sorted(names), cases, strict=True)
    ]


def _small(count: int) -> int | str:
    return ".." if 0 < count < THRESHOLD else count

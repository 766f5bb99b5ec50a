"""Cases as they may be listed: each reads as at least four others do. Pure.

What sets one apart is left out, group first, then age, sex and reasons, so that the list gives
away no number that the tables hide and nobody can be told from a row (CHARTS §5).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace

from pathways.replaying.protecting import THRESHOLD

LEFT_OUT = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One referral that would go elsewhere, as the list tells it; what is left out is empty.

    `reasons`: their numbers among all reasons.
    """

    old: str
    new: str
    sex: str
    age: str
    group: str
    reasons: tuple[int, ...]


Coarser = Callable[[Listed], Listed]

STEPS: tuple[Coarser, ...] = (
    lambda one: one,
    lambda one: replace(one, group=LEFT_OUT),
    lambda one: replace(one, group=LEFT_OUT, age=LEFT_OUT),
    lambda one: replace(one, group=LEFT_OUT, age=LEFT_OUT, sex=LEFT_OUT),
    lambda one: replace(one, group=LEFT_OUT, age=LEFT_OUT, sex=LEFT_OUT, reasons=()),
)


def alike(
    cases: Iterable[Listed] | Mapping[Listed, int], hidden: Mapping[str, frozenset[str]]
) -> list[Listed]:
    """The cases, each told no nearer than so that it reads as at least four others.

    `cases`: each of them, or each sort and how many there are. `hidden`: by "group", "age" and
    "sex" the values whose number of those who move is hidden in the tables. A change that fewer
    than five have is not listed at all.
    """
    by_change: dict[Hashable, Counter[Listed]] = defaultdict(Counter)
    for one, number in Counter(cases).items():
        shown = replace(
            one,
            group=LEFT_OUT if one.group in hidden.get("group", ()) else one.group,
            age=LEFT_OUT if one.age in hidden.get("age", ()) else one.age,
            sex=LEFT_OUT if one.sex in hidden.get("sex", ()) else one.sex,
        )
        by_change[one.old, one.new][shown] += number
    return [told for change in by_change.values() for told in _alike(change).elements()]


def _alike(change: Counter[Listed]) -> Counter[Listed]:
    told: Counter[Listed] = Counter()
    left = change
    for coarser in STEPS:
        classes: dict[Listed, Counter[Listed]] = defaultdict(Counter)
        for one, number in left.items():
            classes[coarser(one)][one] += number
        sizes = {kind: ones.total() for kind, ones in classes.items()}
        left = Counter()
        for kind, ones in classes.items():
            if sizes[kind] < THRESHOLD:
                left.update(ones)
        enough = sorted((kind for kind in sizes if sizes[kind] >= THRESHOLD), key=sizes.__getitem__)
        while enough and 0 < left.total() < THRESHOLD:
            left.update(classes[enough.pop(0)])
        told.update({kind: sizes[kind] for kind in enough})
        if not left:
            break
    return told

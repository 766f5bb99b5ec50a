"""Cases as they may be listed: each reads as at least four others do. Pure.

What sets one apart is left out, group first, then age, sex and reasons, so that the list gives
away no number that the tables hide and nobody can be told from a row (CHARTS §5).
"""

from __future__ import annotations

from collections import defaultdict
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


def alike(cases: Iterable[Listed], hidden: Mapping[str, frozenset[str]]) -> list[Listed]:
    """The cases, each told no nearer than so that it reads as at least four others.

    `hidden`: by "group", "age" and "sex" the values whose number of those who move is hidden in
    the tables. A change that fewer than five have is not listed at all.
    """
    by_change: dict[Hashable, list[Listed]] = defaultdict(list)
    for one in cases:
        shown = replace(
            one,
            group=LEFT_OUT if one.group in hidden.get("group", ()) else one.group,
            age=LEFT_OUT if one.age in hidden.get("age", ()) else one.age,
            sex=LEFT_OUT if one.sex in hidden.get("sex", ()) else one.sex,
        )
        by_change[one.old, one.new].append(shown)
    return [told for change in by_change.values() for told in _alike(change)]


def _alike(change: list[Listed]) -> list[Listed]:
    told: list[Listed] = []
    left = change
    for coarser in STEPS:
        classes: dict[Listed, list[Listed]] = defaultdict(list)
        for one in left:
            classes[coarser(one)].append(one)
        left = [one for ones in classes.values() if len(ones) < THRESHOLD for one in ones]
        enough = [kind for kind, ones in classes.items() if len(ones) >= THRESHOLD]
        enough.sort(key=lambda kind: len(classes[kind]))
        while enough and 0 < len(left) < THRESHOLD:
            left += classes[enough.pop(0)]
        told += [kind for kind in enough for _one in classes[kind]]
        if not left:
            break
    return told

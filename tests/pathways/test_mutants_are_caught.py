"""A shipped definition with one fault is caught, by an example or by the checks.

All mutants are tried by `make bench`; here every so many of them, so that each kind has its turn.
"""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from bench.catching import Caught, Fate, fate_of, lines, seen
from bench.mutants import Mutant, mutants
from pathways.definition import Definition
from tests import shipped

SHIPPED = Path(__file__).parents[2] / "pathways" / "definitions"
KEYS = sorted(path.stem for path in SHIPPED.glob("*.yaml"))
TRIED = 20


@cache
def sound(key: str) -> Definition:
    return shipped.definition(key)


@cache
def every_mutant() -> list[tuple[str, Mutant]]:
    return [(key, mutant) for key in KEYS for mutant in mutants(sound(key))]


@cache
def seen_before(key: str) -> frozenset[tuple[str, str]]:
    return seen(sound(key))


def test_there_are_many_mutants_and_each_is_another_document() -> None:
    made = every_mutant()

    assert len(made) >= 200
    assert all(mutant.data != sound(key).to_data() for key, mutant in made)
    assert len({(key, one.family, one.name) for key, one in made}) == len(made)


@pytest.mark.parametrize("turn", range(TRIED))
def test_a_fault_is_caught_or_is_none(turn) -> None:
    made = every_mutant()
    apart = len(made) // TRIED
    key, mutant = made[apart // 2 + turn * apart]

    fate = fate_of(sound(key), mutant, seen_before(key))

    assert fate is not Fate.SURVIVED, f"{key}: {mutant.family}: {mutant.name}"


@pytest.mark.parametrize("key", KEYS)
def test_a_sound_definition_is_not_caught(key) -> None:
    data = sound(key).to_data()
    unchanged = Mutant("swap tiers", "nothing", data)

    assert fate_of(sound(key), unchanged, seen_before(key)) is Fate.ALIKE
    beside = Mutant("orphan a phase", "nothing", data)
    assert fate_of(sound(key), beside, seen_before(key)) is Fate.SURVIVED


def test_what_is_proved_alike_counts_neither_way() -> None:
    told = Caught()
    told.fates["negate"] = Counter({Fate.EXAMPLE: 3, Fate.ALIKE: 4, Fate.SURVIVED: 1})

    assert told.share == 0.75
    assert told.count() == 8
    assert "| negate | 3 |  |  | 4 | 1 |" in list(lines(told))[-1]

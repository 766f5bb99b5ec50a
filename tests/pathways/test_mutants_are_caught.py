"""A shipped definition with one fault is caught, by an example or by the checks.

All mutants are tried by `make bench`; here every so many of them, so that each kind has its turn.
"""

from collections import Counter
from pathlib import Path

import pytest

from bench.catching import Caught, Fate, fate_of, lines, seen
from bench.mutants import Mutant, mutants
from pathways.definition import Definition

SHIPPED = sorted((Path(__file__).parents[2] / "pathways" / "definitions").glob("*.yaml"))
DEFINITIONS = {
    path.stem: Definition.from_yaml(path.read_text(encoding="utf-8")) for path in SHIPPED
}
MADE = {key: mutants(definition) for key, definition in DEFINITIONS.items()}
ALL = [(key, mutant) for key, made in MADE.items() for mutant in made]
EVERY = len(ALL) // 20
SAMPLE = ALL[EVERY // 2 :: EVERY]


@pytest.fixture(scope="module")
def before() -> dict[str, frozenset[tuple[str, str]]]:
    return {key: seen(definition) for key, definition in DEFINITIONS.items()}


def test_there_are_many_mutants_and_each_is_another_document() -> None:
    assert len(ALL) >= 200
    for key, made in MADE.items():
        sound = DEFINITIONS[key].to_data()
        assert all(mutant.data != sound for mutant in made), key
        assert len({(one.family, one.name) for one in made}) == len(made)


@pytest.mark.parametrize(
    ("key", "mutant"), SAMPLE, ids=[f"{key}: {one.family}: {one.name}" for key, one in SAMPLE]
)
def test_a_fault_is_caught_or_is_none(key, mutant, before) -> None:
    assert fate_of(DEFINITIONS[key], mutant, before[key]) is not Fate.SURVIVED


@pytest.mark.parametrize("key", sorted(DEFINITIONS))
def test_a_sound_definition_is_not_caught(key, before) -> None:
    sound = DEFINITIONS[key].to_data()
    unchanged = Mutant("swap tiers", "nothing", sound)

    assert fate_of(DEFINITIONS[key], unchanged, before[key]) is Fate.ALIKE
    beside = Mutant("orphan a phase", "nothing", sound)
    assert fate_of(DEFINITIONS[key], beside, before[key]) is Fate.SURVIVED


def test_what_is_proved_alike_counts_neither_way() -> None:
    told = Caught()
    told.fates["negate"] = Counter({Fate.EXAMPLE: 3, Fate.ALIKE: 4, Fate.SURVIVED: 1})

    assert told.share == 0.75
    assert told.count() == 8
    assert "| negate | 3 |  |  | 4 | 1 |" in list(lines(told))[-1]

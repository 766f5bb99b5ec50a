"""ICF codes and qualifiers: the words in which functioning and surroundings are described.

The codes are those of WHO's International Classification of Functioning, Disability and Health
(ICF, 2001). Only the codes a core set needs are here, with short labels of our own wording; the
full classification is loaded by an installation that has the right to it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Component(StrEnum):
    """The part of the classification a code belongs to, which is its first letter."""

    BODY_FUNCTION = "b"
    BODY_STRUCTURE = "s"
    ACTIVITY = "d"
    ENVIRONMENT = "e"


@dataclass(frozen=True)
class Code:
    """One ICF category, such as b280, with a short label in Danish and English."""

    code: str
    da: str
    en: str

    @property
    def component(self) -> Component:
        return Component(self.code[0])

    @property
    def chapter(self) -> str:
        """Letter and chapter number: `e3` for e310."""
        return self.code[:2]

    def label(self, language: str = "da") -> str:
        return self.en if language == "en" else self.da


# The brief ICF core set for osteoarthritis: 3 b, 3 s, 3 d and 4 e
# (J Rehabil Med 2004; Suppl 44: 75-80).
OSTEOARTHRITIS_BRIEF = (
    Code("b280", "Smerte", "Pain"),
    Code("b710", "Bevægelighed i led", "Mobility of joints"),
    Code("b730", "Muskelstyrke", "Muscle strength"),
    Code("s730", "Arm og hånd (struktur)", "Arm and hand (structure)"),
    Code("s750", "Ben og fod (struktur)", "Leg and foot (structure)"),
    Code("s770", "Knogler, led og sener (struktur)", "Bones, joints and tendons (structure)"),
    Code("d445", "Bruge hånd og arm", "Using hand and arm"),
    Code("d450", "Gå", "Walking"),
    Code("d540", "Tage tøj af og på", "Getting dressed"),
    Code("e115", "Hjælpemidler i dagligdagen", "Aids for daily life"),
    Code("e150", "Adgang i offentlige bygninger", "Access in public buildings"),
    Code("e310", "Nærmeste familie", "Closest family"),
    Code("e580", "Sundhedsydelser", "Health services"),
)

CORE_SETS: Mapping[str, tuple[Code, ...]] = {"osteoarthritis-brief": OSTEOARTHRITIS_BRIEF}

CODES: Mapping[str, Code] = {
    code.code: code for core_set in CORE_SETS.values() for code in core_set
}

NOT_SPECIFIED = 8
NOT_APPLICABLE = 9

# The answers offered for each code, in the order they are shown.
SCALE = (0, 1, 2, 3, 4, NOT_SPECIFIED, NOT_APPLICABLE)

_WORDS = {
    0: ("ingen", "none"),
    1: ("let", "mild"),
    2: ("moderat", "moderate"),
    3: ("svær", "severe"),
    4: ("fuldstændig", "complete"),
    NOT_SPECIFIED: ("uspecificeret", "not specified"),
    NOT_APPLICABLE: ("ikke relevant", "not applicable"),
}


@dataclass(frozen=True)
class Qualifier:
    """How large a problem is (0-4), or that this is not specified (8) or not applicable (9).

    An environmental factor is a barrier unless `facilitator`, in which case the value says how
    much it helps.
    """

    value: int
    facilitator: bool = False

    @property
    def known(self) -> bool:
        return self.value != NOT_SPECIFIED

    def to_data(self) -> int | str:
        """As stored in JSON: `2`, or `"+2"` for a facilitator."""
        return f"+{self.value}" if self.facilitator else self.value

    def word(self, language: str = "da") -> str:
        return word(self.value, language)


def word(value: int, language: str = "da") -> str:
    """The word for a qualifier's value: 2 is "moderat"."""
    danish, english = _WORDS[value]
    return english if language == "en" else danish


@dataclass(frozen=True)
class Problem:
    """What is wrong with the answer to one code, said so that it can be mended."""

    code: str
    message: str


class QualifierError(ValueError):
    """Some answers cannot be read. `problems` names each code once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.message for problem in self.problems))


def parse_qualifiers(
    answers: Mapping[str, object], codes: Mapping[str, Code] = CODES
) -> dict[str, Qualifier]:
    """Read answers such as `{"b280": 2, "e310": "+1", "d450": ""}`.

    A blank answer is left out: the code is then unknown. Raises QualifierError naming every code
    that is not in `codes` or whose answer is not on the scale.
    """
    qualifiers: dict[str, Qualifier] = {}
    problems: list[Problem] = []
    for code, answer in answers.items():
        if code not in codes:
            problems.append(Problem(code, f"ICF-koden {code} findes ikke i kodesættet."))
            continue
        if answer is None or answer == "":
            continue
        qualifier = _read(answer)
        if qualifier is None:
            message = (
                f"{code} {codes[code].da}: Vælg 0, 1, 2, 3, 4, 8 (uspecificeret) "
                f"eller 9 (ikke relevant)."
            )
            problems.append(Problem(code, message))
        elif qualifier.facilitator and codes[code].component is not Component.ENVIRONMENT:
            message = f"{code} {codes[code].da}: Kun omgivelser (e) kan være fremmende (+)."
            problems.append(Problem(code, message))
        else:
            qualifiers[code] = qualifier
    if problems:
        raise QualifierError(problems)
    return qualifiers


def _read(answer: object) -> Qualifier | None:
    if isinstance(answer, bool) or not isinstance(answer, int | str):
        return None
    text = str(answer).strip()
    facilitator = text.startswith("+")
    digits = text.removeprefix("+")
    if len(digits) != 1 or digits not in "0123489":
        return None
    value = int(digits)
    # "+0", "+8" and "+9" help nobody: they say no more than 0, 8 and 9.
    return Qualifier(value, facilitator and 1 <= value <= 4)

"""From an assessment to a suggested group 1-4, with its reasons (PATHWAYS §6).

Two axes, each of low or high complexity: health and function (the condition's severity; ICF b, s
and d) and context (ICF e; personal factors). Nothing here is final: the clinician decides. The
thresholds are the definition's; this module holds only the form of the rule.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from stratification.icf import NOT_APPLICABLE, Component, Qualifier


class Level(StrEnum):
    """Complexity on one axis. Unknown is a value of its own and never read as low."""

    LOW = "low"
    HIGH = "high"
    UNKNOWN = "unknown"


class Axis(StrEnum):
    """Which of the two axes."""

    HEALTH = "health"
    CONTEXT = "context"


# Left to right is context, bottom to top is health and function: 2 4 over 1 3.
GROUPS: Mapping[tuple[Level, Level], int] = {
    (Level.LOW, Level.LOW): 1,
    (Level.HIGH, Level.LOW): 2,
    (Level.LOW, Level.HIGH): 3,
    (Level.HIGH, Level.HIGH): 4,
}


@dataclass(frozen=True)
class Numbers:
    """The thresholds of the rule, as the definition states them.

    An axis is high when one qualifier is at least `one_at`, or when `several_count` qualifiers are
    at least `several_at`.
    """

    one_at: int
    several_at: int
    several_count: int
    facilitator_lowers: int

    def __post_init__(self) -> None:
        if not 1 <= self.several_at <= self.one_at <= 4:
            raise ValueError("Tærsklerne skal opfylde 1 ≤ several_at ≤ one_at ≤ 4.")
        if self.several_count < 1 or self.facilitator_lowers < 0:
            raise ValueError("several_count skal være mindst 1 og facilitator_lowers mindst 0.")


# The severity of the health condition is judged on the qualifiers' scale, beside the codes.
SEVERITY = "severity"


@dataclass(frozen=True)
class AssessmentInput:
    """What the clinician and the citizen have judged together.

    `codes` are all that are asked for; one without a qualifier is unknown. `severity` is that of
    the health condition, 0-4, 9 for not applicable, None or 8 for unknown. `personal` are the keys
    of personal factors judged to complicate (coping, vulnerability ...). `marked` are the axes the
    clinician calls high whatever the codes say.
    """

    codes: tuple[str, ...]
    qualifiers: Mapping[str, Qualifier]
    severity: int | None = None
    personal: frozenset[str] = frozenset()
    marked: frozenset[Axis] = frozenset()


class ReasonKind(StrEnum):
    """Why an axis came out as it did."""

    ONE = "one"  # these alone are enough
    SEVERAL = "several"  # these together are enough
    MARKED = "marked"  # the clinician says so
    PERSONAL = "personal"  # personal factors complicate
    LOWERED = "lowered"  # a barrier counts less because of a facilitator in its chapter
    TOO_FEW = "too_few"  # these are at the lower threshold, but not enough of them
    NONE = "none"  # nothing reaches a threshold
    MISSING = "missing"  # not answered, or answered with "not specified"


@dataclass(frozen=True)
class Finding:
    """One code as it counts: `value` after lowering, `stated` as it was judged."""

    code: str
    value: int
    stated: int
    lowered_by: str = ""


@dataclass(frozen=True)
class Reason:
    """One reason. `findings` are the judged codes it rests on; `keys` personal factors, or codes
    still unknown."""

    kind: ReasonKind
    findings: tuple[Finding, ...] = ()
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class AxisResult:
    """The level of one axis, why, and which of its codes are unknown."""

    level: Level
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grouping:
    """The suggestion. `group` is None until both axes are known."""

    health_axis: AxisResult
    context_axis: AxisResult
    group: int | None = field(init=False)

    def __post_init__(self) -> None:
        levels = (self.health_axis.level, self.context_axis.level)
        object.__setattr__(self, "group", GROUPS.get(levels))

    @property
    def missing(self) -> tuple[str, ...]:
        """Every code (or `severity`) that is unknown, also where an axis is high without it."""
        return self.health_axis.missing + self.context_axis.missing


def suggest_group(assessment: AssessmentInput, numbers: Numbers) -> Grouping:
    """Suggest a group from what is known; see `Numbers` for when an axis is high."""
    environment: list[str] = []
    rest: list[str] = []
    for code in dict.fromkeys((*assessment.codes, *assessment.qualifiers)):
        (environment if code[:1] == Component.ENVIRONMENT else rest).append(code)
    return Grouping(
        health_axis=_health(assessment, rest, numbers),
        context_axis=_context(assessment, environment, numbers),
    )


def _health(assessment: AssessmentInput, codes: Iterable[str], numbers: Numbers) -> AxisResult:
    severity = None if assessment.severity is None else Qualifier(assessment.severity)
    judged = {SEVERITY: severity, **{code: assessment.qualifiers.get(code) for code in codes}}
    findings, missing = _known(judged)
    return _axis(findings, missing, numbers, _marks(assessment, Axis.HEALTH))


def _context(assessment: AssessmentInput, codes: Iterable[str], numbers: Numbers) -> AxisResult:
    judged = {code: assessment.qualifiers.get(code) for code in codes}
    findings, missing = _known(judged)
    helpers: dict[str, str] = {}
    for code in sorted(judged):
        qualifier = judged[code]
        if qualifier is not None and qualifier.facilitator:
            helpers.setdefault(code[:2], code)
    counted = tuple(_lowered(finding, helpers, numbers) for finding in findings)
    marks = _marks(assessment, Axis.CONTEXT)
    if assessment.personal:
        marks = (*marks, Reason(ReasonKind.PERSONAL, keys=tuple(sorted(assessment.personal))))
    return _axis(counted, missing, numbers, marks)


def _known(judged: Mapping[str, Qualifier | None]) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """What counts, and what is unknown. Facilitators and "not applicable" are known, count 0."""
    findings: list[Finding] = []
    missing: list[str] = []
    for code, qualifier in judged.items():
        if qualifier is None or not qualifier.known:
            missing.append(code)
        elif qualifier.value != NOT_APPLICABLE and not qualifier.facilitator:
            findings.append(Finding(code, qualifier.value, qualifier.value))
    return tuple(findings), tuple(missing)


def _lowered(finding: Finding, helpers: Mapping[str, str], numbers: Numbers) -> Finding:
    """A barrier lowered once by a facilitator in its chapter, however many there are."""
    helper = helpers.get(finding.code[:2])
    if helper is None or finding.value == 0:
        return finding
    value = max(0, finding.value - numbers.facilitator_lowers)
    return replace(finding, value=value, lowered_by=helper)


def _marks(assessment: AssessmentInput, axis: Axis) -> tuple[Reason, ...]:
    return (Reason(ReasonKind.MARKED),) if axis in assessment.marked else ()


def _axis(
    findings: tuple[Finding, ...],
    missing: tuple[str, ...],
    numbers: Numbers,
    marks: tuple[Reason, ...],
) -> AxisResult:
    severe = tuple(f for f in findings if f.value >= numbers.one_at)
    several = tuple(f for f in findings if f.value >= numbers.several_at)
    lowered = tuple(f for f in findings if f.value < f.stated)

    reasons: list[Reason] = []
    if severe:
        reasons.append(Reason(ReasonKind.ONE, severe))
    elif len(several) >= numbers.several_count:
        reasons.append(Reason(ReasonKind.SEVERAL, several))
    reasons.extend(marks)
    if reasons:
        level = Level.HIGH
    else:
        level = Level.UNKNOWN if missing else Level.LOW
        if several:
            reasons.append(Reason(ReasonKind.TOO_FEW, several))
        elif not missing:
            reasons.append(Reason(ReasonKind.NONE))
    if lowered:
        reasons.append(Reason(ReasonKind.LOWERED, lowered))
    if missing and level is Level.UNKNOWN:
        reasons.append(Reason(ReasonKind.MISSING, keys=missing))
    return AxisResult(level, tuple(reasons), missing)


@dataclass(frozen=True)
class Change:
    """Another answer to one code, and the group that would then be suggested."""

    code: str
    before: Qualifier
    after: Qualifier
    group: int


def would_change(assessment: AssessmentInput, numbers: Numbers, limit: int = 3) -> list[Change]:
    """The nearest answers to single codes that would give another group, nearest first.

    Empty while there is no suggestion. A facilitator is also tried as no help at all.
    """
    present = suggest_group(assessment, numbers).group
    if present is None:
        return []
    changes: list[Change] = []
    for code, before in sorted(assessment.qualifiers.items()):
        for after in _neighbours(code, before):
            other = replace(assessment, qualifiers={**assessment.qualifiers, code: after})
            group = suggest_group(other, numbers).group
            if group is not None and group != present:
                changes.append(Change(code, before, after, group))
                break
    changes.sort(key=lambda change: (_distance(change), change.code))
    return changes[:limit]


def _neighbours(code: str, qualifier: Qualifier) -> list[Qualifier]:
    """Other answers on the 0-4 scale, nearest first; for a facilitator only "no help"."""
    if qualifier.value not in range(5):
        return []
    if qualifier.facilitator:
        return [Qualifier(0)]
    others = [Qualifier(value) for value in range(5) if value != qualifier.value]
    return sorted(others, key=lambda other: abs(other.value - qualifier.value))


def _distance(change: Change) -> int:
    return abs(change.after.value - change.before.value)

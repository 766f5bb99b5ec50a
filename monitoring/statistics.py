"""Is a figure better than before, or only noise? Intervals, limits and signals.

Pure arithmetic on counts: no models, no clock. Proportions are between 0 and 1. The wording and
the figures are made elsewhere from what these functions decide, so that both agree.
"""

import math
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from statistics import NormalDist, median

# Two-sided tail on each side: 3 sigma of a normal distribution, and 95 % and 99.8 % limits.
THREE_SIGMA = NormalDist().cdf(-3)
TAIL_95 = 0.025
TAIL_998 = 0.001

RUN_LENGTH = 8  # points in a row on one side of the centre
TREND_LENGTH = 6  # points in a row that rise, or fall
BASELINE = 12  # points before a centre is trusted enough to be shifted away from


@dataclass(frozen=True)
class Proportion:
    """`passed` of `of`. An empty one has no value."""

    passed: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.passed <= self.of:
            raise ValueError(f"{self.passed} of {self.of} is not a proportion")

    @property
    def value(self) -> float | None:
        return self.passed / self.of if self.of else None


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`, both included."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


def wilson(proportion: Proportion, confidence: float = 0.95) -> Interval:
    """Wilson's score interval: stays inside 0-1 and holds its level in small samples.

    (E. B. Wilson, J Am Stat Assoc 1927;22:209-212.) The whole of 0-1 when nothing was counted.
    """
    if not proportion.of:
        return Interval(0.0, 1.0)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    n, p = proportion.of, proportion.passed / proportion.of
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    # At 0 and n the exact ends are 0 and 1; rounding must not move them inside.
    low = 0.0 if proportion.passed == 0 else max(0.0, middle - half)
    high = 1.0 if proportion.passed == n else min(1.0, middle + half)
    return Interval(low, high)


def binomial_limits(p: float, n: int, tail: float) -> Interval:
    """Limits for a share of `n` when the true share is `p`, with at most `tail` beyond each.

    Exact binomial limits, interpolated between whole counts so that they make a smooth curve
    (D. J. Spiegelhalter, Stat Med 2005;24:1185-1202, appendix).
    """
    if n <= 0 or p in (0.0, 1.0):
        return Interval(0.0, 1.0) if n <= 0 else Interval(p, p)
    high = 1 - _lower_limit(1 - p, n, tail)
    return Interval(_lower_limit(p, n, tail), high)


def _lower_limit(p: float, n: int, tail: float) -> float:
    """The interpolated count r, as a share, below which at most `tail` of the binomial lies."""
    # What lies 12 standard deviations and more below the mean is far less than any tail asked for.
    start = max(0, math.floor(n * p - 12 * math.sqrt(n * p * (1 - p)) - 12))
    below = 0.0
    for count in range(start, n + 1):
        mass = _binomial(count, n, p)
        if below + mass >= tail:
            overshoot = (below + mass - tail) / mass
            return max(0.0, count - overshoot) / n
        below += mass
    return 1.0


def _binomial(count: int, n: int, p: float) -> float:
    ways = math.lgamma(n + 1) - math.lgamma(count + 1) - math.lgamma(n - count + 1)
    return math.exp(ways + count * math.log(p) + (n - count) * math.log1p(-p))


# Series ---------------------------------------------------------------------------------------


class SignalKind(StrEnum):
    """Why a series is more than noise."""

    OUTSIDE = "outside"  # one point beyond the limits
    RUN = "run"  # RUN_LENGTH or more on one side of the centre
    TREND = "trend"  # TREND_LENGTH or more rising, or falling
    SHIFT = "shift"  # a run after which the centre was computed anew


@dataclass(frozen=True)
class Signal:
    """A signal from point `start` to point `end` (both included), upwards or downwards."""

    kind: SignalKind
    start: int
    end: int
    up: bool


@dataclass(frozen=True)
class Segment:
    """Points `start` up to but not including `stop`, that share a centre."""

    start: int
    stop: int
    centre: float


@dataclass(frozen=True)
class Chart:
    """A series with its centres, its limits (None where there are none) and its signals."""

    values: tuple[float | None, ...]
    segments: tuple[Segment, ...]
    limits: tuple[Interval | None, ...]
    signals: tuple[Signal, ...]


def p_chart(points: Sequence[Proportion]) -> Chart:
    """A control chart of proportions: limits at 3 sigma's tail by each point's own size.

    Signals: one point outside; eight in a row on one side; six rising or falling. After a shift
    of eight the centre is computed anew from there.
    """
    values = tuple(point.value for point in points)

    def centre(start: int, stop: int) -> float | None:
        of = sum(point.of for point in points[start:stop])
        return sum(point.passed for point in points[start:stop]) / of if of else None

    segments = _segments(values, centre)
    limits: list[Interval | None] = [None] * len(points)
    for segment in segments:
        for index in range(segment.start, segment.stop):
            if points[index].of:
                limits[index] = binomial_limits(segment.centre, points[index].of, THREE_SIGMA)
    outside = tuple(
        Signal(SignalKind.OUTSIDE, index, index, value > limit.high)
        for index, (value, limit) in enumerate(zip(values, limits, strict=True))
        if value is not None and limit is not None and value not in limit
    )
    signals = (*outside, *_series_signals(values, segments))
    return Chart(values, segments, tuple(limits), signals)


def run_chart(values: Sequence[float | None]) -> Chart:
    """A run chart of medians or other figures: centre is the median, there are no limits."""

    def centre(start: int, stop: int) -> float | None:
        known = [value for value in values[start:stop] if value is not None]
        return float(median(known)) if known else None

    segments = _segments(values, centre)
    signals = _series_signals(values, segments)
    return Chart(tuple(values), segments, (None,) * len(values), signals)


def _segments(
    values: Sequence[float | None], centre: Callable[[int, int], float | None]
) -> tuple[Segment, ...]:
    """Cut the series where a confirmed shift begins; the centre of what went before decides."""
    segments: list[Segment] = []
    start = 0
    while True:
        shift = _first_shift(values, centre, start)
        stop = len(values) if shift is None else shift
        middle = centre(start, stop)
        if middle is not None:
            segments.append(Segment(start, stop, middle))
        if shift is None:
            return tuple(segments)
        start = shift


def _first_shift(
    values: Sequence[float | None], centre: Callable[[int, int], float | None], start: int
) -> int | None:
    for candidate in range(start + BASELINE, len(values) - RUN_LENGTH + 1):
        middle = centre(start, candidate)
        first = values[candidate]
        if middle is None or first is None or first == middle:
            continue
        run = _runs(values[candidate:], middle)
        if run and run[0].start == 0:
            return candidate
    return None


def _series_signals(
    values: Sequence[float | None], segments: Sequence[Segment]
) -> tuple[Signal, ...]:
    signals: list[Signal] = []
    for before, after in pairwise(segments):
        signals.append(
            Signal(SignalKind.SHIFT, after.start, after.stop - 1, after.centre > before.centre)
        )
    for segment in segments:
        for run in _runs(values[segment.start : segment.stop], segment.centre):
            signals.append(
                Signal(run.kind, run.start + segment.start, run.end + segment.start, run.up)
            )
    signals.extend(_trends(values))
    return tuple(signals)


def _runs(values: Sequence[float | None], centre: float) -> list[Signal]:
    """Long runs on one side. A point on the centre, or a missing one, neither counts nor breaks."""
    sides = [
        (index, value > centre)
        for index, value in enumerate(values)
        if value is not None and value != centre
    ]
    signals: list[Signal] = []
    for up, group in groupby(sides, key=itemgetter(1)):
        members = [index for index, _ in group]
        if len(members) >= RUN_LENGTH:
            signals.append(Signal(SignalKind.RUN, members[0], members[-1], up))
    return signals


def _trends(values: Sequence[float | None]) -> list[Signal]:
    """Points that each lie above (or below) the one before. Equal or missing points break it."""
    steps = [(index, _step(values, index)) for index in range(1, len(values))]
    signals: list[Signal] = []
    for step, group in groupby(steps, key=itemgetter(1)):
        members = [index for index, _ in group]
        if step and len(members) + 1 >= TREND_LENGTH:
            signals.append(Signal(SignalKind.TREND, members[0] - 1, members[-1], step > 0))
    return signals


def _step(values: Sequence[float | None], index: int) -> int:
    """1 up, -1 down, 0 neither, from the point before."""
    before, here = values[index - 1], values[index]
    if before is None or here is None:
        return 0
    return (here > before) - (here < before)


# Units side by side ---------------------------------------------------------------------------


class Place(StrEnum):
    """Where a unit lies in a funnel plot."""

    WITHIN = "within"
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True)
class Funnel:
    """The common share, how far the limits were widened (1 = not), and each unit's place."""

    centre: float
    widened: float
    places: tuple[Place, ...]

    def limits(self, n: int, tail: float) -> Interval:
        """The limits for a unit of size `n`, widened about the centre and kept in 0-1."""
        exact = binomial_limits(self.centre, n, tail)
        low = self.centre - (self.centre - exact.low) * self.widened
        high = self.centre + (exact.high - self.centre) * self.widened
        return Interval(max(0.0, low), min(1.0, high))


def funnel(units: Sequence[Proportion]) -> Funnel | None:
    """Which units differ more than chance explains: beyond the exact 99.8 % limits.

    The limits widen when the units as a whole vary more than binomially. None without any count.
    """
    total = sum(unit.of for unit in units)
    if not total:
        return None
    centre = sum(unit.passed for unit in units) / total
    drawn = Funnel(centre, math.sqrt(_dispersion(units, centre)), ())
    places = []
    for unit in units:
        limits = drawn.limits(unit.of, TAIL_998)
        value = unit.value
        if value is None or value in limits:
            places.append(Place.WITHIN)
        else:
            places.append(Place.ABOVE if value > limits.high else Place.BELOW)
    return Funnel(drawn.centre, drawn.widened, tuple(places))


def _dispersion(units: Sequence[Proportion], centre: float) -> float:
    """Mean squared z-score, the outermost tenth on each side drawn in; 1 unless clearly above.

    (Spiegelhalter 2005, section 5: multiplicative over-dispersion with winsorised scores, so that
    the outliers looked for do not widen the limits that should show them.)
    """
    variance = centre * (1 - centre)
    counted = [unit for unit in units if unit.of]
    if variance == 0 or len(counted) < 10:
        return 1.0
    scores = sorted(
        (unit.passed / unit.of - centre) / math.sqrt(variance / unit.of) for unit in counted
    )
    cut = math.ceil(len(scores) / 10)
    lowest, highest = scores[cut], scores[-cut - 1]
    drawn_in = [min(max(score, lowest), highest) for score in scores]
    dispersion = sum(score * score for score in drawn_in) / len(drawn_in)
    # 1 + 2 sqrt(2/k) is two standard errors above what chance alone gives.
    return dispersion if dispersion > 1 + 2 * math.sqrt(2 / len(drawn_in)) else 1.0


# Days -----------------------------------------------------------------------------------------

Days = Mapping[int, int]
"""How many units took each whole number of days."""


def median_days(days: Days) -> float | None:
    """The middle; with an even number, half way between the two in the middle."""
    count = sum(days.values())
    if not count:
        return None
    return (_nth(days, (count - 1) // 2) + _nth(days, count // 2)) / 2


def quantile_days(days: Days, share: float) -> int | None:
    """The fewest days within which at least `share` of the units were done."""
    count = sum(days.values())
    return _nth(days, max(0, math.ceil(share * count) - 1)) if count else None


def median_interval(days: Days, confidence: float = 0.95) -> Interval | None:
    """Between which two observed values the median lies, by the binomial of order statistics.

    The whole range when there are too few for the confidence asked for.
    """
    count = sum(days.values())
    if not count:
        return None
    tail = (1 - confidence) / 2
    below, rank = 0.0, 0
    while rank < count and below + _binomial(rank, count, 0.5) <= tail:
        below += _binomial(rank, count, 0.5)
        rank += 1
    low = max(0, rank - 1)
    return Interval(_nth(days, low), _nth(days, count - 1 - low))


def within(days: Days, limit: int) -> Proportion:
    """How many took at most `limit` days."""
    return Proportion(sum(n for day, n in days.items() if day <= limit), sum(days.values()))


def _nth(days: Days, index: int) -> int:
    ordered = sorted(days)
    heights = list(accumulate(days[day] for day in ordered))
    return ordered[bisect_left(heights, index + 1)]

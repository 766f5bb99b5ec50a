"""What may be published of counted results: by month, quarter and municipality. Pure.

Everything a page, a figure or a file shows is made from what these functions return, in which
small counts no longer are.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from figures.suppression import (
    TOTAL,
    Cell,
    Mark,
    ProtectedTable,
    Range,
    protect,
    share_of,
)
from monitoring.indicators import Tally
from monitoring.periods import quarter_of
from monitoring.statistics import Days, Interval, Proportion, median_days, median_interval, wilson

COLUMNS = ("passed", "not_passed")
PASSED, NOT_PASSED = COLUMNS

# A share known no better than this is not shown at all.
WIDEST = 0.1


@dataclass(frozen=True)
class Published:
    """The units decided in one row, as they may be shown.

    `share` is a range where the counts are partly hidden; `about` is the share as counts, exact
    where `exact`, else the middle of what a reader can infer anyway. Figures and tests are made
    from it. Both are None where nothing may be said.
    """

    passed: Cell
    not_passed: Cell
    decided: Cell
    share: Range | None
    about: Proportion | None
    interval: Interval | None
    decided_at_least: int

    @property
    def exact(self) -> bool:
        return self.share is not None and self.share.exact

    @property
    def cells(self) -> tuple[Cell, Cell, Cell]:
        """Those decided, and the two that add up to it."""
        return self.decided, self.passed, self.not_passed


def published(table: ProtectedTable, row: str) -> Published:
    """A row of a protected table with the share it allows."""
    least, most = table.bounds[row, PASSED]
    least_failed, most_failed = table.bounds[row, NOT_PASSED]
    share = share_of(table, row, PASSED, NOT_PASSED)
    if share is not None and share.high - share.low > WIDEST:
        share = None
    about = interval = None
    if share is not None:
        passed, failed = (least + most) // 2, (least_failed + most_failed) // 2
        about = Proportion(passed, passed + failed)
        # Of what is possible, the lowest end and the highest.
        lowest = wilson(Proportion(least, least + most_failed))
        highest = wilson(Proportion(most, most + least_failed))
        interval = Interval(lowest.low, highest.high)
    return Published(
        passed=table[row, PASSED],
        not_passed=table[row, NOT_PASSED],
        decided=table[row, TOTAL],
        share=share,
        about=about,
        interval=interval,
        decided_at_least=least + least_failed,
    )


def counts(tally: Tally) -> tuple[int, int]:
    """The two outcomes of those decided, in the order of COLUMNS."""
    return tally.passed, tally.not_passed


@dataclass(frozen=True)
class Four:
    """The four counts beside a figure. Where all are shown, the first is the sum of the others."""

    eligible: Cell
    passed: Cell
    not_passed: Cell
    incomplete: Cell

    @property
    def cells(self) -> tuple[Cell, Cell, Cell, Cell]:
        """Eligible first."""
        return self.eligible, self.passed, self.not_passed, self.incomplete


def four_counts(row: Published, incomplete: int, threshold: int) -> Four:
    """The row with those incomplete. All eligible are hidden where they would tell a part."""
    small = 0 < incomplete < threshold
    if not incomplete:
        eligible = row.decided  # the same number, so hidden for the same reason
    elif small or not row.decided.shown:
        eligible = Cell(None, Mark.COMPLEMENT)
    else:
        eligible = Cell((row.decided.count or 0) + incomplete)
    return Four(
        eligible=eligible,
        passed=row.passed,
        not_passed=row.not_passed,
        incomplete=Cell(None, Mark.SMALL) if small else Cell(incomplete),
    )


@dataclass(frozen=True)
class ByMonth:
    """The months of a window and the quarters they make up."""

    months: Mapping[date, Published]
    quarters: Mapping[date, Published]


def by_month(
    tallies: Mapping[date, Tally],
    months: Sequence[date],
    threshold: int,
    *,
    hide: Collection[date] = (),
) -> ByMonth:
    """Months protected quarter by quarter, so that a quarter's sum gives none of them away.

    `hide` are months that a sum over other municipalities would give away.
    """
    shown: dict[date, Published] = {}
    quarters: dict[date, Published] = {}
    for quarter in dict.fromkeys(quarter_of(month) for month in months):
        inside = [month for month in months if quarter_of(month) == quarter]
        table = protect(
            {month.isoformat(): counts(tallies.get(month, Tally())) for month in inside},
            COLUMNS,
            threshold,
            hide=[month.isoformat() for month in inside if month in hide],
        )
        for month in inside:
            shown[month] = published(table, month.isoformat())
        quarters[quarter] = published(table, TOTAL)
    return ByMonth(shown, quarters)


@dataclass(frozen=True)
class ByMunicipality:
    """Municipalities side by side, and all of them together."""

    rows: Mapping[str, Published]
    whole: Published


def by_municipality(tallies: Mapping[str, Tally], threshold: int) -> ByMunicipality:
    """Those with anything decided, protected together with their sum."""
    counted = {code: counts(tally) for code, tally in tallies.items() if sum(counts(tally))}
    table = protect(counted, COLUMNS, threshold)
    rows = {code: published(table, code) for code in counted}
    return ByMunicipality(rows, published(table, TOTAL))


def months_given_away(
    decided: Mapping[tuple[str, date], int],
    months: Sequence[date],
    municipality: str,
    threshold: int,
) -> set[date]:
    """The months of one municipality that its own page must hide for the others' sake.

    Whoever reads the pages of all municipalities and of the whole can subtract: so a month is
    hidden here when it would be in the table of all municipalities by month.
    """
    codes = sorted({code for code, _ in decided})
    columns = [month.isoformat() for month in months]
    table = protect(
        {code: [decided.get((code, month), 0) for month in months] for code in codes},
        columns,
        threshold,
    )
    if municipality not in codes:
        return set()
    return {month for month in months if not table[municipality, month.isoformat()].shown}


# Days -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Median:
    """The middle of the days and its 95 % interval; None where too few have been measured."""

    days: float | None
    interval: Interval | None = None


def median_of(row: Published, days: Days) -> Median:
    """The median, where the published counts show that enough lie behind it."""
    if row.about is None or row.decided_at_least < MEDIAN_NEEDS:
        return Median(None)
    return Median(median_days(days), median_interval(days))


MEDIAN_NEEDS = 5  # a median of fewer is one citizen's own wait


@dataclass(frozen=True)
class Bin:
    """Units that took `start` to `end` days, both included; None is open-ended.

    All bars are equally wide, but the first and the last may gather rarer days: `drawn_from` is
    where the bar begins in the figure.
    """

    start: int
    end: int | None
    count: int
    drawn_from: int


def day_bins(days: Days, promise: int | None, threshold: int) -> tuple[Bin, ...]:
    """Days in bars none of which holds a small number, as fine as that allows; else no bars.

    No bar lies on both sides of the promise.
    """
    if not days:
        return ()
    reach = max(days) + 1
    within = reach if promise is None else promise + 1
    widths = (1, 7, 14, 28) if promise is None else _divisors(within)
    for width in widths:
        least = width if promise is None else within
        # Gathering at the ends costs detail, but less than wider bars: up to half of the promise.
        for begin in range(0, max(1, within // 2), width):
            first_cut = max(_round_up(least, width), begin + width)
            for cut in range(_round_up(reach, width), first_cut - 1, -width):
                bins = _cut(days, width, begin, cut)
                if all(one.count == 0 or one.count >= threshold for one in bins):
                    return bins
    return ()


def _divisors(number: int) -> tuple[int, ...]:
    return tuple(width for width in range(1, number + 1) if number % width == 0)


def _round_up(value: int, width: int) -> int:
    return -(-value // width) * width


def _cut(days: Days, width: int, begin: int, cut: int) -> tuple[Bin, ...]:
    """Bars from `begin` to `cut`; the first also holds what came before, the last what comes."""

    def between(start: int, end: int) -> int:
        return sum(count for day, count in days.items() if start <= day < end)

    starts = range(begin, cut, width)
    bars = [
        Bin(
            start=0 if start == begin else start,
            end=start + width - 1,
            count=between(0 if start == begin else start, start + width),
            drawn_from=start,
        )
        for start in starts
    ]
    beyond = sum(count for day, count in days.items() if day >= cut)
    return (*bars, Bin(cut, None, beyond, cut)) if beyond else tuple(bars)


@dataclass
class Counted:
    """One indicator's results before anything is hidden; never shown as they are.

    `months` and `year` are those in view (one municipality, or all); `municipalities` and
    `decided` are always of all.
    """

    months: dict[date, Tally] = field(default_factory=dict)
    municipalities: dict[str, Tally] = field(default_factory=dict)
    decided: dict[tuple[str, date], int] = field(default_factory=dict)
    year: Tally = field(default_factory=Tally)

    def add(self, code: str, month: date, tally: Tally, *, in_view: bool, in_year: bool) -> None:
        """Count a municipality's month where it belongs."""
        self.decided[code, month] = sum(counts(tally))
        if in_view:
            self.months.setdefault(month, Tally()).merge(tally)
        if in_year:
            self.municipalities.setdefault(code, Tally()).merge(tally)
            if in_view:
                self.year.merge(tally)

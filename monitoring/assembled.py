"""One indicator as pages, figures and files show it, assembled from what may be published. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from monitoring.indicators import Kind, Rule, meets
from monitoring.periods import Window
from monitoring.publishing import (
    Bin,
    ByMunicipality,
    Counted,
    Four,
    Median,
    Published,
    by_month,
    by_municipality,
    day_bins,
    four_counts,
    median_of,
    months_given_away,
)
from monitoring.statistics import (
    Chart,
    Funnel,
    Place,
    Proportion,
    funnel,
    p_chart,
    quantile_days,
    run_chart,
    within,
)
from pathways.definition_parts.follow_up import Indicator, Target


@dataclass(frozen=True)
class Headline:
    """The closed quarter's figure: what stands in large type."""

    row: Published
    four: Four
    median: Median


@dataclass(frozen=True)
class Compared:
    """Municipalities over twelve months: their rows, the funnel, and where each lies in it."""

    table: ByMunicipality
    funnel: Funnel | None
    places: Mapping[str, Place]

    @property
    def outside(self) -> dict[str, Place]:
        """Those beyond the 99.8 % limits."""
        return {code: p for code, p in self.places.items() if p is not Place.WITHIN}


@dataclass(frozen=True)
class Spread:
    """How long it took over twelve months; empty where it may not be shown."""

    bins: tuple[Bin, ...]
    median: float | None
    ninth_decile: int | None
    within: Proportion | None


@dataclass(frozen=True)
class Shown:
    """Everything said of one indicator, with small counts already hidden."""

    indicator: Indicator
    rule: Rule
    window: Window
    months: Mapping[date, Published]
    medians: Mapping[date, Median]
    headline: Headline
    chart: Chart
    compared: Compared
    spread: Spread | None

    @property
    def counts_days(self) -> bool:
        """Is the figure a median of days, and not a share?"""
        return self.rule.kind is Kind.MEDIAN_DAYS

    @property
    def target(self) -> Target | None:
        return self.indicator.target

    @property
    def share_target(self) -> Target | None:
        """The target as a share; the median's own target says nothing of shares."""
        return None if self.counts_days else self.indicator.target

    def value(self, month: date) -> float | None:
        """The month's figure: a share of 1, or days."""
        if self.counts_days:
            return self.medians[month].days
        about = self.months[month].about
        return about.value if about is not None else None

    @property
    def met(self) -> bool | None:
        """Is the target met in the headline's quarter? None where that cannot be said."""
        if self.counts_days:
            return meets(self.target, self.headline.median.days)
        share = self.headline.row.share
        if share is None:
            return None
        ends = {meets(self.target, share.low), meets(self.target, share.high)}
        return ends.pop() if len(ends) == 1 else None


def assemble(
    indicator: Indicator,
    rule: Rule,
    counted: Counted,
    window: Window,
    municipality: str | None,
    threshold: int,
) -> Shown:
    """Hide what is small, then test and measure what is left."""
    given_away = (
        months_given_away(counted.decided, window.months, municipality, threshold)
        if municipality
        else set()
    )
    shown = by_month(counted.months, window.months, threshold, hide=given_away)
    medians = {
        month: median_of(shown.months[month], counted.months[month].days)
        if month in counted.months
        else Median(None)
        for month in window.months
    }
    quarter = shown.quarters[window.quarter[0]]
    quarter_days = _merged(counted, window.quarter)
    return Shown(
        indicator=indicator,
        rule=rule,
        window=window,
        months=shown.months,
        medians=medians,
        headline=Headline(
            row=quarter,
            four=four_counts(quarter, _incomplete(counted, window.quarter), threshold),
            median=median_of(quarter, quarter_days),
        ),
        chart=_chart(rule, window, shown.months, medians),
        compared=compare(counted, threshold),
        spread=_spread(rule, counted, threshold),
    )


def _incomplete(counted: Counted, months: tuple[date, ...]) -> int:
    return sum(counted.months[month].incomplete for month in months if month in counted.months)


def _merged(counted: Counted, months: tuple[date, ...]) -> Mapping[int, int]:
    days: dict[int, int] = {}
    for month in months:
        for day, count in counted.months[month].days.items() if month in counted.months else ():
            days[day] = days.get(day, 0) + count
    return days


def _chart(
    rule: Rule,
    window: Window,
    months: Mapping[date, Published],
    medians: Mapping[date, Median],
) -> Chart:
    if rule.kind is Kind.MEDIAN_DAYS:
        return run_chart([medians[month].days for month in window.months])
    return p_chart([months[month].about or Proportion(0, 0) for month in window.months])


def compare(counted: Counted, threshold: int) -> Compared:
    """Municipalities side by side, tested against what chance explains."""
    table = by_municipality(counted.municipalities, threshold)
    shown = {code: row.about for code, row in table.rows.items() if row.about is not None}
    drawn = funnel(list(shown.values()))
    places = dict(zip(shown, drawn.places, strict=True)) if drawn is not None else {}
    return Compared(table, drawn, places)


def _spread(rule: Rule, counted: Counted, threshold: int) -> Spread | None:
    if not counted.year.days:
        return None
    bins = day_bins(counted.year.days, rule.most_days, threshold)
    if not bins:
        return Spread((), None, None, None)
    days = counted.year.days
    return Spread(
        bins=bins,
        median=float(quantile_days(days, 0.5) or 0),
        ninth_decile=quantile_days(days, 0.9),
        within=within(days, rule.most_days) if rule.most_days is not None else None,
    )

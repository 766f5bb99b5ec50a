"""Gathers what the overview pages show, in a fixed number of queries."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from figures import numbers
from figures.suppression import Mark
from monitoring import figures, wording
from monitoring.assembled import Shown, assemble
from monitoring.computing import countable_rules
from monitoring.distribution import spread
from monitoring.drawing import Album
from monitoring.indicators import Kind, Rule
from monitoring.loop_shown import show_loop
from monitoring.loop_words import LoopRow, loop_row
from monitoring.models import Chart, Computation
from monitoring.periods import Window, window
from monitoring.publishing import Published
from monitoring.reading import latest_computation, read_loop, read_results, read_values
from organisations.models import Municipality
from pathways.definition_parts.follow_up import Indicator
from pathways.models import Version


@dataclass(frozen=True)
class Selection:
    """What an overview is of."""

    version: Version
    municipality: Municipality | None
    window: Window
    names: Mapping[str, str]
    language: str

    @property
    def municipality_code(self) -> str | None:
        return self.municipality.pk if self.municipality else None


@dataclass(frozen=True)
class MonthRow:
    """One month of the table."""

    month: str
    cells: tuple[str, ...]
    figure: str
    interval: str
    signal: bool


@dataclass(frozen=True)
class MunicipalityRow:
    """One municipality of the table."""

    name: str
    cells: tuple[str, ...]
    figure: str
    interval: str
    place: str
    signal: bool


@dataclass(frozen=True)
class Card:
    """One indicator of the dashboard."""

    shown: Shown
    key: str
    title: str
    headline: str
    direction: str
    interval: str
    cells: tuple[str, ...]
    names: wording.OutcomeNames
    verdict: wording.Verdict
    differs: wording.Verdict
    reached: str
    local: bool
    charts: Mapping[str, Chart]
    months: tuple[MonthRow, ...]


@dataclass(frozen=True)
class SpreadRow:
    """One value of a distribution, as it is written."""

    label: str
    count: str
    share: str
    expected: str


@dataclass(frozen=True)
class SpreadCard:
    """One distribution of the dashboard: the latest twelve closed months."""

    key: str
    title: str
    explanation: str
    of: str
    local: bool
    rows: tuple[SpreadRow, ...]


@dataclass(frozen=True)
class Overview:
    """The dashboard of one pathway."""

    computation: Computation | None
    cards: tuple[Card, ...]
    spreads: tuple[SpreadCard, ...]
    loop: tuple[LoopRow, ...]
    any_sent: bool
    quarter: str
    lead: str
    small: str
    complement: str


def threshold() -> int:
    """The smallest count that is shown."""
    return int(settings.SUPPRESSION_THRESHOLD)


def select(
    version: Version,
    municipalities: Mapping[str, Municipality],
    municipality: Municipality | None,
    months: int,
    language: str,
) -> Selection:
    """The overview's subject as of today."""
    return Selection(
        version=version,
        municipality=municipality,
        window=window(timezone.localdate(), months),
        names={code: one.name for code, one in municipalities.items()},
        language=language,
    )


def shown_indicators(
    selection: Selection, only: str | None = None, *, with_days: bool = False
) -> list[Shown]:
    """The indicators of the definition whose figure is one number, or the one named."""
    indicators = {one.key: one for one in selection.version.parsed.indicators}
    rules = [
        rule
        for rule in countable_rules(selection.version)
        if rule.kind is not Kind.DISTRIBUTION and (only is None or rule.key == only)
    ]
    needing_days = {
        rule.key for rule in rules if rule.kind is Kind.MEDIAN_DAYS or (with_days and rule.to_event)
    }
    counted = read_results(
        selection.version.pathway,
        [rule.key for rule in rules],
        needing_days,
        selection.window,
        selection.municipality,
    )
    return [_assembled(selection, indicators[rule.key], rule, counted) for rule in rules]


def _assembled(
    selection: Selection, indicator: Indicator, rule: Rule, counted: Mapping[str, Any]
) -> Shown:
    return assemble(
        indicator,
        rule,
        counted[rule.key],
        selection.window,
        selection.municipality_code,
        threshold(),
    )


def overview(selection: Selection) -> Overview:
    """Everything the dashboard shows."""
    pathway, language = selection.version.pathway, selection.language
    found = shown_indicators(selection)
    album = Album()
    for shown in found:
        if series := figures.series_of(shown, language):
            album.add(shown.rule.key, *series)
    charts = album.fetch()
    counted = read_loop(pathway, selection.window.quarter)
    steps = show_loop(counted, threshold(), selection.municipality_code)
    cards = tuple(_card(shown, selection, charts.get(shown.rule.key, {})) for shown in found)
    return Overview(
        computation=latest_computation(pathway),
        cards=cards,
        spreads=_spreads(selection),
        loop=tuple(loop_row(step, language) for step in steps),
        any_sent=steps[0].reached.count != 0,
        quarter=wording.quarter(selection.window.quarter, language),
        lead=wording.lead(
            [(card.verdict, card.differs) for card in cards],
            met=sum(card.shown.met is True for card in cards),
            judged=sum(card.shown.met is not None for card in cards),
        ),
        small=wording.small_sentence(),
        complement=wording.complement_sentence(),
    )


def _spreads(selection: Selection) -> tuple[SpreadCard, ...]:
    """The distributions of the definition; a query for each."""
    definition, language = selection.version.parsed, selection.language
    countable = {rule.key for rule in countable_rules(selection.version)}
    cards = []
    for one in definition.indicators:
        measured = one.measure.distribution
        if measured is None or one.key not in countable:
            continue
        counts = read_values(selection.version.pathway, one.key, selection.window.year)
        parts = spread(counts, measured.expected, selection.municipality_code, threshold())
        fact = definition.indicator_vocabulary[measured.of]
        cards.append(
            SpreadCard(
                key=one.key,
                title=one.title.in_(language),
                explanation=one.explanation.in_(language) if one.explanation else "",
                of=fact.label.in_(language),
                local=one.origin == "local",
                rows=tuple(
                    SpreadRow(
                        label=fact.options[part.value].in_(language)
                        if part.value in fact.options
                        else part.value,
                        count=wording.cell(part.cell, language),
                        share=numbers.percent(part.share, 0, language)
                        if part.share is not None
                        else numbers.NOTHING,
                        expected=numbers.percent(part.expected, 0, language),
                    )
                    for part in parts
                ),
            )
        )
    return tuple(cards)


def _card(shown: Shown, selection: Selection, charts: Mapping[str, Chart]) -> Card:
    language = selection.language
    return Card(
        shown=shown,
        key=shown.rule.key,
        title=shown.indicator.title.in_(language),
        headline=wording.headline(shown, language),
        direction=wording.direction(shown),
        interval=wording.interval(shown, shown.headline, language),
        cells=four_written(shown, language),
        names=wording.outcome_names(shown),
        verdict=wording.development(shown, language),
        differs=wording.difference(shown, selection.names),
        reached=wording.reached(shown, language),
        local=shown.indicator.origin == "local",
        charts=charts,
        months=month_rows(shown, language),
    )


def four_written(shown: Shown, language: str) -> tuple[str, ...]:
    """The headline's four counts, eligible first, as they are written."""
    return tuple(wording.cell(cell, language) for cell in shown.headline.four.cells)


def written(row: Published, language: str) -> tuple[str, ...]:
    """A row's three counts, those decided first, as they are written."""
    return tuple(wording.cell(cell, language) for cell in row.cells)


def month_rows(shown: Shown, language: str) -> tuple[MonthRow, ...]:
    """The months as a table, newest first."""
    marked: Collection[int] = {
        index
        for signal in shown.chart.signals
        if signal.start == signal.end
        for index in (signal.start,)
    }
    rows = []
    for index, month in enumerate(shown.window.months):
        row = shown.months[month]
        if shown.counts_days:
            median = shown.medians[month]
            figure = wording.days_number(median.days, row, language)
            ends = median.interval
            between = wording.between(ends.low, ends.high, 0, language) if ends else "–"
        else:
            figure = wording.share(row, language)
            inside = row.interval
            between = (
                wording.between(inside.low * 100, inside.high * 100, 1, language) if inside else "–"
            )
        rows.append(
            MonthRow(
                month=wording.month(month, language),
                cells=written(row, language),
                figure=figure,
                interval=between,
                signal=index in marked,
            )
        )
    return tuple(reversed(rows))


def municipality_rows(shown: Shown, selection: Selection) -> tuple[MunicipalityRow, ...]:
    """The municipalities as a table: outliers first, then by name; never ranked by figure."""
    language = selection.language
    rows = []
    for code, row in shown.compared.table.rows.items():
        place = shown.compared.places.get(code)
        inside = row.interval
        rows.append(
            MunicipalityRow(
                name=selection.names.get(code, code),
                cells=written(row, language),
                figure=wording.share(row, language),
                interval=wording.between(inside.low * 100, inside.high * 100, 1, language)
                if inside
                else "–",
                place=wording.place(place),
                signal=code in shown.compared.outside,
            )
        )
    return tuple(sorted(rows, key=lambda row: (not row.signal, row.name)))


def bin_rows(shown: Shown, language: str) -> list[tuple[str, str]]:
    """The histogram as a table: days, and how many."""
    bins = shown.spread.bins if shown.spread else ()
    return [
        (wording.days_of(one.start, one.end), numbers.number(one.count, 0, language))
        for one in bins
    ]


@dataclass(frozen=True)
class Hidden:
    """Municipalities without a dot, by why; without the place on the axis that would tell."""

    small: tuple[str, ...]
    complement: tuple[str, ...]


def hidden_municipalities(shown: Shown, selection: Selection) -> Hidden:
    """Those whose number is hidden, by name."""
    marked = {
        selection.names.get(code, code): row.decided.mark
        for code, row in shown.compared.table.rows.items()
    }
    return Hidden(
        small=tuple(sorted(name for name, mark in marked.items() if mark is Mark.SMALL)),
        complement=tuple(sorted(name for name, mark in marked.items() if mark is Mark.COMPLEMENT)),
    )

"""From what may be shown of an indicator to its figures, each with a title and a description."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from figures import numbers
from monitoring import wording
from monitoring.assembled import Shown
from monitoring.charts.inputs import (
    Centre,
    Control,
    ControlPoint,
    Dot,
    FunnelFigure,
    Histogram,
    Point,
    Series,
)
from monitoring.publishing import Published
from monitoring.statistics import Place, Signal, SignalKind

LIMIT_NAME = "99,8 %"


def _target_end(shown: Shown) -> float | None:
    """The target in the figure's unit: percent, or days."""
    target = shown.target
    if target is None:
        return None
    end = target.at_least if target.at_least is not None else target.at_most
    if end is None:
        return None
    return end if shown.counts_days else end * 100


def _target_label(shown: Shown, language: str) -> str:
    """Short, for a line's end: "mindst 95"."""
    words = wording.target(shown.target, counts_days=shown.counts_days, language=language)
    return words.removesuffix(" %").removesuffix(" dage").removesuffix(" days")


def _in_unit(shown: Shown, value: float | None) -> float | None:
    if value is None:
        return None
    return round(value if shown.counts_days else value * 100, 2)


def _label(shown: Shown, value: float, decimals: int, language: str) -> str:
    if shown.counts_days:
        return numbers.number(value, 0 if value == round(value) else 1, language)
    return numbers.percent(value, decimals, language)


def series_of(shown: Shown, language: str) -> tuple[Series, str, str] | None:
    """The small multiple, its title and its description, or None while no month may be shown."""
    if not _has_a_month(shown):
        return None
    points = []
    for month in shown.window.months:
        low, high = _ends(shown, shown.months[month], month)
        points.append(Point(month, _in_unit(shown, shown.value(month)), low, high))
    known = [(p.month, shown.value(p.month)) for p in points if p.value is not None]
    last_label = ""
    if known:
        month, value = known[-1]
        last_label = (
            f"{_label(shown, value or 0, 0, language)} {numbers.month_name(month, language)}"
        )
    figure = Series(
        points=tuple(points),
        target=_target_end(shown),
        target_label=_target_label(shown, language),
        last_label=last_label,
        ceiling=None if shown.counts_days else 100,
        language=language,
    )
    title = shown.indicator.title.in_(language)
    return figure, title, _series_description(shown, language)


def _has_a_month(shown: Shown) -> bool:
    return any(shown.value(month) is not None for month in shown.window.months)


def _ends(shown: Shown, row: Published, month: date) -> tuple[float | None, float | None]:
    """The band: the 95 % interval, of all that a partly hidden share may be."""
    if shown.counts_days:
        interval = shown.medians[month].interval
        return (interval.low, interval.high) if interval else (None, None)
    if row.interval is not None:
        return _in_unit(shown, row.interval.low), _in_unit(shown, row.interval.high)
    return None, None


def _series_description(shown: Shown, language: str) -> str:
    months = shown.window.months
    parts = [
        _("Linje over %(count)s måneder, %(first)s til %(last)s, med 95 %%-interval.")
        % {
            "count": len(months),
            "first": numbers.month(months[0], language),
            "last": numbers.month(months[-1], language),
        }
    ]
    known = [value for month in months if (value := shown.value(month)) is not None]
    if known:
        parts.append(
            _("Fra %(least)s til %(most)s; senest %(last)s.")
            % {
                "least": _label(shown, min(known), 1, language),
                "most": _label(shown, max(known), 1, language),
                "last": _label(shown, known[-1], 1, language),
            }
        )
    agreed = wording.target(shown.target, counts_days=shown.counts_days, language=language)
    if agreed:
        parts.append(_("Mål: %(target)s.") % {"target": agreed})
    parts.append(wording.development(shown, language).text)
    return " ".join(parts)


def numbered_signals(shown: Shown) -> list[tuple[str, Signal]]:
    """The signals in the order of their months, each with the number it has in the figure."""
    ordered = sorted(shown.chart.signals, key=lambda signal: (signal.start, signal.end))
    return [(str(number), signal) for number, signal in enumerate(ordered, 1)]


def control_of(shown: Shown, language: str) -> tuple[Control, str, str] | None:
    """The control or run chart, its title and description, or None while no month may be shown."""
    if not _has_a_month(shown):
        return None
    marks: dict[int, str] = {}
    shifts: dict[int, str] = {}
    for number, signal in numbered_signals(shown):
        if signal.kind is SignalKind.SHIFT:
            shifts[signal.start] = number
        else:
            at = signal.end
            marks[at] = f"{marks[at]}, {number}" if at in marks else number
    points = tuple(
        ControlPoint(
            month=month,
            value=_in_unit(shown, shown.value(month)),
            low=_in_unit(shown, limits.low) if limits else None,
            high=_in_unit(shown, limits.high) if limits else None,
            mark=marks.get(index, ""),
        )
        for index, (month, limits) in enumerate(
            zip(shown.window.months, shown.chart.limits, strict=True)
        )
    )
    centres = tuple(
        Centre(
            segment.start,
            segment.stop,
            _in_unit(shown, segment.centre) or 0,
            _label(shown, segment.centre, 1, language),
            shifts.get(segment.start, ""),
        )
        for segment in shown.chart.segments
    )
    figure = Control(
        points=points,
        centres=centres,
        target=_target_end(shown),
        target_label=_target_label(shown, language),
        ceiling=None if shown.counts_days else 100,
        language=language,
    )
    title = _("%(indicator)s, måned for måned") % {"indicator": shown.indicator.title.in_(language)}
    found = [
        wording.signal_sentence(signal, shown, language) for _no, signal in numbered_signals(shown)
    ] or [_("Intet signal.")]
    return figure, title, " ".join([_series_description(shown, language), *found])


def funnel_of(
    shown: Shown, names: Mapping[str, str], language: str
) -> tuple[FunnelFigure, str, str] | None:
    """The funnel plot of the municipalities, or None while there is nothing to compare."""
    compared = shown.compared
    if compared.funnel is None:
        return None
    dots = []
    for code, found in compared.places.items():
        row = compared.table.rows[code]
        if row.about is None or row.about.value is None:
            continue
        named = found is not Place.WITHIN
        value = row.about.value * 100
        dots.append(
            Dot(
                name=f"{names[code]} {wording.share(row, language)}" if named else "",
                of=row.about.of,
                value=round(value, 2),
                exact=row.exact,
                named=named,
            )
        )
    target = shown.share_target
    end = (target.at_least if target.at_least is not None else target.at_most) if target else None
    figure = FunnelFigure(
        dots=tuple(sorted(dots, key=lambda dot: (dot.of, dot.value))),
        centre=round(compared.funnel.centre, 6),
        centre_label=_("i alt %(share)s")
        % {"share": numbers.percent(compared.funnel.centre, 1, language)},
        target=None if end is None else end * 100,
        target_label=_("mål %(target)s %%") % {"target": numbers.points(end, 0, language)},
        axis_label=_("afgjorte, seneste 12 måneder"),
        limit_label=_("%(share)s-grænse") % {"share": LIMIT_NAME},
        widened=round(compared.funnel.widened, 4),
        language=language,
    )
    title = _("Kommunerne i tragtdiagram: %(indicator)s") % {
        "indicator": shown.indicator.title.in_(language)
    }
    description = _(
        "Hver prik er en kommune: vandret antallet, lodret andelen. %(count)s kommuner er vist. "
    ) % {"count": len(dots)}
    return figure, title, description + wording.difference(shown, names).text


def histogram_of(shown: Shown, language: str) -> tuple[Histogram, str, str] | None:
    """The days it took, or None where they may not be shown."""
    spread = shown.spread
    if spread is None or not spread.bins:
        return None
    promise = shown.rule.most_days
    within_label = beyond_label = ""
    if spread.within is not None and promise is not None:
        within_label = _("%(count)s (%(share)s) inden %(days)s") % {
            "count": numbers.number(spread.within.passed, 0, language),
            "share": numbers.percent(spread.within.value, 1, language),
            "days": wording.days(float(promise), language),
        }
        beyond_label = _("%(count)s senere") % {
            "count": numbers.number(spread.within.of - spread.within.passed, 0, language)
        }
    figure = Histogram(
        bins=spread.bins,
        promise=promise,
        within_label=within_label,
        beyond_label=beyond_label,
        median=spread.median,
        median_label=_("median %(days)s") % {"days": wording.days(spread.median, language)},
        axis_label=_("dage"),
        language=language,
    )
    title = _("Hvor længe går der: %(indicator)s") % {
        "indicator": shown.indicator.title.in_(language)
    }
    description = " ".join(
        part for part in (wording.duration(shown, language).text, within_label) if part
    )
    return figure, title, description

"""What figures say in sentences: the same tests that decide the marks decide the words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from figures import numbers
from figures.suppression import Cell, Mark
from monitoring.assembled import Headline, Shown
from monitoring.publishing import Published
from monitoring.statistics import Place, Signal, SignalKind
from pathways.definition_parts.follow_up import Target

# A signal this many months old or less is news in the overview; older ones stand in the figure.
NEWS = 12
NAMED_AT_MOST = 3


@dataclass(frozen=True)
class Verdict:
    """One sentence, whether it tells of a signal, and whether there was enough to judge by."""

    text: str
    signal: bool
    judged: bool = True


def cell(shown: Cell, language: str) -> str:
    """A count, or its mark."""
    return shown.mark.value if shown.mark is not None else numbers.number(shown.count, 0, language)


def share(row: Published, language: str) -> str:
    """A share in percent; a range where its counts are hidden; their mark where none may be said.

    "..*" stands for a share that only guards another: it is no sign that few were decided.
    """
    if row.share is None:
        if row.decided.count == 0:
            return numbers.NOTHING
        small = any(found.mark is Mark.SMALL for found in row.cells)
        return (Mark.SMALL if small else Mark.COMPLEMENT).value
    if row.share.exact:
        return numbers.percent(row.share.low, 1, language)
    low, high = (round(end * 100) for end in (row.share.low, row.share.high))
    return f"{low}–{high} %" if low != high else _("ca. %(percent)s %%") % {"percent": low}


def days(value: float | None, language: str) -> str:
    """A median: "17 dage", "17,5 dage"."""
    if value is None:
        return ".."
    decimals = 0 if value == round(value) else 1
    count = numbers.number(value, decimals, language)
    return ngettext("%(count)s dag", "%(count)s dage", 1 if value == 1 else 2) % {"count": count}


def days_of(start: int, end: int | None) -> str:
    """The days of one bar: "7", "8–14", "30 eller flere"."""
    if end is None:
        return _("%(days)s eller flere") % {"days": start}
    return str(start) if start == end else f"{start}–{end}"


def days_number(value: float | None, row: Published, language: str) -> str:
    """A median in a column that says in its heading that it is days."""
    if value is None:
        return share(row, language) if row.share is None else Mark.SMALL.value
    return numbers.number(value, 0 if value == round(value) else 1, language)


def headline(shown: Shown, language: str) -> str:
    """The large figure: days, a rate per so many, or a share."""
    if shown.counts_days and shown.headline.row.decided.count == 0:
        return numbers.NOTHING
    if shown.counts_days:
        return days(shown.headline.median.days, language)
    per, known = shown.indicator.measure.rate_per, shown.headline.row.share
    if per is not None and known is not None and known.exact:
        return _("%(count)s pr. %(per)s") % {
            "count": numbers.number(known.low * per, 1, language),
            "per": per,
        }
    return share(shown.headline.row, language)


def interval(shown: Shown, of: Headline, language: str) -> str:
    """The 95 % interval of the headline, where there is one."""
    if shown.counts_days:
        found = of.median.interval
        return numbers.interval(found.low, found.high, 0, language) if found else ""
    ends = of.row.interval
    return numbers.interval(ends.low * 100, ends.high * 100, 1, language) if ends else ""


def direction(shown: Shown) -> str:
    """Which way is better."""
    return {"up": _("skal stige"), "down": _("skal falde")}.get(shown.indicator.direction, "")


def target(of: Target | None, *, counts_days: bool, language: str) -> str:
    """ "mindst 95 %", "højst 21 dage"; empty without a target."""
    if of is None:
        return ""

    def written(end: float) -> str:
        if counts_days:
            return days(end, language)
        decimals = 0 if round(end * 100, 6) == round(end * 100) else 1
        return numbers.percent(end, decimals, language)

    ends = []
    if of.at_least is not None:
        ends.append(_("mindst %(value)s") % {"value": written(of.at_least)})
    if of.at_most is not None:
        ends.append(_("højst %(value)s") % {"value": written(of.at_most)})
    return _(" og ").join(ends)


@dataclass(frozen=True)
class OutcomeNames:
    """What the two outcomes are called: in an indicator that should fall, met is no praise."""

    passed: str
    not_passed: str


def outcome_names(shown: Shown) -> OutcomeNames:
    """The words beside the counts."""
    if shown.counts_days:
        return OutcomeNames(_("inden for målet"), _("over målet"))
    is_rate = shown.indicator.measure.rate_per is not None
    if is_rate or (shown.rule.when is not None and shown.indicator.direction == "down"):
        return OutcomeNames(_("forekommer"), _("forekommer ikke"))
    return OutcomeNames(_("opfyldt"), _("ikke opfyldt"))


def reached(shown: Shown, language: str) -> str:
    """Whether the target was met in the headline's quarter."""
    agreed = target(shown.target, counts_days=shown.counts_days, language=language)
    if not agreed or shown.met is None:
        return ""
    if shown.met:
        return _("Målet (%(target)s) er nået.") % {"target": agreed}
    return _("Målet (%(target)s) er ikke nået.") % {"target": agreed}


def development(shown: Shown, language: str) -> Verdict:
    """Is it better than before, or only noise?"""
    if sum(value is not None for value in shown.chart.values) < 2:
        few = _("Der er for få måneder med tal til at sige noget om udviklingen.")
        return Verdict(few, signal=False, judged=False)
    last = len(shown.window.months) - 1
    news = [signal for signal in shown.chart.signals if last - signal.end < NEWS]
    if not news:
        return Verdict(_("Udviklingen kan ikke skelnes fra tilfældige udsving."), False)
    latest = max(news, key=lambda signal: (signal.end, signal.kind is SignalKind.SHIFT))
    return Verdict(signal_sentence(latest, shown, language), True)


def signal_sentence(signal: Signal, shown: Shown, language: str) -> str:
    """What a signal says, with its month."""
    first = numbers.month(shown.window.months[signal.start], language)
    last = numbers.month(shown.window.months[signal.end], language)
    count = signal.end - signal.start + 1
    match signal.kind:
        case SignalKind.OUTSIDE if signal.up:
            return _("%(month)s ligger over kontrolgrænsen.") % {"month": _sentence(first)}
        case SignalKind.OUTSIDE:
            return _("%(month)s ligger under kontrolgrænsen.") % {"month": _sentence(first)}
        case SignalKind.SHIFT if signal.up:
            return _("Niveauet steg fra %(month)s; midten er regnet om derfra.") % {"month": first}
        case SignalKind.SHIFT:
            return _("Niveauet faldt fra %(month)s; midten er regnet om derfra.") % {"month": first}
        case SignalKind.RUN if signal.up:
            return _("%(count)s måneder i træk til og med %(month)s ligger over midten.") % {
                "count": count,
                "month": last,
            }
        case SignalKind.RUN:
            return _("%(count)s måneder i træk til og med %(month)s ligger under midten.") % {
                "count": count,
                "month": last,
            }
        case _ if signal.up:
            return _("%(count)s måneder i træk til og med %(month)s er steget.") % {
                "count": count,
                "month": last,
            }
        case _:
            return _("%(count)s måneder i træk til og med %(month)s er faldet.") % {
                "count": count,
                "month": last,
            }


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def difference(shown: Shown, names: Mapping[str, str]) -> Verdict:
    """Does a municipality differ more than chance explains?

    Where the figure is days, municipalities are compared by the share within the target.
    """
    compared = shown.compared
    below, above = (
        (
            _("har en lavere andel inden for målet, end tilfældet kan forklare."),
            _("har en højere andel inden for målet, end tilfældet kan forklare."),
        )
        if shown.counts_days
        else (
            _("ligger lavere, end tilfældet kan forklare."),
            _("ligger højere, end tilfældet kan forklare."),
        )
    )
    tested = len(compared.places)
    if tested < 2:
        few = _("Der er for få kommuner med tal til at sammenligne dem.")
        return Verdict(few, signal=False, judged=False)
    sentences = []
    for place, words in ((Place.BELOW, below), (Place.ABOVE, above)):
        outside = sorted(names[code] for code, found in compared.places.items() if found is place)
        if outside:
            sentences.append(f"{_listed(outside)} {words}")
    if not sentences:
        return Verdict(_("Ingen kommune afviger mere, end tilfældet kan forklare."), False)
    return Verdict(" ".join(sentences), True)


def _listed(found: Sequence[str]) -> str:
    if len(found) == 1:
        return found[0]
    shown = found[:NAMED_AT_MOST]
    more = len(found) - len(shown)
    if more:
        return _("%(names)s og %(more)s andre") % {"names": ", ".join(shown), "more": more}
    return _("%(names)s og %(last)s") % {"names": ", ".join(shown[:-1]), "last": shown[-1]}


def place(found: Place | None) -> str:
    """Where a municipality lies, in the table."""
    return (
        {
            Place.WITHIN: _("inden for tilfældig variation"),
            Place.ABOVE: _("højere end ventet"),
            Place.BELOW: _("lavere end ventet"),
        }.get(found, "–")
        if found is not None
        else numbers.NOTHING
    )


def duration(shown: Shown, language: str) -> Verdict:
    """How long it takes: half, nine tenths, and what lies beyond the promise."""
    spread = shown.spread
    if spread is None or not spread.bins:
        return Verdict(_("Der er for få til at vise, hvor længe det varer."), False)
    parts = [
        _("Halvdelen er nået inden %(half)s og 90 %% inden %(most)s.")
        % {
            "half": days(spread.median, language),
            "most": days(float(spread.ninth_decile or 0), language),
        }
    ]
    return Verdict(" ".join(parts), False)


def lead(verdicts: Sequence[tuple[Verdict, Verdict]], *, met: int, judged: int) -> str:
    """The overview's answer in two sentences: targets met, and what is more than noise."""
    compared = any(differs.judged for _development, differs in verdicts)
    if not judged and not compared and not any(own.judged for own, _differs in verdicts):
        return _("Der er endnu for få tal til at sige, hvordan det går.")
    sentences = []
    if judged:
        sentences.append(
            ngettext(
                "%(met)s af %(judged)s mål er nået.", "%(met)s af %(judged)s mål er nået.", judged
            )
            % {"met": met, "judged": judged}
        )
    moving = sum(development.signal for development, _differs in verdicts)
    if moving:
        sentences.append(
            ngettext(
                "%(count)s indikator har ændret sig mere, end tilfældet kan forklare.",
                "%(count)s indikatorer har ændret sig mere, end tilfældet kan forklare.",
                moving,
            )
            % {"count": moving}
        )
    if not compared:
        return " ".join([*sentences, _("Der er for få kommuner med tal til at sammenligne dem.")])
    differing = sum(differs.signal for _development, differs in verdicts)
    sentences.append(
        ngettext(
            "På %(count)s indikator afviger mindst én kommune mere, end tilfældet kan forklare.",
            "På %(count)s indikatorer afviger mindst én kommune mere, end tilfældet kan forklare.",
            differing,
        )
        % {"count": differing}
        if differing
        else _("Ingen kommune afviger mere, end tilfældet kan forklare.")
    )
    return " ".join(sentences)


def between(low: float, high: float, decimals: int, language: str) -> str:
    """Both ends of an interval: 90,3–94,1."""
    return numbers.interval(low, high, decimals, language)


def month(first: date, language: str) -> str:
    """A month as tables name it: okt. 2026."""
    return numbers.month(first, language)


def quarter(months: Sequence[date], language: str) -> str:
    """The headline's quarter in words."""
    return numbers.quarter(months[0], language)


def small_sentence() -> str:
    """What the mark ".." means."""
    return _("Færre end %(count)s borgere.") % {"count": settings.SUPPRESSION_THRESHOLD}


def complement_sentence() -> str:
    """What the mark "..*" means."""
    return _("Skjult, fordi et skjult tal ellers kunne regnes ud.")

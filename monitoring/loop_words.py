"""The loop's steps in words: what was promised, and how many kept it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from figures import numbers
from figures.suppression import Range
from monitoring import wording
from monitoring.loop import END_WITHIN_WEEKS, State, Step
from monitoring.loop_shown import StepShown
from referrals.clocks import (
    ACKNOWLEDGE_WITHIN_DAYS,
    ANSWER_WITHIN_WORKING_DAYS,
    EPICRISIS_WITHIN_DAYS,
)

# The marks of the figure's grammar.
MARKS = {
    State.KEPT: "bar",
    State.LATE: "bar2",
    State.WAITING: "bar0",
    State.OVERDUE: "bars",
}


@dataclass(frozen=True)
class Part:
    """One part of a bar: its class and its place in px."""

    mark: str
    x: float
    width: float


@dataclass(frozen=True)
class LoopRow:
    """One step as the page shows it."""

    key: str
    title: str
    promise: str
    reached: str
    cells: tuple[str, ...]
    share: str
    headline: str
    lines: tuple[str, ...]
    overdue: str
    description: str
    segments: tuple[Part, ...]


def loop_row(step: StepShown, language: str) -> LoopRow:
    """A step in words and marks."""
    title, promise = _names(step.step)
    reached = wording.cell(step.reached, language)
    kept, late, waiting, overdue = (wording.cell(cell, language) for cell in step.cells.values())
    share = _share(step.share, language)
    sent = step.step is Step.SENT
    lines: tuple[str, ...] = (_("henvisninger, alle med eget id fra kladde til epikrise"),)
    if not sent:
        lines = (
            _("%(kept)s af %(reached)s %(promise)s")
            % {"kept": kept, "reached": reached, "promise": promise},
            _("%(late)s senere · %(waiting)s venter") % {"late": late, "waiting": waiting},
        )
    missing = step.cells[State.OVERDUE]
    return LoopRow(
        key=step.step.value,
        title=title,
        promise=promise or numbers.NOTHING,
        reached=reached,
        cells=(kept, late, waiting, overdue),
        share=share,
        headline=reached if sent else share,
        lines=lines,
        overdue=_("%(count)s mangler") % {"count": overdue} if missing.count != 0 else "",
        description=_(
            "%(kept)s inden for løftet, %(late)s senere, %(waiting)s venter inden for løftet, "
            "%(overdue)s mangler og er over tiden."
        )
        % {"kept": kept, "late": late, "waiting": waiting, "overdue": overdue},
        segments=tuple(Part(MARKS[part.state], part.x, part.width) for part in step.segments),
    )


def _share(share: Range | None, language: str) -> str:
    if share is None:
        return numbers.NOTHING
    if share.exact:
        return numbers.percent(share.low, 1, language)
    low, high = round(share.low * 100), round(share.high * 100)
    return f"{low}–{high} %" if low != high else _("ca. %(percent)s %%") % {"percent": low}


def _names(step: Step) -> tuple[str, str]:
    days = _("inden %(count)s dage")
    return {
        Step.SENT: (_("Sendt"), ""),
        Step.ANSWERED: (
            _("Besvaret"),
            _("inden %(count)s hverdage") % {"count": ANSWER_WITHIN_WORKING_DAYS},
        ),
        Step.BEGUN: (_("Begyndt"), _("inden lovet dato")),
        Step.ENDED: (_("Afsluttet"), _("inden %(count)s uger") % {"count": END_WITHIN_WEEKS}),
        Step.EPICRISIS: (_("Epikrise"), days % {"count": EPICRISIS_WITHIN_DAYS}),
        Step.READ: (_("Læst af henviser"), days % {"count": ACKNOWLEDGE_WITHIN_DAYS}),
    }[step]

"""What the letter of an epicrisis says, in words, from the signed content.

What the content does not hold (the citizen's CPR number, names and addresses of sender and
receiver) is read when the letter is made. `referrals.letter_pdf` sets it.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from organisations.models import Organisation
from pathways.conditions.facts import number_text
from pathways.conditions.wording import lower_first
from referrals.epicrisis import RECORDED, RESULTS, WISHES
from referrals.language import SAYS_PATIENT
from referrals.line_chart import LETTER, line_chart
from referrals.models import Epicrisis
from referrals.recorded import GoalLine, Recorded, Series, grouped

MAXCHARTS = 2
CHART = "chart:"
"""How the letter addresses its own figures."""


@dataclass(frozen=True)
class MeasureRow:
    """One row of the letter's table of goals and measurements, all in words."""

    label: str
    start: str
    end: str
    target: str
    reached: str


def letter_context(epicrisis: Epicrisis) -> dict[str, Any]:
    """What the letter's template needs; call it with Danish active."""
    content = epicrisis.content
    referral = epicrisis.referral
    recorded = Recorded.from_data(content.get(RECORDED, {}))
    charts = [line_chart(series, LETTER) for series in recorded.series if len(series.points) > 1][
        :MAXCHARTS
    ]
    sender = epicrisis.signed_by.organisation
    signed_at = timezone.localtime(epicrisis.signed_at)
    return {
        "epicrisis": epicrisis,
        "content": content,
        "recorded": recorded,
        "referral": referral,
        "citizen": referral.citizen,
        "sender": sender,
        "sender_line": address_line(sender),
        "to": referral.sender,
        "to_person": referral.created_by.user.name_and_title,
        "signed_at": signed_at,
        "created": signed_at.isoformat(),
        "foot": _("Epikrise til %(number)s · version %(version)s · %(date)s")
        % {
            "number": recorded.referral_number,
            "version": epicrisis.version_number,
            "date": date_format(signed_at, "j. F Y"),
        },
        "period": _period(recorded),
        "ended": _ended(recorded),
        "result": str(RESULTS.get(content.get("result", ""), "")),
        "wishes": [str(WISHES[key]) for key in content.get("wishes", []) if key in WISHES],
        "says_patient": sender.kind in SAYS_PATIENT,
        "charts": charts,
        "pictures": [
            {
                "address": f"{CHART}{n}",
                "alt": chart_alt(chart.series),
                "scale": scale_of(chart.series),
                "chart": chart,
            }
            for n, chart in enumerate(charts)
        ],
        "rows": measure_rows(recorded),
        "plan": [
            line.strip(" -•") for line in content.get("plan", "").splitlines() if line.strip()
        ],
        "hash_lines": hash_lines(epicrisis.content_hash),
        "demo": settings.DEMO_MODE,
    }


def steps_of(text: str) -> list[str]:
    """The text's lines as points of a list, without marks the writer put before them."""
    return [line.strip(" -•") for line in text.splitlines() if line.strip(" -•")]


def address_line(organisation: Organisation) -> str:
    """ "Havnegade 1, 9000 Aalborg · 00 00 00 00 · ydernr. 000000", as far as it is known."""
    place = " ".join(filter(None, [organisation.postcode, organisation.city]))
    number = _("ydernr. %(number)s") % {"number": organisation.ydernummer}
    return " · ".join(
        filter(
            None,
            [
                ", ".join(filter(None, [organisation.street, place])),
                organisation.phone,
                number if organisation.ydernummer else "",
            ],
        )
    )


def hash_lines(content_hash: str) -> list[str]:
    """The SHA-256 in groups of four, eight to a line, so that two people can compare it."""
    groups = re.findall(".{4}", content_hash)
    return [" ".join(groups[n : n + 8]) for n in range(0, len(groups), 8)]


def chart_alt(series: Series) -> str:
    """What a chart shows, for who can't see it: start, every step, end and target."""
    told = _("Linje: %(label)s: %(steps)s.") % {
        "label": series.label,
        "steps": ", ".join(
            _("%(value)s i uge %(week)s") % {"value": number_text(point.value), "week": point.week}
            for point in series.points
        ),
    }
    if series.target is None:
        return told
    aim = _("Målet var højst %(n)s.") if series.lower_is_better else _("Målet var mindst %(n)s.")
    return f"{told} {aim % {'n': number_text(series.target)}}"


def scale_of(series: Series) -> str:
    """The scale and its direction: "0–10, lavere er bedre"."""
    scale = f"{number_text(series.minimum)}–{number_text(series.maximum)}"
    if series.unit:
        scale = f"{scale} {series.unit}"
    better = _("lavere er bedre") if series.lower_is_better else _("højere er bedre")
    return f"{scale}, {better}"


def measure_rows(recorded: Recorded) -> list[MeasureRow]:
    """A row per instrument and per goal; a goal followed by an instrument shares its row."""
    measured = {series.label for series in recorded.series}
    goals = {goal.unit: goal.text for goal in recorded.goals if goal.unit in measured}
    return [
        *(_series_row(series, goals.get(series.label, "")) for series in recorded.series),
        *(_goal_row(goal) for goal in recorded.goals if goal.unit not in measured),
    ]


def _series_row(series: Series, goal: str) -> MeasureRow:
    measured_once = len(series.points) == 1
    label = f"{goal}: {lower_first(series.label)}" if goal else series.label
    return MeasureRow(
        f"{label} ({scale_of(series)})",
        grouped(series.first.value),
        "–" if measured_once else grouped(series.last.value),
        _number(series.target),
        _reached(series.reached),
    )


def _goal_row(goal: GoalLine) -> MeasureRow:
    label = f"{goal.text} ({goal.unit})" if goal.unit else goal.text
    return MeasureRow(
        label, _number(goal.start), _number(goal.now), _number(goal.target), _reached(goal.reached)
    )


def _number(value: float | None) -> str:
    return "–" if value is None else grouped(value)


def _reached(reached: bool | None) -> str:
    return {True: _("nået"), False: _("ikke nået"), None: "–"}[reached]


def _period(recorded: Recorded) -> str:
    days = [
        date_format(date.fromisoformat(day), "d.m.Y")
        for day in (recorded.started_on, recorded.ended_on)
        if day
    ]
    return " – ".join(days)


def _ended(recorded: Recorded) -> str:
    if recorded.end_kind != "early":
        return _("afsluttet som planlagt")
    if not recorded.end_reason:
        return _("afsluttet før tid")
    return _("afsluttet før tid: %(why)s") % {"why": recorded.end_reason}

"""IV and V. The plan of implementation, and the follow-up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pathways.definition import MAX_INDICATORS
from pathways.fields import line, words
from pathways.making.answers import PlanRow
from pathways.starting.base import Given, StepForm, several
from pathways.templatetags.definition_words import said

PLAN_ROWS = 8
QUARTERS_AHEAD = 16


class PlanForm(StepForm):
    """IV. What must be done before the programme works, by whom, from when."""

    marks_optional = False

    def __init__(self, given: Given, data: Any = None) -> None:
        super().__init__(given, data)
        quarters = quarters_from(given.since)
        for number in range(1, PLAN_ROWS + 1):
            self.fields[f"activity_{number}"] = line(
                _("Aktivitet %(number)s") % {"number": number}, required=False
            )
            self.fields[f"responsible_{number}"] = line(
                _("Ansvarlig for aktivitet %(number)s") % {"number": number}, required=False
            )
            self.fields[f"start_{number}"] = forms.ChoiceField(
                label=_("Aktivitet %(number)s begynder") % {"number": number},
                required=False,
                choices=[("", _("Vælg kvartal")), *((one, quarter_words(one)) for one in quarters)],
            )

    def suggested(self, given: Given) -> dict[str, Any]:
        first = quarters_from(given.since)[1]
        found: dict[str, Any] = {}
        for number, row in enumerate(given.generic.implementation[:PLAN_ROWS], start=1):
            found[f"activity_{number}"] = row.activity.da
            found[f"responsible_{number}"] = row.responsible.da
            found[f"start_{number}"] = first
        return found

    def rows(self) -> Iterator[tuple[int, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The rows, each with its number and three fields."""
        for number in range(1, PLAN_ROWS + 1):
            names = (f"activity_{number}", f"responsible_{number}", f"start_{number}")
            activity, responsible, start = (self[name] for name in names)
            yield number, activity, responsible, start

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in range(1, PLAN_ROWS + 1):
            activity = cleaned.get(f"activity_{number}")
            if activity and not cleaned.get(f"responsible_{number}"):
                self.add_error(f"responsible_{number}", _("Skriv, hvem der er ansvarlig."))
            if (
                activity
                and not cleaned.get(f"start_{number}")
                and not self.has_error(f"start_{number}")
            ):
                self.add_error(f"start_{number}", _("Vælg det kvartal, den begynder."))
        if not self.errors and not self.plan():
            self.add_error("activity_1", _("Skriv mindst én aktivitet i planen."))
        return cleaned

    def plan(self) -> tuple[PlanRow, ...]:
        """The rows that say something."""
        got = self.cleaned_data
        return tuple(
            PlanRow(got[f"activity_{number}"], got[f"responsible_{number}"], got[f"start_{number}"])
            for number in range(1, PLAN_ROWS + 1)
            if got.get(f"activity_{number}")
        )


def quarters_from(day: date) -> list[str]:
    """The quarters from the day's own on: "2026-Q4", "2027-Q1" …"""
    first = day.year * 4 + (day.month - 1) // 3
    return [f"{one // 4}-Q{one % 4 + 1}" for one in range(first, first + QUARTERS_AHEAD)]


def quarter_words(quarter: str) -> str:
    """ "1. kvartal 2027"."""
    year, number = quarter.split("-Q")
    return _("%(number)s. kvartal %(year)s") % {"number": number, "year": year}


class FollowUpForm(StepForm):
    """V. What is followed, by whom, and when the programme is revised."""

    indicators = several(
        gettext_lazy("Indikatorer"),
        help_text=gettext_lazy("Højst seks. Alle beregnes af det, arbejdet registrerer."),
        error_messages={"required": gettext_lazy("Vælg mindst én indikator.")},
    )
    responsible = line(
        gettext_lazy("Ansvarlig for opfølgning"),
        error_messages={"required": gettext_lazy("Skriv, hvem der følger op.")},
    )
    frequency = line(
        gettext_lazy("Hvor ofte"),
        error_messages={"required": gettext_lazy("Skriv, hvor ofte der følges op.")},
    )
    revision = words(
        gettext_lazy("Revision"),
        rows=2,
        error_messages={"required": gettext_lazy("Skriv, hvornår programmet revideres.")},
    )

    def suggested(self, given: Given) -> dict[str, Any]:
        follow_up = given.generic.follow_up
        found: dict[str, Any] = {
            "indicators": [one.key for one in given.generic.indicators][:MAX_INDICATORS]
        }
        if follow_up is not None:
            found |= {
                "responsible": follow_up.responsible.da,
                "frequency": follow_up.frequency.da,
                "revision": follow_up.revision.da,
            }
        return found

    def offer(self, given: Given) -> None:
        self.choose_among("indicators", ((one.key, said(one.title)) for one in given.ready))

    def clean_indicators(self) -> tuple[str, ...]:
        chosen = self.cleaned_data["indicators"]
        if len(chosen) > MAX_INDICATORS:
            raise ValidationError(
                _("Der er valgt %(count)s indikatorer; højst %(most)s er tilladt. Fjern %(more)s.")
                % {
                    "count": len(chosen),
                    "most": MAX_INDICATORS,
                    "more": len(chosen) - MAX_INDICATORS,
                }
            )
        return tuple(chosen)

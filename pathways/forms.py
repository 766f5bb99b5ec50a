"""What is asked when a version is reviewed, approved, published or retired, and on joining."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.days import DayField
from pathways.fields import line, words
from pathways.vocabulary import AssessmentConclusion


def first_of_next_month(today: date) -> date:
    """The day versions usually begin to hold."""
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)


class SendForReviewForm(forms.Form):
    """What the reviewers should know."""

    note = words(
        _("Hvad er ændret, og hvorfor?"),
        error_messages={"required": _("Skriv kort, hvad der er ændret, og hvorfor.")},
    )


class CommentForm(forms.Form):
    """A remark on the draft."""

    where = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    text = words(_("Kommentar"), error_messages={"required": _("Skriv en kommentar.")})


class ApproveForm(forms.Form):
    """By whom it is approved; or why it is small enough to need no committee."""

    marks_optional = False

    committee = line(_("Godkendt af udvalg"), required=False)
    approved_on = DayField(label=_("Udvalgets dato"), required=False)
    small_adjustment = words(
        _("Eller: mindre administrativ justering, begrundelse"),
        rows=2,
        required=False,
        help_text=_("Kun når ændringen ikke har betydning for parterne."),
    )


class PublishForm(forms.Form):
    """From when it holds."""

    valid_from = DayField(label=_("Gælder fra"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"valid_from": first_of_next_month(timezone.localdate())})
        super().__init__(*args, **kwargs)


class RetireForm(forms.Form):
    """Why a version goes out of use."""

    reason = words(
        _("Hvorfor udgår versionen?"),
        error_messages={"required": _("Skriv, hvorfor versionen udgår.")},
    )


class AssessmentForm(forms.Form):
    """The yearly assessment of the need for adjustment."""

    conclusion = forms.ChoiceField(
        label=_("Hvad førte vurderingen til?"),
        choices=AssessmentConclusion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvad vurderingen førte til.")},
    )
    text = words(_("Begrundelse, og hvad der skal ændres"), required=False)


class JoinForm(forms.Form):
    """From when the municipality joins, what it has, and what it takes upon itself."""

    valid_from = DayField(label=_("Tilsluttet fra"))
    provides = forms.MultipleChoiceField(
        label=_("Kommunens tilbud"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        offers: Iterable[tuple[str, str]],
        requirements: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provides"].choices = list(offers)  # type: ignore[attr-defined]
        self.required_keys = []
        for key, said in requirements:
            self.required_keys.append(key)
            self.fields[f"accepts_{key}"] = forms.BooleanField(
                label=said,
                error_messages={"required": _("Bekræft dette for at tilslutte kommunen.")},
            )

    @property
    def accepted(self) -> list[str]:
        """The requirements that were ticked."""
        return [key for key in self.required_keys if self.cleaned_data.get(f"accepts_{key}")]


class WithdrawForm(forms.Form):
    """When the municipality leaves, and why."""

    last_day = DayField(label=_("Sidste dag, kommunen er tilsluttet"))
    reason = words(
        _("Hvorfor udtræder kommunen?"),
        rows=2,
        error_messages={"required": _("Skriv, hvorfor kommunen udtræder.")},
    )


class ReplayForm(forms.Form):
    """On which past referrals a draft is tried; empty: the past year."""

    marks_optional = False
    first = DayField(label=_("Fra og med"), required=False)
    last = DayField(label=_("Til og med"), required=False)

    def period(self) -> dict[str, date | None]:
        """The dates as the action takes them."""
        return {"first": self.cleaned_data["first"], "last": self.cleaned_data["last"]}

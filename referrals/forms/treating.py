"""What is asked while a treatment goes on: sessions, measurements, goals and the plan."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.days import DayField
from pathways.conditions.facts import number_text
from referrals.forms.acting import FURTHEST_AHEAD, too_far_ahead, words
from referrals.instruments import INSTRUMENTS
from referrals.language import language
from referrals.models import SessionKind, SessionState

LARGEST = Decimal(99999)
# The sign that parts thousands, and numbers written with it: 1.500 in Danish, 1,500 in English.
THOUSANDS = {
    "da": (".", re.compile(r"[1-9]\d{0,2}(\.\d{3})+(,\d+)?")),
    "en": (",", re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?")),
}


class DecimalField(forms.CharField):
    """A number with decimal comma or point, two decimals at most; None when empty.

    Thousands may be parted as the page parts them: 1.500 is fifteen hundred, not one and a half.
    """

    def __init__(self, **kwargs: Any) -> None:
        attrs = {
            "inputmode": "decimal",
            "class": "form-input w-num",
            "autocomplete": "off",
            "maxlength": 20,
        }
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)  # no max_length: it would measure the number, not the text
        self.error_messages["required"] = gettext_lazy("Skriv tallet.")

    def to_python(self, value: Any) -> Any:
        typed = str(super().to_python(value) or "").replace(" ", "")
        sign, parted = THOUSANDS[language()]
        if parted.fullmatch(typed):
            typed = typed.replace(sign, "")
        typed = typed.replace(",", ".")
        if not typed:
            return None
        try:
            number = Decimal(typed)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number) > LARGEST:
            raise ValidationError(
                _("»%(typed)s« er ikke et tal. Skriv det med cifre, fx 2,5.") % {"typed": value}
            )
        return round(number, 2)

    def validate(self, value: Any) -> None:
        if self.required and value is None:
            raise ValidationError(str(self.error_messages["required"]))

    def prepare_value(self, value: Any) -> Any:
        return number_text(_plain(value), language()) if isinstance(value, Decimal) else value


def _plain(value: Decimal) -> float:
    number = float(value)
    return int(number) if number.is_integer() else number


class SessionForm(forms.Form):
    """When was the session, how, and what became of it?"""

    use_required_attribute = False
    held_on = DayField(label=gettext_lazy("Dato"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Form"),
        choices=SessionKind.choices,
        initial=SessionKind.INDIVIDUAL,
        widget=forms.RadioSelect,
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Hvad skete der?"),
        choices=SessionState.choices,
        initial=SessionState.MET,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Indhold"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "form-input", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """A session is planned within what can be meant."""
        cleaned = super().clean() or {}
        held_on: date | None = cleaned.get("held_on")
        planned = cleaned.get("state") == SessionState.PLANNED
        if planned and held_on and held_on > timezone.localdate() + FURTHEST_AHEAD:
            self.add_error("held_on", too_far_ahead())
        return cleaned


class MeasurementForm(forms.Form):
    """Which measure, which score, on which day?"""

    use_required_attribute = False
    instrument = forms.ChoiceField(
        label=gettext_lazy("Måleredskab"),
        choices=lambda: [
            (key, f"{each.label} ({each.minimum}–{each.maximum})")
            for key, each in INSTRUMENTS.items()
        ],
    )
    value = DecimalField(label=gettext_lazy("Værdi"), required=True)
    measured_on = DayField(label=gettext_lazy("Dato"))


class FormBesideOthers(forms.Form):
    """A form whose fields' ids are its own, on a page where other forms have fields of the name."""

    id_shape = "id_%s"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": self.id_shape, **kwargs})


class GoalForm(FormBesideOthers):
    """What does the citizen want to be able to do, and how is it seen?"""

    use_required_attribute = False
    id_shape = "goal_%s"
    text = forms.CharField(
        label=gettext_lazy("Mål"),
        max_length=200,
        error_messages={"required": gettext_lazy("Skriv målet.")},
        widget=forms.TextInput(attrs={"class": "form-input", "autocomplete": "off"}),
    )
    instrument = forms.ChoiceField(
        label=gettext_lazy("Måles med"),
        required=False,
        choices=lambda: [
            ("", _("Egen skala")),
            *((key, each.label) for key, each in INSTRUMENTS.items()),
        ],
    )
    unit = forms.CharField(
        label=gettext_lazy("Enhed på egen skala"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "form-input", "autocomplete": "off"}),
    )
    start = DecimalField(label=gettext_lazy("Start"))
    target = DecimalField(label=gettext_lazy("Mål nås ved"))

    def clean(self) -> dict[str, Any]:
        """A goal on an instrument is counted in the instrument's own scale."""
        cleaned = super().clean() or {}
        instrument = INSTRUMENTS.get(cleaned.pop("instrument", "") or "")
        if instrument is None:
            return cleaned
        cleaned["unit"] = instrument.key
        for name in ("start", "target"):
            value = cleaned.get(name)
            if value is not None and not instrument.minimum <= value <= instrument.maximum:
                self.add_error(
                    name,
                    _("%(name)s går fra %(minimum)s til %(maximum)s.")
                    % {
                        "name": instrument.label,
                        "minimum": instrument.minimum,
                        "maximum": instrument.maximum,
                    },
                )
        return cleaned


class PlanForm(FormBesideOthers):
    """What is to be done, in the therapist's words."""

    use_required_attribute = False
    id_shape = "plan_%s"
    marks_optional = False
    plan = words(gettext_lazy("Plan for behandlingen"), rows=3)

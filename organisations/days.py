"""The form field of a day, as Danes write it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DATE_FORMATS = ["%d.%m.%Y", "%d.%m.%y", "%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d"]


class DayField(forms.DateField):
    """A day as Danes write it: 23.11.2026."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DATE_FORMATS)
        kwargs.setdefault(
            "widget",
            forms.DateInput(
                format="%d.%m.%Y",
                attrs={"class": "form-input", "placeholder": _("dd.mm.åååå"), "maxlength": 10},
            ),
        )
        super().__init__(**kwargs)
        self.error_messages["invalid"] = _("Skriv datoen som dag.måned.år, fx 23.11.2026.")
        self.error_messages["required"] = _("Angiv datoen.")

"""The epicrisis as it is written: one field per section, its limit and its hint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from referrals.epicrisis import SECTIONS, Section, missing_sections
from referrals.forms.typed import typed


class EpicrisisForm(forms.Form):
    """Every section, in order. A draft may be incomplete; `check_for_signing` says what is not."""

    use_required_attribute = False
    marks_optional = False  # a draft may lack anything; the hint says what may be left out

    def __init__(self, *args: Any, prefilled: Mapping[str, Any] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for section in SECTIONS:
            self.fields[section.key] = _field(section, marked=section.key in (prefilled or {}))

    def content(self) -> dict[str, Any]:
        """What was written, also where it is too long: nothing typed is lost."""
        return {
            section.key: self.cleaned_data.get(section.key, self._typed(section))
            for section in SECTIONS
        }

    def _typed(self, section: Section) -> Any:
        if section.kind == "several":
            picked = self.data.getlist(section.key) if isinstance(self.data, QueryDict) else []
            return [key for key in picked if key in section.options]
        return typed(self.data, section.key)

    def check_for_signing(self) -> bool:
        """Add an error to every required section that is empty; True when it can be signed."""
        for key in missing_sections(self.content()):
            if key not in self.errors:
                self.add_error(key, _("Udfyldes, før epikrisen underskrives."))
        return not self.errors


class CorrectionForm(EpicrisisForm):
    """A new version, with the reason it replaces the former."""

    reason = forms.CharField(
        label=_("Hvad er rettet, og hvorfor?"),
        max_length=300,
        help_text=_("Står øverst i det nye brev."),
        error_messages={"required": _("Skriv, hvad der er rettet og hvorfor.")},
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-input"}),
    )


def _field(section: Section, *, marked: bool) -> forms.Field:
    attrs = {"class": f"form-input{' prefill' if marked else ''}"}
    match section.kind:
        case "choice":
            return forms.ChoiceField(
                label=str(section.label),
                required=False,
                choices=list(section.options.items()),
                widget=forms.RadioSelect,
            )
        case "several":
            return forms.MultipleChoiceField(
                label=str(section.label),
                required=False,
                choices=list(section.options.items()),
                widget=forms.CheckboxSelectMultiple,
            )
        case "line":
            widget: forms.Widget = forms.TextInput(attrs=attrs | {"autocomplete": "off"})
        case _:
            widget = forms.Textarea(attrs=attrs | {"rows": section.rows})
    return forms.CharField(
        label=str(section.label),
        required=False,
        max_length=section.max_length,
        help_text=str(section.hint),
        widget=widget,
        error_messages={
            "max_length": _(
                "Højst %(limit_value)d tegn, så svaret kan læses med et blik; nu %(show_value)d."
            )
        },
    )

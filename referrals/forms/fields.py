"""One form field per kind of fact, so that a phrase's form follows from the definition."""

from __future__ import annotations

import math
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pathways.conditions.facts import (
    NONE,
    Fact,
    FactError,
    FactType,
    check_value,
    number_text,
)
from pathways.conditions.wording import code_text
from pathways.definition import FactDeclaration
from referrals.codes import CodeUnclear, resolve
from referrals.language import language

# Up to five short options stand in a row; more, or longer, become chips.
MOST_SEGMENTS = 5
LONGEST_SEGMENTS = 60
LONGEST_NUMBER = 12


class OneOfMany(forms.RadioSelect):
    """Chips where only one can be chosen."""

    template_name = "dkfds/chips.html"


class ReceiverCards(forms.RadioSelect):
    """Cards with a name, a waiting time and a line below."""

    template_name = "dkfds/receivers.html"


class CodeSearch(forms.TextInput):
    """A combobox whose list the server filters; without script a text field."""

    template_name = "dkfds/code.html"


class NumberField(forms.Field):
    """A number with decimal comma or point; returned as int or float, None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {
            "inputmode": "decimal",
            "class": "form-input w-num",
            "autocomplete": "off",
            "maxlength": LONGEST_NUMBER,
        }
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        text = str(value or "").replace(" ", "").replace(",", ".")[: LONGEST_NUMBER + 1]
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise ValidationError(
                _("»%(typed)s« er ikke et tal. Skriv det med cifre, fx 31,2.") % {"typed": value}
            )
        return int(number) if number.is_integer() else number

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return number_text(value, language())
        return value


class FactField:
    """Mixed into a field: what was typed becomes a fact's value, checked against its domain."""

    fact: Fact

    def checked(self, value: Any) -> Any:
        """The value in normal form, None for no answer; ValidationError with a sentence."""
        if value is None or value == "" or value == []:
            return None
        try:
            return check_value(self.fact, value)
        except FactError as error:
            raise ValidationError(error.message.in_(language())) from error


class NumberFactField(FactField, NumberField):
    """An integer or decimal fact."""

    def clean(self, value: Any) -> Any:
        return self.checked(super().clean(value))


class TextFactField(FactField, forms.CharField):
    """Free text; grows with what is written."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"rows": kwargs.pop("rows", 2), "class": "form-input"}
        super().__init__(required=False, widget=forms.Textarea(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        return self.checked(super().clean(value))


class CodeFactField(FactField, forms.CharField):
    """A diagnosis: typed as code or name, kept as system and code."""

    def __init__(self, *, search_url: str, **kwargs: Any) -> None:
        attrs = {"data-url": search_url}
        super().__init__(required=False, max_length=200, widget=CodeSearch(attrs=attrs), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            return code_text(self.fact, value["system"], value["code"], language())
        return value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return self.checked(resolve(self.fact, typed, language()))
        except CodeUnclear as unclear:
            raise ValidationError(str(unclear)) from unclear


class ChoiceFactField(FactField, forms.ChoiceField):
    """One of the named options."""

    def clean(self, value: Any) -> Any:
        return self.checked(super().clean(value))


class SetFactField(FactField, forms.MultipleChoiceField):
    """Any of the named options; "none" excludes the others."""

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        if NONE in chosen and len(chosen) > 1:
            raise ValidationError(
                _("»%(none)s« kan ikke vælges sammen med andet. Fravælg det ene.")
                % {"none": self.fact.options[NONE].in_(language())}
            )
        return self.checked(chosen)


class BooleanFactField(FactField, forms.ChoiceField):
    """Yes or no; not answered is neither."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            choices=[("true", _("Ja")), ("false", _("Nej"))],
            widget=forms.RadioSelect,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "true", False: "false"}.get(value, value)

    def clean(self, value: Any) -> Any:
        return self.checked({"true": True, "false": False}.get(super().clean(value)))


def field_for(declared: FactDeclaration, fact: Fact, *, search_url: str) -> forms.Field:
    """The form field that asks for a fact."""
    lang = language()
    label = declared.label.in_(lang)
    field: Any
    match fact.type:
        case FactType.TEXT:
            field = TextFactField(label=label, rows=3 if declared.required is not False else 2)
        case FactType.CODE:
            field = CodeFactField(label=label, search_url=search_url)
        case FactType.INTEGER | FactType.DECIMAL:
            field = NumberFactField(label=label)
        case FactType.BOOLEAN:
            field = BooleanFactField(label=label)
        case FactType.CHOICE:
            choices = _choices(fact, lang)
            field = ChoiceFactField(
                label=label, required=False, choices=choices, widget=_one_of(choices)
            )
        case FactType.SET:
            field = SetFactField(
                label=label,
                required=False,
                choices=_choices(fact, lang),
                widget=forms.CheckboxSelectMultiple,
            )
    field.fact = fact
    return field


def _choices(fact: Fact, lang: str) -> list[tuple[str, str]]:
    return [(key, label.in_(lang)) for key, label in fact.options.items()]


def _one_of(choices: list[tuple[str, str]]) -> type[forms.RadioSelect]:
    short = (
        len(choices) <= MOST_SEGMENTS
        and sum(len(label) for _key, label in choices) <= LONGEST_SEGMENTS
    )
    return forms.RadioSelect if short else OneOfMany

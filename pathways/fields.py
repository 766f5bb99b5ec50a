"""Fields that the forms on pathways are made of."""

from typing import Any

from django import forms


def words(label: Any, rows: int = 3, **kwargs: Any) -> forms.CharField:
    """A field for some sentences."""
    return forms.CharField(
        label=label,
        max_length=4000,
        widget=forms.Textarea(attrs={"class": "form-input", "rows": rows}),
        **kwargs,
    )


def line(label: Any, **kwargs: Any) -> forms.CharField:
    """A field for one line, 200 characters where nothing else is said."""
    kwargs.setdefault("max_length", 200)
    return forms.CharField(
        label=label,
        widget=forms.TextInput(attrs={"class": "form-input", "autocomplete": "off"}),
        **kwargs,
    )


def few_digits(label: Any, *, least: int, most: int) -> forms.IntegerField:
    """A field for an age or a year, as wide as it needs; it may stay empty."""
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs={"class": "form-input w-num"}),
    )

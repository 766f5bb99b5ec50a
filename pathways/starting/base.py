"""What all steps share: what they are asked from, and their fields."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from pathways.definition import Definition
from pathways.making.ready_indicators import ReadyIndicator


@dataclass(frozen=True)
class Given:
    """What the steps are asked from: the generic model, ready indicators, keys taken, the day."""

    generic: Definition
    ready: Sequence[ReadyIndicator]
    taken: Collection[str]
    since: date


def several(label: Any, **kwargs: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, widget=forms.CheckboxSelectMultiple, **kwargs)


def lines_of(text: str) -> tuple[str, ...]:
    """The lines that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class StepForm(forms.Form):
    """One step; `given` says what can be chosen and what is suggested."""

    def __init__(self, given: Given, data: Any = None) -> None:
        self.given = given
        super().__init__(data, initial=self.suggested(given))
        self.offer(given)

    def suggested(self, given: Given) -> dict[str, Any]:
        """What stands in the fields before anyone has answered."""
        return {}

    def offer(self, given: Given) -> None:
        """Fill in the choices."""

    def choose_among(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]

"""The questions of an assessment, made from the core set the pathway's definition names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stratification import wording
from stratification.actions import Decision
from stratification.agreed import Agreed
from stratification.grouping import AssessmentInput, Axis
from stratification.icf import SCALE, Code, Component, Qualifier, parse_qualifiers, word
from stratification.models import Assessment

SEVERITY = "severity"
HELPS = "_helps"
"""Ends the name of the tick that makes an environmental factor a facilitator."""

AXES = [
    (Axis.HEALTH.value, _("Helbred og funktion er høj")),
    (Axis.CONTEXT.value, _("Kontekst er høj")),
]


@dataclass(frozen=True)
class Option:
    """One answer on the scale as it is drawn."""

    value: str
    word: str
    checked: bool


@dataclass(frozen=True)
class Row:
    """One question as it is drawn. `helps` is None where nothing can help."""

    name: str
    code: str
    label: str
    options: tuple[Option, ...]
    word: str
    high: bool
    helps: bool | None
    error: str = ""


@dataclass(frozen=True)
class Part:
    """The questions of one component under their heading."""

    heading: str
    letters: str
    rows: tuple[Row, ...]


class AssessmentForm(forms.Form):
    """Qualifiers, personal factors and the decision. Decides nothing: see `grouping`."""

    personal = forms.MultipleChoiceField(
        label=_("Personlige forhold, der komplicerer"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    marks = forms.MultipleChoiceField(
        label=_("Klinikerens egen vurdering"),
        help_text=_("Markér en akse, der er høj, selv om svarene ikke viser det."),
        required=False,
        choices=AXES,
        widget=forms.CheckboxSelectMultiple,
    )
    group = forms.TypedChoiceField(
        label=_("Din afgørelse"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[(str(group), str(group)) for group in (1, 2, 3, 4)],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Begrundelse, hvis du vælger anderledes"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-input"}),
    )

    def __init__(self, terms: Agreed, language: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = terms
        self.language = language
        english = language == "en"
        personal: Any = self.fields["personal"]
        personal.choices = [
            (key, (words[1] if english else words[0]).capitalize())
            for key, words in wording.PERSONAL_FACTORS.items()
        ]
        if not terms.may_mark:
            del self.fields["marks"]
        for name in (SEVERITY, *terms.codes):
            self.fields[name] = forms.ChoiceField(
                required=False,
                choices=[(str(value), word(value, language)) for value in SCALE],
                error_messages={"invalid_choice": _("Vælg et af svarene på skalaen.")},
            )
        for code in _environment(terms):
            self.fields[code.code + HELPS] = forms.BooleanField(required=False)

    def assessment(self) -> AssessmentInput:
        """What was judged. Only of a valid form."""
        answers = self.cleaned_data
        qualifiers = {
            code: f"+{answers[code]}" if answers.get(code + HELPS) else answers[code]
            for code in self.terms.codes
        }
        severity = answers[SEVERITY]
        return AssessmentInput(
            codes=tuple(self.terms.codes),
            qualifiers=parse_qualifiers(qualifiers, self.terms.codes),
            severity=int(severity) if severity else None,
            personal=frozenset(answers["personal"]),
            marked=frozenset(Axis(axis) for axis in answers.get("marks", [])),
        )

    def decision(self) -> Decision:
        """The group decided on, and why."""
        return Decision(self.cleaned_data["group"], self.cleaned_data["reason"])

    def condition(self) -> Row:
        """The severity of the condition, judged on the same scale."""
        return self._row(SEVERITY, "", str(_("Sværhedsgrad")), can_help=False)

    def parts(self) -> Iterator[Part]:
        """The codes by component, as the page shows them."""
        headings = [
            (_("Krop"), "b, s", {Component.BODY_FUNCTION, Component.BODY_STRUCTURE}),
            (_("Aktivitet og deltagelse"), "d", {Component.ACTIVITY}),
            (_("Omgivelser"), "e", {Component.ENVIRONMENT}),
        ]
        for heading, letters, components in headings:
            rows = tuple(
                self._row(
                    code.code,
                    code.code,
                    code.label(self.language),
                    can_help=code.component is Component.ENVIRONMENT,
                )
                for code in self.terms.codes.values()
                if code.component in components
            )
            if rows:
                yield Part(str(heading), letters, rows)

    def rows(self) -> Iterator[Row]:
        """Every question, in the page's order."""
        yield self.condition()
        for part in self.parts():
            yield from part.rows

    @property
    def answered(self) -> int:
        """How many questions have an answer that says something."""
        return sum(bool(row.word) and not _unspecified(row) for row in self.rows())

    def _row(self, name: str, code: str, label: str, *, can_help: bool) -> Row:
        chosen = str(self[name].value() or "") if self[name].value() != 0 else "0"
        helps = bool(self[name + HELPS].value()) if can_help else None
        options = tuple(
            Option(str(value), word(value, self.language), str(value) == chosen) for value in SCALE
        )
        high = chosen.isdigit() and self.terms.numbers.one_at <= int(chosen) <= 4 and not helps
        errors: Iterable[Any] = self.errors.get(name, []) if self.is_bound else []
        return Row(
            name=name,
            code=code,
            label=label,
            options=options,
            word=next((option.word for option in options if option.checked), ""),
            high=high,
            helps=helps,
            error=" ".join(str(error) for error in errors),
        )


def _unspecified(row: Row) -> bool:
    return any(option.checked and option.value == "8" for option in row.options)


def _environment(terms: Agreed) -> list[Code]:
    return [code for code in terms.codes.values() if code.component is Component.ENVIRONMENT]


def initial_from(assessment: Assessment | None, terms: Agreed) -> dict[str, Any]:
    """The answers of an earlier assessment, to be confirmed or changed."""
    if assessment is None:
        return {}
    asked: Mapping[str, object] = {
        code: answer for code, answer in assessment.qualifiers.items() if code in terms.codes
    }
    initial: dict[str, Any] = {
        "personal": assessment.personal_factors,
        "marks": assessment.marks,
        SEVERITY: str(assessment.health_condition.get("severity", "")),
    }
    qualifiers: dict[str, Qualifier] = parse_qualifiers(asked, terms.codes)
    for code, qualifier in qualifiers.items():
        initial[code] = str(qualifier.value)
        initial[code + HELPS] = qualifier.facilitator
    return initial

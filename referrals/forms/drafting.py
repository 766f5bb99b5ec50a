"""The form of one draft: a field for every fact of every phrase, made from the definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from pathways.conditions.facts import FactError, check_value, number_text
from pathways.definition import Definition, FactDeclaration, Phrase, body_mass_index
from referrals.forms.fields import NumberField, field_for
from referrals.forms.typed import touched
from referrals.language import language
from referrals.models import Answer
from referrals.phrases import PhraseState, states_of

HEIGHT, WEIGHT = "height", "weight"
# What can be a grown person's; outside it a digit is missing or the unit is wrong.
HEIGHT_CM = (50, 250)
WEIGHT_KG = (10, 400)


@dataclass
class FactRow:
    """One fact on the form, with the two numbers it is computed from where it is."""

    declared: FactDeclaration
    bound: forms.BoundField
    shown: bool
    height: forms.BoundField | None = None
    weight: forms.BoundField | None = None

    @property
    def key(self) -> str:
        """The fact's key, and its field's name."""
        return self.declared.key

    @property
    def kind(self) -> str:
        """How it is drawn: text, code, number, choice, set, boolean or bmi."""
        if self.height is not None:
            return "bmi"
        return {"integer": "number", "decimal": "number"}.get(
            self.declared.type.value, self.declared.type.value
        )

    @property
    def anchor(self) -> str:
        """The id of the control that a link to the fact leads to."""
        if self.height is not None:
            return str(self.height.id_for_label)
        if self.kind in {"choice", "set", "boolean"}:
            return f"{self.bound.auto_id}_0"
        return str(self.bound.id_for_label)

    @property
    def errors(self) -> list[str]:
        """Sentences about this fact and the numbers it is computed from."""
        bound = [self.bound, *(one for one in (self.height, self.weight) if one is not None)]
        return [str(error) for one in bound for error in one.errors]

    @property
    def unit(self) -> str:
        """Written after a number."""
        unit = self.declared.unit
        return unit.in_(language()).split("|")[-1] if unit else ""

    @property
    def help(self) -> str:
        """Help with the fact alone."""
        return self.declared.help.in_(language()) if self.declared.help else ""

    @property
    def explained(self) -> list[tuple[str, str]]:
        """Options with a help text: what they are called and what they mean."""
        return [
            (option.label.in_(language()), option.help.in_(language()))
            for option in self.declared.options
            if option.help
        ]


@dataclass
class PhraseRow:
    """One phrase on the form: its station on the line, its facts and what is wrong."""

    state: PhraseState
    facts: list[FactRow]
    copied_on: date | None = None
    unconfirmed: bool = False
    errors: list[str] = field(default_factory=list)

    @property
    def phrase(self) -> Phrase:
        """The phrase as declared."""
        return self.state.phrase

    @property
    def number(self) -> int:
        """Its place, from 1."""
        return self.state.number

    @property
    def title(self) -> str:
        """In the reader's language."""
        return self.phrase.title.in_(language())

    @property
    def help(self) -> str:
        """Help with the whole phrase."""
        return self.phrase.help.in_(language()) if self.phrase.help else ""

    @property
    def explained(self) -> list[tuple[str, str]]:
        """Options with a help text, of all its facts; and facts with one of their own."""
        facts = [(str(row.bound.label), row.help) for row in self.facts if row.help]
        return facts + [pair for row in self.facts for pair in row.explained]

    @property
    def required(self) -> bool:
        """Whether something of it must be answered."""
        return bool(self.phrase.required_facts)

    @property
    def is_label(self) -> bool:
        """One control: the title is its label; several: the title is their legend."""
        return len(self.facts) == 1 and self.facts[0].kind in {"text", "code", "number"}

    @property
    def css(self) -> str:
        """The state of its station."""
        if self.errors:
            return "has-error"
        return "is-answered" if self.state.answered else ""

    @property
    def anchor(self) -> str:
        """Where a link to the phrase leads: the first control shown."""
        return next((row.anchor for row in self.facts if row.shown), f"frase-{self.number}")


class AnswersForm(forms.Form):
    """The answers of one draft.

    Nothing is required here: what must be answered is asked on sending (UX §5). Only what
    differs from what is stored counts as changed, so that a copied answer stays unconfirmed
    until somebody confirms or changes it. Where the page says what was touched in it, nothing
    else counts: an older page, open beside, takes back no answer given meanwhile.
    """

    use_required_attribute = False

    def __init__(
        self,
        definition: Definition,
        stored: Mapping[str, Answer],
        data: Any = None,
        *,
        inputs: Mapping[str, Any] | None = None,
        search_url: str = "",
        say: Callable[[str], str] = str,
    ) -> None:
        self.definition = definition
        self.say = say
        self.stored = stored
        self.stored_inputs = dict(inputs or {})
        initial = {key: answer.value for key, answer in stored.items()} | self.stored_inputs
        super().__init__(data, initial=initial)
        self.cleaned_data = {}  # so that sentences can be added to a form nobody has sent
        vocabulary = definition.vocabulary
        for phrase in definition.phrases:
            for declared in phrase.facts:
                if declared.calculated_from == "height_and_weight":
                    self.fields[f"{declared.key}_{HEIGHT}"] = NumberField(label=_("Højde, cm"))
                    self.fields[f"{declared.key}_{WEIGHT}"] = NumberField(label=_("Vægt, kg"))
                self.fields[declared.key] = field_for(
                    declared, vocabulary[declared.key], search_url=search_url
                )
        self._describe_fields()

    def _describe_fields(self) -> None:
        """Tie every control to its phrase's help, and to the place where an error will stand."""
        for number, phrase in enumerate(self.definition.phrases, start=1):
            described = f"frase-{number}-fejl"
            if phrase.help:
                described = f"frase-{number}-hjaelp {described}"
            for declared in phrase.facts:
                for name in (declared.key, *self._computed_from(declared)):
                    self.fields[name].widget.attrs["aria-describedby"] = described
                attrs = self.fields[declared.key].widget.attrs
                if declared in phrase.required_facts and declared.type in {"text", "code"}:
                    attrs["aria-required"] = "true"
                if declared.type == "text" and phrase.help and len(phrase.facts) == 1:
                    attrs["placeholder"] = self.say(phrase.help.in_(language()))
                if declared.calculated_from:
                    height, weight = self._computed_from(declared)
                    self.fields[height].widget.attrs["data-bmi-height"] = ""
                    self.fields[weight].widget.attrs["data-bmi-weight"] = ""
                    attrs["data-bmi"] = ""

    @staticmethod
    def _computed_from(declared: FactDeclaration) -> tuple[str, ...]:
        if declared.calculated_from != "height_and_weight":
            return ()
        return (f"{declared.key}_{HEIGHT}", f"{declared.key}_{WEIGHT}")

    # Reading what was sent ------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for phrase in self.definition.phrases:
            for declared in phrase.facts:
                if declared.calculated_from == "height_and_weight":
                    self._compute_bmi(declared.key, cleaned)
        return cleaned

    def _compute_bmi(self, key: str, cleaned: dict[str, Any]) -> None:
        """Height and weight give the value, unless only the value itself was typed anew."""
        names = (f"{key}_{HEIGHT}", f"{key}_{WEIGHT}")
        height, weight = (cleaned.get(name) for name in names)
        same = (height, weight) == tuple(self.stored_inputs.get(name) for name in names)
        typed = cleaned.get(key)
        if same and key in self.errors:
            return  # wrong, and not because of the two numbers: it is mended, not computed away
        if same and typed is not None and typed != self._stored_value(key):
            cleaned.update(dict.fromkeys(names))
            return
        if height is None or weight is None or self._implausible(key, height, weight):
            return
        value = body_mass_index(height, weight)
        self.errors.pop(key, None)  # what stood in the field is computed anew
        try:
            cleaned[key] = check_value(self.fields[key].fact, value)  # type: ignore[attr-defined]
        except FactError as error:
            self.add_error(f"{key}_{HEIGHT}", error.message.in_(language()))
        else:
            # Drawn again because of errors elsewhere, the page shows what was computed.
            shown = cast(QueryDict, self.data).copy()
            shown[key] = number_text(value, language())
            self.data = shown

    def _implausible(self, key: str, height: float, weight: float) -> bool:
        if not HEIGHT_CM[0] <= height <= HEIGHT_CM[1]:
            sentence = (
                _("Højden %(cm)s cm ser ud til at mangle et ciffer. Skriv den i cm, fx 164.")
                if height < HEIGHT_CM[0]
                else _("Højden %(cm)s cm er for stor. Skriv den i cm, fx 164.")
            )
            self.add_error(f"{key}_{HEIGHT}", sentence % {"cm": number_text(height, language())})
        if not WEIGHT_KG[0] <= weight <= WEIGHT_KG[1]:
            self.add_error(
                f"{key}_{WEIGHT}",
                _("Vægten %(kg)s kg kan ikke passe. Skriv den i kg, fx 84.")
                % {"kg": number_text(weight, language())},
            )
        return f"{key}_{HEIGHT}" in self.errors or f"{key}_{WEIGHT}" in self.errors

    def _stored_value(self, key: str) -> Any:
        answer = self.stored.get(key)
        return answer.value if answer else None

    def changes(self) -> dict[str, Any]:
        """What was answered otherwise than stored, by fact key; None takes an answer back."""
        self.full_clean()
        return {
            fact.key: self.cleaned_data[fact.key]
            for phrase in self.definition.phrases
            for fact in phrase.facts
            if fact.key in self.cleaned_data
            and self.cleaned_data[fact.key] != self._stored_value(fact.key)
            and touched(self.data, fact.key, *self._computed_from(fact))
        }

    def inputs(self) -> dict[str, Any]:
        """Height and weight as typed; those that were wrong as they were before."""
        self.full_clean()
        names = [name for name in self.fields if name.endswith((f"_{HEIGHT}", f"_{WEIGHT}"))]
        kept = {
            name: self.cleaned_data.get(name)
            if name in self.cleaned_data and touched(self.data, name, name.rpartition("_")[0])
            else self.stored_inputs.get(name)
            for name in names
        }
        return {name: value for name, value in kept.items() if value is not None}

    def add_sentence(self, key: str, sentence: str) -> None:
        """Put a sentence at a fact; unless something is wrong there already."""
        if key in self.fields and key not in self.errors:
            self.add_error(key, ValidationError(sentence))

    # Drawing --------------------------------------------------------------------------------

    def rows(
        self, facts: Mapping[str, Any], stored: Mapping[str, Answer] | None = None
    ) -> list[PhraseRow]:
        """The phrases as they are drawn, given what is known now."""
        answers = self.stored if stored is None else stored
        return [self._row(state, answers) for state in states_of(self.definition, facts)]

    def _row(self, state: PhraseState, answers: Mapping[str, Answer]) -> PhraseRow:
        rows = [self._fact_row(declared, state) for declared in state.phrase.facts]
        unconfirmed = [
            answers[row.key]
            for row in rows
            if row.key in answers and not answers[row.key].confirmed
        ]
        source = next((one.copied_from for one in unconfirmed if one.copied_from), None)
        copied_on = timezone.localtime(source.sent_at).date() if source and source.sent_at else None
        errors = list(dict.fromkeys(error for row in rows for error in row.errors))
        return PhraseRow(state, rows, copied_on, bool(unconfirmed), errors)

    def _fact_row(self, declared: FactDeclaration, state: PhraseState) -> FactRow:
        computed = declared.calculated_from == "height_and_weight"
        return FactRow(
            declared,
            self[declared.key],
            declared in state.facts,
            self[f"{declared.key}_{HEIGHT}"] if computed else None,
            self[f"{declared.key}_{WEIGHT}"] if computed else None,
        )

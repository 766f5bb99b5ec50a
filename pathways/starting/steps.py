"""The steps of the guided start in their order, and all answers once each step is right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pathways.making.answers import Answers
from pathways.starting.base import Given, StepForm, lines_of
from pathways.starting.considering import CriteriaForm, ModulesForm, ProgrammeForm
from pathways.starting.efforts import EffortsForm
from pathways.starting.group import GroupForm
from pathways.starting.organisation import OrganisationForm
from pathways.starting.plan import FollowUpForm, PlanForm
from pathways.texts import Text


@dataclass(frozen=True)
class ProgrammeStep:
    """One step: its key in addresses, its name, what it is about, and its form."""

    key: str
    label: str | Promise
    heading: str | Promise
    lead: str | Promise
    form: type[StepForm]


STEPS: tuple[ProgrammeStep, ...] = (
    ProgrammeStep(
        "programme",
        _("Navn"),
        _("Nyt program"),
        _("Laves ud fra den generiske model for kronisk sygdom. Alt kan ændres bagefter."),
        ProgrammeForm,
    ),
    ProgrammeStep(
        "criteria",
        _("Kriterier"),
        _("Skal der være et program?"),
        _("Ikke alle kriterier behøver at være opfyldt. Svarene bliver gemt i programmet."),
        CriteriaForm,
    ),
    ProgrammeStep(
        "group",
        _("I. Patientgruppe"),
        _("I. Patientgruppe"),
        _("Diagnoser og alder afgør, hvem der kan henvises efter programmet."),
        GroupForm,
    ),
    ProgrammeStep(
        "efforts",
        _("II. Indsatser"),
        _("II. Faglige indsatser"),
        _("Det, der anbefales, og den støtte borgeren får til selv at mestre sygdommen."),
        EffortsForm,
    ),
    ProgrammeStep(
        "organisation",
        _("III. Organisering"),
        _("III. Organisering"),
        _("Modellens regler, faser og arbejdsdeling følger med for det, der vælges."),
        OrganisationForm,
    ),
    ProgrammeStep(
        "implementation",
        _("IV. Implementering"),
        _("IV. Implementering"),
        _("Planen for at få programmet til at virke. Rækker uden aktivitet kommer ikke med."),
        PlanForm,
    ),
    ProgrammeStep(
        "follow-up",
        _("V. Opfølgning"),
        _("V. Opfølgning"),
        _("Ingen registrerer noget kun for at kunne følge op."),
        FollowUpForm,
    ),
    ProgrammeStep(
        "modules",
        _("Moduler"),
        _("Syv moduler at overveje"),
        _("Sæt kryds ved dem, der indgår, og skriv om alle, hvad der er overvejet."),
        ModulesForm,
    ),
)

SUMMARY = "summary"


def step_of(key: str) -> ProgrammeStep | None:
    """The step with that key."""
    return next((step for step in STEPS if step.key == key), None)


def after(step: ProgrammeStep) -> str:
    """The key of what comes next; after the last step, the summary."""
    place = STEPS.index(step) + 1
    return STEPS[place].key if place < len(STEPS) else SUMMARY


def form_of(step: ProgrammeStep, given: Given, kept: Mapping[str, Any]) -> StepForm:
    """The step's form with what was kept of it, or with what is suggested."""
    answers = kept.get(step.key)
    return step.form(given, MultiValueDict(answers) if answers is not None else None)


def forms_of(given: Given, kept: Mapping[str, Any]) -> dict[str, StepForm]:
    """All steps' forms, by key."""
    return {step.key: form_of(step, given, kept) for step in STEPS}


def answers_of(forms: Mapping[str, Any]) -> Answers:
    """All answers, from forms that are each valid."""
    programme, organisation = forms["programme"].cleaned_data, forms["organisation"].cleaned_data
    group, efforts = forms["group"].cleaned_data, forms["efforts"].cleaned_data
    follow_up = forms["follow-up"].cleaned_data
    return Answers(
        key=programme["key"],
        title=Text(da=programme["title_da"], en=programme["title_en"]),
        short_title=Text(da=programme["short_title_da"], en=programme["short_title_en"]),
        condition=Text(da=programme["condition_da"], en=programme["condition_en"]),
        criteria=forms["criteria"].considered(),
        description=group["description"],
        codes=forms["group"].codes(),
        at_least=group["at_least"],
        at_most=group["at_most"],
        outside=lines_of(group["outside"]),
        recommendations=tuple(efforts["recommendations"]),
        own_recommendations=forms["efforts"].own_recommendations(),
        guideline=forms["efforts"].guideline(),
        self_care=tuple(int(number) for number in efforts["self_care"]),
        default=organisation["default"],
        default_reason=organisation["default_reason"],
        receivers=frozenset(organisation["receivers"]),
        coordinator=organisation["coordinator"],
        coordinator_text=organisation["coordinator_text"],
        phases=organisation["phases"],
        implementation=forms["implementation"].plan(),
        indicators=follow_up["indicators"],
        responsible=follow_up["responsible"],
        frequency=follow_up["frequency"],
        revision=follow_up["revision"],
        modules=forms["modules"].considered(),
    )

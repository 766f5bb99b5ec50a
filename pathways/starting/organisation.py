"""III. Where citizens go in a new programme, who coordinates, by which phases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pathways.destinations import DESTINATIONS
from pathways.fields import words
from pathways.starting.base import Given, StepForm, several
from pathways.templatetags.definition_words import said


class OrganisationForm(StepForm):
    """III. Where citizens go, who coordinates, and by which phases."""

    default = forms.ChoiceField(
        label=gettext_lazy("Standardmodtager"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Hvor borgeren hører til, når ingen regel peger på andet. Findes overalt, også hvor "
            "kommunen ikke er tilsluttet."
        ),
        error_messages={"required": gettext_lazy("Vælg en standardmodtager.")},
    )
    default_reason = words(
        gettext_lazy("Hvorfor den er standard"),
        rows=2,
        error_messages={"required": gettext_lazy("Skriv, hvorfor den er standard.")},
    )
    receivers = several(
        gettext_lazy("Øvrige modtagere"),
        help_text=gettext_lazy("Regler, der peger på en fravalgt modtager, kommer ikke med."),
        error_messages={"required": gettext_lazy("Vælg mindst én modtager ud over standarden.")},
    )
    coordinator = forms.ChoiceField(
        label=gettext_lazy("Tovholder"),
        error_messages={"required": gettext_lazy("Vælg, hvem der er tovholder.")},
    )
    coordinator_text = words(
        gettext_lazy("Tovholderens opgave"),
        error_messages={"required": gettext_lazy("Skriv, hvad tovholderen gør.")},
    )
    phases = several(
        gettext_lazy("Faser"),
        help_text=gettext_lazy("Forløbet begynder i den første og kan ende i den sidste."),
        error_messages={"required": gettext_lazy("Vælg mindst to faser.")},
    )

    DEFAULTS = ("general_practice", "private_physiotherapist", "hospital_specialist")

    def suggested(self, given: Given) -> dict[str, Any]:
        generic = given.generic
        return {
            "default": generic.default,
            "default_reason": generic.default_reason.text.da,
            "receivers": [key for key in generic.destinations if key != generic.default],
            "coordinator": generic.coordinator.actor,
            "coordinator_text": generic.coordinator.text.da,
            "phases": [phase.key for phase in generic.phases],
        }

    def offer(self, given: Given) -> None:
        generic = given.generic
        others = [key for key in generic.destinations if key != generic.default]
        self.choose_among("default", _titled(self.DEFAULTS))
        self.choose_among("receivers", _titled(others))
        self.choose_among("coordinator", _titled(["general_practice", *others]))
        self.choose_among("phases", ((phase.key, said(phase.title)) for phase in generic.phases))

    def clean_phases(self) -> tuple[str, ...]:
        chosen = self.cleaned_data["phases"]
        if len(chosen) < 2:
            raise ValidationError(_("Vælg mindst to faser."))
        return tuple(phase.key for phase in self.given.generic.phases if phase.key in chosen)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        named = {"general_practice", cleaned.get("default"), *cleaned.get("receivers", ())}
        if cleaned.get("coordinator") and cleaned["coordinator"] not in named:
            self.add_error(
                "coordinator", _("Tovholderen skal være blandt modtagerne. Vælg den til ovenfor.")
            )
        return cleaned


def _titled(keys: Iterable[str]) -> list[tuple[str, str]]:
    return [(key, said(DESTINATIONS[key].title)) for key in keys]

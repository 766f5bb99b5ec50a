"""What the programme is called, and what is considered: criteria and modules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pathways.fields import line, words
from pathways.generic_model import CRITERIA, MODULES, Asked
from pathways.making.answers import Considered
from pathways.starting.base import Given, StepForm
from pathways.templatetags.definition_words import said

# Words that stand where a key would in the addresses of programmes.
RESERVED = frozenset({"new", "draft", "drafts", "schema"})


class ProgrammeForm(StepForm):
    """What the programme is called."""

    title_da = line(
        gettext_lazy("Titel"),
        help_text=gettext_lazy("Fx »KOL – forløbsprogram«."),
        error_messages={"required": gettext_lazy("Giv programmet en titel.")},
    )
    short_title_da = line(
        gettext_lazy("Kort titel"),
        max_length=40,
        help_text=gettext_lazy("Det, lægen vælger efter. Fx »KOL«."),
        error_messages={"required": gettext_lazy("Giv programmet en kort titel.")},
    )
    condition_da = line(
        gettext_lazy("Sygdommens navn i en sætning"),
        help_text=gettext_lazy("Som i »henvises til behandling for …«. Fx »KOL«."),
        error_messages={"required": gettext_lazy("Skriv sygdommens navn.")},
    )
    key = line(
        gettext_lazy("Nøgle"),
        max_length=60,
        help_text=gettext_lazy(
            "Står i adresser og filer og kan ikke ændres senere. Små bogstaver a–z, tal og "
            "bindestreg. Fx »copd«."
        ),
        error_messages={"required": gettext_lazy("Giv programmet en nøgle.")},
    )
    title_en = line(gettext_lazy("Titel på engelsk"), required=False)
    short_title_en = line(gettext_lazy("Kort titel på engelsk"), max_length=40, required=False)
    condition_en = line(gettext_lazy("Sygdommens navn på engelsk"), required=False)

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"]).lower()
        if not re.fullmatch(r"[a-z][a-z0-9-]*", key):
            raise ValidationError(
                _("Nøglen begynder med et bogstav a–z og har kun små bogstaver, tal og bindestreg.")
            )
        if key in RESERVED or key in self.given.taken:
            raise ValidationError(_("»%(key)s« er optaget. Vælg en anden nøgle.") % {"key": key})
        return key


class ConsideredForm(StepForm):
    """A list of things to consider, each with a tick and a text that is kept."""

    asked: tuple[Asked, ...] = ()
    tick_label: Any = ""

    def __init__(self, given: Given, data: Any = None) -> None:
        super().__init__(given, data)
        for one in self.asked:
            title = said(one.title)
            self.fields[f"{one.key}_considered"] = forms.BooleanField(
                label=self.tick_label, required=False
            )
            self.fields[f"{one.key}_text"] = words(
                _("Begrundelse: %(title)s") % {"title": title},
                rows=2,
                error_messages={"required": _("Skal udfyldes, også når svaret er nej.")},
            )

    def rows(self) -> Iterator[tuple[Asked, forms.BoundField, forms.BoundField]]:
        """Each thing with its tick and its text."""
        for one in self.asked:
            yield one, self[f"{one.key}_considered"], self[f"{one.key}_text"]

    def considered(self) -> dict[str, Considered]:
        """The answers, by key."""
        return {
            one.key: Considered(
                bool(self.cleaned_data[f"{one.key}_considered"]),
                self.cleaned_data[f"{one.key}_text"],
            )
            for one in self.asked
        }


class CriteriaForm(ConsideredForm):
    """Whether there should be a programme at all; not all criteria must hold."""

    asked = CRITERIA
    tick_label = gettext_lazy("Kriteriet er opfyldt")


class ModulesForm(ConsideredForm):
    """The seven modules, each considered."""

    asked = MODULES
    tick_label = gettext_lazy("Indgår i programmet")

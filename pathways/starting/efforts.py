"""II. What a new programme recommends, and how self-care is supported."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pathways.fields import few_digits, line, words
from pathways.making.answers import GuidelineNamed, OwnRecommendation
from pathways.starting.base import Given, StepForm, lines_of, several
from pathways.templatetags.definition_words import said

_GRADED = re.compile(r"\s*\((Ia|Ib|IIa|IIb|III|IV)(?:\s*,\s*([A-D]))?\)\s*\.?$")


class EffortsForm(StepForm):
    """II. What is recommended, and how self-care is supported."""

    recommendations = several(
        gettext_lazy("Principper fra den generiske model"),
        help_text=gettext_lazy("Fjern dem, der ikke gælder for sygdommen."),
        required=False,
    )
    own = words(
        gettext_lazy("Sygdommens egne anbefalinger"),
        rows=5,
        required=False,
        help_text=gettext_lazy(
            "En linje for hver. Slut med evidens og styrke, hvor de kendes. "
            "Fx »Rehabilitering med træning tilbydes (Ia, A)«."
        ),
    )
    guideline_title = line(gettext_lazy("Retningslinjen, anbefalingerne bygger på"), required=False)
    guideline_year = few_digits(gettext_lazy("Retningslinjens år"), least=1900, most=2200)
    guideline_url = line(
        gettext_lazy("Link til retningslinjen"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Begynder med https://"),
    )
    self_care = several(
        gettext_lazy("Støtte til egenomsorg"),
        error_messages={"required": gettext_lazy("Vælg mindst én form for støtte til egenomsorg.")},
    )

    def suggested(self, given: Given) -> dict[str, Any]:
        generic = given.generic
        return {
            "recommendations": [one.key for one in generic.recommendations],
            "self_care": [str(number) for number, _one in enumerate(generic.self_care)],
        }

    def offer(self, given: Given) -> None:
        generic = given.generic
        self.choose_among(
            "recommendations", ((one.key, said(one.text)) for one in generic.recommendations)
        )
        titles = enumerate(generic.self_care)
        self.choose_among("self_care", ((str(number), said(one.title)) for number, one in titles))

    def clean_guideline_url(self) -> str:
        url = str(self.cleaned_data["guideline_url"]).strip()
        if url and not url.startswith("https://"):
            raise ValidationError(_("Linket skal begynde med https://."))
        return url

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("recommendations") and not lines_of(cleaned.get("own", "")):
            self.add_error("own", _("Vælg et princip, eller skriv mindst én anbefaling."))
        named = cleaned.get("guideline_year") or cleaned.get("guideline_url")
        if named and not cleaned.get("guideline_title"):
            self.add_error("guideline_title", _("Skriv retningslinjens titel."))
        return cleaned

    def own_recommendations(self) -> tuple[OwnRecommendation, ...]:
        """The lines, each with its level of evidence and grade where one ends with them."""
        found = []
        for written in lines_of(self.cleaned_data["own"]):
            graded = _GRADED.search(written)
            if graded is None:
                found.append(OwnRecommendation(written))
            else:
                text = written[: graded.start()].rstrip()
                found.append(OwnRecommendation(text, graded[1], graded[2] or ""))
        return tuple(found)

    def guideline(self) -> GuidelineNamed | None:
        """The guideline, where one is named."""
        title = self.cleaned_data["guideline_title"]
        if not title:
            return None
        return GuidelineNamed(
            title, self.cleaned_data["guideline_year"], self.cleaned_data["guideline_url"]
        )

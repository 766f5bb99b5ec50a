"""I. Who a new programme is for."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pathways.conditions.facts import CODE_SYSTEMS, normal_code
from pathways.fields import few_digits, line, words
from pathways.starting.base import StepForm


class GroupForm(StepForm):
    """I. Who the programme is for."""

    description = words(
        gettext_lazy("Hvem er programmet for?"),
        help_text=gettext_lazy("Fx »Voksne med KOL, i alle sværhedsgrader«."),
        error_messages={"required": gettext_lazy("Skriv, hvem programmet er for.")},
    )
    icd10 = line(
        gettext_lazy("ICD-10-koder"),
        required=False,
        help_text=gettext_lazy("Koder eller områder med komma imellem. Fx J44, I20-I25."),
    )
    icpc2 = line(
        gettext_lazy("ICPC-2-koder"),
        required=False,
        help_text=gettext_lazy("Fx R95."),
    )
    at_least = few_digits(gettext_lazy("Fra alder"), least=0, most=130)
    at_most = few_digits(gettext_lazy("Til og med alder"), least=0, most=130)
    outside = words(
        gettext_lazy("Uden for programmet"),
        required=False,
        help_text=gettext_lazy("En linje for hver. Fx »Akut indlæggelse«."),
    )

    def clean_icd10(self) -> tuple[str, ...]:
        return self._codes("icd10")

    def clean_icpc2(self) -> tuple[str, ...]:
        return self._codes("icpc2")

    def _codes(self, system: str) -> tuple[str, ...]:
        typed = re.split(r"[,;\n]+", str(self.cleaned_data[system]))
        written = [one.strip().replace("–", "-") for one in typed if one.strip()]
        return tuple(self._range(system, one) for one in written)

    def _range(self, system: str, written: str) -> str:
        """A code or a range as it is stored, also from the SKS form: "DJ44" is "J44"."""
        ends = [normal_code(system, end) for end in written.split("-")]
        known = [end for end in ends if end is not None]
        if len(known) < len(ends) or len(ends) > 2:
            raise ValidationError(
                _("»%(code)s« er ikke en kode i %(system)s eller et område. Skriv fx %(example)s.")
                % {
                    "code": written,
                    "system": CODE_SYSTEMS[system],
                    "example": "J44, I20-I25" if system == "icd10" else "R95, K74-K77",
                }
            )
        first, last = known[0], known[-1]
        if first[: len(last)] > last:
            raise ValidationError(
                _("Området »%(codes)s« slutter, før det begynder. Byt om på koderne.")
                % {"codes": written}
            )
        return "-".join(known)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned["icd10"] and not cleaned["icpc2"]:
            self.add_error("icd10", _("Skriv mindst én kode i ICD-10 eller ICPC-2."))
        low, high = cleaned.get("at_least"), cleaned.get("at_most")
        if low is not None and high is not None and low > high:
            self.add_error("at_most", _("Den højeste alder er lavere end den laveste."))
        return cleaned

    def codes(self) -> dict[str, tuple[str, ...]]:
        """The codes by system, only systems that have any."""
        found = {system: self.cleaned_data[system] for system in ("icd10", "icpc2")}
        return {system: codes for system, codes in found.items() if codes}

"""Beginning a referral: which patient, which pathway."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from citizens.forms import CprField
from referrals.forms.fields import OneOfMany


class NewReferralForm(forms.Form):
    """A patient's number and a pathway; for a patient known by page, only the pathway."""

    cpr = CprField(
        label=_("Patient"),
        help_text=_("CPR-nummer, med eller uden bindestreg. Opslaget logges."),
    )
    pathway = forms.ChoiceField(
        label=_("Program"),
        widget=OneOfMany,
        error_messages={"required": _("Vælg et program.")},
    )
    use_required_attribute = False
    marks_optional = False

    def __init__(self, pathways: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(pathways)
        self.fields["pathway"].choices = choices  # type: ignore[attr-defined]
        if choices:
            self.fields["pathway"].initial = choices[0][0]
        self.fields["cpr"].widget.attrs["data-shortcut"] = "n"

"""What is asked while a course is followed: a control held, an MRI ordered, the first contact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.following import Judged
from courses.models import Progress
from referrals.forms.acting import MOST_WRITTEN, DayField

LONGEST_PLACE = 120


class FollowingForm(forms.Form):
    """One question about a course. What is missing is decided by the action, not here."""

    use_required_attribute = False
    marks_optional = False
    lead: str | Promise = ""
    button = _("Gem")

    def say(self, words: Callable[[str], str]) -> None:
        """Put what is asked into the reader's own word for the citizen (UX §6)."""
        self.lead = words(str(self.lead))
        for field in self.fields.values():
            field.label = words(str(field.label))


class CheckpointForm(FollowingForm):
    """How does it go?"""

    held_on = DayField(label=_("Holdt den"))
    progress = forms.ChoiceField(
        label=_("Hvordan går det siden den første kontakt?"),
        choices=Progress.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvordan det går.")},
    )
    sick_listed = forms.ChoiceField(
        label=_("Er borgeren sygemeldt?"),
        choices=[("true", _("Ja")), ("false", _("Nej"))],
        required=False,
        widget=forms.RadioSelect,
    )
    options_exhausted = forms.BooleanField(
        label=_("Behandlingsmulighederne i praksis er udtømt"), required=False
    )
    note = forms.CharField(
        label=_("Notat (kan undlades)"),
        required=False,
        max_length=MOST_WRITTEN,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-input"}),
    )
    button = _("Gem kontrollen")

    def asked(self) -> dict[str, Any]:
        """The answers as `courses.following.hold_checkpoint` takes them."""
        given = self.cleaned_data
        return {
            "held_on": given["held_on"],
            "judged": Judged(
                progress=given["progress"],
                options_exhausted=given["options_exhausted"],
                sick_listed={"true": True, "false": False}.get(given["sick_listed"]),
                note=given["note"],
            ),
        }


class MriForm(FollowingForm):
    """When and where was the MRI ordered?"""

    ordered_on = DayField(label=_("Bestilt den"))
    where = forms.CharField(
        label=_("Hvor"),
        max_length=LONGEST_PLACE,
        help_text=_("Afdelingen eller klinikken, der skal lave scanningen."),
        widget=forms.TextInput(attrs={"class": "form-input", "autocomplete": "off"}),
        error_messages={"required": _("Skriv, hvor scanningen er bestilt.")},
    )
    lead = _("Samspor bestiller ikke scanningen; her skrives kun, at det er sket.")
    button = _("Gem bestillingen")

    def asked(self) -> dict[str, Any]:
        """The answers as `courses.following.order_mri` takes them."""
        return dict(self.cleaned_data)


class FirstContactForm(FollowingForm):
    """When did the citizen first come with this?"""

    on = DayField(label=_("Første kontakt"))
    lead = _(
        "Ugerne tælles fra den dag, borgeren først henvendte sig, også hos en anden behandler."
    )
    button = _("Gem datoen")

    def asked(self) -> dict[str, date]:
        """The answer as `courses.following.set_first_contact` takes it."""
        return dict(self.cleaned_data)

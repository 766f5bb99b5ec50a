"""What is asked to find a citizen, and to register one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from citizens.cpr import EMPTY, CprError, parse_cpr
from organisations.identifiers import normal_ydernummer
from organisations.models import Municipality, Organisation
from organisations.periods import valid_on_q
from organisations.vocabulary import OrganisationKind


class CprField(forms.CharField):
    """A personal number as typed, returned as ten characters. The errors say what to do.

    Not of type number, and not kept by the browser: the next patient's doctor shares the machine.
    """

    widget = forms.TextInput(
        attrs={"class": "form-input", "autocomplete": "off", "inputmode": "text", "maxlength": 20}
    )

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("CPR-nummer"))
        kwargs.setdefault("error_messages", {"required": _(EMPTY)})
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return parse_cpr(text, today=timezone.localdate()).number
        except CprError as error:
            raise ValidationError(gettext(error.msgid) % error.params) from error


class LookUpForm(forms.Form):
    """Which patient is this about?"""

    cpr = CprField(help_text=_("Ti cifre, med eller uden bindestreg. Opslaget logges."))


class OwnGp(TextChoices):
    OURS = "ours", _("Vores praksis")
    OTHER = "other", _("En anden praksis")
    UNKNOWN = "unknown", _("Ukendt")


def _text(label: Any, *, required: bool = True, **attrs: Any) -> forms.CharField:
    length = attrs.pop("max_length", 80)
    widget = forms.TextInput(attrs={"class": "form-input", "autocomplete": "off", **attrs})
    return forms.CharField(label=label, required=required, max_length=length, widget=widget)


class RegisterForm(forms.Form):
    """A patient Samspor does not know yet: who, where the patient lives, and who the own GP is."""

    cpr = CprField()
    given_name = _text(_("Fornavn"))
    family_name = _text(_("Efternavn"))
    municipality = forms.ModelChoiceField(
        Municipality.objects.all(),
        label=_("Bopælskommune"),
        empty_label=_("Vælg kommune"),
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"required": _("Vælg den kommune, patienten bor i.")},
    )
    own_gp = forms.ChoiceField(
        label=_("Egen læge"), choices=OwnGp.choices, initial=OwnGp.OURS, widget=forms.RadioSelect
    )
    ydernummer = _text(_("Den anden praksis' ydernummer"), required=False, max_length=8)
    street = _text(_("Vej og nummer"), required=False, max_length=120)
    postcode = _text(_("Postnummer"), required=False, max_length=4)
    city = _text(_("By"), required=False, max_length=60)
    phone = _text(_("Telefon"), required=False, max_length=20)
    protected = forms.BooleanField(
        label=_("Navne- og adressebeskyttet"),
        required=False,
        help_text=_("Adressen vises så ikke på nogen side."),
    )

    def __init__(self, our_practice: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.our_practice = our_practice
        self.fields["given_name"].error_messages["required"] = _("Skriv patientens fornavn.")
        self.fields["family_name"].error_messages["required"] = _("Skriv patientens efternavn.")

    def clean_postcode(self) -> str:
        postcode: str = self.cleaned_data["postcode"].strip()
        if postcode and not (postcode.isascii() and postcode.isdigit() and len(postcode) == 4):
            raise ValidationError(_("Postnummeret har fire cifre."))
        return postcode

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("own_gp") == OwnGp.OURS:
            cleaned["own_gp"] = self.our_practice
        elif cleaned.get("own_gp") == OwnGp.OTHER:
            cleaned["own_gp"] = self._other_practice(cleaned.get("ydernummer", ""))
        else:
            cleaned["own_gp"] = None
        return cleaned

    def _other_practice(self, text: str) -> Organisation | None:
        try:
            number = normal_ydernummer(text)
        except ValueError:
            self.add_error("ydernummer", _("Skriv praksissens ydernummer, højst seks cifre."))
            return None
        practice = (
            Organisation.objects.filter(
                valid_on_q(timezone.localdate()),
                kind=OrganisationKind.GENERAL_PRACTICE,
                ydernummer=number,
            )
            .order_by("name", "id")
            .first()
        )
        if practice is None:
            self.add_error(
                "ydernummer",
                _("Ingen praksis har det ydernummer. Kontrollér det, eller vælg »Ukendt«."),
            )
        return practice

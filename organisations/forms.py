"""What a person is asked at the door: who are you, and for whom do you act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from organisations.models import Membership, User


class LogInForm(forms.Form):
    """E-mail and password. The same sentence for an unknown e-mail as for a wrong password."""

    email = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"class": "form-input", "autocomplete": "username"}),
        error_messages={
            "required": _("Skriv din e-mail."),
            "invalid": _("Skriv hele e-mailadressen, for eksempel navn@klinik.dk."),
        },
    )
    password = forms.CharField(
        label=_("Adgangskode"),
        strip=False,
        widget=forms.PasswordInput(
            attrs={"class": "form-input", "autocomplete": "current-password"}
        ),
        error_messages={"required": _("Skriv din adgangskode.")},
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        email, password = cleaned.get("email"), cleaned.get("password")
        if email and password:
            # The lockout counts by the argument `email` (not `username`: axes asks the user model).
            # Lower case, so that other spellings of one address count as one.
            self.user = authenticate(self.request, email=email.lower(), password=password)
            if self.user is None:
                raise ValidationError(
                    _("E-mail og adgangskode passer ikke sammen. Kontrollér begge, og prøv igen.")
                )
        return cleaned


class MembershipCards(forms.RadioSelect):
    """One card per organisation, with the roles beneath its name."""

    template_name = "dkfds/receivers.html"


@dataclass(frozen=True)
class MembershipLabel:
    """What a card says; read aloud as one text."""

    name: str
    sub: str

    def __str__(self) -> str:
        return f"{self.name}: {self.sub}"


class ActingMembershipForm(forms.Form):
    """For which organisation the user acts now; only the user's own memberships of today."""

    membership: forms.ModelChoiceField[Membership] = forms.ModelChoiceField(
        queryset=None,
        label=_("Organisation"),
        widget=MembershipCards,
        empty_label=None,
        error_messages={
            "required": _("Vælg en organisation."),
            "invalid_choice": _("Du er ikke længere medlem der. Vælg en anden organisation."),
        },
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["membership"]
        field.queryset = user.active_memberships()  # type: ignore[attr-defined]
        field.label_from_instance = _organisation_and_roles  # type: ignore[attr-defined]


def _organisation_and_roles(membership: Membership) -> MembershipLabel:
    return MembershipLabel(
        name=membership.organisation.name_and_place, sub=", ".join(membership.role_labels)
    )

"""To whom a draft goes: reading what was chosen beside the answers, and drawing the choices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from referrals.forms.fields import ReceiverCards
from referrals.forms.typed import touched, typed
from referrals.receivers import Receiver

MOST_WRITTEN = 2000

# A choice of the select with headings: a heading and its options, or one option.
Grouped = list[tuple[str, list[tuple[str, str]]]]


def chosen_in(data: QueryDict, stored: Mapping[str, Any]) -> dict[str, Any] | None:
    """What was chosen, as fields of DraftChoice; None when the choices were not sent along.

    `shown_receiver` and `shown_also` say what the page suggested: what was left as suggested
    is no choice, and goes on following the advice. Where the page says what was touched in it,
    nothing else is a choice: an older page open beside takes back none made meanwhile.
    """
    if "shown_receiver" not in data:
        return None
    receiver = typed(data, "receiver")
    shown = typed(data, "shown_also").split()
    also = set(data.getlist("also"))
    earlier = [key for key in stored["declined"] if key not in shown]
    chosen: dict[str, tuple[str, Any]] = {
        "receiver": ("receiver", "" if receiver == data["shown_receiver"] else receiver[:60]),
        "declined": ("also", [*earlier, *(key[:40] for key in shown if key not in also)]),
        "other_receiver": ("override_receiver", typed(data, "override_receiver", 60)),
        "reason": ("override_reason", typed(data, "override_reason", 60)),
        "text": ("override_text", typed(data, "override_text", MOST_WRITTEN)),
    }
    return {key: value for key, (name, value) in chosen.items() if touched(data, name)}


def seen_as_chosen(data: QueryDict) -> str:
    """The receiver that the page showed as chosen when it was sent (form or preview)."""
    if "seen_receiver" in data:
        return str(data["seen_receiver"])
    return str(data.get("override_receiver") or data.get("receiver") or "")


def seen_along(data: QueryDict) -> set[str]:
    """The additional destinations that the page showed."""
    return set(data.get("seen_also", data.get("shown_also", "")).split())


class ChoiceForm(forms.Form):
    """The choices of a draft, drawn one by one in the sheet of advice."""

    receiver = forms.ChoiceField(label=_("Send til"), required=False, widget=ReceiverCards)
    also = forms.MultipleChoiceField(
        label=_("Send også til"), required=False, widget=forms.CheckboxSelectMultiple
    )
    override_receiver = forms.ChoiceField(label=_("Modtager"), required=False)
    override_reason = forms.ChoiceField(label=_("Begrundelse"), required=False)
    override_text = forms.CharField(
        label=_("Uddyb"),
        required=False,
        max_length=MOST_WRITTEN,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-input"}),
    )

    use_required_attribute = False

    def __init__(
        self,
        *,
        cards: Iterable[Receiver],
        also: Iterable[tuple[str, str]],
        others: Grouped,
        reasons: Iterable[tuple[str, str]],
        chosen: Mapping[str, Any],
    ) -> None:
        super().__init__(initial=dict(chosen))
        self.fields["receiver"].choices = [(card.value, card) for card in cards]  # type: ignore[attr-defined]
        self.fields["also"].choices = list(also)  # type: ignore[attr-defined]
        self.fields["override_receiver"].choices = [("", _("Vælg modtager …")), *others]  # type: ignore[attr-defined]
        self.fields["override_reason"].choices = [  # type: ignore[attr-defined]
            ("", _("Vælg begrundelse …")),
            *reasons,
        ]
        for name in ("override_receiver", "override_reason"):
            self.fields[name].widget.attrs["class"] = "form-select w-wide"
        for name in ("receiver", "override_receiver", "override_reason", "override_text"):
            self.fields[name].widget.attrs["aria-describedby"] = f"{name}-fejl"

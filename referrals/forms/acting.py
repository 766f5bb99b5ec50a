"""What is asked when somebody acts on a referral: one question per action, and its errors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from citizens.forms import CprField
from organisations.days import DayField
from referrals.actions import Inputs
from referrals.forms.fields import OneOfMany, ReceiverCards
from referrals.models import EndKind, ReasonCode, Referral
from referrals.receivers import Receiver, receivers_to_forward_to
from referrals.states import Action

MOST_WRITTEN = 4000
# Nobody is given a time further ahead: a digit of the year is wrong then.
FURTHEST_AHEAD = timedelta(days=2 * 365)


def too_far_ahead() -> str:
    """What is said of a day that lies further ahead than `FURTHEST_AHEAD`."""
    return str(_("Datoen ligger mere end to år fremme. Kontrollér årstallet."))


def words(label: str | Promise, *, required: bool = False, rows: int = 3) -> forms.CharField:
    """A text of some lines."""
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        required=required,
        max_length=MOST_WRITTEN,
        widget=forms.Textarea(attrs={"rows": rows, "class": "form-input"}),
        error_messages={"required": _("Skriv en besked til den anden side.")},
    )


class ActionForm(forms.Form):
    """The question of one action. What is missing is decided by the action, not here."""

    use_required_attribute = False
    marks_optional = False  # what is needed depends on what is chosen; the labels say it
    reasons_of: Action | None = None
    lead: str | Promise = ""

    def __init__(self, referral: Referral, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.referral = referral
        self.today = today
        if "reason_code" in self.fields and self.reasons_of is not None:
            codes = ReasonCode.objects.for_action(self.reasons_of, today)
            self.fields["reason_code"].choices = [(code.key, code.label) for code in codes]  # type: ignore[attr-defined]

    def say(self, words: Callable[[str], str]) -> None:
        """Put what is asked into the reader's own word for the citizen (UX §6)."""
        self.lead = words(str(self.lead))
        for name, field in self.fields.items():
            field.label = words(str(field.label))
            if isinstance(field, forms.ChoiceField) and name != "receiver":
                offered: Any = field.choices
                field.choices = [(value, words(str(label))) for value, label in offered]

    def inputs(self) -> Inputs:
        """The answers as the action takes them; call it on a valid form."""
        given = self.cleaned_data
        return Inputs(
            text=given.get("text", "").strip(),
            reason_code=given.get("reason_code", ""),
            on=given.get("on"),
            waiting_list=given.get("when") == "waiting_list",
            end_kind=given.get("end_kind", ""),
        )


def _reasons() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Begrundelse"), required=False, widget=OneOfMany)


class AcceptForm(ActionForm):
    """When does the citizen come: a date, or the waiting list?"""

    when = forms.ChoiceField(
        label=_("Hvornår kommer borgeren?"),
        choices=[("date", _("Dato for første tid")), ("waiting_list", _("Venteliste"))],
        initial="date",
        widget=forms.RadioSelect,
    )
    on = DayField(label=_("Første tid"), required=False)
    text = words(_("Besked til henviser (valgfri)"), rows=2)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("when") == "waiting_list":
            cleaned["on"] = None
        elif "on" in cleaned and cleaned["on"] is None:
            self.add_error("on", _("Angiv dato for første tid, eller vælg venteliste."))
        elif cleaned.get("on") and cleaned["on"] < self.today:
            self.add_error("on", _("Første tid kan ikke ligge før i dag."))
        elif cleaned.get("on") and cleaned["on"] > self.today + FURTHEST_AHEAD:
            self.add_error("on", too_far_ahead())
        return cleaned


class AskForm(ActionForm):
    """What must the referrer tell before you can go on?"""

    lead = _("Uret står på hold hos henviser, til der er svaret.")

    text = words(_("Spørgsmål til henviser"), required=True)


class AnswerForm(ActionForm):
    """What do you answer the receiver?"""

    lead = _("Uret løber igen hos modtager, når I svarer.")

    text = words(_("Svar til modtager"), required=True)


class DeclineForm(ActionForm):
    """Why can you not take the referral?"""

    lead = _("Henvisningen går tilbage til henviser, som kan rette den og sende igen.")

    reasons_of = Action.DECLINE
    reason_code = _reasons()
    text = words(_("Uddybning til henviser (kræves af nogle begrundelser)"))


class WithdrawForm(ActionForm):
    """Why is the referral no longer needed?"""

    lead = _("Modtager får besked. En startet behandling kan kun modtager afslutte.")

    reasons_of = Action.WITHDRAW
    reason_code = _reasons()
    text = words(_("Uddybning til modtager (valgfri)"))


class StartForm(ActionForm):
    """When was the first session?"""

    on = DayField(label=_("Dato for første session"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = self.today


class PauseForm(ActionForm):
    """Why does the course rest?"""

    reasons_of = Action.PAUSE
    reason_code = _reasons()
    text = words(_("Uddybning (valgfri)"), rows=2)


class ResumeForm(ActionForm):
    """What made it possible to go on?"""

    text = words(_("Hvorfor genoptages forløbet?"), rows=2)


class FinishForm(ActionForm):
    """When and how did the treatment end?"""

    lead = _("Epikrisen skal sendes inden 14 dage efter afslutningen.")

    reasons_of = Action.FINISH
    on = DayField(label=_("Dato for sidste session"))
    end_kind = forms.ChoiceField(
        label=_("Hvordan sluttede behandlingen?"),
        choices=EndKind.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    reason_code = _reasons()
    text = words(_("Uddybning (valgfri)"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = self.today
        self.fields["reason_code"].label = _("Begrundelse, når det er før tid")

    def inputs(self) -> Inputs:
        """As planned needs no reason, so one picked before that was chosen is left out."""
        given = super().inputs()
        if given.end_kind == EndKind.EARLY:
            return given
        return Inputs(text=given.text, on=given.on, end_kind=given.end_kind)


class EndUnstartedForm(ActionForm):
    """Why did nothing come of it?"""

    lead = _("Bruges, når en accepteret henvisning ikke bliver til et forløb. Henviser får besked.")

    reasons_of = Action.END_UNSTARTED
    reason_code = _reasons()
    text = words(_("Kort note til henviser"), rows=2)


class ForwardForm(ActionForm):
    """To whom, and why?"""

    lead = _("I kan læse henvisningen, til den nye modtager har svaret.")

    reasons_of = Action.FORWARD
    receiver = forms.ChoiceField(label=_("Videresend til"), required=False, widget=ReceiverCards)
    reason_code = _reasons()
    text = words(_("Uddybning til ny modtager og henviser (valgfri)"))

    def __init__(self, referral: Referral, *args: Any, **kwargs: Any) -> None:
        super().__init__(referral, *args, **kwargs)
        offered = receivers_to_forward_to(referral, on=self.today)
        self.fields["receiver"].choices = [(each.value, each) for each in offered]  # type: ignore[attr-defined]
        self.offered = {each.value: each for each in offered}

    def clean_receiver(self) -> Receiver | None:
        """The receiver chosen, or None."""
        return self.offered.get(self.cleaned_data["receiver"])

    def inputs(self) -> Inputs:
        """The new receiver: a unit, or the citizen's free choice among those of a kind."""
        given = super().inputs()
        chosen: Receiver | None = self.cleaned_data.get("receiver")
        return Inputs(
            text=given.text,
            reason_code=given.reason_code,
            service=chosen.service if chosen else None,
            free_choice=chosen is not None and chosen.service is None,
            destination=chosen.destination if chosen else "",
        )


class AcknowledgeForm(ActionForm):
    """Nothing is asked: reading is enough."""

    lead = _("Henvisningen lukkes. Modtager ser, at I har læst den.")


FORMS: dict[Action, type[ActionForm]] = {
    Action.ACCEPT: AcceptForm,
    Action.ASK: AskForm,
    Action.ANSWER: AnswerForm,
    Action.DECLINE: DeclineForm,
    Action.WITHDRAW: WithdrawForm,
    Action.START: StartForm,
    Action.PAUSE: PauseForm,
    Action.RESUME: ResumeForm,
    Action.FINISH: FinishForm,
    Action.END_UNSTARTED: EndUnstartedForm,
    Action.FORWARD: ForwardForm,
    Action.ACKNOWLEDGE: AcknowledgeForm,
}


class ClaimForm(forms.Form):
    """Whose referral do you fetch? The citizen says the number in person."""

    cpr = CprField(help_text=_("Ti cifre, med eller uden bindestreg. Opslaget logges."))


__all__ = ["FORMS", "MOST_WRITTEN", "ActionForm", "ClaimForm", "DayField", "words"]

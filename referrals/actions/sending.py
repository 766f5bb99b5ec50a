"""Sending a referral, and the additional destinations along with it, as one act."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pathways.definition import missing_required

from citizens.models import Citizen
from courses.actions import next_number
from organisations.models import Membership, Service
from pathways.actions import record_choice
from referrals.actions.drafting import Advised, advise
from referrals.actions.transitions import Inputs, TransitionRefused, perform
from referrals.models import Answer, Referral
from referrals.states import Action, Status


@dataclass(frozen=True)
class Chosen:
    """To whom: a service, or a kind of offer with free choice of clinic.

    Exactly one of `service` and `free_choice_of` is set.
    """

    service: Service | None = None
    free_choice_of: str = ""

    @property
    def destination(self) -> str:
        """The kind of offer chosen."""
        return str(self.service.kind) if self.service else self.free_choice_of


@dataclass(frozen=True)
class SendErrors(Exception):
    """Why a referral can't be sent: sentences by phrase key, or by form field."""

    by_phrase: dict[str, str] = field(default_factory=dict)
    by_field: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return " ".join([*self.by_phrase.values(), *self.by_field.values()])


def check_ready(
    referral: Referral,
    advised: Advised,
    chosen: Chosen | None,
    *,
    override_reason: str,
    override_text: str = "",
) -> SendErrors | None:
    """What is missing before the referral can be sent, or None."""
    definition = referral.version.parsed
    by_phrase: dict[str, str] = {}
    by_field: dict[str, str] = {}
    for phrase in missing_required(definition, advised.facts):
        by_phrase[phrase.key] = _("Udfyld »%(title)s«, før du sender.") % {
            "title": phrase.title.in_language()
        }
    unconfirmed = referral.answers.filter(confirmed=False).values_list("key", flat=True)
    for phrase in definition.phrases:
        if any(fact.key in set(unconfirmed) for fact in phrase.facts):
            by_phrase.setdefault(
                phrase.key,
                _("Bekræft eller ret »%(title)s«, som er hentet fra en tidligere henvisning.")
                % {"title": phrase.title.in_language()},
            )
    routing = advised.routing
    if routing.blocks_sending:
        by_field["receiver"] = _(
            "Der er tegn på akut sygdom, eller det er ikke afklaret. Ring til akutmodtagelsen; "
            "henvisningen kan ikke sendes som træningshenvisning."
        )
    elif chosen is None or not chosen.destination:
        by_field["receiver"] = _("Vælg en modtager.")
    elif chosen.destination not in routing.alternatives and not override_reason:
        by_field["override_reason"] = _(
            "Vælg en begrundelse for at sende til en anden end den anbefalede."
        )
    if any(w.asks_reason for w in routing.warnings) and not (override_reason or override_text):
        by_field.setdefault(
            "override_reason", _("Skriv hvorfor: programmets præmis er træning før operation.")
        )
    if by_phrase or by_field:
        return SendErrors(by_phrase, by_field)
    return None


@transaction.atomic
def send(
    referral: Referral,
    *,
    actor: Membership,
    chosen: Chosen | None,
    also: Sequence[Chosen] = (),
    override_reason: str = "",
    override_text: str = "",
) -> Referral:
    """Send a draft (or a returned referral again), with additional destinations along.

    Each additional destination is its own referral in the same course, made in the same
    transaction. Keeps in the ledger what was chosen. Raises SendErrors or
    TransitionRefused; the draft is untouched then.
    """
    Citizen.objects.select_for_update().get(pk=referral.course.citizen_id)
    referral.refresh_from_db()
    action = Action.REDIRECT if referral.status == Status.RETURNED else Action.SEND
    if referral.status not in {Status.DRAFT, Status.RETURNED}:
        return perform(action, referral, actor=actor, inputs=_inputs(chosen))
    advised = advise(referral, actor=actor)
    errors = check_ready(
        referral,
        advised,
        chosen,
        override_reason=override_reason,
        override_text=override_text,
    )
    if errors is not None or chosen is None:
        raise errors or SendErrors(by_field={"receiver": _("Vælg en modtager.")})
    advice = record_choice(
        advised.advice,
        chosen=chosen.destination,
        override_reason=override_reason,
        override_text=override_text,
    )
    referral.advice = advice
    _give_number(referral)
    sent = perform(
        action,
        referral,
        actor=actor,
        inputs=_inputs(chosen, text=override_text, advice=str(advice.pk)),
    )
    for extra in also:
        if extra.destination:
            _send_along(sent, extra, actor=actor)
    return sent


def _inputs(chosen: Chosen | None, *, text: str = "", advice: str = "") -> Inputs:
    data: dict[str, Any] = {"advice": advice} if advice else {}
    if chosen is None:
        return Inputs(data=data)
    return Inputs(
        service=chosen.service,
        free_choice=chosen.service is None,
        destination=chosen.destination,
        text=text,
        data=data,
    )


def _give_number(referral: Referral) -> None:
    if not referral.number:
        referral.number = next_number("H", "referrals_referral_number", timezone.localdate())
        Referral.objects.filter(pk=referral.pk).update(
            number=referral.number, advice=referral.advice
        )


def _send_along(main: Referral, chosen: Chosen, *, actor: Membership) -> Referral:
    """One additional destination as a referral of its own, with the same answers."""
    along = Referral.objects.create(
        course=main.course,
        version=main.version,
        sender=main.sender,
        created_by=actor,
        accompanies=main,
        advice=main.advice,
    )
    Answer.objects.bulk_create(
        Answer(referral=along, key=answer.key, value=answer.value) for answer in main.answers.all()
    )
    _give_number(along)
    return perform(
        Action.SEND,
        along,
        actor=actor,
        inputs=_inputs(chosen, advice=str(main.advice_id or "")),
    )


def sent_sentence(main: Referral) -> str:
    """What the sender reads after sending, e.g. "Sendt til Træning … og 1 mere."."""
    count = main.accompanied_by.count()
    to = main.receiver.name if main.receiver else str(main.get_destination_display())
    if not count:
        return _("Henvisningen er sendt til %(to)s.") % {"to": to}
    return ngettext(
        "Henvisningen er sendt til %(to)s og %(count)s mere.",
        "Henvisningen er sendt til %(to)s og %(count)s flere.",
        count,
    ) % {"to": to, "count": count}


__all__ = ["Chosen", "SendErrors", "TransitionRefused", "check_ready", "send", "sent_sentence"]

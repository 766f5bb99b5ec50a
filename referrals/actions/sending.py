"""Sending a referral, and the additional destinations along with it, as one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.actions import next_number
from organisations.models import Membership, Service
from organisations.vocabulary import DestinationKind
from pathways.actions import record_choice
from pathways.conditions.facts import FactType
from pathways.conditions.wording import joined
from pathways.definition import Definition, FactDeclaration
from referrals.actions.drafting import Advised, advise
from referrals.actions.inputs import Inputs, TransitionRefused
from referrals.actions.transitions import last_event, lock, perform, require_allowed
from referrals.language import language
from referrals.models import Answer, Attachment, DraftChoice, Referral
from referrals.phrases import states_of
from referrals.receivers import KIND, SERVICE, Receivers, kind_label, receivers_for
from referrals.states import Action, Status

# A choice with more options than this is not listed in the sentence that asks for it.
MOST_LISTED = 5


@dataclass(frozen=True)
class Chosen:
    """To whom: a service, or a kind of offer with free choice of clinic.

    Exactly one of `service` and `free_choice_of` is set.
    """

    service: Service | None = None
    free_choice_of: str = ""

    @property
    def value(self) -> str:
        """As `referrals.receivers` names it."""
        return f"{SERVICE}{self.service.pk}" if self.service else f"{KIND}{self.free_choice_of}"

    @property
    def name(self) -> str:
        """As people read it."""
        return self.service.performer.name if self.service else kind_label(self.free_choice_of)

    @property
    def destination(self) -> str:
        """The kind of offer chosen."""
        return str(self.service.kind) if self.service else self.free_choice_of


class SendErrors(Exception):
    """Why a referral can't be sent: sentences by fact key, and by field of the choice."""

    def __init__(self, by_fact: dict[str, str], by_field: dict[str, str]) -> None:
        super().__init__(" ".join([*by_fact.values(), *by_field.values()]))
        self.by_fact = by_fact
        self.by_field = by_field


def check_ready(
    referral: Referral,
    advised: Advised,
    chosen: Chosen | None,
    *,
    also: Sequence[Chosen] = (),
    override_reason: str = "",
    override_text: str = "",
    offered: Receivers | None = None,
) -> SendErrors | None:
    """What is missing before the referral can be sent, or None.

    `offered`: the receivers on offer, when the caller has looked them up already.
    """
    definition = referral.version.parsed
    by_fact = _missing_answers(definition, advised) | _unconfirmed_answers(referral, definition)
    by_field = _wrong_receiver(referral, advised, chosen, also, offered)
    by_field |= _missing_reason(
        definition,
        advised,
        chosen if "receiver" not in by_field else None,
        reason=override_reason,
        text=override_text,
    )
    return SendErrors(by_fact, by_field) if by_fact or by_field else None


def _missing_answers(definition: Definition, advised: Advised) -> dict[str, str]:
    return {
        fact.key: missing_sentence(fact)
        for state in states_of(definition, advised.facts)
        for fact in state.missing
    }


def missing_sentence(fact: FactDeclaration) -> str:
    """What to do about an answer that must be given: "Vælg side: højre, venstre eller begge."."""
    label = fact.label.in_(language())
    match fact.type:
        case FactType.CHOICE if len(fact.options) <= MOST_LISTED:
            options = [option.label.in_(language()).lower() for option in fact.options]
            return _("Vælg %(label)s: %(options)s eller %(last)s.") % {
                "label": label.lower(),
                "options": ", ".join(options[:-1]),
                "last": options[-1],
            }
        case FactType.CHOICE:
            return _("Vælg et svar under »%(label)s«.") % {"label": label}
        case FactType.SET:
            return _("Vælg mindst ét svar under »%(label)s«.") % {"label": label}
        case FactType.CODE:
            return _("Skriv en kode eller et navn under »%(label)s«.") % {"label": label}
        case FactType.BOOLEAN:
            return _("Svar ja eller nej til »%(label)s«.") % {"label": label}
        case FactType.INTEGER | FactType.DECIMAL:
            return _("Skriv et tal under »%(label)s«.") % {"label": label}
        case _:
            return _("Skriv kort under »%(label)s«.") % {"label": label}


def _unconfirmed_answers(referral: Referral, definition: Definition) -> dict[str, str]:
    """One sentence for each phrase with a copied answer, at the first such fact."""
    unconfirmed = set(referral.answers.filter(confirmed=False).values_list("key", flat=True))
    sentences = {}
    for phrase in definition.phrases:
        for fact in phrase.facts:
            if fact.key in unconfirmed:
                sentences[fact.key] = _(
                    "Bekræft eller ret »%(title)s«, som er hentet fra en tidligere henvisning."
                ) % {"title": phrase.title.in_(language())}
                break
    return sentences


def _wrong_receiver(
    referral: Referral,
    advised: Advised,
    chosen: Chosen | None,
    also: Sequence[Chosen],
    offered: Receivers | None,
) -> dict[str, str]:
    routing = advised.routing
    if routing.blocks_sending:
        why = " ".join(one.text.in_(language()) for one in routing.blocking)
        return {"receiver": _("Henvisningen kan ikke sendes. %(why)s") % {"why": why}}
    if chosen is None or not chosen.destination:
        return {"receiver": _("Vælg en modtager.")}
    if any(
        one.service is None and one.destination == DestinationKind.GENERAL_PRACTICE
        for one in (chosen, *also)
    ):
        return {
            "receiver": _(
                "Der sendes ingen henvisning, når egen læge følger patienten. Tryk på »Følg uden "
                "henvisning«, eller vælg en anden modtager."
            )
        }
    offered = offered or receivers_for(
        referral,
        destinations=referral.version.parsed.destinations,
        available=advised.offers.by_destination,
        on=advised.advice.on,
    )
    for one in (chosen, *also):
        if offered.find(one.value) is None:
            return {
                "receiver": _("%(name)s tilbydes ikke patienten nu. Vælg en modtager på listen.")
                % {"name": one.name}
            }
    return {}


def _missing_reason(
    definition: Definition,
    advised: Advised,
    chosen: Chosen | None,
    *,
    reason: str,
    text: str,
) -> dict[str, str]:
    """Choosing otherwise, and going against a rule that asks why, take a reason from the list."""
    routing = advised.routing
    known = {one.key: one for one in definition.override_reasons}
    if reason:
        if reason not in known:
            return {"override_reason": _("Begrundelsen findes ikke. Vælg en på listen.")}
        if known[reason].needs_text and not text.strip():
            return {
                "override_text": _("Skriv en uddybning: »%(reason)s« kræver, at du skriver den.")
                % {"reason": known[reason].label.in_(language())}
            }
        return {}
    if chosen is not None and chosen.destination not in routing.alternatives:
        return {
            "override_reason": _(
                "Vælg en begrundelse for at sende til en anden end den anbefalede."
            )
        }
    asking = [warning for warning in routing.warnings if warning.asks_reason]
    if asking and chosen is not None and not text.strip():
        return {
            "override_reason": _("Programmet beder om en begrundelse. Vælg en, eller skriv den.")
        }
    return {}


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
    transaction. Keeps in the ledger what was chosen. The same person's second click changes
    nothing. The draft is held from the check on, so that what was checked is what is sent.
    Raises SendErrors or TransitionRefused; the draft is untouched then.
    """
    referral = lock(referral)
    if _sent_just_now(referral, actor, chosen):
        return referral
    action = Action.REDIRECT if referral.status == Status.RETURNED else Action.SEND
    require_allowed(action, referral, actor=actor)
    advised = advise(referral, actor=actor)
    errors = check_ready(
        referral,
        advised,
        chosen,
        also=also,
        override_reason=override_reason,
        override_text=override_text,
    )
    if errors is not None:
        raise errors
    if chosen is None:  # check_ready has said so already
        raise TransitionRefused(_("Vælg en modtager."), "receiver")
    referral.advice = record_choice(
        advised.advice,
        chosen=chosen.destination,
        override_reason=override_reason,
        override_text=override_text,
    )
    _give_number(referral)
    sent = perform(
        action,
        referral,
        actor=actor,
        inputs=_inputs(chosen, text=override_text, advice=str(advised.advice.pk)),
    )
    along = {sent.destination, *sent.accompanied_by.values_list("destination", flat=True)}
    for extra in also:
        if extra.destination and extra.destination not in along:
            along.add(extra.destination)
            _send_along(sent, extra, actor=actor)
    DraftChoice.objects.filter(referral=sent).delete()
    return sent


def _sent_just_now(referral: Referral, actor: Membership, chosen: Chosen | None) -> bool:
    """A second click: this person has sent it, there, and nothing has happened since.

    Without a choice it is the click of one who found it sent already.
    """
    last = last_event(referral)
    if (
        last is None
        or last.action not in {Action.SEND, Action.REDIRECT}
        or last.membership_id != actor.pk
    ):
        return False
    receiver = chosen.service.performer_id if chosen and chosen.service else None
    return chosen is None or (chosen.destination, receiver) == (
        referral.destination,
        referral.receiver_id,
    )


def _inputs(chosen: Chosen, *, text: str = "", advice: str = "") -> Inputs:
    data: dict[str, Any] = {"advice": advice} if advice else {}
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
    Attachment.objects.bulk_create(
        Attachment(
            referral=along,
            file=attachment.file.name,
            name=attachment.name,
            size=attachment.size,
            content_type=attachment.content_type,
            uploaded_by=attachment.uploaded_by,
            at=attachment.at,
            scan_state=attachment.scan_state,
        )
        for attachment in main.attachments.select_related("uploaded_by")
    )
    _give_number(along)
    return perform(
        Action.SEND,
        along,
        actor=actor,
        inputs=_inputs(chosen, advice=str(main.advice_id or "")),
    )


def sent_sentence(main: Referral) -> str:
    """What the sender reads after sending: "Henvisningen er sendt til Træning … og …."."""
    along = main.accompanied_by.select_related("receiver").order_by("number")
    names = [
        one.receiver.name if one.receiver else str(one.get_destination_display())
        for one in (main, *along)
    ]
    return _("Henvisningen er sendt til %(to)s.") % {"to": joined(names, _("og"))}


__all__ = [
    "Chosen",
    "SendErrors",
    "TransitionRefused",
    "check_ready",
    "missing_sentence",
    "send",
    "sent_sentence",
]

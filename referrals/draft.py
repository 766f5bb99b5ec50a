"""One draft as its writer sees it: the advice, to whom it goes, and why it can't be sent yet.

Gathers; the words are in `referrals.advised`, the refusals in `referrals.actions.sending`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from organisations.models import Membership
from pathways.changes import would_change_if
from pathways.contact_numbers import numbers_for
from referrals import states
from referrals.actions.drafting import Advised, advise
from referrals.actions.sending import Chosen, SendErrors, check_ready
from referrals.advised import Words, in_words, title_of
from referrals.language import language, words_for
from referrals.models import Referral
from referrals.receivers import Receiver, Receivers, receivers_for
from referrals.states import Action, Possibility, Status

UNCHOSEN: Mapping[str, Any] = {
    "receiver": "",
    "declined": [],
    "other_receiver": "",
    "reason": "",
    "text": "",
    "inputs": {},
}
"""A draft nobody has chosen anything in: as advised."""


@dataclass(frozen=True)
class AlsoOffer:
    """An additional destination the advice adds; sent along unless declined."""

    key: str
    label: str
    note: str
    receiver: Receiver
    wanted: bool


@dataclass(frozen=True)
class Draft:
    """Everything the form shows beside the answers.

    `suggested`: the receiver chosen when nobody chooses; `card`: the card that is chosen;
    `chosen`: to whom it goes now, which may be another receiver than a card's.
    `errors`: what is missing before sending, None when nothing is. `may_send`: whether this
    reader may send at all, and why not.
    """

    referral: Referral
    advised: Advised
    words: Words
    receivers: Receivers
    cards: tuple[Receiver, ...]
    suggested: Receiver | None
    card: Receiver | None
    chosen: Receiver | None
    also: tuple[AlsoOffer, ...]
    choice: Mapping[str, Any]
    errors: SendErrors | None
    may_send: Possibility

    @property
    def facts(self) -> Mapping[str, Any]:
        """What is known, answers included."""
        return self.advised.facts

    @property
    def joined(self) -> bool | None:
        """Whether the citizen's municipality has joined the pathway."""
        return self.advised.offers.joined

    @property
    def wanted_also(self) -> tuple[AlsoOffer, ...]:
        """The additional destinations that are sent along."""
        return tuple(one for one in self.also if one.wanted)

    @property
    def sends(self) -> Chosen | None:
        """The chosen receiver as sending takes it."""
        return chosen_of(self.chosen)

    @property
    def sends_also(self) -> tuple[Chosen, ...]:
        """The additional receivers as sending takes them."""
        found = (chosen_of(one.receiver) for one in self.wanted_also)
        return tuple(one for one in found if one is not None)

    @property
    def goes_otherwise(self) -> bool:
        """Whether it goes to another kind of offer than advised."""
        routing = self.advised.routing
        return self.chosen is not None and self.chosen.destination not in routing.alternatives

    @property
    def asks_reason(self) -> bool:
        """Whether sending takes a reason."""
        return self.goes_otherwise or any(one.asks_reason for one in self.words.warnings)


def chosen_of(receiver: Receiver | None) -> Chosen | None:
    """A receiver as sending takes it."""
    if receiver is None:
        return None
    if receiver.service is not None:
        return Chosen(service=receiver.service)
    return Chosen(free_choice_of=receiver.destination)


def read_draft(
    referral: Referral,
    *,
    actor: Membership,
    choice: Mapping[str, Any],
    link: Callable[[str], tuple[str, str]],
    on: date | None = None,
) -> Draft:
    """Advise on a draft as it is answered, and put together what its writer sees.

    `choice`: fields of DraftChoice. `link`: see `advised.in_words`.
    """
    on = on or timezone.localdate()
    definition = referral.version.parsed
    advised = advise(referral, actor=actor, on=on)
    routing, available = advised.routing, advised.offers.by_destination
    receivers = receivers_for(
        referral, destinations=definition.destinations, available=available, on=on
    )
    cards = receivers.cards(routing.alternatives)
    suggested = cards[0] if cards else None
    card = next((one for one in cards if one.value == choice["receiver"]), suggested)
    chosen = receivers.find(choice["other_receiver"]) or card
    say = words_for(actor)
    also = _also(referral, advised, receivers, chosen, choice["declined"], say)
    sends_also = [chosen_of(one.receiver) for one in also if one.wanted]
    return Draft(
        referral=referral,
        advised=advised,
        words=in_words(
            definition,
            routing,
            would_change_if(definition, advised.facts, available),
            link=link,
            before=advised.before,
            language=language(),
            say=say,
            numbers=_numbers(referral, advised, on),
        ),
        receivers=receivers,
        cards=cards,
        suggested=suggested,
        card=card,
        chosen=chosen,
        also=also,
        choice=choice,
        errors=check_ready(
            referral,
            advised,
            chosen_of(chosen),
            also=[one for one in sends_also if one is not None],
            override_reason=choice["reason"],
            override_text=choice["text"],
            offered=receivers,
        ),
        may_send=states.check(_sending(referral), referral.situation_for(actor)),
    )


def _numbers(referral: Referral, advised: Advised, on: date) -> dict[str, str]:
    """The numbers to call; looked up only when there is somebody to call."""
    if not advised.routing.contacts:
        return {}
    return numbers_for(referral.version.pathway_id, referral.citizen.municipality, on)


def _sending(referral: Referral) -> Action:
    return Action.REDIRECT if referral.status == Status.RETURNED else Action.SEND


def _also(
    referral: Referral,
    advised: Advised,
    receivers: Receivers,
    chosen: Receiver | None,
    declined: list[str],
    say: Callable[[str], str],
) -> tuple[AlsoOffer, ...]:
    """What the advice adds and can be sent along: not what goes there already."""
    sent = (
        set(referral.accompanied_by.values_list("destination", flat=True))
        if referral.status == Status.RETURNED
        else set()
    )
    because = {one.rule: say(one.because.in_(language())) for one in advised.routing.reasons}
    offers = []
    for one in advised.routing.also:
        cards = receivers.cards([one.key])
        if not cards or one.key in sent or (chosen and chosen.destination == one.key):
            continue
        receiver = cards[0]
        note = [because.get(one.rule, ""), receiver.name, receiver.wait]
        offers.append(
            AlsoOffer(
                one.key,
                title_of(one.key, language()),
                " · ".join(part for part in note if part),
                receiver,
                one.key not in declined,
            )
        )
    return tuple(offers)

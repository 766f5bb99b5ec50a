"""What was sent and what is now: the answers a referrer mended after a receiver returned them.

The event of each sending keeps its answers (`Event.data["answers"]`), so that nothing that was
once sent is lost when it is written over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from organisations.models import Membership
from pathways.conditions.wording import format_value
from pathways.definition import Definition
from pathways.models import Version
from referrals.models import Event, Referral
from referrals.states import Side, Status


@dataclass(frozen=True)
class Mended:
    """One answer that is another now; "" where there was or is none.

    `number`: of the phrase that asks for it now, or of the one that once did.
    """

    number: int
    label: str
    before: str
    now: str


@dataclass(frozen=True)
class Sending:
    """What a referral said when it was sent: at, by which definition, and its facts."""

    at: datetime
    definition: Definition
    facts: Mapping[str, Any]


def mended(before: Sending, now: Sending, language: str) -> tuple[Mended, ...]:
    """The answers that differ, in the order in which they are asked now; old questions last."""
    asked: dict[str, tuple[int, str]] = {}
    for definition in (now.definition, before.definition):
        for number, phrase in enumerate(definition.phrases, start=1):
            for fact in phrase.facts:
                asked.setdefault(fact.key, (number, fact.label.in_(language)))
    return tuple(
        Mended(number, label, _said(before, key, language), _said(now, key, language))
        for key, (number, label) in asked.items()
        if before.facts.get(key) != now.facts.get(key)
    )


def _said(sending: Sending, key: str, language: str) -> str:
    declared = sending.definition.vocabulary.get(key)
    value = sending.facts.get(key)
    return "" if declared is None or value is None else format_value(declared, value, language)


def sending_before(
    referral: Referral, events: Sequence[Event], actor: Membership
) -> Sending | None:
    """The sending that what is written now comes after; None where there is none, one query else.

    `events`: the referral's own, oldest first. The referrer knows every sending; once it is sent
    again a receiver only those that were sent there, as what was taken out before it went to
    another is not for them. Until then whoever returned it reads the last.
    """
    sent = [event for event in events if "answers" in event.data]
    if referral.status != Status.RETURNED:
        sent = sent[:-1]
        if Side.REFERRER not in referral.sides_of(actor):
            here = str(actor.organisation_id)
            sent = [event for event in sent if event.data.get("receiver") == here]
    if not sent:
        return None
    data = sent[-1].data
    # The definition is long, and the process keeps it parsed (`Version.parsed`).
    version = Version.objects.defer("definition").get(pk=data["version"])
    return Sending(sent[-1].happened_at, version.parsed, data["answers"])


def as_read_by(actor: Membership, referral: Referral, before: Sending | None) -> Sending:
    """What the actor reads: as it is written now, but as it was sent while it is being mended.

    `before`: from `sending_before`. The referrer alone reads what is not sent yet.
    """
    unsent = referral.status == Status.RETURNED and Side.REFERRER not in referral.sides_of(actor)
    if before is not None and unsent:
        return before
    return Sending(timezone.now(), referral.version.parsed, referral.facts())

"""Writing a referral: begin it, save it answer by answer, ask for advice, throw it away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pathways.routing import Routing, route

from citizens.models import Citizen
from courses.actions import start_course
from organisations.models import Membership
from pathways.actions import record_advice
from pathways.availability import availability
from pathways.conditions.facts import FactError, check_value
from pathways.models import Advice, Version
from referrals.actions.transitions import TransitionRefused
from referrals.facts import facts_for
from referrals.models import Answer, Referral
from referrals.states import Side, Status

# A returned referral is mended in place before it is sent again.
WRITABLE = frozenset({Status.DRAFT, Status.RETURNED})


@transaction.atomic
def create_draft(*, actor: Membership, citizen: Citizen, version: Version) -> Referral:
    """Begin a referral for a citizen, with what the course already knows filled in.

    An unsent draft of the same organisation in the same course is returned instead, so
    that nobody writes the same referral twice. A running course keeps its version.
    """
    course = start_course(actor=actor, citizen=citizen, version=version)
    draft = (
        Referral.objects.filter(course=course, sender=actor.organisation, status=Status.DRAFT)
        .order_by("-created_at")
        .first()
    )
    if draft is not None:
        return draft
    referral = Referral.objects.create(
        course=course, version=course.version, sender=actor.organisation, created_by=actor
    )
    _copy_answers(referral)
    return referral


def _copy_answers(referral: Referral) -> None:
    """Fill in from the latest sent referral of the course what the definition lets be copied."""
    latest = (
        Referral.objects.filter(course=referral.course, sent_at__isnull=False)
        .order_by("-sent_at")
        .first()
    )
    if latest is None:
        return
    copied = {
        fact.key
        for phrase in referral.version.parsed.phrases
        if phrase.prefill == "latest_referral"
        for fact in phrase.facts
    }
    Answer.objects.bulk_create(
        Answer(
            referral=referral,
            key=answer.key,
            value=answer.value,
            copied_from=latest,
            confirmed=False,
        )
        for answer in latest.answers.all()
        if answer.key in copied
    )


def writable_by(referral: Referral, actor: Membership) -> bool:
    """Whether the actor may change the answers now."""
    return referral.status in WRITABLE and Side.REFERRER in referral.sides_of(actor)


@transaction.atomic
def save_answers(
    referral: Referral, *, actor: Membership, values: Mapping[str, Any]
) -> dict[str, str]:
    """Save answers by fact key; None takes an answer back. Returns sentences for bad ones.

    Good answers are saved even when others are bad, so nothing is lost. Raises
    TransitionRefused when the referral is no longer the writer's to change.
    """
    locked = Referral.objects.select_for_update().select_related("version").get(pk=referral.pk)
    if not writable_by(locked, actor):
        raise TransitionRefused(_("Henvisningen er sendt og kan ikke ændres."))
    vocabulary = locked.version.parsed.vocabulary
    errors: dict[str, str] = {}
    now = timezone.now()
    for key, raw in values.items():
        fact = vocabulary.get(key)
        if fact is None:
            errors[key] = _("Ukendt felt: %(key)s. Genindlæs siden.") % {"key": key}
        elif raw is None:
            Answer.objects.filter(referral=locked, key=key).delete()
        else:
            try:
                value = check_value(fact, raw)
            except FactError as error:
                errors[key] = str(error)
                continue
            Answer.objects.update_or_create(
                referral=locked,
                key=key,
                defaults={
                    "value": value,
                    "confirmed": True,
                    "copied_from": None,
                    "updated_at": now,
                },
            )
    Referral.objects.filter(pk=locked.pk).update(updated_at=now)
    return errors


def confirm_answers(referral: Referral, *, actor: Membership) -> None:
    """Confirm every answer that was copied from an earlier referral."""
    if not writable_by(referral, actor):
        raise TransitionRefused(_("Henvisningen er sendt og kan ikke ændres."))
    Answer.objects.filter(referral=referral, confirmed=False).update(
        confirmed=True, updated_at=timezone.now()
    )


@transaction.atomic
def discard_draft(referral: Referral, *, actor: Membership) -> None:
    """Throw an unsent draft away (ARCHITECTURE §4: a draft is simply deleted)."""
    locked = Referral.objects.select_for_update().get(pk=referral.pk)
    if locked.status != Status.DRAFT or Side.REFERRER not in locked.sides_of(actor):
        raise TransitionRefused(
            _("Kun en kladde kan slettes. En sendt henvisning kan trækkes tilbage.")
        )
    locked.delete()


@dataclass(frozen=True)
class Advised:
    """Advice on a referral as it stands: the routing, its ledger row and what it was asked."""

    routing: Routing
    advice: Advice
    facts: dict[str, Any]


def advise(referral: Referral, *, actor: Membership, on: date | None = None) -> Advised:
    """Route the referral on what is answered so far, and keep what was shown in the ledger.

    The ledger gets a new row only when facts, availability or result differ from the last
    advice on this referral.
    """
    on = on or timezone.localdate()
    version = referral.version
    definition = version.parsed
    offers = availability(version, referral.citizen.municipality, on)
    facts = facts_for(referral, definition, joined=offers.joined, on=on)
    routing = route(definition, facts, offers.by_destination)
    last = referral.advice
    if (
        last is not None
        and last.facts == facts
        and last.on == on
        and last.result == routing.to_data()
    ):
        return Advised(routing, last, facts)
    advice = record_advice(
        actor=actor,
        version=version,
        citizen=referral.citizen,
        facts=facts,
        available=offers.to_data(),
        on=on,
        routing=routing,
    )
    referral.advice = advice
    Referral.objects.filter(pk=referral.pk).update(advice=advice)
    return Advised(routing, advice, facts)

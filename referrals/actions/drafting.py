"""Writing a referral: begin it, save it answer by answer, ask for advice, throw it away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from citizens.models import Citizen
from courses.actions import start_course
from organisations.models import Membership
from organisations.vocabulary import DestinationKind
from pathways.actions import record_advice, record_choice
from pathways.availability import Offers, availability
from pathways.conditions.facts import FactError, FactType, check_value
from pathways.definition import Definition
from pathways.models import Advice, Version
from pathways.routing import Routing, route
from referrals.actions.attaching import remove_attachment
from referrals.actions.inputs import TransitionRefused, require_staff
from referrals.actions.transitions import lock
from referrals.facts import facts_for
from referrals.language import language
from referrals.models import Answer, Attachment, DraftChoice, Referral
from referrals.phrases import hidden_keys
from referrals.states import ANY_STAFF, CLINICIAN_ONLY, WRITABLE, Side, Status


@transaction.atomic
def create_draft(*, actor: Membership, citizen: Citizen, version: Version) -> Referral:
    """Begin a referral for a citizen, with what the course already knows filled in.

    An unsent draft of the same organisation in the same course is returned instead, so
    that nobody writes the same referral twice. A running course keeps its version. Raises
    TransitionRefused for members who don't work with referrals.
    """
    require_staff(actor)
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
    _copy_answers(referral, actor)
    return referral


def _copy_answers(referral: Referral, actor: Membership) -> None:
    """Fill in from the latest sent referral of the course what the definition lets be copied.

    The latest that the writer may read: nobody sees by copying what they can't see.
    """
    latest = (
        Referral.objects.visible_to(actor)
        .filter(course=referral.course, sent_at__isnull=False)
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
    return (
        referral.status in WRITABLE
        and Side.REFERRER in referral.sides_of(actor)
        and bool(ANY_STAFF & set(actor.roles))
    )


@transaction.atomic
def save_answers(
    referral: Referral, *, actor: Membership, values: Mapping[str, Any]
) -> dict[str, str]:
    """Save answers by fact key; None takes an answer back. Returns sentences for bad ones.

    Good answers are saved even when others are bad, so nothing is lost. An answer that is
    not asked for any longer, because of another one, is taken back with it. Raises
    TransitionRefused when the referral is no longer the writer's to change.
    """
    locked = _lock_to_write(referral, actor)
    definition = referral.version.parsed
    asked = {fact.key for phrase in definition.phrases for fact in phrase.facts}
    vocabulary = definition.vocabulary
    errors: dict[str, str] = {}
    given: dict[str, Any] = {}
    now = timezone.now()
    for key, raw in values.items():
        if key not in asked:
            errors[key] = _("Ukendt felt: %(key)s. Genindlæs siden.") % {"key": key}
            continue
        try:
            given[key] = None if raw is None else check_value(vocabulary[key], raw)
        except FactError as error:
            errors[key] = error.message.in_(language())
    _write_answers(locked, given, now)
    if values:
        _take_back_what_is_not_asked(locked, definition)
        Referral.objects.filter(pk=locked.pk).update(updated_at=now)
        referral.updated_at = now
    return errors


def _write_answers(referral: Referral, given: Mapping[str, Any], now: datetime) -> None:
    """Write all in one statement, however many; None takes an answer back."""
    Answer.objects.bulk_create(
        [
            Answer(referral=referral, key=key, value=value, updated_at=now)
            for key, value in given.items()
            if value is not None
        ],
        update_conflicts=True,
        unique_fields=["referral", "key"],
        update_fields=["value", "confirmed", "copied_from", "updated_at"],
    )
    if back := [key for key, value in given.items() if value is None]:
        Answer.objects.filter(referral=referral, key__in=back).delete()


def _take_back_what_is_not_asked(referral: Referral, definition: Definition) -> None:
    """Delete answers to questions that the others have made disappear."""
    known = referral.facts()
    while hidden := hidden_keys(definition, known):
        Answer.objects.filter(referral=referral, key__in=hidden).delete()
        known = {key: value for key, value in known.items() if key not in hidden}


@transaction.atomic
def save_choice(referral: Referral, *, actor: Membership, **values: Any) -> DraftChoice:
    """Keep to whom a draft is meant to go, and why not as advised (fields of DraftChoice)."""
    locked = _lock_to_write(referral, actor)
    choice, _created = DraftChoice.objects.update_or_create(
        referral=locked, defaults={**values, "updated_at": timezone.now()}
    )
    return choice


def _lock_to_write(referral: Referral, actor: Membership) -> Referral:
    """The referral, held so that it isn't sent meanwhile. Raises TransitionRefused."""
    locked = lock(referral)
    if not writable_by(locked, actor):
        raise TransitionRefused(_("Henvisningen er sendt og kan ikke ændres."))
    return locked


@transaction.atomic
def confirm_answers(referral: Referral, *, actor: Membership) -> None:
    """Confirm every answer that was copied from an earlier referral."""
    locked = _lock_to_write(referral, actor)
    Answer.objects.filter(referral=locked, confirmed=False).update(
        confirmed=True, updated_at=timezone.now()
    )


@transaction.atomic
def discard_draft(referral: Referral, *, actor: Membership) -> None:
    """Throw an unsent draft away (ARCHITECTURE §4: a draft is simply deleted).

    The course stays: a course may exist without a referral.
    """
    locked = lock(referral)
    if locked.status != Status.DRAFT or not writable_by(locked, actor):
        raise TransitionRefused(
            _("Kun en kladde kan slettes. En sendt henvisning kan trækkes tilbage.")
        )
    for attachment in Attachment.objects.filter(referral=locked).select_related("referral"):
        remove_attachment(attachment, actor=actor)
    locked.delete()


@transaction.atomic
def follow_without_referral(referral: Referral, *, actor: Membership) -> None:
    """The patient's own doctor goes on alone: the choice is kept, the draft is not.

    The course stands, with its advice in the ledger. Raises TransitionRefused.
    """
    if not CLINICIAN_ONLY & set(actor.roles):
        raise TransitionRefused(_("Kun en kliniker kan vælge at følge patienten uden henvisning."))
    advised = advise(referral, actor=actor)
    choice = DraftChoice.objects.filter(referral=referral).first()
    record_choice(
        advised.advice,
        chosen=DestinationKind.GENERAL_PRACTICE,
        override_reason=choice.reason if choice else "",
        override_text=choice.text if choice else "",
    )
    discard_draft(referral, actor=actor)


@dataclass(frozen=True)
class Advised:
    """Advice on a referral as it stands: the routing, its ledger row and what it was asked.

    `before`: the result shown last time on this referral, or None.
    """

    routing: Routing
    advice: Advice
    facts: dict[str, Any]
    offers: Offers
    before: Mapping[str, Any] | None = None


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
    kept = _facts_to_keep(definition, facts)
    result, available = routing.to_data(), offers.to_data()
    last = referral.advice
    before = last.result if last is not None else None
    if (
        last is not None
        and not last.chosen_destination
        and (last.facts, last.on, last.result, last.available) == (kept, on, result, available)
    ):
        return Advised(routing, last, facts, offers, before)
    advice = record_advice(
        actor=actor,
        version=version,
        citizen=referral.citizen,
        facts=kept,
        available=available,
        on=on,
        routing=routing,
    )
    referral.advice = advice
    Referral.objects.filter(pk=referral.pk).update(advice=advice)
    return Advised(routing, advice, facts, offers, before)


def _facts_to_keep(definition: Definition, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts for the ledger: without free text that no rule reads.

    The text stands in the referral; a copy for every pause in the typing would serve nobody,
    and the advice is the same without it.
    """
    read = {key for rule in definition.compiled_rules for key in rule.facts}
    vocabulary = definition.vocabulary
    return {
        key: value
        for key, value in facts.items()
        if key in read or vocabulary[key].type is not FactType.TEXT
    }

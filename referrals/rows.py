"""One row of a worklist, ready to draw: whose it is, how long it has waited, what it is about."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citizens.models import AccessLog, Citizen
from citizens.vocabulary import What
from organisations.models import Membership, Organisation
from pathways.conditions.facts import NONE, FactType
from pathways.conditions.wording import lower_first
from pathways.definition import Definition
from pathways.models import Version
from referrals.clocks import Clocks, read_clocks, working_days_between
from referrals.language import language
from referrals.models import Answer, Referral
from referrals.states import Side, Status
from referrals.worklists import Worklist
from stratification.models import Assessment

# What a triager reads first, in this order; the rest is on the referral itself.
OCCASION = ("side", "episode", "special_circumstances", "risk_factors", "requested")
OCCASION_AT_MOST = 2
# Stands in an address for the id that comes in its place.
_ANY = uuid.UUID(int=0)
WAITING = frozenset({Status.SENT, Status.INFORMATION_REQUESTED, Status.ACCEPTED})
CLOCKED = WAITING | {Status.IN_TREATMENT, Status.PAUSED, Status.TREATMENT_ENDED}


@dataclass(frozen=True)
class Due:
    """The date of a row: as people read it, how far off it is, and whether it has passed."""

    day: str
    note: str
    late: bool


@dataclass(frozen=True)
class Row:
    """One referral in a list, as `ReferralQuerySet.listed` gives it.

    `clock` None where no waiting is counted. `citizen` has only what a row shows.
    """

    referral: Referral
    url: str
    citizen: Citizen
    age: str
    pick: str
    group: int | None
    title: str
    occasion: str
    answered: bool
    unread: bool
    clock: Clocks | None
    due: Due | None
    sender: str
    receiver: str
    written_by: str
    assigned_to: str


def rows_for(
    referrals: Sequence[Referral], *, actor: Membership, worklist: Worklist, today: date
) -> list[Row]:
    """The rows of one page, which `listed` gave; five queries, however many rows."""
    citizens = {referral.pk: _citizen(referral) for referral in referrals}
    facts = _occasions(referrals)
    groups = groups_now(referral.course_id for referral in referrals)
    read = _read_by(actor, citizens) if worklist.side is Side.RECEIVER else None
    definitions = _definitions(referrals)
    units, staff = _names(referrals)
    pages = _pages()
    return [
        Row(
            referral=referral,
            url=_url(referral, worklist, pages),
            citizen=citizens[referral.pk],
            age=_("%(age)s år") % {"age": citizens[referral.pk].age_on(today)},
            pick=_("Vælg %(name)s") % {"name": citizens[referral.pk].full_name},
            group=groups.get(referral.course_id),
            title=definitions[referral.version_id].short_title.in_(language()),
            occasion=occasion_of(definitions[referral.version_id], facts.get(referral.pk, {})),
            answered=referral.status == Status.SENT and referral.answered_at is not None,
            # Who has answered has read it, whether or not on its page.
            unread=read is not None and referral.status == Status.SENT and referral.pk not in read,
            clock=clocks_of(referral, today) if referral.status in CLOCKED else None,
            due=due_of(referral, today),
            sender=units.get(referral.sender_id, ""),
            receiver=units.get(referral.receiver_id, ""),
            written_by=staff.get(referral.created_by_id, ""),
            assigned_to=staff.get(referral.assigned_to_id, ""),
        )
        for referral in referrals
    ]


def _url(referral: Referral, worklist: Worklist, pages: Mapping[bool, str]) -> str:
    """Where a row leads: a draft to the page where it is written."""
    draft = referral.status == Status.DRAFT
    page = pages[draft].replace(str(_ANY), str(referral.pk))
    return page if draft else f"{page}?list={worklist.key}"


def _pages() -> Mapping[bool, str]:
    """The address of a draft's and of another's page, for any id; looked up once for all rows."""
    return {
        draft: reverse(name, args=[_ANY])
        for draft, name in ((True, "referrals:edit"), (False, "referrals:detail"))
    }


def _names(referrals: Sequence[Referral]) -> tuple[Mapping[Any, str], Mapping[Any, str]]:
    """Names of organisations, and of staff by membership; two queries."""
    units = {pk for one in referrals for pk in (one.sender_id, one.receiver_id) if pk}
    staff = {pk for one in referrals for pk in (one.created_by_id, one.assigned_to_id) if pk}
    return (
        dict(Organisation.objects.filter(pk__in=units).order_by().values_list("pk", "name")),
        dict(
            Membership.objects.filter(pk__in=staff).order_by().values_list("pk", "user__full_name")
        ),
    )


def _definitions(referrals: Iterable[Any]) -> Mapping[int, Definition]:
    """The definitions, by version: published ones, which the process keeps parsed."""
    found: dict[int, Definition] = {}
    for one in referrals:
        if one.version_id not in found:
            version = Version(
                pk=one.version_id,
                content_hash=one.version_hash,
                published_at=one.version_published_at,
            )
            found[one.version_id] = version.parsed
    return found


def _citizen(referral: Any) -> Citizen:
    # Any: what `listed` adds is not in the class.
    return Citizen(
        pk=referral.citizen_id,
        given_name=referral.given_name,
        family_name=referral.family_name,
        identifier=referral.identifier,
        birth_date=referral.birth_date,
    )


def _occasions(referrals: Sequence[Referral]) -> Mapping[uuid.UUID, dict[str, object]]:
    """The answers a row is known by, by referral; one query."""
    found: dict[uuid.UUID, dict[str, object]] = {}
    answers = Answer.objects.filter(
        referral__in=[referral.pk for referral in referrals], key__in=OCCASION
    ).order_by()
    for referral_id, key, value in answers.values_list("referral", "key", "value"):
        found.setdefault(referral_id, {})[key] = value
    return found


def groups_now(course_ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """The group of each course now; one query."""
    latest = (
        Assessment.objects.filter(course__in=set(course_ids))
        .order_by("course", "-made_at", "-pk")
        .distinct("course")
    )
    return dict(latest.values_list("course", "group"))


def _read_by(actor: Membership, citizens: Mapping[uuid.UUID, Citizen]) -> set[uuid.UUID]:
    """Those that somebody of the actor's organisation has opened, from the access log."""
    read = (
        AccessLog.objects.filter(
            organisation_id=actor.organisation_id,
            citizen__in=[citizen.pk for citizen in citizens.values()],
            object_id__in=list(citizens),
            what=What.REFERRAL,
        )
        .order_by()
        .values_list("object_id", flat=True)
        .distinct()
    )
    return {pk for pk in read if pk is not None}


def clocks_of(referral: Referral, today: date) -> Clocks:
    """The referral's clocks from the dates its events left on it."""
    asked_on = _day(referral.asked_at)
    return read_clocks(
        sent_on=_day(referral.sent_at),
        received_on=_day(referral.received_at),
        held_days=referral.held_days,
        asked_on=asked_on,
        stopped_on=referral.started_on,
        due_on=referral.due_on,
        today=today,
    )


def due_of(referral: Referral, today: date) -> Due | None:
    """The row's date: the promise, the first session, or when it was closed."""
    if referral.status in {Status.IN_TREATMENT, Status.PAUSED} and referral.started_on:
        weeks = (today - referral.started_on).days // 7
        return Due(_short(referral.started_on, today), _("uge %(n)s") % {"n": weeks}, late=False)
    if referral.status == Status.ACCEPTED and referral.on_waiting_list:
        return Due(_("Venteliste"), "", late=False)
    if referral.closed_at:
        return Due(_short(timezone.localtime(referral.closed_at).date(), today), "", late=False)
    if referral.due_on is None:
        return None
    return promise(referral.due_on, today, moved_by=_moved_by(referral))


def promise(due_on: date, today: date, *, moved_by: int = 0) -> Due:
    """A promised date and the working days to it (UX §6: hverdage for promised dates)."""
    return _promise(due_on, today, moved_by, language())


@lru_cache(maxsize=2048)
def _promise(due_on: date, today: date, moved_by: int, _language: str) -> Due:
    """The rows of a list share a few dates; each is told once a day and language."""
    day = _short(due_on, today)
    if due_on < today:
        n = max(working_days_between(due_on, today), 1)
        note = ngettext("overskredet %(n)s hverdag", "overskredet %(n)s hverdage", n) % {"n": n}
        return Due(day, note, late=True)
    if due_on == today:
        return Due(day, _("i dag"), late=False)
    if moved_by:
        note = ngettext("flyttet %(n)s dag af hold", "flyttet %(n)s dage af hold", moved_by)
        return Due(day, note % {"n": moved_by}, late=False)
    n = working_days_between(today, due_on)
    if due_on == today + timedelta(days=1):
        return Due(day, _("i morgen"), late=False)
    note = ngettext("om %(n)s hverdag", "om %(n)s hverdage", n) % {"n": n}
    return Due(day, note, late=False)


def occasion_of(definition: Definition, facts: Mapping[str, object]) -> str:
    """What the referral is about in a few words: "Højre knæ · hjemmepleje"."""
    words: list[str] = []
    for key in OCCASION:
        fact, value = definition.vocabulary.get(key), facts.get(key)
        if fact is None or value is None or fact.type not in {FactType.CHOICE, FactType.SET}:
            continue
        options = value if isinstance(value, list) else [value]
        words += [
            fact.options[option].in_(language())
            for option in map(str, options)
            if option != NONE and option in fact.options
        ]
    shown = words[:OCCASION_AT_MOST]
    return " · ".join(shown[:1] + [lower_first(word) for word in shown[1:]])


def _moved_by(referral: Referral) -> int:
    answered = referral.status == Status.SENT and referral.answered_at is not None
    return referral.held_days if answered else 0


def _short(day: date, today: date) -> str:
    return date_format(day, "d.m." if day.year == today.year else "d.m.Y")


def _day(at: datetime | None) -> date | None:
    return timezone.localtime(at).date() if at else None

"""One row of a worklist, ready to draw: whose it is, how long it has waited, what it is about."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citizens.models import AccessLog, Citizen
from citizens.vocabulary import What
from organisations.models import Membership
from pathways.conditions.facts import NONE, FactType
from pathways.conditions.wording import lower_first
from pathways.definition import Definition
from referrals.clocks import Clocks, read_clocks, working_days_between
from referrals.language import language
from referrals.models import Referral
from referrals.states import Side, Status
from referrals.worklists import Worklist
from stratification.models import Assessment

# What a triager reads first, in this order; the rest is on the referral itself.
OCCASION = ("side", "episode", "special_circumstances", "risk_factors", "requested")
OCCASION_AT_MOST = 2
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
    """One referral in a list. `clock` None where no waiting is counted."""

    referral: Referral
    citizen: Citizen
    group: int | None
    title: str
    occasion: str
    answered: bool
    unread: bool
    clock: Clocks | None
    due: Due | None


def rows_for(
    referrals: Sequence[Referral], *, actor: Membership, worklist: Worklist, today: date
) -> list[Row]:
    """The rows of one page; three queries, however many rows."""
    prefetch_related_objects(list(referrals), "answers")
    groups = groups_now(referral.course_id for referral in referrals)
    read = _read_by(actor, referrals) if worklist.side is Side.RECEIVER else None
    return [
        Row(
            referral=referral,
            citizen=referral.citizen,
            group=groups.get(referral.course_id),
            title=referral.version.parsed.short_title.in_(language()),
            occasion=occasion_of(referral.version.parsed, referral.facts()),
            answered=referral.status == Status.SENT and referral.answered_at is not None,
            unread=read is not None and referral.pk not in read,
            clock=clocks_of(referral, today) if referral.status in CLOCKED else None,
            due=due_of(referral, today),
        )
        for referral in referrals
    ]


def groups_now(course_ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    """The group of each course now; one query."""
    latest = (
        Assessment.objects.filter(course__in=set(course_ids))
        .order_by("course", "-made_at", "-pk")
        .distinct("course")
    )
    return dict(latest.values_list("course", "group"))


def _read_by(actor: Membership, referrals: Sequence[Referral]) -> set[uuid.UUID]:
    """Those that somebody of the actor's organisation has opened, from the access log."""
    read = (
        AccessLog.objects.filter(
            organisation_id=actor.organisation_id,
            citizen__in=[referral.course.citizen_id for referral in referrals],
            object_id__in=[referral.pk for referral in referrals],
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

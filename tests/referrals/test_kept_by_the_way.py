"""Counts, promised dates and relations are right after anything that may happen (ADR 0103)."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.db.models import Sum

from citizens.models import CareRelation
from citizens.vocabulary import Ground
from organisations.vocabulary import Role
from referrals.clocks import DENMARK, Moment, due_after, held_between
from referrals.models import ReadingRight, Referral, WorklistCount
from referrals.states import FINAL, Action, Side, Status
from referrals.tasks import merge_counts
from tests.referrals.at_once import at_once
from tests.referrals.over_time import people  # noqa: F401  (a fixture)
from tests.referrals.walks import Walk

pytestmark = pytest.mark.django_db

STEPS = 40
# The walks cross the night when summer time begins.
FROM = datetime(2026, 3, 20, 22, 40, tzinfo=DENMARK)


@pytest.fixture(params=[3, 4, 5])
def walk(request, gp, municipal, physio, member_of, organisation, nancy, people, knee, reasons):  # noqa: F811
    receivers = [municipal, physio] + [
        member_of(organisation(key), Role.TRIAGER, Role.CLINICIAN, name=key)
        for key in ("other_clinic", "health_centre", "orthopaedics")
    ]
    with time_machine.travel(FROM, tick=False) as traveller:
        yield Walk(
            request.param,
            sender=gp,
            receivers=receivers,
            citizens=[nancy, *people[:2]],
            version=knee,
            shift=traveller.shift,
        )


def counted() -> Counter[tuple]:
    """What the database has kept."""
    keys = ("organisation", "side", "status", "answered", "due_on")
    rows = WorklistCount.objects.values_list(*keys).annotate(n=Sum("count")).order_by()
    return Counter({tuple(key): n for *key, n in rows if n})


def grouped() -> Counter[tuple]:
    """The same, counted from the referrals themselves."""
    found: Counter[tuple] = Counter()
    for one in Referral.objects.all():
        answered = one.answered_at is not None and one.status == Status.SENT
        late = {Status.TREATMENT_ENDED}
        due = one.due_on if one.status in late | {Status.INFORMATION_REQUESTED} else None
        found[one.sender_id, Side.REFERRER, one.status, answered, due] += 1
        if one.receiver_id and one.status != Status.DRAFT:
            due = one.due_on if one.status in late | {Status.SENT} else None
            found[one.receiver_id, Side.RECEIVER, one.status, answered, due] += 1
    return found


def promised(events: list) -> date | None:
    """When the side whose turn it is should have acted, from the events alone."""
    due = first = before = asked = None
    for event in events:
        day = event.happened_at.astimezone(DENMARK).date()
        on = date.fromisoformat(event.data["on"]) if "on" in event.data else None
        if event.action in {Action.SEND, Action.REDIRECT, Action.FORWARD}:
            first = None
        if event.action == Action.ACCEPT:
            first = on
        if event.action == Action.ASK:
            before, asked = due, day
        if event.action == Action.ANSWER:
            moved = due_after("answer", on=day, due_on=before, held=(day - asked).days)
            due = first or moved
        elif event.action == Action.ACCEPT and on:
            due = on
        else:
            due = due_after(event.action, on=on if event.action == Action.FINISH else day)
    return due


def going_on() -> set[tuple]:
    """Who has something going on with whom, by ground: what relations there should be."""
    still = Referral.objects.exclude(status__in=FINAL).select_related("course")
    sending = {
        (one.course.citizen_id, one.sender_id, "sent") for one in still if one.sent_at is not None
    }
    receiving = {(one.course.citizen_id, one.receiver_id, "got") for one in still}
    reading = {
        (right.referral.course.citizen_id, right.organisation_id, "got")
        for right in ReadingRight.objects.filter(ended_at=None).select_related("referral__course")
    }
    return {key for key in sending | receiving | reading if key[1] is not None}


def related() -> set[tuple]:
    grounds = {
        Ground.REFERRAL_SENT: "sent",
        Ground.REFERRAL_RECEIVED: "got",
        Ground.CLAIMED: "got",
    }
    held = CareRelation.objects.filter(valid_to=None, ground__in=grounds)
    return {(one.citizen_id, one.organisation_id, grounds[Ground(one.ground)]) for one in held}


def test_after_every_step_of_a_walk(walk):
    for step, referral in enumerate(walk.go(STEPS)):
        assert counted() == grouped(), walk.taken
        assert related() == going_on(), walk.taken
        if step % 20 == 19:
            merge_counts()
            assert counted() == grouped()
            assert WorklistCount.objects.count() == len(counted())
        if referral is None or referral.status == Status.DRAFT:
            continue
        now = Referral.objects.get(pk=referral.pk)
        events = list(now.events.order_by("happened_at", "pk"))
        moments = [Moment(one.action, one.happened_at, one.to_status) for one in events]
        assert now.due_on == promised(events), walk.taken
        assert now.held_days == held_between(moments), walk.taken
        assert now.status == events[-1].to_status
    assert len(set(walk.taken)) > 10, "a walk that met so little tells too little"


# What the actions don't do, but a bulk load or an administrator may ------------------------------


def test_counts_follow_bulk_loads_changed_receivers_and_deletions(sent, physio, gp):
    copies = [
        Referral(
            course=sent.course,
            version=sent.version,
            sender=sent.sender,
            created_by=gp,
            receiver=sent.receiver,
            destination=sent.destination,
            status=Status.SENT,
            number=f"H-99-{number:06d}",
            sent_at=sent.sent_at,
            received_at=sent.received_at,
            due_on=sent.due_on + timedelta(days=number % 3),
        )
        for number in range(20)
    ]
    Referral.objects.bulk_create(copies)
    assert counted() == grouped()

    moved = Referral.objects.filter(pk__in=[one.pk for one in copies[:7]])
    moved.update(receiver=physio.organisation)
    assert counted() == grouped()

    Referral.objects.filter(pk__in=[one.pk for one in copies[5:]]).delete()
    assert counted() == grouped()
    assert merge_counts() > 0
    assert merge_counts() == 0
    assert counted() == grouped()


def test_an_organisation_that_refers_to_itself_is_counted_on_both_sides(sent):
    Referral.objects.filter(pk=sent.pk).update(receiver=sent.sender_id)

    assert {key[1] for key in counted()} == {Side.REFERRER, Side.RECEIVER}
    assert counted() == grouped()


@pytest.mark.django_db(transaction=True)
def test_merging_takes_nothing_twice_and_leaves_what_is_held(sent):
    """One merges while another has the rows in hand."""
    Referral.objects.filter(pk=sent.pk).update(status=Status.ACCEPTED)
    Referral.objects.filter(pk=sent.pk).update(status=Status.SENT)
    before = counted()
    at_once(*[merge_counts] * 4)

    assert counted() == before == grouped()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM referrals_worklistcount WHERE count = 0")
        assert cursor.fetchone() == (0,)

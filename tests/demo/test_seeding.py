"""The demonstration's made-up courses are what the real actions would have made of them.

Seeded once for this module, inside a transaction that is rolled back.
"""

import hashlib
import json
import random
import re
import uuid
from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import override

from citizens.cpr import Kind, parse_cpr
from citizens.models import AccessLog, CareRelation, Citizen
from citizens.vocabulary import Ground, What
from config.demo.courses import Loader
from config.demo.organisations import make_organisations
from config.demo.people import PUBLIC_PERSONS
from config.demo.rows import COLUMNS
from courses.models import Checkpoint, Course, CourseEvent
from organisations.demo import OPEN_FOR_CLAIM
from organisations.identifiers import is_cvr, is_gln, is_sor
from organisations.models import Membership, Organisation, Service
from organisations.periods import valid_on_q
from pathways.availability import availability
from pathways.ledger import rerun
from pathways.models import Advice
from pathways.routing import Availability, route
from referrals.actions import Inputs, perform
from referrals.actions.claiming import open_referrals
from referrals.epicrisis import missing_sections
from referrals.facts import facts_for
from referrals.models import (
    Answer,
    Epicrisis,
    Event,
    Letter,
    ReadingRight,
    Referral,
    Session,
    Treatment,
    WorklistCount,
)
from referrals.record import record_of
from referrals.recorded import Recorded
from referrals.states import FINAL, OPEN_STATES, TRANSITIONS, Action, Status
from referrals.worklists import counts

WANTED = 220

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("seeded")]


def seed(**options) -> str:
    said = StringIO()
    call_command("seed", stdout=said, stderr=said, **options)
    return said.getvalue()


@pytest.fixture(scope="module", autouse=True)
def seeded(django_db_setup, django_db_blocker):
    """The demonstration with 220 made-up referrals beside the story's."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield seed(referrals=WANTED, seed=7)
        transaction.set_rollback(True)


def member(seat: str) -> Membership:
    return Membership.objects.select_related("organisation", "user").get(
        user__email=f"{seat}@demo.samspor.example"
    )


def made_up():
    """Referrals of the bulk, oldest first; the story's are those of the demo accounts' cases."""
    return Referral.objects.filter(course__citizen__identifier_kind="replacement").order_by(
        "sent_at", "id"
    )


# How many, and whose


def test_just_as_many_referrals_are_made_as_asked_for(seeded):
    made_up_ones, story = map(int, re.findall(r"(\d+) (?:made-up|cases)", seeded))
    assert made_up_ones == WANTED
    assert Referral.objects.count() == WANTED + story


def test_seeding_again_does_nothing_unless_asked_to():
    before = Referral.objects.count()

    assert "nothing done" in seed(referrals=50)
    assert seed(referrals=50, once=True) == ""
    assert Referral.objects.count() == before

    inbox = counts(member("municipal"), timezone.localdate())["new"]
    seed(referrals=30, waiting=10, seed=7, again=True)
    assert Referral.objects.count() == before + 30
    assert counts(member("municipal"), timezone.localdate())["new"] >= inbox + 10


def test_nobody_but_test_persons_has_a_number_that_can_belong_to_somebody():
    test_persons = {person.cpr for person in PUBLIC_PERSONS}
    others = Citizen.objects.exclude(identifier__in=test_persons)

    assert others.count() > 100
    for citizen in others:
        number = parse_cpr(citizen.identifier)
        assert number.kind is Kind.REPLACEMENT
        assert number.birth_date == citizen.birth_date
        assert number.sex == citizen.sex


def test_every_test_person_is_there_with_the_birthday_of_the_number():
    for person in PUBLIC_PERSONS:
        citizen = Citizen.objects.get(identifier=person.cpr)
        assert citizen.birth_date == parse_cpr(person.cpr).birth_date


def test_organisations_have_well_formed_numbers_that_are_nobodys():
    for organisation in Organisation.objects.all():
        assert is_sor(organisation.sor)
        assert is_gln(organisation.gln)
        assert organisation.cvr == "" or (is_cvr(organisation.cvr) and organisation.cvr[0] == "9")


def test_three_municipalities_have_joined_and_one_has_not():
    places = Counter(Referral.objects.values_list("course__citizen__municipality", flat=True))

    assert {"0219", "0265", "0851", "0580"} <= set(places)
    elsewhere = Referral.objects.filter(course__citizen__municipality="0580")
    assert not elsewhere.filter(destination__startswith="municipal").exists()


def test_the_same_seed_on_the_same_day_draws_the_same():
    def draw() -> list[tuple]:
        with transaction.atomic():
            loader = Loader(make_organisations(), version(), 3, timezone.localdate())
            # The first part of the seed's text is the seed, the second how many courses there are.
            loader.load(25)
            ids = list(
                Event.objects.order_by("-pk").values_list("referral", "action", "happened_at")[:80]
            )
            transaction.set_rollback(True)
            return ids

    assert draw() == draw()


def version():
    return Referral.objects.order_by("sent_at").first().version


# Events, columns and counts


def test_every_column_and_relation_is_what_the_actions_make_of_the_same_events():
    """Some citizens' courses are lived again through `perform`, at their own times."""
    bulk = made_up().exclude(created_by=member("gp"))
    courses = {referral.course for referral in random.Random(1).sample(list(bulk), 15)}
    for action in Action:  # and one at least of each that happens
        rare = bulk.filter(events__action=action).first()
        courses |= {rare.course} if rare else set()
    several = bulk.filter(accompanies__isnull=False, status__in=FINAL).first()
    courses.add(several.course)

    for course in sorted(courses, key=lambda one: one.number):
        again = live_again(course)
        for original, copy in again.items():
            for column in COLUMNS:
                assert getattr(copy, column) == getattr(original, column), (original, column)
            kept = ("action", "from_status", "to_status", "side", "reason_code", "text", "data")
            lived = copy.events.order_by("happened_at", "pk")
            assert list(lived.values_list(*kept)) == list(original.events.values_list(*kept))
        (citizen,) = {copy.course.citizen for copy in again.values()}
        assert relations_of(citizen) == relations_of(course.citizen), course


def live_again(course: Course) -> dict[Referral, Referral]:
    """Copies of a course's referrals, taken as drafts through the same steps by real actions."""
    citizen = Citizen.objects.get(pk=course.citizen_id)
    citizen.pk, citizen.identifier = uuid.uuid4(), f"9{Citizen.objects.count():09d}"
    citizen.save(force_insert=True)
    copied = Course.objects.create(
        number=f"x{course.number}",
        citizen=citizen,
        version=course.version,
        started_on=course.started_on,
        created_by=course.created_by,
    )
    copies: dict[Referral, Referral] = {}
    events = Event.objects.filter(referral__course=course).order_by("happened_at", "pk")
    for event in events.select_related("membership__organisation", "membership__user", "referral"):
        original = event.referral
        with time_machine.travel(event.happened_at, tick=False):
            if original not in copies:
                copies[original] = Referral.objects.create(
                    course=copied,
                    version=original.version,
                    sender=original.sender,
                    created_by=original.created_by,
                    number=f"x{original.number}",
                )
                Answer.objects.bulk_create(
                    Answer(referral=copies[original], key=answer.key, value=answer.value)
                    for answer in original.answers.all()
                )
            live(event, copies[original])
    return {
        original: Referral.objects.select_related("course__citizen").get(pk=copy.pk)
        for original, copy in copies.items()
    }


def live(event: Event, copy: Referral) -> None:
    data = event.data
    services = Service.objects.filter(performer=data.get("receiver") or None)
    wanted = services.filter(kind=data.get("destination", "")).first()
    inputs = Inputs(
        text=event.text,
        reason_code=event.reason_code,
        on=date_of(data.get("on")),
        waiting_list=data.get("waiting_list", False),
        service=wanted,
        free_choice=bool(data.get("free_choice")) and wanted is None,
        destination=data.get("destination", ""),
        end_kind=data.get("end_kind", ""),
        data={"advice": data["advice"]} if "advice" in data else {},
    )
    if event.action == Action.COMPLETE:
        Epicrisis.objects.create(
            referral=copy,
            version_number=1,
            content={},
            signed_by=event.membership,
            signed_at=event.happened_at,
        )
    perform(event.action, copy, actor=event.membership, inputs=inputs)


def relations_of(citizen: Citizen) -> set[tuple]:
    because = CareRelation.objects.filter(citizen=citizen).exclude(ground=Ground.OWN_GP)
    return set(because.values_list("organisation", "ground", "valid_from", "valid_to"))


def date_of(text):
    return timezone.datetime.fromisoformat(text).date() if text else None


def test_events_follow_the_table_and_never_go_back_in_time():
    for referral in Referral.objects.prefetch_related("events"):
        at, status = None, Status.DRAFT
        for event in referral.events.all():
            assert event.from_status == status
            assert status in TRANSITIONS[event.action].sources
            assert at is None or at <= event.happened_at
            assert event.happened_at <= timezone.now()
            at, status = event.happened_at, event.to_status
        assert status == referral.status


def test_the_counts_are_the_rows_counted():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.organisation, k.side, k.status, k.answered, k.due_on, count(*)"
            "  FROM referrals_referral r, referrals_count_keys(r.sender_id, r.receiver_id,"
            "       r.status, r.answered_at IS NOT NULL, r.due_on) k GROUP BY 1, 2, 3, 4, 5"
        )
        counted = set(cursor.fetchall())
    key = ("organisation", "side", "status", "answered", "due_on")
    kept = WorklistCount.objects.values(*key).annotate(n=Sum("count")).exclude(n=0)
    assert set(kept.values_list(*key, "n")) == counted


def test_numbers_grow_with_time():
    """The last few of the bulk and the story's are squeezed in among the latest."""
    sent = list(made_up().filter(accompanies=None).values_list("sent_at", "number"))
    numbers = [int(number[-6:]) for _at, number in sent]
    assert all(number[2:4] == f"{timezone.localtime(at):%y}" for at, number in sent)
    first_year_and_more = numbers[: len(numbers) * 2 // 3]
    assert first_year_and_more == sorted(first_year_and_more), sent


# Advice


def test_the_ledgers_advice_is_what_the_rules_give_again():
    advices = Advice.objects.select_related("version")
    for advice in random.Random(2).sample(list(advices), 60):
        available = {
            key: Availability(one["offered"], one["reason"])
            for key, one in advice.available["destinations"].items()
        }
        with override("da"):
            routing = route(advice.version.parsed, advice.facts, available)
        assert routing.to_data() == advice.result
        assert routing.destination == advice.destination


def test_advice_rests_on_the_facts_of_the_referral_and_what_was_on_offer():
    once = made_up().filter(accompanies=None, course__referrals__isnull=False)
    compared = 0
    for referral in once.select_related("advice", "version", "course__citizen__municipality")[:60]:
        if referral.events.filter(action=Action.REDIRECT).exists():
            continue
        on = referral.advice.on
        offers = availability(referral.version, referral.citizen.municipality, on)
        definition = referral.version.parsed
        facts = facts_for(referral, definition, joined=offers.joined, on=on)
        assert referral.advice.facts == facts
        assert referral.advice.available == offers.to_data()
        compared += 1
    assert compared > 30


def test_choosing_otherwise_keeps_its_reason_and_is_a_tenth():
    advices = list(Advice.objects.exclude(chosen_destination=""))
    otherwise = [a for a in advices if a.chosen_destination not in a.result["alternatives"]]

    assert all(advice.override_reason for advice in otherwise)
    assert 0.03 < len(otherwise) / len(advices) < 0.25


# Treatment and epikrise


def test_a_treatment_and_its_referral_agree_on_when_it_began_and_ended():
    for treatment in Treatment.objects.select_related("referral"):
        assert treatment.started_on == treatment.referral.started_on
        assert treatment.ended_on == treatment.referral.treatment_ended_on
    assert not Referral.objects.filter(started_on__isnull=False, treatment=None).exists()


def test_sessions_to_come_are_planned_and_those_past_are_not():
    today = timezone.localdate()
    assert not Session.objects.filter(held_on__gt=today).exclude(state="planned").exists()
    assert not Session.objects.filter(held_on__lt=today, state="planned").exists()
    ended = Session.objects.filter(treatment__ended_on__isnull=False)
    assert not ended.filter(state="planned").exists()


def test_most_train_twice_a_week():
    """PATHWAYS §4: 2-3 times a week for at least 6 weeks."""
    held = steady = 0
    for treatment in Treatment.objects.filter(
        referral__destination__in=["private_physiotherapist", "municipal_training"],
        end_kind="as_planned",
    ).prefetch_related("sessions"):
        met = sorted(s.held_on for s in treatment.sessions.all() if s.state == "met")
        weeks = (met[-1] - met[0]).days // 7 + 1
        held += 1
        steady += weeks >= 6 and len(met) / weeks >= 2
    assert held > 50
    assert 0.5 < steady / held < 0.98


def test_an_epikrise_says_what_was_recorded_and_carries_its_hash():
    for epicrisis in Epicrisis.objects.select_related("referral__version__pathway")[:60]:
        canonical = json.dumps(
            epicrisis.content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        assert hashlib.sha256(canonical.encode()).hexdigest() == epicrisis.content_hash
        assert missing_sections(epicrisis.content) == {}
        signed_on = timezone.localtime(epicrisis.signed_at).date()
        recorded = record_of(epicrisis.referral, on=signed_on)
        assert Recorded.from_data(epicrisis.content["recorded"]) == recorded


def test_every_completed_referral_has_its_epikrise_and_no_other_has():
    completed = Referral.objects.filter(events__action=Action.COMPLETE).distinct()
    assert set(Epicrisis.objects.values_list("referral", flat=True)) == {r.pk for r in completed}


def test_no_letter_is_said_to_be_ready_that_was_never_made():
    assert not Letter.objects.filter(state="ready").exists()


# Who sees whom


def test_whoever_has_something_open_with_a_citizen_sees_the_citizen_and_else_not():
    today = timezone.localdate()
    open_now = Referral.objects.exclude(status__in=[*FINAL, Status.DRAFT])
    expected = {(r.course.citizen_id, r.sender_id) for r in open_now.select_related("course")}
    expected |= {(r.course.citizen_id, r.receiver_id) for r in open_now if r.receiver_id}
    rights = ReadingRight.objects.filter(ended_at=None).select_related("referral__course")
    expected |= {(one.referral.course.citizen_id, one.organisation_id) for one in rights}
    relations = CareRelation.objects.filter(
        valid_on_q(today), ground__in=["referral_sent", "referral_received", "claimed"]
    ).exclude(valid_to=today)
    assert set(relations.values_list("citizen", "organisation")) == expected


def test_the_stranger_sees_nobody():
    stranger = member("stranger")
    assert not Citizen.objects.visible_to(stranger).exists()
    assert not Referral.objects.visible_to(stranger).exists()


def test_made_up_reading_is_not_in_the_access_log():
    """Only what the cases of the demo accounts did: claimed by number, registered, opened once."""
    logged = AccessLog.objects.order_by().values_list("what", flat=True)
    assert set(logged) == {What.LOOKUP, What.REGISTER, What.REFERRAL}
    assert len(logged) < 40


# What waits for the demo accounts


def test_every_role_has_something_waiting():
    today = timezone.localdate()
    gp, municipal, physio = (counts(member(seat), today) for seat in ("gp", "municipal", "physio"))

    assert (gp["questions"], gp["returned"], gp["drafts"]) >= (2, 1, 2)
    assert gp["epicrises"] >= 3
    assert municipal["new"] >= 6
    assert municipal["answered"] >= 1
    assert municipal["due"] >= 1
    assert municipal["awaiting-start"] >= 2
    assert municipal["in-course"] >= 3
    assert municipal["epicrisis-missing"] >= 1
    assert physio["in-course"] >= 3
    assert physio["awaiting-start"] >= 1


def test_low_back_pain_has_controls_held_overdue_and_to_come():
    today = timezone.localdate()
    courses = Course.objects.filter(version__pathway__key="low-back-pain")
    controls = Checkpoint.objects.filter(course__in=courses)

    assert courses.count() >= 8
    assert set(controls.values_list("progress", flat=True)) == {"", "none", "some", "clear"}
    assert controls.filter(held_on__isnull=True, due_on__gt=today).exists()
    assert controls.filter(held_on__isnull=True, due_on__lte=today).exists()
    assert not controls.filter(held_on__gt=today).exists()
    assert CourseEvent.objects.filter(course__in=courses, kind="mri_ordered").count() == 1


def test_one_referral_is_overdue_by_a_working_day():
    overdue = Referral.objects.filter(
        receiver=member("municipal").organisation,
        status=Status.SENT,
        due_on__lt=timezone.localdate(),
    )
    assert overdue.filter(due_on__gte=timezone.localdate() - timedelta(days=6)).exists()


def test_the_number_on_the_log_in_page_opens_a_referral_for_the_physiotherapist():
    citizen = Citizen.objects.get(identifier=OPEN_FOR_CLAIM.replace("-", ""))
    (waiting,) = open_referrals(member("physio"), citizen)
    assert waiting.receiver is None
    assert waiting.status in OPEN_STATES


def test_the_storys_times_lie_where_they_happened():
    assert not Event.objects.filter(happened_at__gt=timezone.now()).exists()
    story = Event.objects.filter(referral__course__citizen__identifier_kind="cpr")
    assert all(event.recorded_at == event.happened_at for event in story)


def test_a_seeded_epikrise_gets_its_letter_when_it_is_first_opened(client_for):
    """Not thousands at once: the letter is asked for, made by a worker, and only then ready."""
    epicrisis = Epicrisis.objects.filter(
        letter=None, referral__sender=member("gp").organisation
    ).first()

    page = client_for(member("gp")).get(f"/epicrises/{epicrisis.pk}/")

    assert page.status_code == 200
    assert Letter.objects.get(epicrisis=epicrisis).state == "waiting"
    client_for(member("gp")).get(f"/epicrises/{epicrisis.pk}/")
    assert Letter.objects.filter(epicrisis=epicrisis).count() == 1


def test_every_advice_of_the_ledger_comes_out_the_same_when_it_is_asked_again(seeded):
    asked = list(rerun())

    assert len(asked) > WANTED / 2
    assert [one for one in asked if one.differs] == []

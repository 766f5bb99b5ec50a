"""A doctor follows a back: controls on course and start page, week and progress in the advice."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from citizens.models import AccessLog
from courses.actions import move_coordinator, start_course
from courses.following import Judged, hold_checkpoint
from courses.models import Checkpoint, Course, CourseEvent
from organisations.models import Membership, Region
from organisations.vocabulary import Role
from pathways.contact_numbers import numbers_for
from pathways.models import Adoption, ContactNumber, Version
from referrals import actions
from referrals.actions.drafting import advise
from referrals.facts import facts_for, followed_facts
from referrals.models import Referral
from tests import shipped

FILE = Path(settings.BASE_DIR) / "pathways" / "definitions" / "low-back-pain.yaml"
TODAY = timezone.localdate()
ANSWERS: dict[str, Any] = {
    "diagnosis": {"system": "icpc2", "code": "L86"},
    "episode": "recurrent",
    "root_signs": "none",
    "red_flags": ["none"],
    "start_back": "low",
    "tried_so_far": ["exercise"],
    "work": "at_work",
    "pending_case": "none",
    "special_circumstances": ["none"],
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def back(db, hillerod) -> Version:
    """The low back pain programme, which Hillerød has joined."""
    version = shipped.load("low-back-pain")
    Adoption.objects.create(
        pathway=version.pathway, municipality=hillerod, valid_from=date(2020, 1, 1)
    )
    return version


@pytest.fixture
def course(gp, nancy, back) -> Course:
    """Nancy's course, five weeks after the first contact."""
    first = TODAY - timedelta(weeks=5)
    return start_course(actor=gp, citizen=nancy, version=back, started_on=first)


@pytest.fixture
def written(course, gp) -> Referral:
    """A referral of Nancy's back, answered and not sent."""
    referral = actions.create_draft(actor=gp, citizen=course.citizen, version=course.version)
    assert not actions.save_answers(referral, actor=gp, values=ANSWERS)
    return referral


@pytest.fixture
def doctor(client_for, gp) -> Client:
    return client_for(gp)


def hold(course: Course, gp: Membership, key: str, progress: str, **said: Any) -> None:
    control = Checkpoint.objects.get(course=course, key=key)
    hold_checkpoint(actor=gp, checkpoint=control, held_on=TODAY, judged=Judged(progress, **said))


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


# What following gives the advice


def test_the_week_is_counted_from_the_first_contact(written) -> None:
    facts = facts_for(written, written.version.parsed, joined=True, on=TODAY)

    assert facts["week"] == 5
    assert "progress" not in facts
    assert facts["options_exhausted"] is False
    assert facts["hospital_course_ended"] is False


def test_progress_is_that_of_the_latest_control(written, course, gp) -> None:
    hold(course, gp, "t2", "some")
    hold(course, gp, "t4", "none")

    facts = facts_for(written, written.version.parsed, joined=True, on=TODAY)
    advised = advise(written, actor=gp)

    assert facts["progress"] == "none"
    assert advised.routing.destination == "hospital_spine_unit"
    assert [one.key for one in advised.routing.orders] == ["mri"]


def test_options_are_exhausted_when_a_control_says_so(written, course, gp) -> None:
    hold(course, gp, "t4", "some", options_exhausted=True)

    assert advise(written, actor=gp).routing.destination == "municipal_training"


def test_a_hospital_course_has_ended_when_treatment_there_has(written, course) -> None:
    definition = course.version.parsed
    row = Referral.objects.filter(pk=written.pk)

    def ended() -> bool:
        return followed_facts(course, definition)["hospital_course_ended"]

    row.update(
        destination="hospital_spine_unit",
        sent_at=timezone.now(),
        started_on=TODAY - timedelta(days=9),
    )
    assert not ended()
    row.update(treatment_ended_on=TODAY)
    assert ended()
    row.update(destination="municipal_training")
    assert not ended()


def test_a_pathway_that_reads_none_of_it_asks_for_none_of_it(
    draft, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        assert followed_facts(draft.course, draft.version.parsed) == {}


# The form


def test_the_form_tells_the_week_and_leads_to_the_control_that_waits(doctor, written, course):
    page = text_of(doctor.get(reverse("referrals:edit", args=[written.pk])))

    assert "Uge 5 efter første kontakt" in page
    assert reverse("referrals:first_contact", args=[course.pk]) in page
    assert reverse("referrals:checkpoint", args=[course.pk, "t4"]) in page
    assert "hold kontrollen" in page


def test_the_knee_form_says_nothing_of_weeks(doctor, draft):
    assert "efter første kontakt" not in text_of(
        doctor.get(reverse("referrals:edit", args=[draft.pk]))
    )


def test_the_order_the_call_and_the_time_limit_are_told(doctor, written, course, gp, hillerod):
    ContactNumber.objects.create(
        pathway=course.version.pathway, contact="hotline", region=hillerod.region, phone="00 12"
    )
    hold(course, gp, "t4", "none")
    actions.save_answers(written, actor=gp, values={"special_circumstances": ["scan_doubt"]})

    page = text_of(doctor.get(reverse("referrals:edit", args=[written.pk])))

    assert "Bestil MR-scanning" in page
    assert reverse("referrals:mri", args=[course.pk]) in page
    assert "00 12" in page
    assert "udvidede frie sygehusvalg" in page


def test_a_red_flag_keeps_it_from_being_sent(doctor, written, gp):
    actions.save_answers(written, actor=gp, values={"red_flags": ["tumour"]})

    page = text_of(doctor.get(reverse("referrals:edit", args=[written.pk])))
    doctor.post(reverse("referrals:send", args=[written.pk]), {"phrases": "none"})

    assert "Henvisningen kan ikke sendes" in page
    assert "Akutmodtagelse" in page
    written.refresh_from_db()
    assert written.sent_at is None


def test_an_empty_form_asks_for_answers_and_refuses_nothing(doctor, course, gp):
    empty = actions.create_draft(actor=gp, citizen=course.citizen, version=course.version)

    page = text_of(doctor.get(reverse("referrals:edit", args=[empty.pk])))

    assert "Skal besvares, før henvisningen kan sendes" in page
    assert "Røde flag er ikke oplyst." in page
    assert "Henvisningen kan ikke sendes" not in page
    assert "4 ting mangler" in page
    assert 'aria-disabled="true" aria-describedby="gaar-til"' not in page


def test_two_to_choose_between_are_one_sentence(doctor, written):
    page = text_of(doctor.get(reverse("referrals:edit", args=[written.pk])))

    assert "Praktiserende fysioterapeut eller kiropraktor" in page


# Holding a control


def test_the_page_of_a_control_says_what_to_judge_and_keeps_it(doctor, course, gp):
    url = reverse("referrals:checkpoint", args=[course.pk, "t4"])
    page = text_of(doctor.get(url))
    assert "Fremgang siden sidst" in page
    assert AccessLog.objects.filter(citizen=course.citizen).exists()

    answer = doctor.post(
        url,
        {
            "held_on": TODAY.strftime("%d.%m.%Y"),
            "progress": "none",
            "sick_listed": "true",
            "note": "Uændrede smerter.",
        },
    )

    assert answer.status_code == 302
    row = Checkpoint.objects.get(course=course, key="t4")
    assert (row.progress, row.sick_listed, row.options_exhausted) == ("none", True, False)
    assert (row.note, row.held_by) == ("Uændrede smerter.", gp)
    story = text_of(doctor.get(reverse("referrals:course", args=[course.pk])))
    assert "uge 5, ingen fremgang, sygemeldt. Uændrede smerter." in story
    assert "sprunget over" in story  # the one after two weeks


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"progress": ""}, "Vælg, hvordan det går."),
        ({"held_on": ""}, "Angiv datoen."),
        ({"held_on": "i går"}, "Skriv datoen som dag.måned.år"),
        ({"held_on": "01.01.2099"}, "Datoen ligger i fremtiden."),
        ({"held_on": "01.01.2001"}, "Datoen ligger før den første kontakt"),
    ],
)
def test_bad_input_comes_back_with_a_sentence(doctor, course, changed, sentence):
    url = reverse("referrals:checkpoint", args=[course.pk, "t4"])
    given = {"held_on": TODAY.strftime("%d.%m.%Y"), "progress": "some", "note": "Husk mig"}

    answer = doctor.post(url, given | changed)

    assert answer.status_code == 422
    page = text_of(answer)
    assert sentence in page
    assert "Husk mig" in page
    assert Checkpoint.objects.get(course=course, key="t4").held_on is None


def test_one_that_does_not_exist_and_the_first_contact_are_not_held(doctor, course):
    for key in ("t0", "t99"):
        assert doctor.get(reverse("referrals:checkpoint", args=[course.pk, key])).status_code == 404


def test_a_secretary_reads_and_does_not_write(course, gp, member_of, client_for):
    client = client_for(member_of(gp.organisation, Role.SECRETARY))
    url = reverse("referrals:checkpoint", args=[course.pk, "t4"])

    assert "Kun en kliniker" in text_of(client.get(url))
    answer = client.post(url, {"held_on": TODAY.strftime("%d.%m.%Y"), "progress": "some"})

    assert answer.status_code == 422
    assert Checkpoint.objects.get(course=course, key="t4").held_on is None


def test_an_mri_and_the_first_contact_are_written_and_lead_back(doctor, course, written):
    back = reverse("referrals:edit", args=[written.pk])
    given = {"ordered_on": TODAY.strftime("%d.%m.%Y"), "where": "Billeddiagnostik", "next": back}

    assert doctor.post(reverse("referrals:mri", args=[course.pk]), given).url == back
    on = (TODAY - timedelta(weeks=6)).strftime("%d.%m.%Y")
    doctor.post(reverse("referrals:first_contact", args=[course.pk]), {"on": on, "next": back})

    kinds = CourseEvent.objects.filter(course=course).values_list("kind", flat=True)
    assert {"mri_ordered", "first_contact"} <= set(kinds)
    story = text_of(doctor.get(reverse("referrals:course", args=[course.pk])))
    assert "Billeddiagnostik" in story
    assert "Uge 6" in story


# The start page


def start(client: Client, scope: str = "") -> str:
    return text_of(client.get(reverse("referrals:start"), {"scope": scope} if scope else {}))


def test_the_start_page_lists_what_is_due(doctor, course, gp):
    page = start(doctor)

    assert "Kontrolpunkter" in page
    assert reverse("referrals:checkpoint", args=[course.pk, "t2"]) in page
    assert reverse("referrals:checkpoint", args=[course.pk, "t4"]) in page
    assert reverse("referrals:checkpoint", args=[course.pk, "t8"]) not in page

    hold(course, gp, "t4", "some")

    assert "Kontrolpunkter" not in start(doctor)


def test_it_waits_on_whoever_coordinates_the_course(doctor, course, gp, municipal):
    move_coordinator(actor=gp, course=course, to=municipal.organisation, reason="Aftalt")

    assert "Kontrolpunkter" not in start(doctor, "practice")


def test_a_colleague_finds_it_under_the_whole_practice(course, gp, member_of, client_for):
    colleague = client_for(member_of(gp.organisation, Role.CLINICIAN))

    assert "Kontrolpunkter" not in start(colleague)
    assert "Kontrolpunkter" in start(colleague, "practice")


def test_many_controls_cost_as_many_queries_as_one(
    doctor, course, gp, back, max_, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    start(doctor)
    with CaptureQueriesContext(
        connection,
    ) as one:
        start(doctor)
    start_course(actor=gp, citizen=max_, version=back, started_on=TODAY - timedelta(weeks=4))

    with django_assert_max_num_queries(len(one)):
        assert start(doctor).count("Hold kontrol") > 2


def test_controls_are_counted_with_the_other_tasks(doctor, course, gp, member_of, client_for):
    page = start(doctor)

    assert "2 opgaver, 2 med frist i dag eller overskredet" in page
    assert '<a href="#liste-kontrol"><b>2</b><span>Kontrolpunkter</span>' in page
    assert "Hele praksis (2)" in page
    assert "Hele praksis (2)" in start(client_for(member_of(gp.organisation, Role.CLINICIAN)))


def test_one_to_come_says_that_it_is_agreed(client_for, gp, nancy, back):
    start_course(actor=gp, citizen=nancy, version=back, started_on=TODAY - timedelta(weeks=3))

    day = (TODAY + timedelta(weeks=1)).strftime("%d.%m.")
    assert f"aftalt {day}" in start(client_for(gp))


# The page of the course


def test_a_course_followed_alone_says_so_and_begins_a_referral_in_it(doctor, course):
    page = text_of(doctor.get(reverse("referrals:course", args=[course.pk])))
    assert "Ingen henvisning er sendt. I følger selv patienten." in page

    form = {"citizen": course.citizen_id, "pathway": course.version.pathway.key}
    for name, value in form.items():
        assert f'name="{name}" value="{value}"' in page
    doctor.post(reverse("referrals:new"), form)

    assert Referral.objects.get().course == course


def test_only_a_practice_refers_from_the_page_of_a_course(client_for, member_of, course, gp):
    secretary = client_for(member_of(gp.organisation, Role.SECRETARY))

    page = text_of(secretary.get(reverse("referrals:course", args=[course.pk])))

    assert reverse("referrals:new") not in page


def test_what_is_written_on_a_course_stands_under_the_citizens_four_facts(doctor, course):
    for address in (
        reverse("referrals:checkpoint", args=[course.pk, "t2"]),
        reverse("referrals:mri", args=[course.pk]),
        reverse("referrals:first_contact", args=[course.pk]),
    ):
        page = text_of(doctor.get(address))
        assert "Tilsluttet" in page
        assert "Egen læge, Lægerne ved Søen" in page


def test_the_practice_is_asked_about_its_patient(doctor, course):
    page = text_of(doctor.get(reverse("referrals:checkpoint", args=[course.pk, "t2"])))

    assert "Er patienten sygemeldt?" in page
    assert "Patienter med betydelige smerter" in page
    assert "orgere" not in page.partition("<main")[2]


# The numbers to call


def test_the_regions_own_number_comes_before_the_common_one(
    back, hillerod, django_assert_max_num_queries
):
    other = Region.objects.exclude(pk=hillerod.region_id).first()
    for region, phone in ((None, "00 01"), (hillerod.region, "00 02"), (other, "00 03")):
        ContactNumber.objects.create(
            pathway=back.pathway, contact="hotline", region=region, phone=phone
        )

    with django_assert_max_num_queries(2):
        assert numbers_for(back.pathway_id, hillerod, TODAY) == {"hotline": "00 02"}
    assert numbers_for(back.pathway_id, None, TODAY) == {"hotline": "00 01"}


def test_the_programmes_page_tells_controls_times_phases_and_numbers(doctor, back, hillerod):
    ContactNumber.objects.create(
        pathway=back.pathway, contact="hotline", region=hillerod.region, phone="00 02"
    )

    page = text_of(doctor.get(reverse("pathways:detail", args=[back.pathway.key])))

    for said in (
        "Kontrol efter 8 uger (T8)",
        "udvidede frie sygehusvalg",
        "Komplekst kronisk forløb",
        "Uge 0–8",
        "Fra uge 8",
        "Arbejdsgiver",
        "Kommunalt rusmiddelcenter",
        "kontaktkort",
        "00 02",
    ):
        assert said in page

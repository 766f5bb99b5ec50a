"""A signed epicrisis completes the referral, and the loop is closed when it has been read."""

import pytest
from django.db import transaction
from django.db.utils import IntegrityError, InternalError, ProgrammingError
from django.urls import reverse
from django.utils import timezone

from referrals import actions, tasks
from referrals.actions import Inputs, TransitionRefused, perform
from referrals.epicrisis import SECTIONS, missing_sections
from referrals.models import Epicrisis, EpicrisisDraft, Letter
from referrals.states import Status
from tests.referrals.reached import EPICRISIS


def sign(referral, actor, **changed):
    return actions.sign_epicrisis(referral, actor=actor, content={**EPICRISIS, **changed})


def test_signing_completes_the_referral_and_a_letter_waits(finished, municipal):
    epicrisis = sign(finished, municipal)

    finished.refresh_from_db()
    assert finished.status == Status.COMPLETED
    assert (epicrisis.version_number, epicrisis.letter.state) == (1, "waiting")


def test_what_was_recorded_is_signed_along(finished, municipal):
    recorded = sign(finished, municipal).content["recorded"]

    assert recorded["sessions"] == {"individual": 2, "group": 1}
    assert [series["key"] for series in recorded["series"]] == ["nrs_pain", "chair_stand_30s"]
    assert recorded["phrases"][0]["text"].startswith("DM171")


def test_before_the_treatment_has_ended_nobody_signs(treated, municipal):
    with pytest.raises(TransitionRefused, match="når behandlingen er afsluttet"):
        sign(treated, municipal)


def test_only_a_clinician_signs(finished, municipal, member_of):
    with pytest.raises(TransitionRefused, match="Kun en kliniker"):
        sign(finished, member_of(municipal.organisation, "secretary"))


@pytest.mark.parametrize("section", [s for s in SECTIONS if s.required], ids=lambda s: s.key)
def test_no_required_section_may_be_empty(finished, municipal, section):
    empty = [] if section.kind == "several" else " "

    with pytest.raises(TransitionRefused, match=str(section.label)):
        sign(finished, municipal, **{section.key: empty})

    finished.refresh_from_db()
    assert finished.status == Status.TREATMENT_ENDED
    assert not Epicrisis.objects.exists()


def test_a_choice_that_is_none_of_the_options_is_missing():
    assert list(missing_sections({**EPICRISIS, "result": "splendid"})) == ["result"]


def test_a_second_click_signs_nothing_more(finished, municipal):
    first = sign(finished, municipal)

    assert sign(finished, municipal) == first
    assert Letter.objects.count() == 1


def test_the_draft_is_gone_when_it_is_signed(finished, municipal):
    actions.save_epicrisis_draft(finished, actor=municipal, content={"reason": "Udkast"})

    sign(finished, municipal)

    assert not EpicrisisDraft.objects.exists()


def test_the_database_lets_nobody_change_or_delete_it(completed):
    for write in (
        lambda: Epicrisis.objects.update(content={}),
        lambda: Epicrisis.objects.all().delete(),
    ):
        with (
            pytest.raises((IntegrityError, InternalError, ProgrammingError)),
            transaction.atomic(),
        ):
            write()


def test_the_referrer_reads_it_and_the_loop_is_closed(completed, gp):
    closed = perform("acknowledge", completed, actor=gp)

    assert (closed.status, closed.due_on) == (Status.CLOSED, None)


def test_a_secretary_cannot_read_it_for_the_doctor(completed, gp, member_of):
    with pytest.raises(TransitionRefused, match="Kun en kliniker"):
        perform("acknowledge", completed, actor=member_of(gp.organisation, "secretary"))


def test_a_broker_that_is_down_does_not_undo_the_signature(
    finished, municipal, monkeypatch, django_capture_on_commit_callbacks
):
    def down(*args):
        raise ConnectionError

    monkeypatch.setattr(tasks.make_letter, "delay", down)

    with django_capture_on_commit_callbacks(execute=True):
        sign(finished, municipal)

    finished.refresh_from_db()
    assert finished.status == Status.COMPLETED


def test_a_correction_is_a_new_version_that_says_why(completed, municipal):
    second = actions.correct_epicrisis(
        completed,
        actor=municipal,
        content={**EPICRISIS, "outcome": "Smerten faldt fra 7 til 4."},
        reason="Slutværdien var skrevet forkert.",
    )

    first = Epicrisis.objects.get(version_number=1)
    assert (second.version_number, second.replaces) == (2, first)
    assert first.content["outcome"] == EPICRISIS["outcome"]
    assert second.letter != first.letter


def test_a_correction_stands_on_the_courses_line_for_both_sides(
    completed, gp, municipal, client_for
):
    actions.correct_epicrisis(
        completed, actor=municipal, content=EPICRISIS, reason="Forkert antal sessioner."
    )

    event = completed.course.events.get(kind="epicrisis_corrected")
    page = client_for(gp).get(reverse("referrals:detail", args=[completed.pk])).content.decode()
    assert (event.text, event.data["version"]) == ("Forkert antal sessioner.", 2)
    assert "Epikrise rettet" in page


def test_a_correction_without_a_reason_is_refused(completed, municipal):
    with pytest.raises(TransitionRefused) as refused:
        actions.correct_epicrisis(completed, actor=municipal, content=EPICRISIS, reason=" ")

    assert refused.value.field == "reason"


def test_it_can_be_corrected_after_it_has_been_read(completed, gp, municipal):
    perform("acknowledge", completed, actor=gp)

    corrected = actions.correct_epicrisis(
        completed, actor=municipal, content=EPICRISIS, reason="Tastefejl."
    )

    assert corrected.version_number == 2


def test_the_referrer_cannot_correct_it(completed, gp):
    with pytest.raises(TransitionRefused, match="hos modtageren"):
        actions.correct_epicrisis(completed, actor=gp, content=EPICRISIS, reason="Nej.")


def test_ended_early_says_why_in_it(treated, municipal):
    perform(
        "finish",
        treated,
        actor=municipal,
        inputs=Inputs(on=timezone.localdate(), end_kind="early", reason_code="citizen_stopped"),
    )

    recorded = sign(treated, municipal).content["recorded"]

    assert (recorded["end_kind"], recorded["end_reason"]) == ("early", "Borgeren ønskede at stoppe")


def test_the_page_signs_and_leads_to_what_was_signed(finished, municipal, client_for):
    page = client_for(municipal).post(
        reverse("referrals:epicrisis", args=[finished.pk]), EPICRISIS | {"do": "sign"}, follow=True
    )

    told = page.content.decode()
    assert "Epikrisen er underskrevet og sendt til henviser. Brevet laves nu." in told
    assert EPICRISIS["decision"] in told
    assert "Venter på at blive lavet" in told
    assert f"/epicrises/{finished.epicrises.get().pk}/letter/state/" in told


def test_the_page_names_what_is_missing_and_keeps_what_was_written(finished, municipal, client_for):
    page = client_for(municipal).post(
        reverse("referrals:epicrisis", args=[finished.pk]),
        EPICRISIS | {"do": "sign", "decision": "", "advice": "Ring om en uge."},
    )

    assert page.status_code == 422
    assert "Udfyldes, før epikrisen underskrives." in page.content.decode()
    assert "Ring om en uge." in page.content.decode()


def test_an_answer_too_long_for_a_glance_is_refused_but_kept_as_a_draft(
    finished, municipal, client_for
):
    long = "Meget langt svar. " * 40

    page = client_for(municipal).post(
        reverse("referrals:epicrisis", args=[finished.pk]),
        EPICRISIS | {"do": "sign", "outcome": long},
    )

    assert "Højst 290 tegn" in page.content.decode()
    assert EpicrisisDraft.objects.get().content["outcome"].strip() == long.strip()


def test_a_draft_is_stored_without_the_page_being_sent_back(treated, municipal, client_for):
    answer = client_for(municipal).post(
        reverse("referrals:epicrisis", args=[treated.pk]),
        {"decision": "Ingen operation nu."},
        headers={"HX-Request": "true"},
    )

    assert answer.status_code == 204
    assert EpicrisisDraft.objects.get().content == {"decision": "Ingen operation nu."} | {
        key: ""
        for key in (
            "reason",
            "findings",
            "treatment",
            "outcome",
            "function",
            "advice",
            "plan",
            "result",
        )
    }


def test_what_stands_as_filled_in_goes_on_following_the_record(treated, municipal, client_for):
    client = client_for(municipal)
    page = client.get(reverse("referrals:epicrisis", args=[treated.pk]))
    suggested = page.context["epicrisis_form"].initial
    client.post(
        reverse("referrals:epicrisis", args=[treated.pk]),
        {**suggested, "decision": "Ingen operation nu."},
    )
    actions.record_session(treated, actor=municipal, held_on=timezone.localdate(), kind="education")

    again = client.get(reverse("referrals:epicrisis", args=[treated.pk]))

    assert "4 sessioner" in again.context["epicrisis_form"].initial["treatment"]
    assert again.context["epicrisis_form"].initial["decision"] == "Ingen operation nu."


def test_the_referrer_finds_no_page_to_write_it_on(finished, gp, client_for):
    page = client_for(gp).get(reverse("referrals:epicrisis", args=[finished.pk]))

    assert page.status_code == 404


def test_the_doctor_reads_it_and_closes_the_loop_with_one_click(completed, gp, client_for):
    client = client_for(gp)
    page = client.get(reverse("referrals:read_epicrisis", args=[completed.epicrises.get().pk]))
    assert EPICRISIS["decision"] in page.content.decode()

    answer = client.post(reverse("referrals:act", args=[completed.pk, "acknowledge"]), follow=True)

    assert "Markeret som læst" in answer.content.decode()
    completed.refresh_from_db()
    assert completed.status == Status.CLOSED


def test_the_letter_is_handed_out_when_it_is_made_and_the_opening_is_logged(
    completed, gp, client_for
):
    epicrisis = completed.epicrises.get()
    client = client_for(gp)
    address = reverse("referrals:letter", args=[epicrisis.pk])
    assert client.get(address).status_code == 404
    tasks.make_letter.apply(args=[epicrisis.letter.pk])

    answer = client.get(address)

    assert answer["Content-Type"] == "application/pdf"
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert completed.citizen.accesses.filter(reason="Brevet åbnet", membership=gp).count() == 1


def test_the_line_about_the_letter_stops_asking_when_it_is_ready(completed, gp, client_for):
    epicrisis = completed.epicrises.get()
    client = client_for(gp)
    address = reverse("referrals:letter_state", args=[epicrisis.pk])
    waiting = client.get(address, headers={"HX-Request": "true"}).content.decode()
    tasks.make_letter.apply(args=[epicrisis.letter.pk])

    ready = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert 'hx-trigger="every 2s"' in waiting
    assert "hx-trigger" not in ready
    assert "Åbn brevet (PDF)" in ready


@pytest.mark.parametrize("name", ["read_epicrisis", "letter", "letter_state", "correct_epicrisis"])
def test_a_stranger_finds_none_of_it(completed, stranger, client_for, name):
    page = client_for(stranger).get(
        reverse(f"referrals:{name}", args=[completed.epicrises.get().pk])
    )

    assert page.status_code == 404


def test_of_two_who_correct_the_same_version_one_wins_and_the_other_reads_why(
    completed, municipal, member_of, client_for
):
    first = completed.epicrises.get()
    colleague = member_of(municipal.organisation)
    url = reverse("referrals:correct_epicrisis", args=[first.pk])
    actions.correct_epicrisis(
        completed, actor=municipal, content=EPICRISIS, reason="Genlæst", read=first.pk
    )

    answer = client_for(colleague).post(
        url, {**EPICRISIS, "plan": "Egne ord om planen", "reason": "Planen manglede"}
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Karen Bæk har imens underskrevet version 2. Læs den først" in page
    assert "Egne ord om planen" in page
    second = completed.epicrises.get(version_number=2)
    assert reverse("referrals:read_epicrisis", args=[second.pk]) in page
    assert completed.epicrises.count() == 2
    with pytest.raises(TransitionRefused, match="har imens underskrevet version 2"):
        actions.correct_epicrisis(
            completed, actor=colleague, content=EPICRISIS, reason="Anden grund", read=first.pk
        )

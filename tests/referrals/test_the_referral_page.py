"""The page of a referral: whose turn it is, what may be done and why not, and what was said."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from citizens.models import AccessLog
from organisations.models import Service
from referrals import actions
from referrals.actions import Chosen, Inputs, perform
from referrals.actions.messaging import write_message
from referrals.models import ReasonCode
from referrals.presenting import buttons
from referrals.states import Action
from stratification.models import Assessment


def get(client, referral, **query):
    return client.get(reverse("referrals:detail", args=[referral.pk]), query)


STATES = {
    # state: (receiver: first button, waits with reason), (referrer: all buttons)
    "sent": ("accept", {"start", "complete"}, {"withdraw"}),
    "asked": ("accept", {"start", "complete"}, {"answer", "withdraw"}),
    "accepted": ("start", {"complete"}, {"withdraw"}),
    "started": ("finish", set(), {"withdraw"}),
    "finished": ("complete", set(), {"withdraw"}),
    "completed": (None, set(), {"acknowledge"}),
}


@pytest.mark.parametrize("state", STATES)
def test_each_side_sees_what_it_can_do_now_and_what_waits(request, municipal, gp, state):
    referral = request.getfixturevalue(state)
    first, waits, referrers = STATES[state]

    receivers, _told = buttons(referral, municipal)

    assert next((each.key for each in receivers if each.primary), None) == first
    assert {each.key for each in receivers if each.reason} == waits
    assert {each.key for each in buttons(referral, gp)[0]} == referrers


def test_what_is_never_yours_is_told_in_a_sentence(sent, municipal):
    shown, told = buttons(sent, municipal)

    assert "withdraw" not in {each.key for each in shown}
    assert any("Kun henviser" in sentence for sentence in told)


def test_after_the_start_withdrawing_stays_there_with_its_reason(started, gp):
    (withdraw,) = buttons(started, gp)[0]

    assert withdraw.reason == "Forløbet er startet. Kun modtager kan afslutte det nu."


def test_the_epicrisis_can_be_written_from_the_first_session(started, accepted, municipal):
    (write,) = [each for each in buttons(started, municipal)[0] if each.key == "complete"]

    assert (write.reason, write.label) == ("", "Skriv epikrise")


def test_the_receiver_reads_the_phrases_the_clocks_and_whose_turn_it_is(
    sent, municipal, client_for
):
    told = get(client_for(municipal), sent).content.decode()

    for part in (
        "Jeres tur",
        "Visiteres hos jer",
        "DM171",
        "Smerter i højre knæ gennem to år.",
        "Ventetid i alt",
        "Lovet svar til borger",
        "Henvises til behandling for knæartrose jf. kliniske retningslinjer.",
        "Ikke fastsat i dette forløb.",
    ):
        assert part in told


def test_the_referrer_reads_the_same_from_the_other_side(sent, gp, client_for):
    told = get(client_for(gp), sent).content.decode()

    assert "Venter på modtager" in told
    assert "Heraf hos modtager" in told


@pytest.mark.parametrize(
    ("state", "now", "done"),
    [
        ("sent", "Visiteres hos jer", ["Skrevet", "Sendt"]),
        ("asked", "Svar ventes fra henviser", ["Skrevet", "Sendt"]),
        ("accepted", "Accepteret", ["Skrevet", "Sendt", "Visiteret"]),
        ("started", "I forløb", ["Skrevet", "Sendt", "Visiteret", "Accepteret"]),
        (
            "finished",
            "Epikrise",
            ["Skrevet", "Sendt", "Visiteret", "Accepteret", "I forløb"],
        ),
    ],
)
def test_the_track_shows_how_far_it_is(request, municipal, client_for, state, now, done):
    steps = get(client_for(municipal), request.getfixturevalue(state)).context["steps"]

    assert [each.label for each in steps if each.state == "now"] == [now]
    assert [each.label for each in steps if each.state == "done"] == done
    assert steps[-1].label == "Læst af henviser"


def test_a_referral_that_left_the_way_shows_where(sent, municipal, gp, client_for):
    perform("decline", sent, actor=municipal, inputs=Inputs(reason_code="no_capacity"))

    steps = get(client_for(gp), sent).context["steps"]

    assert [each.label for each in steps] == ["Skrevet", "Sendt", "Returneret", "Læst af henviser"]
    assert steps[-1].state == "now"


def test_the_timeline_is_the_courses_newest_first_with_reasons_in_words(
    sent, municipal, gp, client_for
):
    perform("ask", sent, actor=municipal, inputs=Inputs(text="Hvilket knæ?"))
    perform("answer", sent, actor=gp, inputs=Inputs(text="Det højre."))
    perform("decline", sent, actor=municipal, inputs=Inputs(reason_code="no_capacity"))

    events = get(client_for(gp), sent).context["events"]

    assert [each.title for each in events] == [
        "Returneret:",
        "Svar fra henviser:",
        "Spørgsmål til henviser:",
        "Sendt",
        "Forløb oprettet:",
    ]
    assert events[0].text == "Ingen ledig plads"
    assert events[2].note == "uret på hold hos henviser"
    assert events[3].text.startswith("til Træning og Rehabilitering Hillerød, fulgte rådet")


def test_why_another_than_advised_was_chosen_is_told_to_the_receiver(
    draft, gp, physio, service_of, reasons, client_for
):
    chosen = Chosen(service=service_of(physio))
    sent = actions.send(draft, actor=gp, chosen=chosen, override_reason="transport")

    events = get(client_for(physio), sent).context["events"]

    assert events[0].text.endswith("anden end anbefalet. Transport eller afstand")


def test_what_was_sent_along_is_told_as_advised_whoever_the_main_one_went_to(
    draft, gp, physio, service_of, reasons, client_for
):
    actions.save_answers(
        draft, actor=gp, values={"bmi": 31.2, "requested": ["supervised_training", "weight_loss"]}
    )
    along = Service.objects.get(name="Sundhedscenter Hillerød")
    chosen = Chosen(service=service_of(physio))
    sent = actions.send(
        draft, actor=gp, chosen=chosen, also=[Chosen(service=along)], override_reason="transport"
    )

    texts = [each.text for each in get(client_for(gp), sent).context["events"]]

    assert "til Sundhedscenter Hillerød, fulgte rådet" in texts


def test_the_group_stands_with_who_set_it(sent, municipal, gp, client_for):
    Assessment.objects.create(
        course=sent.course,
        made_by=gp,
        organisation=gp.organisation,
        result={},
        suggested_group=2,
        group=3,
        override_reason="Bor alene, ingen pårørende i nærheden.",
    )

    told = get(client_for(municipal), sent).content.decode()

    assert "Gruppe 3" in told
    assert f"fastsat {timezone.localdate():%d.%m.} af Anne Holm" in told
    assert "Bor alene, ingen pårørende i nærheden." in told


def test_it_says_where_in_the_list_one_is_and_what_comes_next(inbox, municipal, client_for):
    client = client_for(municipal)
    rows = client.get(reverse("referrals:worklist", args=["new"])).context["rows"]

    page = get(client, rows[4].referral, list="new")

    assert (page.context["back"]["place"], page.context["back"]["all"]) == (5, 7)
    assert str(rows[5].referral.pk) in page.context["back"]["next_url"]


def test_the_last_of_a_list_has_no_next(inbox, municipal, client_for):
    client = client_for(municipal)
    rows = client.get(reverse("referrals:worklist", args=["new"])).context["rows"]

    assert get(client, rows[-1].referral, list="new").context["back"]["next_url"] == ""


def test_every_reading_is_logged_with_the_referral(sent, municipal, client_for):
    get(client_for(municipal), sent)

    read = AccessLog.objects.get(membership=municipal, what="referral")
    assert (read.citizen, read.object_id) == (sent.citizen, sent.pk)


def test_the_number_of_queries_does_not_grow_with_what_has_happened(
    sent, municipal, gp, client_for, django_assert_max_num_queries
):
    client = client_for(municipal)
    get(client, sent)
    with django_assert_max_num_queries(45) as few:
        get(client, sent)
    for n in range(10):
        write_message(sent, actor=municipal if n % 2 else gp, text=f"Besked {n}")
    for n in range(5):
        perform("ask", sent, actor=municipal, inputs=Inputs(text=f"Spørgsmål {n}?"))
        perform("answer", sent, actor=gp, inputs=Inputs(text=f"Svar {n}."))

    with django_assert_max_num_queries(45) as many:
        get(client, sent)

    assert len(many) == len(few)


def test_a_stranger_finds_no_such_referral(sent, stranger, client_for):
    assert get(client_for(stranger), sent).status_code == 404


def test_the_receiver_sees_no_draft(draft, municipal, client_for):
    assert get(client_for(municipal), draft).status_code == 404


def test_the_writer_is_led_to_the_form_of_a_draft(draft, gp, client_for):
    assert get(client_for(gp), draft).url == reverse("referrals:edit", args=[draft.pk])


@pytest.mark.parametrize("action", ["send", "complete", "redirect", "claim", "fly"])
def test_what_has_a_page_of_its_own_is_no_question_here(sent, municipal, client_for, action):
    page = client_for(municipal).get(reverse("referrals:act", args=[sent.pk, action]))

    assert page.status_code == 404


@pytest.mark.parametrize("action", sorted(set(Action) - {"send", "complete", "redirect", "claim"}))
def test_each_question_can_be_asked_on_its_own_page_and_in_place(
    sent, municipal, client_for, action
):
    client = client_for(municipal)
    address = reverse("referrals:act", args=[sent.pk, action])

    whole, part = client.get(address), client.get(address, headers={"HX-Request": "true"})

    assert (whole.status_code, part.status_code) == (200, 200)
    assert "<html" in whole.content.decode()
    assert "<html" not in part.content.decode()


def test_a_question_whose_time_has_not_come_says_so_and_asks_nothing(sent, municipal, client_for):
    page = client_for(municipal).get(reverse("referrals:act", args=[sent.pk, "finish"]))

    assert "Kan først afsluttes, når forløbet er i gang." in page.content.decode()
    assert 'name="end_kind"' not in page.content.decode()


def test_an_ended_reason_is_not_offered_any_longer(sent, municipal, client_for):
    ReasonCode.objects.filter(key="nearer").update(valid_to="2020-12-31")

    page = client_for(municipal).get(reverse("referrals:act", args=[sent.pk, "forward"]))

    assert "Nærmere borgerens hjem" not in page.content.decode()
    assert "Kortere ventetid" in page.content.decode()


def test_taking_it_and_laying_it_free_stays_on_the_page(sent, municipal, client_for):
    client = client_for(municipal)
    address = reverse("referrals:assign_one", args=[sent.pk])

    taken = client.post(address, {"do": "mine"}, follow=True)
    assert "tildelt Karen Bæk" in taken.content.decode()
    freed = client.post(address, {"do": "release"}, follow=True)

    assert "tildelt Karen Bæk" not in freed.content.decode()


@pytest.mark.parametrize(
    ("who", "word"), [("municipal", "Hvornår kommer borgeren?"), ("physio", "kommer patienten?")]
)
def test_the_municipality_reads_borger_and_the_clinic_patient(
    request, draft, send_to, reasons, client_for, who, word
):
    receiver = request.getfixturevalue(who)
    referral = send_to(draft, receiver)

    page = client_for(receiver).get(reverse("referrals:act", args=[referral.pk, "accept"]))

    assert word in page.content.decode()


def test_the_day_after_it_is_closed_the_receiver_reads_the_referral_but_not_the_course(
    completed, gp, municipal, client_for
):
    perform("acknowledge", completed, actor=gp)

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        client = client_for(municipal)
        page = get(client, completed)
        course = client.get(reverse("referrals:course", args=[completed.course_id]))

    assert page.status_code == 200
    assert "Hele forløbet" not in page.content.decode()
    assert course.status_code == 404

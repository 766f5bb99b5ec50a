"""The epicrisis is filled in from what is recorded, and only with what is recorded."""

import pytest

from referrals.epicrisis import BY_KEY, SECTIONS, fitted, prefill
from referrals.recorded import GoalLine, PhraseAnswer, Point, Recorded, Series


def series(*values: float, lower_is_better: bool = True, **more) -> Series:
    points = tuple(Point(14 * n, value) for n, value in enumerate(values))
    return Series("nrs_pain", "Smerte, NRS", 0, 10, lower_is_better, points, **more)


FULL = Recorded(
    age=68,
    sex="male",
    pathway="Knæartrose – træning før operation",
    phrases=(
        PhraseAnswer(1, "diagnosis", "Diagnose", "DM171 Knæartrose, højre"),
        PhraseAnswer(3, "clinical_findings", "Kliniske undersøgelser", "Varusstilling."),
        PhraseAnswer(5, "xray", "Røntgen", "Moderat"),
        PhraseAnswer(8, "requested", "Ønsket", "Superviseret træning"),
    ),
    sessions={"individual": 20, "group": 4, "education": 2},
    cancelled=1,
    weeks=12,
    goals=(
        GoalLine("Gå uden pause", "meter", 400, 1500, 1000),
        GoalLine("Vægt", "kg", 91, 85.8, 84),
    ),
    series=(series(7, 5, 3),),
    plan="Egen træning.\nVægttab.",
)


def test_every_section_says_what_the_record_says():
    assert prefill(FULL) == {
        "reason": "68-årig mand henvist med DM171 Knæartrose, højre. Smerte, NRS 7 ved start. "
        "Ønsket: superviseret træning.",
        "findings": "Kliniske undersøgelser: Varusstilling. Røntgen: Moderat.",
        "treatment": "26 sessioner over 12 uger: 20 individuelle, 4 på hold, "
        "2 gange patientuddannelse. 1 afbud.",
        "result": "better",
        "outcome": "Smerte, NRS: fra 7 til 3. 1 af 2 mål er nået.",
        "function": "Gå uden pause: 1.500 meter (mål 1.000); vægt: 85,8 kg (mål 84).",
        "advice": "Ikke nået: vægt.",
        "plan": "Egen træning.\nVægttab.",
    }


def test_several_are_one_sentence_and_only_its_first_letter_is_large():
    goals = (GoalLine("Smerte ved gang", "", 7, 5, 4), GoalLine("Gangdistance", "m", 5, 8, 9))
    chair = Series("chair", "Rejse-sætte-sig", 0, 60, lower_is_better=False, points=(Point(0, 9),))
    several = prefill(Recorded(goals=goals, series=(series(7, 5), chair)))

    assert several["outcome"].startswith("Smerte, NRS: fra 7 til 5; rejse-sætte-sig: 9. ")
    assert several["advice"].endswith("; gangdistance.")


def test_nothing_recorded_fills_in_nothing_that_would_have_to_be_judged():
    filled = prefill(Recorded(age=30, sex="female", pathway="Lænderygsmerter"))

    assert filled == {"reason": "30-årig kvinde henvist med Lænderygsmerter."}


def test_a_judgement_is_left_to_the_therapist():
    assert {"decision", "wishes", "information"}.isdisjoint(prefill(FULL))


@pytest.mark.parametrize(
    ("measured", "result"),
    [
        ([series(7, 3)], "better"),
        ([series(3, 7)], "worse"),
        ([series(3, 7, lower_is_better=False)], "better"),
        ([series(5, 5)], "unchanged"),
        ([series(7, 3), series(5, 5)], "better"),
        ([series(7, 3), series(3, 7)], None),
        ([series(7)], None),
        ([], None),
    ],
)
def test_better_or_worse_is_said_only_when_all_measures_agree(measured, result):
    assert prefill(Recorded(series=tuple(measured))).get("result") == result


def test_ended_early_is_told_with_its_reason():
    early = Recorded(end_kind="early", end_reason="Borgeren ønskede at stoppe")

    assert prefill(early)["outcome"] == (
        "Behandlingen sluttede før tid: borgeren ønskede at stoppe."
    )


@pytest.mark.parametrize(
    ("recorded", "told"),
    [
        (Recorded(sessions={"individual": 1}, weeks=1), "1 session."),
        (Recorded(sessions={"individual": 3}, weeks=2), "3 sessioner over 2 uger."),
        (Recorded(sessions={"group": 6}, weeks=6), "6 sessioner over 6 uger: 6 på hold."),
        (
            Recorded(sessions={"individual": 2}, weeks=1, cancelled=1, no_shows=2),
            "2 sessioner. 1 afbud, 2 udeblivelser.",
        ),
        (
            Recorded(sessions={"individual": 1, "education": 1}, weeks=1, no_shows=1),
            "2 sessioner: 1 individuel, 1 gang patientuddannelse. 1 udeblivelse.",
        ),
    ],
)
def test_the_sessions_are_counted_in_words(recorded, told):
    assert prefill(recorded)["treatment"] == told


def test_what_is_filled_in_fits_the_letter():
    long = Recorded(
        phrases=(PhraseAnswer(1, "diagnosis", "Diagnose", "Knæartrose " * 60),),
        series=tuple(series(7, 3) for _ in range(30)),
    )

    filled = prefill(long)

    assert all(len(filled[key]) <= BY_KEY[key].max_length for key in ("reason", "outcome"))


@pytest.mark.parametrize(
    ("text", "length", "cut"),
    [
        ("Kort.", 20, "Kort."),
        ("En sætning. Og en til.", 16, "En sætning."),
        ("Et meget langt ord her", 15, "Et meget…"),
    ],
)
def test_a_text_is_cut_after_a_sentence_or_else_a_word(text, length, cut):
    assert fitted(text, length) == cut


@pytest.mark.parametrize(
    ("goal", "reached"),
    [
        (GoalLine("op", "", 2, 8, 8), True),
        (GoalLine("op", "", 2, 7, 8), False),
        (GoalLine("ned", "", 7, 3, 4), True),
        (GoalLine("ned", "", 7, 5, 4), False),
        (GoalLine("ukendt", "", 7, None, 4), None),
        (GoalLine("uden mål", "", 7, 3, None), None),
        (GoalLine("uden start", "", None, 9, 8), True),
    ],
)
def test_a_goal_is_reached_whichever_way_it_lies(goal, reached):
    assert goal.reached is reached


def test_what_is_signed_reads_back_as_it_was():
    assert Recorded.from_data(FULL.to_data()) == FULL


def test_each_section_travels_under_a_heading_of_the_physiotherapy_epicrisis():
    assert {section.dis08 for section in SECTIONS} == {
        "Henvisningsårsag",
        "Fysioterapeutisk diagnose/Vigtigste undersøgelsesfund",
        "Behandling/Antal konsultationer",
        "Status",
        "Forslag til henvisende læge",
        "Information/Instruktion",
    }

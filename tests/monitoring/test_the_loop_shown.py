"""No small count of the loop can be computed from another step or another municipality's page."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from figures.suppression import Mark
from monitoring.loop import State, Step
from monitoring.loop_shown import show_loop

# Sent, answered, … as they stood in four municipalities of one quarter: 3 of the 169 are the last's
QUARTER = {
    "aalborg": {
        Step.SENT: (47, 0, 0, 0),
        Step.ANSWERED: (33, 12, 0, 0),
        Step.BEGUN: (39, 0, 0, 0),
        Step.ENDED: (26, 0, 13, 0),
        Step.EPICRISIS: (22, 0, 4, 0),
        Step.READ: (17, 2, 2, 1),
    },
    "hilleroed": {
        Step.SENT: (59, 0, 0, 0),
        Step.ANSWERED: (44, 13, 0, 0),
        Step.BEGUN: (54, 0, 0, 0),
        Step.ENDED: (38, 0, 16, 0),
        Step.EPICRISIS: (28, 2, 8, 0),
        Step.READ: (22, 3, 5, 0),
    },
    "roskilde": {
        Step.SENT: (60, 0, 0, 0),
        Step.ANSWERED: (40, 18, 0, 0),
        Step.BEGUN: (54, 2, 0, 0),
        Step.ENDED: (40, 0, 16, 0),
        Step.EPICRISIS: (19, 13, 7, 1),
        Step.READ: (24, 5, 0, 3),
    },
    "aabenraa": {
        Step.SENT: (3, 0, 0, 0),
        Step.ANSWERED: (2, 1, 0, 0),
        Step.BEGUN: (3, 0, 0, 0),
        Step.ENDED: (1, 0, 2, 0),
        Step.EPICRISIS: (1, 0, 0, 0),
        Step.READ: (1, 0, 0, 0),
    },
}


def test_what_one_municipality_lacks_is_not_all_less_the_others():
    views = [show_loop(QUARTER, 5, code) for code in (None, "aalborg", "hilleroed", "roskilde")]
    sent = [view[0].reached for view in views]

    assert show_loop(QUARTER, 5, "aabenraa")[0].reached.mark is Mark.SMALL
    assert not all(cell.shown for cell in sent)


def test_what_one_step_hides_is_not_told_by_the_next():
    for code in (None, *QUARTER):
        for step, following in pairwise(show_loop(QUARTER, 5, code)):
            kept, late = step[State.KEPT], step[State.LATE]
            if following.reached.shown and following.reached.count:
                assert kept.shown == late.shown


def test_a_municipality_without_referrals_has_a_loop_of_zeros():
    assert [step.reached.count for step in show_loop(QUARTER, 5, "samsoe")] == [0] * len(Step)
    assert [step.reached.count for step in show_loop({}, 5)] == [0] * len(Step)


def test_a_loop_without_small_counts_is_shown_whole():
    whole = {"one": dict.fromkeys(Step, (20, 10, 9, 8)), "two": dict.fromkeys(Step, (30, 6, 7, 5))}

    for code in (None, "one", "two"):
        for step in show_loop(whole, 5, code):
            assert all(cell.shown for cell in (step.reached, *step.cells.values()))


counts = st.tuples(*[st.integers(0, 40)] * 4)
loops = st.dictionaries(st.sampled_from(Step), counts)


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), loops, min_size=1))
def test_all_shown_less_the_others_shown_is_never_a_small_count(by_municipality):
    views = {code: show_loop(by_municipality, 5, code) for code in (None, *by_municipality)}

    for index, step in enumerate(Step):
        for of in (lambda s: s.reached, *(lambda s, k=k: s[k] for k in State)):
            all_, *each = (of(views[code][index]) for code in (None, *by_municipality))
            hidden = [cell for cell in each if not cell.shown]
            if all_.shown and len(hidden) == 1:
                rest = all_.count - sum(cell.count for cell in each if cell.shown)
                assert not 0 < rest < 5, step

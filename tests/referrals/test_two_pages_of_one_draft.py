"""One draft open in two pages: what was chosen in the newer one stands."""

import pytest

from referrals.models import DraftChoice
from tests.referrals.at_the_form import (  # noqa: F401  (fixtures)
    PHYSIOTHERAPIST,
    doctor,
    door,
    form_of,
    htmx,
)


@pytest.fixture
def newer(draft, doctor, form_of):  # noqa: F811
    """An older page, read before the receiver and the reason were chosen in a newer one."""
    older = form_of(draft).with_()
    chosen = older | {
        "override_receiver": PHYSIOTHERAPIST,
        "override_reason": "patient_choice",
        "override_text": "Ønsker klinik tæt på hjemmet",
        "touched": "override_receiver override_reason override_text",
    }
    htmx(doctor, door("answer", draft), chosen)
    return older


def kept(draft) -> tuple[str, str, str]:
    choice = DraftChoice.objects.get(referral=draft)
    return choice.other_receiver, choice.reason, choice.text


CHOSEN = (PHYSIOTHERAPIST, "patient_choice", "Ønsker klinik tæt på hjemmet")


def test_an_answer_in_the_older_page_leaves_them(draft, newer, doctor):  # noqa: F811
    htmx(doctor, door("answer", draft), newer | {"side": "left", "touched": "side"})

    assert kept(draft) == CHOSEN
    assert draft.answers.get(key="side").value == "left"


def test_what_is_chosen_in_the_older_page_after_that_counts(draft, newer, doctor):  # noqa: F811
    htmx(
        doctor,
        door("answer", draft),
        newer | {"override_text": "Andet", "touched": "side override_text"},
    )

    assert kept(draft) == (*CHOSEN[:2], "Andet")


def test_a_page_without_script_says_all_it_shows(draft, newer, doctor):  # noqa: F811
    doctor.post(door("answer", draft), newer)

    assert kept(draft) == ("", "", "")

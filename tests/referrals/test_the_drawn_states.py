"""The drawn document of states says what the table says."""

from django.core.management import call_command

from referrals.diagram import state_diagram
from referrals.states import TRANSITIONS, Status


def test_the_document_is_current():
    call_command("draw_states", "--check")


def test_every_action_and_state_is_drawn():
    drawn = state_diagram()

    assert all(f": {action.value} (" in drawn for action in TRANSITIONS)
    assert all(f"| `{status.value}` |" in drawn for status in Status)

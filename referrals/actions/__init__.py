"""Every write to a referral, by subject. Views and commands call these and nothing else."""

from referrals.actions.attaching import attach, remove_attachment
from referrals.actions.claiming import claim_by_cpr
from referrals.actions.drafting import (
    Advised,
    advise,
    confirm_answers,
    create_draft,
    discard_draft,
    follow_without_referral,
    save_answers,
    save_choice,
    writable_by,
)
from referrals.actions.epicrisis import (
    correct_epicrisis,
    letter_of,
    save_epicrisis_draft,
    sign_epicrisis,
)
from referrals.actions.inputs import Inputs, TransitionRefused
from referrals.actions.moving import move_to_newer_version, newer_version
from referrals.actions.sending import Chosen, SendErrors, send, sent_sentence
from referrals.actions.transitions import perform
from referrals.actions.treating import (
    record_measurement,
    record_session,
    set_goal,
    set_plan,
    set_session_state,
)

__all__ = [
    "Advised",
    "Chosen",
    "Inputs",
    "SendErrors",
    "TransitionRefused",
    "advise",
    "attach",
    "claim_by_cpr",
    "confirm_answers",
    "correct_epicrisis",
    "create_draft",
    "discard_draft",
    "follow_without_referral",
    "letter_of",
    "move_to_newer_version",
    "newer_version",
    "perform",
    "record_measurement",
    "record_session",
    "remove_attachment",
    "save_answers",
    "save_choice",
    "save_epicrisis_draft",
    "send",
    "sent_sentence",
    "set_goal",
    "set_plan",
    "set_session_state",
    "sign_epicrisis",
    "writable_by",
]

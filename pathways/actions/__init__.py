"""Every write to what was agreed. One module per subject; callers import from here."""

from pathways.actions.adopting import join, why_not_decide, withdraw
from pathways.actions.advising import record_advice, record_choice
from pathways.actions.assessing import assess_year
from pathways.actions.drafting import (
    discard_draft,
    go_back,
    save_draft,
    start_draft,
    start_pathway,
)
from pathways.actions.loading import load_definition
from pathways.actions.making import begin_programme, drop_start, keep_answers, make_programme
from pathways.actions.publishing import publish, retire
from pathways.actions.refusals import DraftConflict, PathwayRefused
from pathways.actions.replaying import cancel_replay, request_replay
from pathways.actions.reviewing import (
    approve,
    comment,
    resolve_comment,
    send_for_review,
    take_back,
)
from pathways.actions.standing import standing_of
from pathways.events import record_event
from pathways.superseding import supersede

__all__ = [
    "DraftConflict",
    "PathwayRefused",
    "approve",
    "assess_year",
    "begin_programme",
    "cancel_replay",
    "comment",
    "discard_draft",
    "drop_start",
    "go_back",
    "join",
    "keep_answers",
    "load_definition",
    "make_programme",
    "publish",
    "record_advice",
    "record_choice",
    "record_event",
    "request_replay",
    "resolve_comment",
    "retire",
    "save_draft",
    "send_for_review",
    "standing_of",
    "start_draft",
    "start_pathway",
    "supersede",
    "take_back",
    "why_not_decide",
    "withdraw",
]

"""Every write to what was agreed. One module per subject; callers import from here."""

from pathways.actions.advising import record_advice, record_choice
from pathways.actions.drafting import (
    discard_draft,
    go_back,
    save_draft,
    start_draft,
    start_pathway,
)
from pathways.actions.events import record_event
from pathways.actions.loading import load_definition
from pathways.actions.refusals import DraftConflict, PathwayRefused

__all__ = [
    "DraftConflict",
    "PathwayRefused",
    "discard_draft",
    "go_back",
    "load_definition",
    "record_advice",
    "record_choice",
    "record_event",
    "save_draft",
    "start_draft",
    "start_pathway",
]

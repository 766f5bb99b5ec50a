"""Pathways, their versions and how these come to hold, who has joined, and the ledger of advice."""

from pathways.models.adoption import Adoption
from pathways.models.advice import Advice
from pathways.models.contact import ContactNumber
from pathways.models.governance import PathwayEvent, ReviewComment, YearlyAssessment
from pathways.models.pathway import Pathway
from pathways.models.programme_start import ProgrammeStart
from pathways.models.replay import Replay
from pathways.models.version import Version

__all__ = [
    "Adoption",
    "Advice",
    "ContactNumber",
    "Pathway",
    "PathwayEvent",
    "ProgrammeStart",
    "Replay",
    "ReviewComment",
    "Version",
    "YearlyAssessment",
]

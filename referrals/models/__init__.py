"""Tables of the referrals app, by subject."""

from referrals.models.draft import DraftChoice
from referrals.models.epicrisis import Epicrisis, EpicrisisDraft, Letter, LetterState
from referrals.models.event import Attachment, Event, Message, ReasonCode, ScanState
from referrals.models.referral import Answer, ReadingRight, Referral, WorklistCount
from referrals.models.treatment import (
    EndKind,
    Goal,
    Measurement,
    Session,
    SessionKind,
    SessionState,
    Treatment,
)

__all__ = [
    "Answer",
    "Attachment",
    "DraftChoice",
    "EndKind",
    "Epicrisis",
    "EpicrisisDraft",
    "Event",
    "Goal",
    "Letter",
    "LetterState",
    "Measurement",
    "Message",
    "ReadingRight",
    "ReasonCode",
    "Referral",
    "ScanState",
    "Session",
    "SessionKind",
    "SessionState",
    "Treatment",
    "WorklistCount",
]

"""The tables that made-up courses fill, with the columns given for each, and their ids."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator

from django.db import transaction

from citizens.models import CareRelation, Citizen
from config.demo.tables import Table, check_constraints, reserve
from courses.models import CoordinatorPeriod, Course, CourseEvent
from pathways.models import Advice
from referrals.models import (
    Answer,
    Epicrisis,
    Event,
    Goal,
    Measurement,
    Message,
    ReadingRight,
    Referral,
    Session,
    Treatment,
)
from stratification.models import Assessment

BLOCK = 500
ROWS_AT_A_TIME = 20_000


class Rows:
    """All rows gathered and not yet written."""

    def __init__(self) -> None:
        self.citizens = Table(
            Citizen,
            "id",
            "identifier",
            "identifier_kind",
            "given_name",
            "family_name",
            "birth_date",
            "sex",
            "municipality",
            "own_gp",
        )
        self.relations = Table(
            CareRelation, "citizen", "organisation", "ground", "valid_from", "valid_to"
        )
        self.courses = Table(
            Course, "id", "number", "citizen", "version", "started_on", "created_by", "created_at"
        )
        self.coordinators = Table(CoordinatorPeriod, "course", "organisation", "valid_from")
        self.course_events = Table(
            CourseEvent,
            "course",
            "kind",
            "happened_at",
            "recorded_at",
            "membership",
            "organisation",
            "text",
            "data",
        )
        self.assessments = Table(
            Assessment,
            "id",
            "course",
            "made_by",
            "organisation",
            "made_at",
            "qualifiers",
            "health_condition",
            "personal_factors",
            "marks",
            "result",
            "suggested_group",
            "group",
            "override_reason",
        )
        self.advices = Table(
            Advice,
            "id",
            "version",
            "organisation",
            "membership",
            "citizen",
            "facts",
            "available",
            "on",
            "result",
            "destination",
            "provisional",
            "chosen_destination",
            "override_reason",
            "override_text",
            "at",
        )
        self.referrals = Table(
            Referral,
            "id",
            "number",
            "course",
            "version",
            "sender",
            "created_by",
            "accompanies",
            "advice",
            "created_at",
            *COLUMNS,
        )
        self.answers = Table(Answer, "referral", "key", "value", "updated_at")
        self.events = Table(
            Event,
            "referral",
            "action",
            "from_status",
            "to_status",
            "side",
            "membership",
            "organisation",
            "happened_at",
            "recorded_at",
            "reason_code",
            "text",
            "data",
        )
        self.messages = Table(
            Message, "referral", "membership", "organisation", "at", "text", "is_question"
        )
        self.reading_rights = Table(
            ReadingRight, "referral", "organisation", "begun_at", "ended_at"
        )
        self.treatments = Table(
            Treatment,
            "id",
            "referral",
            "plan",
            "started_on",
            "ended_on",
            "end_kind",
            "end_reason",
        )
        self.sessions = Table(
            Session, "treatment", "held_on", "kind", "state", "recorded_by", "recorded_at"
        )
        self.goals = Table(
            Goal, "treatment", "text", "unit", "start", "now", "target", "updated_at"
        )
        self.measurements = Table(
            Measurement, "treatment", "instrument", "value", "measured_on", "recorded_by"
        )
        self.epicrises = Table(
            Epicrisis,
            "id",
            "referral",
            "version_number",
            "content",
            "content_hash",
            "signed_by",
            "signed_at",
        )

    def flush_if_many(self) -> None:
        """Write what is gathered once it is much, so that memory stays small."""
        if len(self.events.rows) + len(self.answers.rows) > ROWS_AT_A_TIME:
            self.flush()

    @transaction.atomic
    def flush(self) -> int:
        """Write everything gathered in one transaction; returns how many rows."""
        tables: list[Table] = list(vars(self).values())
        written = sum(table.flush() for table in tables)
        check_constraints()
        return written


# The columns that follow from the steps taken; the names are those of `journey.Journey` too.
COLUMNS = (
    "status",
    "status_before_question",
    "destination",
    "receiver",
    "service",
    "free_choice",
    "sent_at",
    "received_at",
    "asked_at",
    "answered_at",
    "held_days",
    "due_on",
    "accepted_at",
    "first_date",
    "on_waiting_list",
    "started_on",
    "treatment_ended_on",
    "completed_at",
    "closed_at",
    "updated_at",
)


def numbers(sequence: str) -> Iterator[int]:
    """Values of a sequence, fetched a block at a time; what is left of the last is lost."""
    while True:
        yield from reserve(sequence, BLOCK)


def new_id(chance: random.Random) -> str:
    """A random id that comes again with the same seed."""
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))

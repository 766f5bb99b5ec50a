"""One referral's life as a list of steps, and what the rows are after them.

`Journey.take` does to plain values what `referrals.actions.perform` does to rows, so that a hundred
thousand referrals can be loaded in bulk. tests/demo holds the two to each other: the same steps
taken through the real actions leave the same columns.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from citizens.vocabulary import Ground
from referrals.actions.relations import ANSWERED_BY
from referrals.clocks import ANSWER_WITHIN_WORKING_DAYS, add_working_days, due_after
from referrals.states import FINAL, TRANSITIONS, Action, Status, target_of

# The same dates come up again and again.
_due_after = lru_cache(maxsize=20_000)(due_after)


@dataclass(frozen=True)
class Actor:
    """A member of staff as a step needs it."""

    membership: int
    organisation: str


@dataclass(frozen=True)
class Target:
    """To whom a referral is addressed: one service, or (without one) a kind with free choice."""

    destination: str
    service: str | None = None
    receiver: str | None = None

    @property
    def free_choice(self) -> bool:
        return self.service is None


@dataclass(frozen=True)
class Step:
    """One action with what was said along with it; see `referrals.actions.Inputs`."""

    action: Action
    at: datetime
    by: Actor
    text: str = ""
    reason_code: str = ""
    on: date | None = None
    waiting_list: bool = False
    to: Target | None = None
    end_kind: str = ""
    advice: str = ""


@dataclass
class Span:
    """An organisation's relation to the citizen because of one referral, both days included."""

    organisation: str
    ground: str
    begins: date
    ends: date | None = None


@dataclass
class Journey:
    """A referral's columns as they stand after the steps taken, and the events of those steps.

    `answers`: of the form it is sent with, by fact. `events`: rows for the event table, without
    the referral. `relations`: for how long the referral lets an organisation see the citizen, by
    organisation and ground.
    """

    sender: str
    version: int
    answers: dict[str, Any]
    status: Status = Status.DRAFT
    status_before_question: str = ""
    destination: str = ""
    receiver: str | None = None
    service: str | None = None
    free_choice: bool = False
    sent_at: datetime | None = None
    received_at: datetime | None = None
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    held_days: int = 0
    due_on: date | None = None
    accepted_at: datetime | None = None
    first_date: date | None = None
    on_waiting_list: bool = False
    started_on: date | None = None
    treatment_ended_on: date | None = None
    completed_at: datetime | None = None
    closed_at: datetime | None = None
    updated_at: datetime | None = None
    end_kind: str = ""
    end_reason: str = ""
    promised_on: date | None = None
    advice: str = ""
    events: list[tuple[Any, ...]] = field(default_factory=list)
    messages: list[tuple[Any, ...]] = field(default_factory=list)
    relations: list[Span] = field(default_factory=list)
    reading_rights: list[list[Any]] = field(default_factory=list)

    def take(self, step: Step) -> None:
        """Let the step happen; the caller sees to it that it may (the tests check)."""
        action, before = step.action, self.status
        row = TRANSITIONS[action]
        if before not in row.sources:
            raise ValueError(f"{action} is not possible from {before}")
        on = step.at.date()
        promised, former = self.due_on, self.receiver
        held = self._stop_hold(step, on)
        self._apply(step, on)
        was = self.status_before_question
        self.status = target_of(action, before_question=Status(was or Status.SENT))
        self.status_before_question = str(before) if action is Action.ASK else ""
        self.due_on = self._due_on(step, on, held)
        self.closed_at = step.at if self.status in FINAL else None
        self.updated_at = step.at
        if action in ANSWERED_BY:
            for right in self.reading_rights:
                right[2] = right[2] or step.at
                self._let_go(right[0], on)
        if self.status in FINAL:
            self._let_go(self.sender, on)
            self._let_go(former, on)
        elif action is Action.REDIRECT and former != self.receiver:
            self._let_go(former, on)
        self.events.append(
            (
                str(action),
                str(before),
                str(self.status),
                str(row.side),
                step.by.membership,
                step.by.organisation,
                step.at,
                step.at,
                step.reason_code,
                step.text,
                json.dumps(self._event_data(step, promised), ensure_ascii=False),
            )
        )
        if action is Action.ASK:
            self.promised_on = promised

    def _relate(self, organisation: str, ground: Ground, on: date) -> None:
        self.relations.append(Span(organisation, str(ground), on))

    def _let_go(self, organisation: str | None, on: date) -> None:
        for span in self.relations:
            if span.organisation == organisation and span.ends is None:
                span.ends = on

    def _stop_hold(self, step: Step, on: date) -> int:
        if self.asked_at is None or step.action is Action.ASK:
            return 0
        held = max((on - self.asked_at.date()).days, 0)
        self.held_days += held
        self.asked_at = None
        return held

    def _apply(self, step: Step, on: date) -> None:
        match step.action:
            case Action.SEND | Action.REDIRECT:
                self._address(step, on)
                self.sent_at = self.sent_at or step.at
                self.advice = step.advice
                self._relate(self.sender, Ground.REFERRAL_SENT, on)
            case Action.CLAIM:
                assert step.to is not None  # noqa: S101
                self.receiver = step.by.organisation
                self.service = step.to.service
                self.received_at = step.at
                self._relate(step.by.organisation, Ground.CLAIMED, on)
            case Action.FORWARD:
                if self.receiver is not None:
                    self.reading_rights.append([self.receiver, step.at, None])
                self._address(step, on)
            case Action.ASK | Action.ANSWER:
                asking = step.action is Action.ASK
                if asking:
                    self.asked_at, self.answered_at = step.at, None
                else:
                    self.answered_at = step.at
                self.messages.append(
                    (step.by.membership, step.by.organisation, step.at, step.text, asking)
                )
            case Action.ACCEPT:
                self.accepted_at = step.at
                self.first_date = step.on
                self.on_waiting_list = step.waiting_list and step.on is None
            case Action.START:
                self.started_on = step.on
            case Action.FINISH:
                self.treatment_ended_on = step.on
                self.end_kind, self.end_reason = step.end_kind, step.reason_code
            case Action.COMPLETE:
                self.completed_at = step.at
            case _:
                pass

    def _address(self, step: Step, on: date) -> None:
        assert step.to is not None  # noqa: S101
        self.accepted_at = self.first_date = None
        self.on_waiting_list = False
        self.service = step.to.service
        self.receiver = step.to.receiver
        self.free_choice = step.to.free_choice
        self.destination = step.to.destination
        self.received_at = step.at
        self.held_days = 0
        self.answered_at = None
        if step.to.receiver is not None:
            self._relate(step.to.receiver, Ground.REFERRAL_RECEIVED, on)

    def _due_on(self, step: Step, on: date, held: int) -> date | None:
        match step.action:
            case Action.ACCEPT if step.on:
                return step.on
            case Action.FINISH if step.on:
                return _due_after(str(step.action), on=step.on)
            case Action.ANSWER if self.first_date is not None:
                return self.first_date
            case Action.ANSWER:
                base = self.promised_on or add_working_days(on, ANSWER_WITHIN_WORKING_DAYS)
                return add_working_days(base + timedelta(days=held), 0)
            case _:
                return _due_after(str(step.action), on=on)

    def _event_data(self, step: Step, promised: date | None) -> dict[str, Any]:
        data: dict[str, Any] = {"advice": step.advice} if step.advice else {}
        if step.action in {Action.SEND, Action.REDIRECT, Action.FORWARD, Action.CLAIM}:
            data |= {
                "destination": self.destination,
                "receiver": self.receiver or "",
                "free_choice": self.free_choice,
            }
        if step.action in {Action.SEND, Action.REDIRECT}:
            data |= {"version": str(self.version), "answers": self.answers}
        if step.action is Action.ASK and promised is not None:
            data["promised_on"] = promised.isoformat()
        if step.on is not None:
            data["on"] = step.on.isoformat()
        if step.waiting_list:
            data["waiting_list"] = True
        if step.end_kind:
            data["end_kind"] = step.end_kind
        if self.due_on is not None:
            data["due_on"] = self.due_on.isoformat()
        return data

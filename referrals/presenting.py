"""A referral as its page shows it: its way, whose turn it is, and what the reader may do.

What may be done and why not comes from `states`, so page and rule can't disagree.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.models import Membership
from referrals import states
from referrals.clocks import Clocks
from referrals.models import Event, Referral
from referrals.rows import Due, clocks_of, promise
from referrals.states import FINAL, TURN, Action, Possibility, Side, Status

S = Status

ICONS: dict[Action, str] = {
    Action.ACCEPT: "check",
    Action.ASK: "chat",
    Action.ANSWER: "chat",
    Action.FORWARD: "forward",
    Action.DECLINE: "reply",
    Action.REDIRECT: "send",
    Action.SEND: "send",
    Action.START: "calendar-month",
    Action.PAUSE: "time",
    Action.RESUME: "calendar-month",
    Action.FINISH: "check",
    Action.COMPLETE: "document",
    Action.END_UNSTARTED: "close",
    Action.WITHDRAW: "close",
    Action.ACKNOWLEDGE: "check",
}
# Shown with its reason while it is still to come; other actions that can't be done are left out.
AHEAD: dict[Status, tuple[Action, ...]] = {
    S.SENT: (Action.START, Action.COMPLETE),
    S.INFORMATION_REQUESTED: (Action.START, Action.COMPLETE),
    S.ACCEPTED: (Action.COMPLETE,),
    S.IN_TREATMENT: (Action.COMPLETE, Action.WITHDRAW),
    S.PAUSED: (Action.COMPLETE, Action.WITHDRAW),
    S.TREATMENT_ENDED: (Action.WITHDRAW,),
}
# The first that is possible is the page's one primary button.
FIRST = (
    Action.SEND,
    Action.ANSWER,
    Action.REDIRECT,
    Action.ACKNOWLEDGE,
    Action.ACCEPT,
    Action.START,
    Action.COMPLETE,
    Action.RESUME,
    Action.FINISH,
)


@dataclass(frozen=True)
class Button:
    """One action for one reader, as `_button_action.html` draws it."""

    key: str
    label: str
    icon: str
    url: str
    reason: str = ""
    primary: bool = False
    in_place: bool = True
    """Whether htmx shows the question beside the referral, or one goes to a page of its own."""


@dataclass(frozen=True)
class Step:
    """One station of the referral's way: "done", "now" or "" (to come)."""

    label: str
    note: str
    state: str


def buttons(referral: Referral, actor: Membership) -> tuple[list[Button], list[str]]:
    """What the reader can do or will be able to, and sentences on what is never theirs."""
    possibilities = states.allowed_actions(referral.situation_for(actor))
    possible = [each for each in possibilities if each.allowed]
    leading = next((a for a in FIRST if any(each.action is a for each in possible)), None)
    status = Status(referral.status)
    ahead = [
        each
        for each in possibilities
        if not each.allowed and each.mine and each.action in AHEAD.get(status, ())
    ]
    shown = sorted(possible, key=lambda each: each.action is not leading) + ahead
    return [_button(each, referral, primary=each.action is leading) for each in shown], [
        each.reason
        for each in possibilities
        if not each.mine
        and each.action is not Action.CLAIM
        and status in states.TRANSITIONS[each.action].sources
        and _is_on_a_side(referral, actor, each)
    ]


def _is_on_a_side(referral: Referral, actor: Membership, possibility: Possibility) -> bool:
    """Told are the other side's ways out, and what one's own role does not allow."""
    own = states.TRANSITIONS[possibility.action].side in referral.sides_of(actor)
    return own or possibility.action in {Action.WITHDRAW, Action.FINISH, Action.ACCEPT}


def _button(possibility: Possibility, referral: Referral, *, primary: bool) -> Button:
    action = possibility.action
    writes = {
        Action.COMPLETE: "referrals:epicrisis",
        Action.SEND: "referrals:edit",
        Action.REDIRECT: "referrals:edit",
    }
    label, reason = str(action.label), possibility.reason
    if action is Action.COMPLETE:
        # Written from the first session; only signing waits until the treatment has ended.
        label = _("Skriv epikrise")
        reason = "" if referral.started_on else _("Skrives, når forløbet er i gang.")
    if action in writes:
        url = reverse(writes[action], args=[referral.pk])
    else:
        url = reverse("referrals:act", args=[referral.pk, action.value])
    return Button(
        key=action.value,
        label=label,
        icon=ICONS.get(action, ""),
        url=url,
        reason=reason,
        primary=primary,
        in_place=action not in writes,
    )


def turn_badge(referral: Referral, actor: Membership) -> tuple[str, bool]:
    """Whose turn it is, in words for this reader, and whether it is the reader's side."""
    status = Status(referral.status)
    side = TURN[status]
    if side is None:
        return str(status.label), False
    sides = referral.sides_of(actor)
    if side in sides and not (side is Side.RECEIVER and referral.is_open_for_claim):
        return _("Jeres tur"), True
    if referral.is_open_for_claim:
        return _("Venter på, at patienten vælger klinik"), False
    if side is Side.REFERRER:
        return _("Venter på henviser"), False
    return _("Venter på modtager"), False


def last_of(events: Iterable[Event], *actions: Action) -> Event | None:
    """The latest event of some kinds; events come oldest first."""
    found = None
    for event in events:
        if event.action in actions:
            found = event
    return found


def track_of(referral: Referral, events: Sequence[Event], *, here: bool, today: date) -> list[Step]:
    """The referral's way, station by station. `here`: the reader is the receiver."""
    status = Status(referral.status)
    if status is S.INFORMATION_REQUESTED:
        status = Status(referral.status_before_question)
    sent = last_of(events, Action.SEND, Action.REDIRECT)
    steps = [
        Step(_("Skrevet"), _at(referral.created_at), "done" if sent else "now"),
        Step(_("Sendt"), _at(sent.happened_at) if sent else "", "done" if sent else ""),
    ]
    way_out = _way_out(referral, events)
    if way_out:
        return [*steps, *way_out]
    asking = referral.status == S.INFORMATION_REQUESTED
    reached = {
        S.DRAFT: 0,
        S.SENT: 1,
        S.ACCEPTED: 2,
        S.IN_TREATMENT: 3,
        S.PAUSED: 3,
        S.TREATMENT_ENDED: 4,
        S.COMPLETED: 5,
    }.get(status, 6)
    accepted = last_of(events, Action.ACCEPT)
    read = last_of(events, Action.ACKNOWLEDGE)
    stations = (
        (_triage_label(referral, here=here, asking=asking), _promised(referral, today)),
        (_("Accepteret"), _first(referral, accepted)),
        (_("I forløb"), _day_of(referral.started_on, _("sat på pause"), status is S.PAUSED)),
        (_("Epikrise"), _epicrisis_note(referral)),
        (_("Læst af henviser"), _at(read.happened_at) if read else ""),
    )
    for number, (label, note) in enumerate(stations, start=1):
        state = "done" if number < reached else "now" if number == reached else ""
        if number == 1 and reached > 1:
            label, note = _("Visiteret"), ""
        told = note if state else ""
        steps.append(Step(label, told, state))
    return steps


def _way_out(referral: Referral, events: Sequence[Event]) -> list[Step]:
    """The stations of a referral that left the way: returned, withdrawn, ended unstarted."""
    last = last_of(events, Action.DECLINE, Action.WITHDRAW, Action.END_UNSTARTED)
    moved_on = last_of(events, Action.REDIRECT)
    if last is None or (moved_on is not None and moved_on.recorded_at > last.recorded_at):
        return []
    if referral.status not in FINAL | {S.RETURNED, S.ENDED}:
        return []
    label = str(Status(last.to_status).label)
    if last.action == Action.WITHDRAW:
        return [Step(label, _at(last.happened_at), "done")]
    read = last_of(events, Action.ACKNOWLEDGE)
    return [
        Step(label, _at(last.happened_at), "done"),
        Step(
            _("Læst af henviser"),
            _at(read.happened_at) if read else "",
            "done" if read else "now",
        ),
    ]


def _triage_label(referral: Referral, *, here: bool, asking: bool) -> str:
    if referral.is_open_for_claim:
        return _("Venter på klinik")
    if asking:
        return _("Svar ventes fra henviser")
    return _("Visiteres hos jer") if here else _("Visiteres")


def _promised(referral: Referral, today: date) -> str:
    if referral.due_on is None:
        return ""
    day = date_format(referral.due_on, "d.m.")
    if referral.status == S.INFORMATION_REQUESTED:
        return _("senest %(day)s") % {"day": day}
    return _("lovet svar %(day)s") % {"day": day}


def _first(referral: Referral, accepted: Event | None) -> str:
    if referral.status == S.ACCEPTED:
        if referral.first_date:
            return _("første tid %(day)s") % {"day": date_format(referral.first_date, "d.m.")}
        return _("på venteliste")
    return _at(accepted.happened_at) if accepted else ""


def _day_of(day: date | None, paused: str, is_paused: bool) -> str:
    if is_paused:
        return paused
    return _("fra %(day)s") % {"day": date_format(day, "d.m.")} if day else ""


def _epicrisis_note(referral: Referral) -> str:
    if referral.completed_at:
        return _at(referral.completed_at)
    if referral.due_on and referral.status == S.TREATMENT_ENDED:
        return _("senest %(day)s") % {"day": date_format(referral.due_on, "d.m.")}
    return ""


def _at(when: datetime) -> str:
    local = timezone.localtime(when)
    return _("%(day)s kl. %(time)s") % {
        "day": date_format(local, "d.m."),
        "time": date_format(local, "H.i"),
    }


@dataclass(frozen=True)
class ClockFace:
    """The clocks in words: total, with the receiver, on hold, and the promise."""

    clocks: Clocks
    total: str
    here: str
    held: str
    due_label: str
    due: Due | None


def clock_face(
    referral: Referral, events: Sequence[Event], today: date, *, words: Callable[[str], str] = str
) -> ClockFace | None:
    """The clocks of a sent referral, in the reader's own words; None for a draft."""
    if referral.sent_at is None:
        return None
    clocks = clocks_of(referral, today)
    held = days(clocks.held)
    if clocks.held:
        spans = ", ".join(_held_spans(events, today))
        held = f"{held} ({spans})" if spans else held
    labels = {
        S.SENT: _("Lovet svar til borger"),
        S.INFORMATION_REQUESTED: _("Svar fra henviser senest"),
        S.ACCEPTED: _("Første tid"),
        S.TREATMENT_ENDED: _("Epikrise senest"),
        S.COMPLETED: _("Læses af henviser senest"),
        S.RETURNED: _("Læses af henviser senest"),
        S.ENDED: _("Læses af henviser senest"),
    }
    return ClockFace(
        clocks=clocks,
        total=days(clocks.total),
        here=days(clocks.here),
        held=held,
        due_label=words(labels.get(Status(referral.status), "")),
        due=promise(referral.due_on, today) if referral.due_on else None,
    )


def _held_spans(events: Sequence[Event], today: date) -> list[str]:
    """When the clock stood still: "18.–20.11."."""
    spans = []
    asked: Event | None = None
    for event in events:
        if event.action == Action.ASK:
            asked = event
        elif asked is not None:
            spans.append(_span(asked.happened_at, timezone.localtime(event.happened_at).date()))
            asked = None
        if event.action in {Action.SEND, Action.REDIRECT, Action.FORWARD, Action.CLAIM}:
            spans = []
    if asked is not None:
        spans.append(_span(asked.happened_at, today))
    return spans


def _span(start: datetime, end: date) -> str:
    begun = timezone.localtime(start).date()
    if begun == end:
        return date_format(end, "d.m.")
    first = date_format(begun, "d." if begun.month == end.month else "d.m.")
    return f"{first}–{date_format(end, 'd.m.')}"


def days(n: int) -> str:
    """ "1 dag", "6 dage"."""
    return ngettext("%(n)s dag", "%(n)s dage", n) % {"n": n}

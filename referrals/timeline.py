"""What has happened in a course, newest first: the course's own events and its referrals'."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.models import Course, CourseEvent, CourseEventKind, Progress
from organisations.models import Membership, Organisation
from pathways.models import Version
from referrals.language import language, words_for
from referrals.models import EndKind, Event, ReasonCode
from referrals.states import Action

ADDRESSED = frozenset({Action.SEND, Action.REDIRECT, Action.FORWARD})


@dataclass(frozen=True)
class Happening:
    """One line of the timeline, as `_timeline.html` draws it.

    `happened_at` is a date where only the day is known.
    """

    title: str
    text: str
    happened_at: datetime | date
    recorded_at: datetime
    where: str
    note: str = ""


def timeline_of(course: Course, *, actor: Membership) -> list[Happening]:
    """Everything the actor may see of what happened in the course; five queries at most."""
    events = list(
        Event.objects.visible_to(actor)
        .filter(referral__course=course)
        .select_related("organisation", "referral__receiver", "referral__advice")
        .order_by("happened_at", "pk")
    )
    own = list(
        CourseEvent.objects.filter(course=course)
        .select_related("organisation")
        .order_by("happened_at", "pk")
    )
    reasons = {(code.action, code.key): code.label for code in ReasonCode.objects.all()}
    receivers = _receivers(events, own)
    free_choice = words_for(actor)(_("borgerens frie valg"))
    because = _why_another(events)
    lines = [_of_referral(event, reasons, receivers, free_choice, because) for event in events]
    lines += [_of_course(event, receivers) for event in own]
    return sorted(lines, key=_moment, reverse=True)


def _moment(line: Happening) -> tuple[date, datetime]:
    """Newest day first; within a day what was written down last."""
    if isinstance(line.happened_at, datetime):
        return timezone.localtime(line.happened_at).date(), line.happened_at
    return line.happened_at, line.recorded_at


def _receivers(
    events: Iterable[Event], own: Iterable[CourseEvent]
) -> Mapping[uuid.UUID, Organisation]:
    """Organisations named in the events' data, by id; one query."""
    named = [event.data.get("receiver") for event in events]
    named += [event.data.get("coordinator") for event in own]
    return Organisation.objects.in_bulk({uuid.UUID(each) for each in named if each})


def _why_another(events: Iterable[Event]) -> Mapping[uuid.UUID, str]:
    """Why another receiver than advised was chosen, by referral; one query."""
    advices = {
        event.referral_id: event.referral.advice
        for event in events
        if event.referral.advice
        and event.referral.advice.override_reason
        and not event.referral.accompanies_id
    }
    versions = Version.objects.in_bulk({advice.version_id for advice in advices.values()})
    said = {}
    for referral_id, advice in advices.items():
        known = versions[advice.version_id].parsed.override_reasons
        labels = {reason.key: reason.label.in_(language()) for reason in known}
        said[referral_id] = labels.get(advice.override_reason, advice.override_reason)
    return said


def _of_referral(
    event: Event,
    reasons: Mapping[tuple[str, str], str],
    receivers: Mapping[uuid.UUID, Organisation],
    free_choice: str,
    because: Mapping[uuid.UUID, str],
) -> Happening:
    action = Action(event.action)
    reason = reasons.get((action, event.reason_code), event.reason_code)
    if action in {Action.SEND, Action.REDIRECT}:
        reason = because.get(event.referral_id, "")
    told = [
        _specifics(event, action, receivers, free_choice),
        reason,
        event.text.strip(),
    ]
    text = ": ".join(filter(None, _joined(action, told)))
    return Happening(
        title=_titled(action, text),
        text=text,
        happened_at=_happened(event, action),
        recorded_at=event.recorded_at,
        where=event.organisation.name if event.organisation else "",
        note=_clock_note(action),
    )


def _joined(action: Action, told: list[str]) -> list[str]:
    specifics, reason, text = told
    because = ". ".join(filter(None, [reason, text]))
    if action in ADDRESSED and because:
        return [f"{specifics}. {because}" if specifics else because]
    return [specifics, because]


def _titled(action: Action, text: str) -> str:
    """The title, with a colon before what was said; "Sendt til …" runs on without."""
    title = _title(action)
    return f"{title}:" if text and action not in ADDRESSED else title


def _title(action: Action) -> str:
    return {
        Action.SEND: _("Sendt"),
        Action.CLAIM: _("Hentet"),
        Action.WITHDRAW: _("Trukket tilbage"),
        Action.ASK: _("Spørgsmål til henviser"),
        Action.ANSWER: _("Svar fra henviser"),
        Action.ACCEPT: _("Accepteret"),
        Action.DECLINE: _("Returneret"),
        Action.REDIRECT: _("Rettet og sendt igen"),
        Action.FORWARD: _("Videresendt"),
        Action.START: _("Forløb startet"),
        Action.PAUSE: _("Sat på pause"),
        Action.RESUME: _("Forløb genoptaget"),
        Action.FINISH: _("Behandling afsluttet"),
        Action.COMPLETE: _("Epikrise sendt"),
        Action.END_UNSTARTED: _("Afsluttet uden forløb"),
        Action.ACKNOWLEDGE: _("Læst af henviser"),
    }[action]


def _specifics(
    event: Event, action: Action, receivers: Mapping[uuid.UUID, Organisation], free_choice: str
) -> str:
    data = event.data
    match action:
        case _ if action in ADDRESSED:
            receiver = receivers.get(uuid.UUID(data["receiver"])) if data.get("receiver") else None
            to = _("til %(name)s") % {"name": receiver.name_and_place if receiver else free_choice}
            return f"{to}{_advice_note(event, action)}"
        case Action.ACCEPT if data.get("on"):
            return _("første tid %(day)s") % {"day": _iso_day(data["on"])}
        case Action.ACCEPT:
            return _("på venteliste")
        case Action.FINISH if data.get("end_kind") == EndKind.EARLY:
            return _("før tid")
        case Action.FINISH:
            return _("som planlagt")
        case _:
            return ""


def _advice_note(event: Event, action: Action) -> str:
    """Whether the sender followed the advice; forwarding is the receiver's own judgement."""
    advice = event.referral.advice
    if advice is None or action is Action.FORWARD or not advice.chosen_destination:
        return ""
    if event.referral.accompanies_id:  # chosen along with the main one
        followed = event.referral.destination in advice.result.get("also", ())
    else:
        advised = {advice.destination, *advice.result.get("alternatives", ())}
        followed = advice.chosen_destination in advised
    return _(", fulgte rådet") if followed else _(", anden end anbefalet")


def _happened(event: Event, action: Action) -> datetime | date:
    """The day of the session for what is told afterwards, else the moment."""
    if action in {Action.START, Action.FINISH} and event.data.get("on"):
        on = date.fromisoformat(event.data["on"])
        if on != timezone.localtime(event.happened_at).date():
            return on
    return event.happened_at


def _clock_note(action: Action) -> str:
    if action is Action.ASK:
        return _("uret på hold hos henviser")
    return _("uret løber igen hos modtager") if action is Action.ANSWER else ""


def _of_course(event: CourseEvent, receivers: Mapping[uuid.UUID, Organisation]) -> Happening:
    kind = CourseEventKind(event.kind)
    text = event.text
    coordinator = event.data.get("coordinator")
    if coordinator and (organisation := receivers.get(uuid.UUID(coordinator))):
        named = _("tovholder %(name)s") % {"name": organisation.name}
        text = f"{named}. {text}" if text else named
    if kind is CourseEventKind.ASSESSED and event.data.get("group"):
        text = _("gruppe %(group)s") % {"group": event.data["group"]}
    elif kind is CourseEventKind.VERSION_MOVED:
        text = _("fra %(before)s til %(after)s") % {
            "before": event.data.get("from"),
            "after": event.data.get("to"),
        }
    elif kind in SAID:
        text = ". ".join(filter(None, [SAID[kind](event.data), text]))
    return Happening(
        title=f"{kind.label}:" if text else str(kind.label),
        text=text,
        happened_at=_course_day(event, kind),
        recorded_at=event.recorded_at,
        where=event.organisation.name if event.organisation else "",
    )


def _held(data: Mapping[str, Any]) -> str:
    said = [
        _("uge %(week)s") % {"week": data["week"]},
        str(Progress(data["progress"]).label).lower(),
        _("behandlingsmulighederne er udtømt") if data["options_exhausted"] else "",
        _("sygemeldt") if data["sick_listed"] else "",
    ]
    return ", ".join(filter(None, said))


# What the events of following a course say, from their data.
SAID: Mapping[CourseEventKind, Callable[[Mapping[str, Any]], str]] = {
    CourseEventKind.CHECKPOINT_HELD: _held,
    CourseEventKind.MRI_ORDERED: lambda data: str(data["where"]),
    CourseEventKind.FIRST_CONTACT: lambda data: (
        _("nu %(day)s") % {"day": date_format(date.fromisoformat(data["on"]), "d.m.Y")}
    ),
}


def _course_day(event: CourseEvent, kind: CourseEventKind) -> datetime | date:
    """The day named for what is told afterwards, else the moment."""
    if kind in {CourseEventKind.CHECKPOINT_HELD, CourseEventKind.MRI_ORDERED}:
        on = date.fromisoformat(event.data["on"])
        if on != timezone.localtime(event.happened_at).date():
            return on
    return event.happened_at


def _iso_day(text: str) -> str:
    return date_format(date.fromisoformat(text), "d.m.")

"""What waits on a referrer, list by list, as the start page draws it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.models import Membership
from referrals.epicrisis import RESULTS
from referrals.language import language
from referrals.models import Answer, Epicrisis, Event, Message, ReasonCode, Referral
from referrals.models.referral import ReferralQuerySet
from referrals.phrases import states_of
from referrals.rows import clocks_of, promise
from referrals.states import Action
from referrals.worklists import WORKLISTS

MOST_SHOWN = 5
LISTS = ("questions", "returned", "epicrises", "ended-unstarted", "drafts")
ELSEWHERE = ("unanswered", "accepted", "under-treatment", "epicrisis-late")
# What the therapist asks for that the doctor has to decide on.
DECISIONS = frozenset({"control", "new_referral", "work_up"})


@dataclass(frozen=True)
class Task:
    """One thing to do: about whom, what, since when, and the door to it.

    `badge_css`: "" plain, "is-bad" due or overdue, "is-warn" needs a decision.
    """

    referral: Referral
    what: str
    about: str
    badge: str
    badge_css: str
    button: str
    url: str


@dataclass(frozen=True)
class TaskList:
    """One list of the start page: its first rows, and how many there are in all."""

    key: str
    label: str
    n: int
    due_today: int
    tasks: tuple[Task, ...]
    empty: str

    @property
    def url(self) -> str:
        """The whole list."""
        return reverse("referrals:worklist", args=[self.key])

    @property
    def has_more(self) -> bool:
        """Whether some are not shown here."""
        return self.n > len(self.tasks)

    @property
    def note(self) -> str:
        """How many are due today or overdue, for the count."""
        return due_note(self.due_today)


def due_note(n: int) -> str:
    """So many due today or overdue; empty when none are."""
    return _("%(n)s med frist i dag eller overskredet") % {"n": n} if n else ""


def mine_q(actor: Membership) -> Q:
    """Referrals the actor wrote or sent: another may have prepared what one has sent."""
    sent = Event.objects.filter(membership=actor, action__in=[Action.SEND, Action.REDIRECT]).values(
        "referral"
    )
    return Q(created_by=actor) | Q(pk__in=sent)


def task_lists(actor: Membership, *, today: date, only_mine: bool) -> list[TaskList]:
    """The lists that call for action, a constant number of queries however long they are."""
    found = []
    for key in LISTS:
        worklist = WORKLISTS[key]
        rows = worklist.rows(actor, today)
        if only_mine:
            rows = rows.filter(mine_q(actor))
        n = rows.count()
        shown = _first(rows, key) if n else []
        found.append(
            TaskList(
                key=key,
                label=str(worklist.label),
                n=n,
                due_today=rows.filter(due_on__lte=today).count() if n and key == "questions" else 0,
                tasks=tuple(_BUILDERS[key](shown, today)) if shown else (),
                empty=str(worklist.empty),
            )
        )
    return found


def _first(rows: ReferralQuerySet, key: str) -> list[Referral]:
    order = "-updated_at" if key == "drafts" else "due_on"
    return list(rows.with_list_columns().order_by(order, "pk")[:MOST_SHOWN])


def _questions(referrals: Sequence[Referral], today: date) -> list[Task]:
    asked = _latest(
        Message.objects.filter(referral__in=referrals, is_question=True)
        .select_related("membership__user")
        .order_by("at", "pk"),
    )
    tasks = []
    for referral in referrals:
        message = asked.get(referral.pk)
        held = clocks_of(referral, today).held
        parts = [
            _receiver(referral) + (f", {message.membership.user.full_name}" if message else ""),
            _pathway(referral),
        ]
        if held:
            parts.append(
                ngettext("på hold hos dig i %(n)s dag", "på hold hos dig i %(n)s dage", held)
                % {"n": held}
            )
        badge, css = _due_badge(referral, today)
        what = _("»%(text)s«") % {"text": message.text} if message else _("Spørgsmål fra modtager")
        tasks.append(
            Task(referral, what, " · ".join(parts), badge, css, _("Svar"), _detail(referral))
        )
    return tasks


def _returned(referrals: Sequence[Referral], today: date) -> list[Task]:
    events = _latest(
        Event.objects.filter(referral__in=referrals, action=Action.DECLINE).order_by(
            "recorded_at", "pk"
        )
    )
    labels = _reasons(Action.DECLINE)
    tasks = []
    for referral in referrals:
        event = events.get(referral.pk)
        reason = labels.get(event.reason_code, "") if event else ""
        text = event.text if event else ""
        what = ": ".join(part for part in (reason, text) if part) or _("Returneret")
        tasks.append(
            Task(
                referral,
                what,
                f"{_receiver(referral)} · {_pathway(referral)}",
                _since(event.happened_at if event else referral.updated_at, today),
                "",
                _("Ret og send igen"),
                reverse("referrals:edit", args=[referral.pk]),
            )
        )
    return tasks


def _epicrises(referrals: Sequence[Referral], today: date) -> list[Task]:
    letters = _latest(Epicrisis.objects.filter(referral__in=referrals).order_by("version_number"))
    tasks = []
    for referral in referrals:
        letter = letters.get(referral.pk)
        content: Mapping[str, Any] = letter.content if letter else {}
        result = str(RESULTS.get(str(content.get("result", "")), ""))
        said = content.get("decision") or content.get("outcome") or _("Epikrise")
        decide = bool(DECISIONS & set(content.get("wishes") or ()))
        ended = referral.treatment_ended_on
        parts = [_receiver(referral), _pathway(referral)]
        if ended:
            parts.append(_("afsluttet %(date)s") % {"date": _day(ended, today)})
        badge, css = _due_badge(referral, today)
        if decide:
            badge, css = _("kræver stillingtagen"), "is-warn"
        tasks.append(
            Task(
                referral,
                f"{result}: {said}" if result else said,
                " · ".join(parts),
                badge or _("ny"),
                css,
                _("Læs"),
                reverse("referrals:read_epicrisis", args=[letter.pk])
                if letter
                else _detail(referral),
            )
        )
    return tasks


def _ended(referrals: Sequence[Referral], today: date) -> list[Task]:
    events = _latest(
        Event.objects.filter(referral__in=referrals, action=Action.END_UNSTARTED).order_by(
            "recorded_at", "pk"
        )
    )
    labels = _reasons(Action.END_UNSTARTED)
    tasks = []
    for referral in referrals:
        event = events.get(referral.pk)
        reason = labels.get(event.reason_code, "") if event else ""
        what = ": ".join(part for part in (reason, event.text if event else "") if part)
        tasks.append(
            Task(
                referral,
                what or _("Afsluttet uden forløb"),
                f"{_receiver(referral)} · {_pathway(referral)}",
                _since(event.happened_at if event else referral.updated_at, today),
                "",
                _("Læs"),
                _detail(referral),
            )
        )
    return tasks


def _drafts(referrals: Sequence[Referral], today: date) -> list[Task]:
    answers: dict[uuid.UUID, list[Answer]] = {}
    for answer in Answer.objects.filter(referral__in=referrals):
        answers.setdefault(answer.referral_id, []).append(answer)
    tasks = []
    for referral in referrals:
        own = answers.get(referral.pk, [])
        states = states_of(referral.version.parsed, {one.key: one.value for one in own})
        shown = [state for state in states if state.visible]
        what = _("%(pathway)s: %(n)s af %(all)s fraser") % {
            "pathway": _pathway(referral),
            "n": sum(1 for state in shown if state.answered),
            "all": len(shown),
        }
        missing = [state.phrase.title.in_(language()) for state in shown if state.missing]
        if missing:
            about = _("Mangler: %(titles)s") % {"titles": ", ".join(missing)}
        elif any(not one.confirmed for one in own):
            about = _("Mangler kun bekræftelse af det, der er hentet")
        else:
            about = _("Klar til at sende")
        who = referral.created_by.user.full_name
        tasks.append(
            Task(
                referral,
                what,
                _("%(about)s · begyndt af %(who)s") % {"about": about, "who": who},
                _("gemt %(when)s") % {"when": _moment(referral.updated_at, today)},
                "",
                _("Fortsæt"),
                reverse("referrals:edit", args=[referral.pk]),
            )
        )
    return tasks


_BUILDERS: Mapping[str, Callable[[Sequence[Referral], date], list[Task]]] = {
    "questions": _questions,
    "returned": _returned,
    "epicrises": _epicrises,
    "ended-unstarted": _ended,
    "drafts": _drafts,
}


def _latest(rows: Any) -> dict[uuid.UUID, Any]:
    """The last row of each referral, of rows in the order they came."""
    return {row.referral_id: row for row in rows}


def _reasons(action: Action) -> dict[str, str]:
    return {code.key: code.label for code in ReasonCode.objects.filter(action=action)}


def _receiver(referral: Referral) -> str:
    if referral.receiver is not None:
        return referral.receiver.name
    return str(referral.get_destination_display())


def _pathway(referral: Referral) -> str:
    return referral.version.parsed.short_title.in_(language())


def _detail(referral: Referral) -> str:
    return reverse("referrals:detail", args=[referral.pk])


def _due_badge(referral: Referral, today: date) -> tuple[str, str]:
    if referral.due_on is None:
        return "", ""
    due = promise(referral.due_on, today)
    if referral.due_on == today:
        return _("frist i dag"), "is-bad"
    if due.late:
        return due.note, "is-bad"
    return _("senest %(day)s") % {"day": due.day}, ""


def _since(at: datetime, today: date) -> str:
    return _("siden %(when)s") % {"when": _moment(at, today)}


def _moment(at: datetime, today: date) -> str:
    local = timezone.localtime(at)
    if local.date() == today:
        return _("kl. %(time)s") % {"time": date_format(local, "H.i")}
    return _day(local.date(), today)


def _day(day: date, today: date) -> str:
    return date_format(day, "d.m." if day.year == today.year else "d.m.Y")

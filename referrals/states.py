"""The referral's life as one table: who may do what in which state, and where it leads.

Page buttons, actions, tests and the drawn diagram (docs/referral-states.md) all read
`TRANSITIONS` (ARCHITECTURE §4).
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy


class Status(TextChoices):
    """Where a referral is."""

    DRAFT = "draft", gettext_lazy("Kladde")
    SENT = "sent", gettext_lazy("Sendt")
    INFORMATION_REQUESTED = "information_requested", gettext_lazy("Spørgsmål stillet")
    ACCEPTED = "accepted", gettext_lazy("Accepteret")
    IN_TREATMENT = "in_treatment", gettext_lazy("I forløb")
    PAUSED = "paused", gettext_lazy("Sat på pause")
    TREATMENT_ENDED = "treatment_ended", gettext_lazy("Behandling afsluttet")
    COMPLETED = "completed", gettext_lazy("Epikrise sendt")
    RETURNED = "returned", gettext_lazy("Returneret")
    WITHDRAWN = "withdrawn", gettext_lazy("Trukket tilbage")
    ENDED = "ended", gettext_lazy("Afsluttet uden forløb")
    CLOSED = "closed", gettext_lazy("Lukket")


class Side(TextChoices):
    """The two ends of a referral, and a service that may claim an open one."""

    REFERRER = "referrer", pgettext_lazy("side", "Henviser")
    RECEIVER = "receiver", pgettext_lazy("side", "Modtager")
    SERVICE = "service", pgettext_lazy("side", "Udfører")


class Action(TextChoices):
    """What can be done to a referral; labels are the words on the buttons."""

    SEND = "send", gettext_lazy("Send henvisning")
    CLAIM = "claim", gettext_lazy("Hent henvisning")
    WITHDRAW = "withdraw", gettext_lazy("Træk tilbage")
    ASK = "ask", gettext_lazy("Spørg henviser")
    ANSWER = "answer", gettext_lazy("Svar")
    ACCEPT = "accept", gettext_lazy("Acceptér")
    DECLINE = "decline", gettext_lazy("Returnér med begrundelse")
    REDIRECT = "redirect", gettext_lazy("Ret og send igen")
    FORWARD = "forward", gettext_lazy("Videresend")
    START = "start", gettext_lazy("Start forløb")
    PAUSE = "pause", gettext_lazy("Sæt på pause")
    RESUME = "resume", gettext_lazy("Genoptag forløb")
    FINISH = "finish", gettext_lazy("Afslut behandling")
    COMPLETE = "complete", gettext_lazy("Underskriv og send epikrise")
    END_UNSTARTED = "end_unstarted", gettext_lazy("Afslut uden forløb")
    ACKNOWLEDGE = "acknowledge", gettext_lazy("Markér som læst")


CLINICIAN = "clinician"
TRIAGER = "triager"
SECRETARY = "secretary"
ANY_STAFF = frozenset({CLINICIAN, TRIAGER, SECRETARY})
CLINICIAN_ONLY = frozenset({CLINICIAN})
TRIAGE = frozenset({TRIAGER, CLINICIAN})

S = Status
FINAL = frozenset({S.WITHDRAWN, S.CLOSED})
OPEN_STATES = frozenset(S) - FINAL
# A returned referral is mended in place before it is sent again.
WRITABLE = frozenset({S.DRAFT, S.RETURNED})
# Statuses in which the ball lies with each side; used by lists, badges and clocks.
TURN: dict[Status, Side | None] = {
    S.DRAFT: Side.REFERRER,
    S.SENT: Side.RECEIVER,
    S.INFORMATION_REQUESTED: Side.REFERRER,
    S.ACCEPTED: Side.RECEIVER,
    S.IN_TREATMENT: Side.RECEIVER,
    S.PAUSED: Side.RECEIVER,
    S.TREATMENT_ENDED: Side.RECEIVER,
    S.COMPLETED: Side.REFERRER,
    S.RETURNED: Side.REFERRER,
    S.ENDED: Side.REFERRER,
    S.WITHDRAWN: None,
    S.CLOSED: None,
}


@dataclass(frozen=True)
class Transition:
    """One row of the table: an action, whose it is, and what it needs.

    `target` None means "back to where it was before the question".
    """

    action: Action
    sources: frozenset[Status]
    target: Status | None
    side: Side
    roles: frozenset[str]
    needs: tuple[str, ...] = ()


def _row(
    action: Action,
    sources: Collection[Status],
    target: Status | None,
    side: Side,
    roles: frozenset[str] = ANY_STAFF,
    needs: tuple[str, ...] = (),
) -> Transition:
    return Transition(action, frozenset(sources), target, side, roles, needs)


_ROWS = (
    _row(Action.SEND, {S.DRAFT}, S.SENT, Side.REFERRER, CLINICIAN_ONLY, ("phrases", "receiver")),
    _row(Action.CLAIM, {S.SENT}, S.SENT, Side.SERVICE, needs=("cpr",)),
    _row(
        Action.WITHDRAW,
        {S.SENT, S.INFORMATION_REQUESTED, S.ACCEPTED},
        S.WITHDRAWN,
        Side.REFERRER,
        needs=("reason",),
    ),
    _row(
        Action.ASK,
        {S.SENT, S.ACCEPTED},
        S.INFORMATION_REQUESTED,
        Side.RECEIVER,
        needs=("text",),
    ),
    _row(Action.ANSWER, {S.INFORMATION_REQUESTED}, None, Side.REFERRER, needs=("text",)),
    _row(
        Action.ACCEPT,
        {S.SENT, S.INFORMATION_REQUESTED},
        S.ACCEPTED,
        Side.RECEIVER,
        TRIAGE,
        ("first_date_or_waiting_list",),
    ),
    _row(
        Action.DECLINE,
        {S.SENT, S.INFORMATION_REQUESTED},
        S.RETURNED,
        Side.RECEIVER,
        TRIAGE,
        ("reason_code",),
    ),
    _row(Action.REDIRECT, {S.RETURNED}, S.SENT, Side.REFERRER, CLINICIAN_ONLY, ("receiver",)),
    _row(
        Action.FORWARD,
        {S.SENT, S.ACCEPTED, S.INFORMATION_REQUESTED},
        S.SENT,
        Side.RECEIVER,
        TRIAGE,
        ("receiver", "reason"),
    ),
    _row(Action.START, {S.ACCEPTED}, S.IN_TREATMENT, Side.RECEIVER, needs=("date",)),
    _row(Action.PAUSE, {S.IN_TREATMENT}, S.PAUSED, Side.RECEIVER, needs=("reason",)),
    _row(Action.RESUME, {S.PAUSED}, S.IN_TREATMENT, Side.RECEIVER, needs=("reason",)),
    _row(
        Action.FINISH,
        {S.IN_TREATMENT, S.PAUSED},
        S.TREATMENT_ENDED,
        Side.RECEIVER,
        needs=("date", "end_kind"),
    ),
    _row(
        Action.COMPLETE,
        {S.TREATMENT_ENDED},
        S.COMPLETED,
        Side.RECEIVER,
        CLINICIAN_ONLY,
        ("signed_epicrisis",),
    ),
    _row(
        Action.END_UNSTARTED,
        {S.ACCEPTED},
        S.ENDED,
        Side.RECEIVER,
        needs=("reason_code",),
    ),
    _row(
        Action.ACKNOWLEDGE,
        {S.COMPLETED, S.ENDED, S.RETURNED},
        S.CLOSED,
        Side.REFERRER,
        CLINICIAN_ONLY,
    ),
)
TRANSITIONS: dict[Action, Transition] = {row.action: row for row in _ROWS}


@dataclass(frozen=True)
class Situation:
    """What the table needs to know of one referral and one reader.

    sides: the sides the reader's organisation stands on; `open_for_claim`: sent with free
    choice and not claimed.
    """

    status: Status
    sides: frozenset[Side]
    roles: frozenset[str]
    open_for_claim: bool = False
    started: bool = False


@dataclass(frozen=True)
class Possibility:
    """One action for one reader: allowed, or why not in one sentence.

    `mine` is False when the action is never this reader's (other side or role); such
    actions are told in a sentence, not drawn as a button.
    """

    action: Action
    allowed: bool
    reason: str
    mine: bool


def check(action: Action, situation: Situation) -> Possibility:
    """May this reader do this now, and if not, why not (ARCHITECTURE §4)."""
    row = TRANSITIONS[action]
    if row.side not in situation.sides:
        return Possibility(action, False, _not_your_side(row), mine=False)
    if not row.roles & situation.roles:
        return Possibility(action, False, _not_your_role(row), mine=False)
    if situation.status not in row.sources:
        return Possibility(action, False, _not_now(row, situation), mine=True)
    if action is Action.CLAIM and not situation.open_for_claim:
        return Possibility(
            action, False, _("Henvisningen er allerede hentet af en udfører."), mine=True
        )
    if row.side is Side.RECEIVER and situation.open_for_claim:
        return Possibility(
            action, False, _("Henvisningen skal hentes af en udfører først."), mine=True
        )
    return Possibility(action, True, "", mine=True)


def allowed_actions(situation: Situation) -> tuple[Possibility, ...]:
    """Every action of the table for this reader, in the table's order, with reasons."""
    return tuple(check(action, situation) for action in TRANSITIONS)


def target_of(action: Action, *, before_question: Status) -> Status:
    """The status an action leads to; an answer leads back to where the question was asked."""
    target = TRANSITIONS[action].target
    return before_question if target is None else target


def _not_your_side(row: Transition) -> str:
    if row.side is Side.REFERRER:
        return _("Kun henviser kan gøre dette: %(action)s.") % {"action": _lower(row.action)}
    if row.side is Side.SERVICE:
        return _("Kun en udfører af tilbuddet kan hente henvisningen.")
    return _("Kun modtager kan gøre dette: %(action)s.") % {"action": _lower(row.action)}


def _not_your_role(row: Transition) -> str:
    if row.roles == CLINICIAN_ONLY:
        return _("Kun en kliniker kan gøre dette: %(action)s.") % {"action": _lower(row.action)}
    if row.roles == TRIAGE:
        return _("Kun en visitator eller kliniker kan gøre dette: %(action)s.") % {
            "action": _lower(row.action)
        }
    return _("Din rolle giver ikke adgang til dette: %(action)s.") % {"action": _lower(row.action)}


def _lower(action: Action) -> str:
    label = str(action.label)
    return label[:1].lower() + label[1:]


_NOT_YET: dict[Action, Promise] = {
    Action.SEND: gettext_lazy("Henvisningen er allerede sendt."),
    Action.ACCEPT: gettext_lazy("Kan kun accepteres, mens den venter på visitation."),
    Action.DECLINE: gettext_lazy("Kan kun returneres, før den er accepteret."),
    Action.ASK: gettext_lazy("Spørgsmål stilles, før forløbet starter."),
    Action.ANSWER: gettext_lazy("Der er ikke stillet et spørgsmål."),
    Action.FORWARD: gettext_lazy("Kan kun videresendes, før forløbet starter."),
    Action.REDIRECT: gettext_lazy("Kan sendes igen, hvis modtager returnerer den."),
    Action.START: gettext_lazy("Kan først startes, når henvisningen er accepteret."),
    Action.PAUSE: gettext_lazy("Kan kun sættes på pause, mens forløbet er i gang."),
    Action.RESUME: gettext_lazy("Forløbet er ikke sat på pause."),
    Action.FINISH: gettext_lazy("Kan først afsluttes, når forløbet er i gang."),
    Action.COMPLETE: gettext_lazy("Epikrisen underskrives, når behandlingen er afsluttet."),
    Action.END_UNSTARTED: gettext_lazy(
        "Bruges, når en accepteret henvisning ikke bliver til et forløb."
    ),
    Action.ACKNOWLEDGE: gettext_lazy("Der er ikke kommet noget tilbage at læse endnu."),
    Action.CLAIM: gettext_lazy("Henvisningen kan ikke hentes nu."),
    Action.WITHDRAW: gettext_lazy("Henvisningen kan ikke længere trækkes tilbage."),
}

_DONE_ALREADY: dict[tuple[Action, Status], Promise] = {
    (Action.ASK, Status.INFORMATION_REQUESTED): gettext_lazy(
        "Der er allerede stillet et spørgsmål, som henviser ikke har svaret på."
    ),
    (Action.ACCEPT, Status.ACCEPTED): gettext_lazy("Henvisningen er allerede accepteret."),
    (Action.COMPLETE, Status.COMPLETED): gettext_lazy(
        "Epikrisen er allerede underskrevet. Den kan rettes med en ny version."
    ),
}


def _not_now(row: Transition, situation: Situation) -> str:
    if row.action is Action.WITHDRAW and situation.started:
        return _("Forløbet er startet. Kun modtager kan afslutte det nu.")
    if (row.action, situation.status) in _DONE_ALREADY:
        return str(_DONE_ALREADY[row.action, situation.status])
    if situation.status in FINAL:
        return _("Henvisningen er afsluttet: %(status)s.") % {
            "status": str(situation.status.label).lower()
        }
    return str(_NOT_YET[row.action])

"""Every write about a citizen: looking up, registering, relations, objections, access log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from citizens.cpr import Cpr, parse_cpr
from citizens.models import AccessLog, CareRelation, Citizen, Consent, Opposition
from citizens.vocabulary import Ground, What
from organisations.models import Membership, Municipality, Organisation
from organisations.periods import valid_on_q
from organisations.vocabulary import OrganisationKind, Role

# Local standard: how long a look-up lets a practice that is not the citizen's own see the citizen.
# Sending a referral gives a relation of its own.
LOOK_UP_DAYS = 30

MAY_LOOK_UP = (Role.CLINICIAN, Role.SECRETARY)
MAY_CLAIM = (Role.CLINICIAN, Role.SECRETARY, Role.TRIAGER)


class LookUpRefused(Exception):
    """The actor may not look this citizen up. The text is the sentence for the person."""


class AlreadyRegistered(Exception):
    """Somebody has the number already: look the citizen up instead."""


# Looking up and registering ----------------------------------------------------------------------


def why_no_look_up(actor: Membership, *, for_claim: bool = False) -> str:
    """The sentence that says why `actor` may not look citizens up; empty when the actor may."""
    if for_claim:
        if actor.has_role(*MAY_CLAIM):
            return ""
        return _("Kun klinikere, sekretærer og visitatorer kan hente en henvisning med CPR-nummer.")
    if actor.organisation.kind != OrganisationKind.GENERAL_PRACTICE:
        return _("Kun almen praksis kan slå patienter op med CPR-nummer.")
    if not actor.has_role(*MAY_LOOK_UP):
        return _("Kun klinikere og sekretærer kan slå patienter op med CPR-nummer.")
    return ""


def look_up_citizen(
    actor: Membership, cpr_text: str, reason: str, *, for_claim: bool = False
) -> Citizen | None:
    """The citizen with this number, or None when nobody known has it. Both are logged.

    In general practice a clinician's or secretary's look-up gives the practice a relation for
    `LOOK_UP_DAYS`, unless it has one (sundhedsloven § 42 a). With `for_claim` any unit's clinician,
    secretary or triager may ask, and gets no relation: the claim itself gives that
    (`ensure_care_relation` with `Ground.CLAIMED`), and the caller shows nothing before.

    Raises CprError for a number that cannot be, LookUpRefused for who may not, or where the citizen
    has objected.
    """
    if refusal := why_no_look_up(actor, for_claim=for_claim):
        raise LookUpRefused(refusal)
    today = timezone.localdate()
    number = parse_cpr(cpr_text, today=today)
    citizen = (
        Citizen.objects.select_related("municipality", "own_gp")
        .filter(identifier=number.number)
        .first()
    )
    # Outside any transaction of ours: a look-up that is then refused stays in the log.
    _log(actor, citizen, What.LOOKUP, reason=reason)
    if citizen is None or for_claim:
        return citizen
    related = CareRelation.objects.filter(
        valid_on_q(today), citizen=citizen, organisation=actor.organisation
    ).exclude(ground=Ground.LOOKED_UP)
    if related.exists():
        return citizen
    if Opposition.against(actor.organisation_id, on=today).filter(citizen=citizen).exists():
        raise LookUpRefused(
            _("Patienten har frabedt sig opslag. Bed patienten trække frabedelsen tilbage først.")
        )
    until = today + timedelta(days=LOOK_UP_DAYS)
    ensure_care_relation(citizen, actor.organisation, Ground.LOOKED_UP, today, until=until)
    return citizen


@transaction.atomic
def register_citizen(
    actor: Membership,
    *,
    cpr_text: str,
    given_name: str,
    family_name: str,
    municipality: Municipality,
    own_gp: Organisation | None = None,
    street: str = "",
    postcode: str = "",
    city: str = "",
    phone: str = "",
    protected: bool = False,
) -> Citizen:
    """Make a citizen Samspor did not know, with the relations that follow. Logged.

    The own GP's practice gets a relation without end; the registering practice, when it is another,
    one for `LOOK_UP_DAYS`. Raises CprError, LookUpRefused, AlreadyRegistered.
    """
    if refusal := why_no_look_up(actor):
        raise LookUpRefused(refusal)
    today = timezone.localdate()
    number: Cpr = parse_cpr(cpr_text, today=today)
    citizen, made = Citizen.objects.get_or_create(
        identifier=number.number,
        defaults={
            "identifier_kind": number.kind.value,
            "birth_date": number.birth_date,
            "sex": number.sex.value,
            "given_name": given_name,
            "family_name": family_name,
            "municipality": municipality,
            "own_gp": own_gp,
            "street": street,
            "postcode": postcode,
            "city": city,
            "phone": phone,
            "protected": protected,
        },
    )
    if not made:
        raise AlreadyRegistered(_("CPR-nummeret er allerede registreret. Slå patienten op."))
    _log(actor, citizen, What.REGISTER)
    if own_gp is not None:
        ensure_care_relation(citizen, own_gp, Ground.OWN_GP, today)
    if own_gp != actor.organisation:
        until = today + timedelta(days=LOOK_UP_DAYS)
        ensure_care_relation(citizen, actor.organisation, Ground.LOOKED_UP, today, until=until)
    return citizen


@transaction.atomic
def change_own_gp(citizen: Citizen, own_gp: Organisation | None, on: date) -> Citizen:
    """Move the citizen to another practice from `on`; the old relation ends the day before."""
    citizen = Citizen.objects.select_for_update(of=("self",)).get(pk=citizen.pk)
    if citizen.own_gp_id == (own_gp.pk if own_gp else None):
        return citizen
    if citizen.own_gp is not None:
        CareRelation.objects.filter(
            citizen=citizen,
            organisation=citizen.own_gp_id,
            ground=Ground.OWN_GP,
            valid_from__gte=on,
        ).delete()
        end_care_relation(citizen, citizen.own_gp, Ground.OWN_GP, on - timedelta(days=1))
    citizen.own_gp = own_gp
    citizen.save(update_fields=["own_gp"])
    if own_gp is not None:
        ensure_care_relation(citizen, own_gp, Ground.OWN_GP, on)
    return citizen


# Relations ---------------------------------------------------------------------------------------


@transaction.atomic
def ensure_care_relation(
    citizen: Citizen,
    organisation: Organisation,
    ground: str,
    on: date,
    *,
    until: date | None = None,
) -> CareRelation:
    """Let `organisation` see `citizen` on this ground from `on`, until further notice or `until`.

    Asked again, the relation that holds is kept and made to last at least as long; no second row.
    """
    same = CareRelation.objects.filter(citizen=citizen, organisation=organisation, ground=ground)
    relation = same.select_for_update().filter(valid_on_q(on)).order_by("valid_from").last()
    if relation is None:
        # A second request at the same moment finds the first one's row by the unique key.
        relation, _made = same.get_or_create(
            citizen=citizen,
            organisation=organisation,
            ground=ground,
            valid_from=on,
            defaults={"valid_to": until},
        )
    if relation.valid_to is not None and (until is None or until > relation.valid_to):
        relation.valid_to = until
        relation.save(update_fields=["valid_to"])
    return relation


def end_care_relation(citizen: Citizen, organisation: Organisation, ground: str, on: date) -> int:
    """Make `on` the last day the organisation sees the citizen on this ground. Returns rows ended.

    Other grounds of the same organisation stand.
    """
    return (
        CareRelation.objects.filter(
            valid_on_q(on), citizen=citizen, organisation=organisation, ground=ground
        )
        .exclude(valid_to=on)
        .update(valid_to=on)
    )


# Objection and consent ---------------------------------------------------------------------------


def record_opposition(
    actor: Membership, citizen: Citizen, *, on: date, organisation: Organisation | None = None
) -> Opposition:
    """The citizen objects to look-ups by `organisation`, or by everyone (sundhedsloven § 42 a)."""
    return Opposition.objects.create(
        citizen=citizen, organisation=organisation, valid_from=on, recorded_by=actor
    )


def record_consent(
    actor: Membership, citizen: Citizen, purpose: str, *, on: date, organisation: Organisation
) -> Consent:
    """The citizen says yes to one purpose for one organisation. Asked again: the same consent."""
    consent, _made = Consent.objects.get_or_create(
        citizen=citizen,
        organisation=organisation,
        purpose=purpose,
        valid_to=None,
        defaults={"valid_from": on, "recorded_by": actor},
    )
    return consent


# The access log ----------------------------------------------------------------------------------


def reveal_cpr(actor: Membership, citizen: Citizen) -> str:
    """The whole number, for a person to read; the showing is logged first."""
    record_access(actor, citizen, What.REVEAL_CPR)
    return citizen.full_cpr


def record_access(
    actor: Membership,
    citizen: Citizen,
    what: str,
    object_id: UUID | None = None,
    reason: str = "",
) -> AccessLog:
    """Write down that `actor` has read `what` about `citizen`; `object_id` says which one."""
    return _log(actor, citizen, what, object_id=object_id, reason=reason)


def record_access_many(
    actor: Membership, citizens: Iterable[Citizen | UUID], what: str = What.LIST, reason: str = ""
) -> int:
    """Write down the reading of a list: a line per citizen, one INSERT. Returns how many."""
    found = dict.fromkeys(c.pk if isinstance(c, Citizen) else c for c in citizens)
    if not found:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            _LOG_MANY,
            [
                timezone.now(),
                actor.user_id,
                actor.pk,
                actor.organisation_id,
                str(what),
                reason,
                list(found),
            ],
        )
    return len(found)


# Written as it is, because it stands behind every list and is most of what logging one costs.
_LOG_MANY = """
INSERT INTO citizens_accesslog
       (at, user_id, membership_id, organisation_id, what, reason, citizen_id)
SELECT %s, %s, %s, %s, %s, %s, unnest(%s::uuid[])
"""


def _log(
    actor: Membership,
    citizen: Citizen | None,
    what: str,
    *,
    object_id: UUID | None = None,
    reason: str = "",
) -> AccessLog:
    return AccessLog.objects.create(
        user_id=actor.user_id,
        membership=actor,
        organisation_id=actor.organisation_id,
        citizen=citizen,
        what=what,
        reason=reason,
        object_id=object_id,
    )

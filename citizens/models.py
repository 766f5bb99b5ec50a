"""Whom it is about: the citizen, who has a relation to the citizen, and who has looked.

An organisation sees a citizen only through a `CareRelation` that holds today. What belongs to a
citizen in the rooms above (course, assessment) is scoped by the same relations: `citizens_seen_by`.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from citizens import cpr
from citizens.vocabulary import ConsentPurpose, Ground, IdentifierKind, Sex, What
from organisations.access import ScopedQuerySet
from organisations.models import Membership, Municipality, Organisation
from organisations.periods import ValidPeriod, period_in_order, valid_on_q
from organisations.vocabulary import Role

if TYPE_CHECKING:
    from uuid import UUID

# Grounds for fetching others' notes. A citizen may object to them; not to what an organisation
# itself wrote or was sent (sundhedsloven § 42 a).
OPPOSABLE = (Ground.LOOKED_UP, Ground.SHARED_PLAN)

# Who reads about citizens at all; planners, editors, auditors and administrators do not.
AT_THE_CITIZEN = (Role.CLINICIAN, Role.TRIAGER, Role.SECRETARY)


def whole_years(born: date, on: date) -> int:
    """The age on a date. Born on 29 February: a year older on 1 March in common years."""
    had_birthday = (on.month, on.day) >= (born.month, born.day)
    return on.year - born.year - (0 if had_birthday else 1)


class Citizen(models.Model):
    """A person with a CPR number, or a replacement number, known to Samspor."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Ten characters without hyphen. Never in an address, a log or a page title.
    identifier = models.CharField(_("CPR-nummer"), max_length=10, unique=True)
    identifier_kind = models.CharField(max_length=12, choices=IdentifierKind)
    given_name = models.CharField(_("fornavn"), max_length=80)
    family_name = models.CharField(_("efternavn"), max_length=80)
    birth_date = models.DateField(_("fødselsdag"))
    sex = models.CharField(_("køn"), max_length=6, choices=Sex)
    street = models.CharField(_("vej og nummer"), max_length=120, blank=True)
    postcode = models.CharField(_("postnummer"), max_length=4, blank=True)
    city = models.CharField(_("by"), max_length=60, blank=True)
    phone = models.CharField(_("telefon"), max_length=20, blank=True)
    # Name and address protection (CPR-loven § 28): the address is shown on no page.
    protected = models.BooleanField(_("navne- og adressebeskyttet"), default=False)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="citizens", verbose_name=_("kommune")
    )
    own_gp = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="listed_citizens",
        verbose_name=_("egen læge"),
    )

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("borger")
        verbose_name_plural = _("borgere")
        ordering = ("family_name", "given_name", "id")
        constraints = (
            models.CheckConstraint(
                name="citizen_identifier_has_the_form_of_its_kind",
                condition=Q(
                    identifier_kind__in=[IdentifierKind.CPR, IdentifierKind.REPLACEMENT],
                    identifier__regex=r"^[0-9]{10}$",
                )
                | Q(
                    identifier_kind__in=[IdentifierKind.X_ECPR, IdentifierKind.D_ECPR],
                    identifier__regex=r"^[0-9]{7}[A-Z]{2}[0-9]$",
                ),
            ),
            models.CheckConstraint(name="citizen_sex_is_known", condition=Q(sex__in=Sex.values)),
        )

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def full_cpr(self) -> str:
        """All ten characters. Showing it to a person is logged: `actions.reveal_cpr`."""
        return cpr.full(self.identifier)

    @property
    def masked_cpr(self) -> str:
        return cpr.masked(self.identifier)

    @property
    def cpr_birthday(self) -> str:
        """The six digits before the hyphen."""
        return self.identifier[:6]

    def age_on(self, on: date) -> int:
        """Whole years on `on`."""
        return whole_years(self.birth_date, on)

    @property
    def age(self) -> int:
        """Whole years today."""
        return self.age_on(timezone.localdate())

    @property
    def shown_address(self) -> str:
        """The address in one line; empty when the citizen is protected or it is unknown."""
        if self.protected:
            return ""
        place = f"{self.postcode} {self.city}".strip()
        return ", ".join(part for part in (self.street, place) if part)

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        return Q(pk__in=citizens_seen_by(actor))


class CareRelation(ValidPeriod):
    """Why one organisation may see one citizen, from a date. Written by the causing action."""

    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="care_relations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="care_relations")
    ground = models.CharField(_("grundlag"), max_length=20, choices=Ground)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("behandlingsrelation")
        verbose_name_plural = _("behandlingsrelationer")
        ordering = ("id",)
        # Answers "which citizens does this organisation see today" without reading the table.
        indexes = (
            models.Index(
                fields=["organisation", "citizen"],
                include=["ground", "valid_from", "valid_to"],
                name="care_relation_seen",
            ),
        )
        constraints = (
            period_in_order(),
            models.CheckConstraint(
                name="care_relation_ground_is_known", condition=Q(ground__in=Ground.values)
            ),
            models.UniqueConstraint(
                name="care_relation_is_open_once_per_ground",
                fields=["citizen", "organisation", "ground"],
                condition=Q(valid_to__isnull=True),
            ),
            models.UniqueConstraint(
                name="care_relation_starts_once_a_day_per_ground",
                fields=["citizen", "organisation", "ground", "valid_from"],
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_ground_display()}"

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        return Q(organisation=actor.organisation_id)


class Opposition(ValidPeriod):
    """A citizen's objection to being looked up, by one organisation or by all (frabedelse)."""

    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="oppositions")
    # Empty: everyone but the citizen's own GP, whose relation rests on other ground.
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="oppositions"
    )
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("frabedelse")
        verbose_name_plural = _("frabedelser")
        ordering = ("id",)
        constraints = (period_in_order(),)

    def __str__(self) -> str:
        return str(self.organisation or _("Alle organisationer"))

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        return Q(citizen__in=citizens_seen_by(actor))

    @classmethod
    def against(cls, organisation_id: UUID, *, on: date) -> models.QuerySet[Opposition]:
        """Objections that hold on `on` and concern the organisation."""
        return cls.objects.filter(
            valid_on_q(on), Q(organisation__isnull=True) | Q(organisation=organisation_id)
        )


class Consent(ValidPeriod):
    """A citizen's yes to one purpose, given to one organisation."""

    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="consents")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="consents")
    purpose = models.CharField(_("formål"), max_length=20, choices=ConsentPurpose)
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("samtykke")
        verbose_name_plural = _("samtykker")
        ordering = ("id",)
        constraints = (
            period_in_order(),
            models.UniqueConstraint(
                name="consent_is_open_once_per_purpose",
                fields=["citizen", "organisation", "purpose"],
                condition=Q(valid_to__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.get_purpose_display()

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        return Q(citizen__in=citizens_seen_by(actor))


class AccessLog(models.Model):
    """Who read what about whom, when and why. Written once: a trigger refuses changes.

    Not django's admin log and not the edit history: it is what a citizen may ask to see
    (GDPR art. 15) and what makes a look-up traceable afterwards (sundhedsloven § 42 d).
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    # Null only when a number was looked up that nobody has; the number itself is not kept.
    citizen = models.ForeignKey(
        Citizen, models.PROTECT, null=True, blank=True, related_name="accesses"
    )
    what = models.CharField(max_length=20, choices=What)
    reason = models.CharField(_("begrundelse"), max_length=200, blank=True)
    # The referral, epicrisis or other object read, where it is not the citizen alone.
    object_id = models.UUIDField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("opslag i loggen")
        verbose_name_plural = _("adgangslog")
        ordering = ("-at", "-id")
        indexes = (
            models.Index(fields=["citizen", "-at"]),
            models.Index(fields=["organisation", "-at"]),
            # Answers "has one of us opened it" without reading the lines every list leaves.
            models.Index(
                fields=["organisation", "object_id"],
                include=["what"],
                condition=Q(object_id__isnull=False),
                name="access_log_opened",
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="access_log_names_the_citizen_unless_nobody_was_found",
                condition=Q(citizen__isnull=False) | Q(what=What.LOOKUP),
            ),
            models.CheckConstraint(
                name="access_log_what_is_known", condition=Q(what__in=What.values)
            ),
        )

    def __str__(self) -> str:
        return self.get_what_display()

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """An auditor sees what the own organisation has read; nobody else sees the log."""
        if actor.has_role(Role.AUDITOR):
            return Q(organisation=actor.organisation_id)
        return Q(pk__in=[])


def citizens_seen_by(actor: Membership) -> models.QuerySet[CareRelation, UUID]:
    """Ids of the citizens the actor's organisation has a relation to today, as a subquery.

    None for a member who is there for something else than the citizens. For `visible_q` in the
    rooms above: `Q(citizen__in=citizens_seen_by(actor))`.
    """
    if not actor.has_role(*AT_THE_CITIZEN):
        return CareRelation.objects.none().values_list("citizen", flat=True)
    today = timezone.localdate()
    objected = Opposition.against(actor.organisation_id, on=today).filter(
        citizen=OuterRef("citizen")
    )
    return (
        CareRelation.objects.filter(valid_on_q(today), organisation=actor.organisation_id)
        .filter(~Q(ground__in=OPPOSABLE) | ~Exists(objected))
        .values_list("citizen", flat=True)
        .order_by()
    )

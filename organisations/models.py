"""Who there is: geography, organisations and their services, users and their memberships."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organisations import identifiers
from organisations.access import ScopedQuerySet
from organisations.periods import ValidPeriod, period_in_order, valid_on_q
from organisations.vocabulary import DestinationKind, Language, OrganisationKind, Role

if TYPE_CHECKING:
    from collections.abc import Iterable


class Region(ValidPeriod):
    """A Danish region. Regions merge: the successor carries on from the day after `valid_to`."""

    code = models.CharField(_("kode"), max_length=12, primary_key=True)
    # ISO 3166-2; blank where none has been published.
    iso = models.CharField(max_length=5, blank=True)
    name = models.CharField(_("navn"), max_length=60)
    succeeded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regioner")
        ordering = ("code",)
        constraints = (
            period_in_order(),
            models.CheckConstraint(
                name="region_with_a_successor_has_ended",
                condition=Q(succeeded_by__isnull=True) | Q(valid_to__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """One of the 98 municipalities, with the population its figures per inhabitant use."""

    code = models.CharField(_("kommunekode"), max_length=4, primary_key=True)
    name = models.CharField(_("navn"), max_length=60, unique=True)
    # The region of 2007-2026; `region_on` follows it into the region of the day.
    region = models.ForeignKey(Region, models.PROTECT, related_name="municipalities")
    population = models.PositiveIntegerField(_("folketal"))
    population_year = models.PositiveSmallIntegerField(_("folketal pr. 1. januar"))

    class Meta:
        verbose_name = _("kommune")
        verbose_name_plural = _("kommuner")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                name="municipality_code_is_four_digits", condition=Q(code__regex=r"^[0-9]{4}$")
            ),
        )

    def __str__(self) -> str:
        return self.name

    def region_on(self, on: date) -> Region:
        """The region that holds this municipality on `on`. Load `region__succeeded_by` with it."""
        region = self.region
        while region.succeeded_by and region.valid_to and region.valid_to < on:
            region = region.succeeded_by
        return region


def validate_gln(value: str) -> None:
    if not identifiers.is_gln(value):
        raise ValidationError(_("Lokationsnummeret (GLN) har 13 cifre; kontrollér det sidste."))


def validate_cvr(value: str) -> None:
    if not identifiers.is_cvr(value):
        raise ValidationError(_("CVR-nummeret har 8 cifre; kontrollér, at de er skrevet rigtigt."))


def validate_sor(value: str) -> None:
    if not identifiers.is_sor(value):
        raise ValidationError(_("SOR-koden har mindst 11 cifre og ingen andre tegn."))


class Organisation(ValidPeriod):
    """A body that sends or receives referrals, or plans: a practice, a clinic, an office."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("navn"), max_length=200)
    kind = models.CharField(_("art"), max_length=30, choices=OrganisationKind)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="organisations")
    sor = models.CharField(_("SOR-kode"), max_length=20, blank=True, validators=[validate_sor])
    gln = models.CharField(
        _("lokationsnummer"), max_length=13, blank=True, validators=[validate_gln]
    )
    # Six digits with leading zeros: `identifiers.normal_ydernummer`.
    ydernummer = models.CharField(_("ydernummer"), max_length=6, blank=True)
    cvr = models.CharField(_("CVR-nummer"), max_length=8, blank=True, validators=[validate_cvr])
    street = models.CharField(_("vej og nummer"), max_length=120, blank=True)
    postcode = models.CharField(_("postnummer"), max_length=4, blank=True)
    city = models.CharField(_("by"), max_length=60, blank=True)
    phone = models.CharField(_("telefon"), max_length=20, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisationer")
        ordering = ("name", "id")
        indexes = (
            models.Index(fields=["kind", "municipality"]),
            models.Index(
                fields=["ydernummer"], condition=~Q(ydernummer=""), name="organisation_ydernummer"
            ),
        )
        constraints = (
            period_in_order(),
            models.CheckConstraint(
                name="organisation_kind_is_known", condition=Q(kind__in=OrganisationKind.values)
            ),
            models.CheckConstraint(
                name="organisation_gln_is_blank_or_13_digits",
                condition=Q(gln="") | Q(gln__regex=r"^[0-9]{13}$"),
            ),
            models.CheckConstraint(
                name="organisation_sor_is_blank_or_11_digits_or_more",
                condition=Q(sor="") | Q(sor__regex=r"^[0-9]{11,}$"),
            ),
            models.CheckConstraint(
                name="organisation_ydernummer_is_blank_or_six_digits",
                condition=Q(ydernummer="") | Q(ydernummer__regex=r"^[0-9]{6}$"),
            ),
            models.CheckConstraint(
                name="organisation_cvr_is_blank_or_8_digits",
                condition=Q(cvr="") | Q(cvr__regex=r"^[0-9]{8}$"),
            ),
            models.UniqueConstraint(
                name="organisation_sor_is_unique", fields=["sor"], condition=~Q(sor="")
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name_and_place(self) -> str:
        """As the header shows it: "Lægerne ved Søen, Hillerød"."""
        if not self.city or self.city in self.name:
            return self.name
        return f"{self.name}, {self.city}"


class ServiceQuerySet(models.QuerySet["Service"]):
    def valid_on(self, on: date) -> Self:
        return self.filter(valid_on_q(on))

    def offered(self, *, kind: str | Iterable[str], municipality: Municipality, on: date) -> Self:
        """Services of the kind (or kinds) that take citizens of `municipality` on `on`.

        A service that names no municipality serves the whole region its performer lies in, also
        after that region has been taken over by another.
        """
        kinds = [kind] if isinstance(kind, str) else list(kind)
        region = municipality.region_on(on)
        home = "performer__municipality__region"
        of_the_region = Q(**{home: region}) | Q(
            **{f"{home}__succeeded_by": region, f"{home}__valid_to__lt": on}
        )
        named = Service.municipalities.through.objects.filter(service=OuterRef("pk"))
        return self.valid_on(on).filter(
            valid_on_q(on, path="performer__"),
            Exists(named.filter(municipality=municipality)) | (of_the_region & ~Exists(named)),
            kind__in=kinds,
        )


class Service(ValidPeriod):
    """What one unit offers from a date: the kind, for whom, who owns, pays for and performs it.

    Owner and payer are apart from the performer because they move between authorities while the
    unit stays. Blank means the performer itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("art"), max_length=30, choices=DestinationKind)
    name = models.CharField(_("navn"), max_length=200)
    description = models.TextField(_("beskrivelse"), blank=True)
    performer = models.ForeignKey(
        Organisation, models.PROTECT, related_name="services", verbose_name=_("udfører")
    )
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="owned_services"
    )
    payer = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="paid_services"
    )
    # The citizen chooses among all services of the kind; a referral then names no receiver.
    free_choice = models.BooleanField(_("frit valg"), default=False)
    # Empty: the whole region of the performer.
    municipalities = models.ManyToManyField(
        Municipality, blank=True, related_name="services", verbose_name=_("kommuner")
    )
    waiting_days = models.PositiveSmallIntegerField(_("ventetid i dage"), null=True, blank=True)
    waiting_entered_at = models.DateTimeField(null=True, blank=True)
    weekly_capacity = models.PositiveSmallIntegerField(_("pladser pr. uge"), null=True, blank=True)

    objects = ServiceQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[municipalities])

    class Meta:
        verbose_name = _("tilbud")
        verbose_name_plural = _("tilbud")
        ordering = ("kind", "name", "id")
        indexes = (models.Index(fields=["kind", "valid_from"]),)
        constraints = (
            period_in_order(),
            models.CheckConstraint(
                name="service_kind_is_known", condition=Q(kind__in=DestinationKind.values)
            ),
            models.CheckConstraint(
                name="service_waiting_days_say_when_they_were_entered",
                condition=Q(waiting_days__isnull=True) | Q(waiting_entered_at__isnull=False),
                violation_error_message=_("Ventetiden mangler tidspunktet, den er oplyst."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class UserQuerySet(ScopedQuerySet["User"]):
    pass


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes users, and finds one by e-mail whatever the case it is typed in."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """May enter the admin pages. Sees no more citizens than the memberships give."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        user: User = self.get(email=(username or "").strip().lower())
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can log in. What the person may see follows from the acting membership."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    full_name = models.CharField(_("navn"), max_length=120)
    title = models.CharField(_("titel"), max_length=60, blank=True)
    language = models.CharField(_("sprog"), max_length=2, choices=Language, default=Language.DANISH)
    keyboard_shortcuts = models.BooleanField(_("genvejstaster"), default=True)
    is_active = models.BooleanField(_("aktiv"), default=True)
    is_staff = models.BooleanField(_("adgang til administration"), default=False)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("bruger")
        verbose_name_plural = _("brugere")
        ordering = ("full_name", "id")
        constraints = (
            models.CheckConstraint(
                name="user_email_is_lower_case", condition=Q(email=Lower(F("email")))
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    @property
    def name_and_title(self) -> str:
        """As colleagues read it: "Anne Holm, læge"."""
        return f"{self.full_name}, {self.title}" if self.title else self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[0]

    def active_memberships(self) -> models.QuerySet[Membership]:
        """The user's own memberships that hold today, in a fixed order, organisation loaded."""
        return (
            self.memberships.filter(
                valid_on_q(timezone.localdate()),
                valid_on_q(timezone.localdate(), path="organisation__"),
            )
            .select_related("organisation__municipality")
            .order_by("organisation__name", "id")
        )

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """Colleagues: whoever is or was a member of the actor's organisation."""
        colleagues = Membership.objects.filter(organisation=actor.organisation_id)
        return Q(pk__in=colleagues.values("user"))


class Membership(ValidPeriod):
    """A user's place in an organisation, with roles, from a date. The actor of reads and writes."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=30, choices=Role), verbose_name=_("roller"))

    objects = ScopedQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("medlemskab")
        verbose_name_plural = _("medlemskaber")
        ordering = ("id",)
        constraints = (
            period_in_order(),
            models.CheckConstraint(
                name="membership_has_one_known_role_or_more",
                condition=Q(roles__len__gt=0, roles__contained_by=list(Role.values)),
                violation_error_message=_("Vælg mindst én rolle."),
            ),
            models.UniqueConstraint(
                name="membership_is_open_once_per_organisation",
                fields=["user", "organisation"],
                condition=Q(valid_to__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.organisation}"

    def has_role(self, *roles: str) -> bool:
        """Has the member any of `roles`?"""
        return not set(self.roles).isdisjoint(roles)

    @property
    def role_labels(self) -> list[str]:
        return [str(Role(role).label) for role in self.roles]

    @classmethod
    def visible_q(cls, actor: Membership) -> Q:
        """The memberships of the actor's own organisation."""
        return Q(organisation=actor.organisation_id)

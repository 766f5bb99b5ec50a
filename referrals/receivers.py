"""To whom one referral can go: services on offer where the citizen lives, as a doctor reads them.

A value is `service:<uuid>` (one unit) or `kind:<destination>` (the citizen chooses among all
units of the kind, or, for general practice, no referral is sent at all).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.models import Municipality, Service
from organisations.vocabulary import DestinationKind
from pathways.availability import availability
from pathways.routing import Availability
from referrals.clocks import working_days_between
from referrals.models import Referral

SERVICE = "service:"
KIND = "kind:"
# The own doctor is the referrer's side, and an emergency is not sent as a referral.
NOT_FORWARDED_TO = frozenset({DestinationKind.GENERAL_PRACTICE, DestinationKind.EMERGENCY})
# A waiting time older than this says when it was entered.
FRESH_DAYS = 30
# From here on weeks say more than working days.
COUNTED_IN_WEEKS = 56


@dataclass(frozen=True)
class Receiver:
    """One that can be chosen. `service` None: free choice of clinic, or own doctor."""

    value: str
    destination: str
    name: str
    wait: str
    sub: str
    service: Service | None = None

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        """The kind of offer in words."""
        return kind_label(self.destination)

    @property
    def is_own_doctor(self) -> bool:
        """The doctor keeps the patient; nothing is sent."""
        return self.destination == DestinationKind.GENERAL_PRACTICE and self.service is None


@dataclass(frozen=True)
class Receivers:
    """All receivers on offer, by destination; the first of each is the one to suggest."""

    by_destination: Mapping[str, tuple[Receiver, ...]]

    def of(self, destinations: Iterable[str]) -> tuple[Receiver, ...]:
        """Receivers of some destinations, in the destinations' order."""
        return tuple(
            receiver for key in destinations for receiver in self.by_destination.get(key, ())
        )

    def cards(self, destinations: Iterable[str]) -> tuple[Receiver, ...]:
        """As `of`, but where the citizen chooses the clinic that is the only one shown."""
        return tuple(
            receiver
            for key in destinations
            for receiver in self._shown(self.by_destination.get(key, ()))
        )

    def find(self, value: str) -> Receiver | None:
        """The receiver with a value, if it is on offer."""
        return next(
            (
                receiver
                for receivers in self.by_destination.values()
                for receiver in receivers
                if receiver.value == value
            ),
            None,
        )

    @staticmethod
    def _shown(receivers: Sequence[Receiver]) -> Sequence[Receiver]:
        free = [receiver for receiver in receivers if receiver.service is None]
        return free or receivers


def receivers_for(
    referral: Referral,
    *,
    destinations: Iterable[str],
    available: Mapping[str, Availability],
    on: date,
) -> Receivers:
    """Every receiver on offer to the referral's citizen on a date (one query).

    Of clinics under free choice only those in the municipality are named; the citizen may
    choose any. Of practices only the citizen's own, and only where another one refers.
    """
    keys = [
        key
        for key in destinations
        if (key not in available or available[key].offered is not False)
        and key != DestinationKind.EMERGENCY
    ]
    citizen = referral.citizen
    practice = Q(kind=DestinationKind.GENERAL_PRACTICE)
    services = list(
        Service.objects.offered(kind=keys, municipality=citizen.municipality, on=on)
        .filter(~practice | Q(performer=citizen.own_gp_id) & ~Q(performer=referral.sender_id))
        .filter(Q(free_choice=False) | Q(performer__municipality=citizen.municipality_id))
        .select_related("performer")
    )
    return Receivers(
        {key: tuple(_of_kind(key, services, citizen.municipality, available, on)) for key in keys}
    )


def receivers_to_forward_to(referral: Referral, *, on: date) -> list[Receiver]:
    """Whom a receiver can pass a referral on to: all on offer there but itself and own doctor."""
    version = referral.version
    offers = availability(version, referral.citizen.municipality, on)
    found = receivers_for(
        referral,
        destinations=[one for one in version.parsed.destinations if one not in NOT_FORWARDED_TO],
        available=offers.by_destination,
        on=on,
    )
    return [
        receiver
        for receiver in found.of(found.by_destination)
        if receiver.service is None or receiver.service.performer_id != referral.receiver_id
    ]


def _of_kind(
    key: str,
    services: Sequence[Service],
    municipality: Municipality,
    available: Mapping[str, Availability],
    on: date,
) -> Iterable[Receiver]:
    own = sorted((s for s in services if s.kind == key), key=_shortest_first)
    free = [service for service in own if service.free_choice]
    offered = key in available and available[key].offered is True
    if key == DestinationKind.GENERAL_PRACTICE:
        if not own:
            yield Receiver(
                KIND + key,
                key,
                _("Egen læge følger patienten"),
                "–",
                _("Rådgivning og behandling uden henvisning"),
            )
    elif free or (offered and not own):
        yield Receiver(
            KIND + key, key, kind_label(key), _("frit valg"), _free_choice(free, municipality, on)
        )
    for service in own:
        yield Receiver(
            SERVICE + str(service.pk),
            key,
            service.performer.name_and_place,
            waiting_time(service.waiting_days, on=on),
            _about(service, on),
            service,
        )


def kind_label(destination: str) -> str:
    """The kind of offer in the reader's language."""
    return str(DestinationKind(destination).label)


def waiting_time(days: int | None, *, on: date) -> str:
    """A unit's waiting time in days as people count it: "ca. 9 hverdage"; "" when not entered."""
    if days is None:
        return ""
    if days >= COUNTED_IN_WEEKS:
        return _("ca. %(count)s uger") % {"count": round(days / 7)}
    count = working_days_between(on, on + timedelta(days=days))
    return ngettext("ca. %(count)s hverdag", "ca. %(count)s hverdage", count) % {"count": count}


def _about(service: Service, on: date) -> str:
    parts = [kind_label(service.kind)]
    if service.name not in {service.performer.name, parts[0]}:
        parts.append(service.name)
    if service.performer.street:
        parts.append(service.performer.street)
    if service.description:
        parts.append(service.description)
    if service.waiting_days is None:
        parts.append(_("ventetid ikke oplyst"))
    elif service.waiting_entered_at is not None:
        entered = timezone.localtime(service.waiting_entered_at).date()
        if (on - entered).days > FRESH_DAYS:
            parts.append(_("ventetid oplyst %(date)s") % {"date": date_format(entered, "d.m.Y")})
    return " · ".join(parts)


def _free_choice(free: Sequence[Service], municipality: Municipality, on: date) -> str:
    parts = [_("Patientens frie valg af klinik")]
    if free:
        parts.append(
            ngettext("%(count)s klinik i %(place)s", "%(count)s klinikker i %(place)s", len(free))
            % {"count": len(free), "place": municipality.name}
        )
        if free[0].waiting_days is not None:
            parts.append(
                _("korteste ventetid %(wait)s")
                % {"wait": waiting_time(free[0].waiting_days, on=on)}
            )
    return " · ".join(parts)


def _shortest_first(service: Service) -> tuple[bool, int, str]:
    return (service.waiting_days is None, service.waiting_days or 0, service.name)

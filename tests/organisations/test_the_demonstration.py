"""The demonstration has a seat for everyone and an offer of every kind; loading repeats safely."""

from django.conf import settings
from django.utils import timezone

from organisations import demo
from organisations.actions import load_demonstration
from organisations.models import Membership, Organisation, Service, User
from organisations.vocabulary import DestinationKind

TABLES = (Organisation, Service, User, Membership)


def test_loading_again_changes_nothing(cast):
    before = [list(model.objects.order_by("pk").values()) for model in TABLES]

    load_demonstration("en helt anden adgangskode")

    assert [list(model.objects.order_by("pk").values()) for model in TABLES] == before


def test_there_is_a_seat_for_each_of_the_cast(cast):
    assert list(cast) == [member.seat for member in demo.MEMBERS]
    assert all(m.user.check_password(settings.DEMO_PASSWORD) for m in cast.values())


def test_the_made_up_numbers_have_the_right_form(cast):
    for organisation in Organisation.objects.all():
        organisation.full_clean()


def test_every_kind_of_offer_is_there_for_a_citizen_of_hillerod(hillerod):
    offered = Service.objects.offered(
        kind=DestinationKind.values, municipality=hillerod, on=timezone.localdate()
    )

    assert {service.kind for service in offered} == set(DestinationKind.values)

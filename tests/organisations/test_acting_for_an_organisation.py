"""A user acts for one organisation at a time, and every page says which."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from organisations.actions import DEMO_SINCE
from organisations.middleware import SESSION_KEY
from organisations.models import Membership, User
from organisations.vocabulary import Role

HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/citizens/?a=1"}
PAGE = "/citizens/"


@pytest.fixture
def also_at_the_hospital(gp, organisation) -> Membership:
    """The GP's second membership."""
    return Membership.objects.create(
        user=gp.user,
        organisation=organisation("orthopaedics"),
        roles=[Role.SECRETARY],
        valid_from=DEMO_SINCE,
    )


def test_the_only_membership_is_chosen_by_itself(client, gp):
    client.force_login(gp.user)

    response = client.get(PAGE)

    assert response.status_code == 200
    assert response.wsgi_request.actor == gp
    assert "Lægerne ved Søen, Hillerød" in response.content.decode()


def test_with_several_the_user_is_asked_first_and_led_back(client, gp, also_at_the_hospital):
    client.force_login(gp.user)

    response = client.get(PAGE)

    assert response.status_code == 302
    assert response.url == "/membership/?next=%2Fcitizens%2F"


def test_a_part_of_a_page_makes_the_whole_page_go_and_choose(client, gp, also_at_the_hospital):
    client.force_login(gp.user)

    response = client.get(PAGE, headers=HTMX)

    assert response.headers["HX-Redirect"] == "/membership/?next=%2Fcitizens%2F%3Fa%3D1"


def test_the_chosen_organisation_is_acted_for_from_then_on(client, gp, also_at_the_hospital):
    client.force_login(gp.user)

    chosen = client.post(
        "/membership/", {"membership": also_at_the_hospital.pk, "next": "/citizens/"}
    )
    page = client.get(chosen.url)

    assert chosen.url == "/citizens/"
    assert page.wsgi_request.actor == also_at_the_hospital
    assert page.wsgi_request.other_memberships == [gp]


def test_someone_elses_membership_cannot_be_chosen(client, gp, also_at_the_hospital, physio):
    client.force_login(gp.user)

    response = client.post("/membership/", {"membership": physio.pk})

    assert "Vælg en anden organisation" in response.content.decode()
    assert SESSION_KEY not in client.session


def test_the_way_back_never_leads_to_another_site(client, gp, also_at_the_hospital):
    client.force_login(gp.user)

    response = client.post(
        "/membership/", {"membership": gp.pk, "next": "https://elsewhere.example/"}
    )

    assert response.url == "/"


def test_a_membership_that_has_ended_is_no_longer_acted_for(client_for, gp, also_at_the_hospital):
    client = client_for(also_at_the_hospital)
    also_at_the_hospital.valid_to = timezone.localdate() - timedelta(days=1)
    also_at_the_hospital.save()

    response = client.get(PAGE)

    assert response.wsgi_request.actor == gp


def test_a_membership_ends_with_its_organisation(client_for, gp):
    gp.organisation.valid_to = timezone.localdate() - timedelta(days=1)
    gp.organisation.save()

    response = client_for(gp).get(PAGE)

    assert response.status_code == 403


def test_a_user_without_an_organisation_is_told_what_to_do(client, db):
    lonely = User.objects.create_user("lonely@samspor.example", "et kodeord", full_name="Ena Lund")
    client.force_login(lonely)

    response = client.get(PAGE)

    assert response.status_code == 403
    assert "ikke knyttet til en organisation" in response.content.decode()


def test_a_lapsed_actor_sees_nothing_even_without_the_middleware(gp, nancy):
    gp.valid_to = date(2025, 12, 31)

    assert not type(nancy).objects.visible_to(gp).exists()
    assert not type(nancy).objects.visible_to(None).exists()


def test_knowing_the_actor_costs_one_query(client_for, gp, django_assert_num_queries):
    client = client_for(gp)
    client.get(PAGE)  # the session is renewed once a minute, here

    with django_assert_num_queries(3):  # session, user, memberships
        client.get(PAGE)

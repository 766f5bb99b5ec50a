"""An address that is only posted to leads, opened by itself, to the page it belongs to."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize("door", ["new", "register"])
def test_a_door_of_the_start_page_leads_back_to_it(gp, client_for, door):
    answer = client_for(gp).get(reverse(f"referrals:{door}"))
    assert answer.status_code == 302
    assert answer.url == reverse("referrals:start")


def test_after_a_refused_number_the_language_can_be_changed(gp, client_for):
    client = client_for(gp)
    refused = client.post(reverse("referrals:new"), {"cpr": "12", "pathway": "x"})
    assert refused.status_code == 422
    page = client.post(
        reverse("set_language"),
        {"language": "en", "next": refused.request["PATH_INFO"]},
        follow=True,
    )
    assert page.status_code == 200
    assert "What is waiting" in page.content.decode()


def test_a_message_leads_to_the_referral(sent, municipal, client_for):
    answer = client_for(municipal).get(reverse("referrals:message", args=[sent.pk]))
    assert answer.status_code == 302
    assert answer.url == reverse("referrals:detail", args=[sent.pk])


@pytest.mark.parametrize(
    "door", ["add_session", "add_measurement", "add_goal", "goals_now", "write_plan"]
)
def test_a_door_of_the_treatment_leads_to_it_and_a_stranger_no_further(
    started, municipal, stranger, client_for, door
):
    url = reverse(f"referrals:{door}", args=[started.pk])
    answer = client_for(municipal).get(url)
    assert answer.url == reverse("referrals:treatment", args=[started.pk])
    assert client_for(stranger).get(url, follow=True).status_code == 404

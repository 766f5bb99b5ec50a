"""Editors send, comment, approve and publish on pages; others do not find the door."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from pathways.models import Adoption, ReviewComment, Version, YearlyAssessment
from pathways.vocabulary import VersionState
from tests.pathways import lives


def page(name: str, version: Version, *more: str) -> str:
    return reverse(f"pathways:{name}", args=[version.pathway.key, version.number, *more])


@pytest.fixture
def draft(knee, editor) -> Version:
    return lives.drafted(knee, editor)


def test_a_draft_goes_through_its_life_by_forms(draft, editor, reviewer, client_for):
    writer, colleague = client_for(editor), client_for(reviewer)

    writer.post(page("life_step", draft, "send_for_review"), {"note": "Sproglig rettelse"})
    colleague.post(page("life_say", draft), {"text": "Godt set", "where": "premise.da"})
    said = ReviewComment.objects.get()
    writer.post(page("life_say", draft), {"resolve": str(said.pk)})
    colleague.post(
        page("life_step", draft, "approve"),
        {"committee": "Udvalget", "approved_on": timezone.localdate().strftime("%d.%m.%Y")},
    )
    answer = colleague.post(
        page("life_step", draft, "publish"),
        {"valid_from": timezone.localdate().strftime("%d.%m.%Y")},
        follow=True,
    )

    assert "Versionen er udgivet og gælder fra" in answer.content.decode()
    assert Version.objects.in_force(timezone.localdate()).get() == draft


def test_the_page_says_where_it_is_and_why_the_writer_cannot_approve(draft, editor, client_for):
    client = client_for(editor)
    client.post(page("life_step", draft, "send_for_review"), {"note": "Rettelse"})

    shown = client.get(page("life", draft)).content.decode()

    assert "Til gennemsyn" in shown
    assert "Du har selv skrevet i kladden" in shown


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        ("publish", "Versionen er allerede udgivet."),
        ("discard", "En udgivet version kan ikke ændres."),
        ("approve", "Kun en kladde, der er sendt til gennemsyn, kan godkendes."),
    ],
)
def test_a_step_that_cannot_be_taken_is_not_asked_for(knee, editor, client_for, step, reason):
    shown = client_for(editor).get(page("life_step", knee, step)).content.decode()

    main = shown.partition("<main")[2].partition("</main>")[0]
    assert reason in main
    assert "<form" not in main
    assert page("life", knee) in main


def test_a_step_that_can_be_taken_is_asked_for(knee, editor, client_for):
    shown = client_for(editor).get(page("life_step", knee, "retire")).content.decode()

    assert "Ingen nye henvisninger kan skrives efter versionen." in shown
    assert '<form class="sheet" method="post"' in shown


def test_a_refusal_keeps_what_was_typed(draft, editor, reviewer, client_for):
    client_for(editor).post(page("life_step", draft, "send_for_review"), {"note": "Rettelse"})

    answer = client_for(reviewer).post(
        page("life_step", draft, "approve"), {"committee": "Sundhedsudvalget"}
    )

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Skriv, hvornår udvalget godkendte." in shown
    assert 'value="Sundhedsudvalget"' in shown


def test_the_programmes_page_says_that_its_version_has_been_retired(knee, editor, gp, client_for):
    address = reverse("pathways:detail", args=[knee.pathway.key])
    in_force = client_for(gp).get(address).content.decode()
    client_for(editor).post(page("life_step", knee, "retire"), {"reason": "Erstattes."})

    retired = client_for(gp).get(address).content.decode()

    tag = '<span class="ss-tag signal">Udgået</span>'
    assert tag not in in_force
    assert tag in retired


def test_the_first_of_next_month_is_proposed(draft, knee, editor, reviewer, client_for):
    ready = lives.approved(knee, editor, reviewer, change=lambda d: d.update(number=9))

    shown = client_for(reviewer).get(page("life_step", ready, "publish")).content.decode()

    today = timezone.localdate()
    first = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    assert f'value="{first:%d.%m.%Y}"' in shown


@pytest.mark.parametrize("seat", ["planner", "gp", "municipal", "stranger"])
def test_nobody_else_finds_a_draft(draft, cast, client_for, seat):
    client = client_for(cast[seat])

    for address in (page("life", draft), page("life_step", draft, "publish")):
        assert client.get(address).status_code == 404
    assert client.get(page("version", draft)).status_code == 404


def test_an_editor_is_told_what_waits(draft, editor, reviewer, client_for):
    own = client_for(editor).get(reverse("pathways:list")).content.decode()
    others = client_for(reviewer).get(reverse("pathways:list")).content.decode()

    assert "Venter på dig" in own and "Din kladde" in own
    assert "Årlig vurdering mangler" in others


def test_what_waits_costs_the_same_for_many(
    knee, editor, client_for, django_assert_num_queries, django_assert_max_num_queries
):
    client = client_for(editor)
    lives.drafted(knee, editor)
    client.get(reverse("pathways:list"))  # the definition is parsed once per process
    with django_assert_max_num_queries(20) as few:
        client.get(reverse("pathways:list"))
    count = len(few)
    for _ in range(4):
        lives.drafted(knee, editor)
    with django_assert_num_queries(count):
        client.get(reverse("pathways:list"))


def test_the_page_of_a_life_costs_the_same_for_many_comments(
    draft, editor, client_for, django_assert_num_queries, django_assert_max_num_queries
):
    client = client_for(editor)
    client.post(page("life_say", draft), {"text": "En"})
    client.get(page("life", draft))
    with django_assert_max_num_queries(20) as few:
        client.get(page("life", draft))
    count = len(few)
    for number in range(4):
        client.post(page("life_say", draft), {"text": f"Nr. {number}"})
    client.get(page("life", draft))
    with django_assert_num_queries(count):
        client.get(page("life", draft))


def test_the_years_assessment_is_kept_once(knee, editor, client_for):
    address = reverse("pathways:assessment", args=[knee.pathway.key])
    client = client_for(editor)

    refused = client.post(address, {"conclusion": "adjust", "text": ""})
    client.post(address, {"conclusion": "keep", "text": ""})
    again = client.post(address, {"conclusion": "keep", "text": ""})

    assert "Skriv, hvad der skal ændres." in refused.content.decode()
    assert "allerede gemt" in again.content.decode()
    assert YearlyAssessment.objects.get().conclusion == "keep"


def test_a_planner_joins_and_leaves_by_forms(knee, planner, client_for):
    Adoption.objects.all().delete()
    address = reverse("pathways:adoption", args=[knee.pathway.key])
    client = client_for(planner)
    today = timezone.localdate().strftime("%d.%m.%Y")
    keys = [key for key in client.get(address).context["form"].fields if "accepts" in key]

    refused = client.post(address, {"valid_from": today})
    client.post(address, {"valid_from": today, **dict.fromkeys(keys, "on")})
    client.post(address, {"last_day": today, "reason": "Økonomi"})

    assert refused.status_code == 422
    adoption = Adoption.objects.get()
    assert (adoption.valid_to, adoption.withdrawal_reason) == (timezone.localdate(), "Økonomi")


def test_a_discarded_draft_waits_for_nobody(draft, editor, client_for):
    client = client_for(editor)

    client.post(page("life_step", draft, "discard"))

    assert Version.objects.get(pk=draft.pk).state == VersionState.DISCARDED
    assert "Din kladde" not in client.get(reverse("pathways:list")).content.decode()

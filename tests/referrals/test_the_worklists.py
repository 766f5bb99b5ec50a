"""The worklists: what stands in each, in which order, page by page, and for nobody else to see."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from citizens.models import AccessLog
from referrals import worklists
from referrals.actions import Inputs, perform
from referrals.actions.assigning import assign_to_me
from referrals.models import Referral
from referrals.paging import Cursor, page_of
from referrals.rows import Due, promise
from referrals.worklists import WORKLISTS
from tests.conftest import NANCY
from tests.referrals.over_time import days_ago


def listed(key, actor) -> list[Referral]:
    return list(WORKLISTS[key].rows(actor, timezone.localdate()))


def get(client, key, **query):
    return client.get(reverse("referrals:worklist", args=[key]), query)


@pytest.mark.parametrize(
    ("state", "receivers", "referrers"),
    [
        ("draft", set(), {"drafts"}),
        ("sent", {"new"}, {"unanswered"}),
        ("asked", {"on-hold"}, {"questions"}),
        ("accepted", {"awaiting-start"}, {"accepted"}),
        ("started", {"in-course"}, {"under-treatment"}),
        ("finished", {"epicrisis-missing"}, set()),
        ("completed", {"finished"}, {"epicrises"}),
    ],
)
def test_each_state_stands_in_its_list_on_either_side(
    request, municipal, gp, state, receivers, referrers
):
    referral = request.getfixturevalue(state)

    assert {k for k in WORKLISTS if referral in listed(k, municipal)} == receivers
    assert {k for k in WORKLISTS if referral in listed(k, gp)} == referrers


def test_an_answer_is_new_and_in_a_list_of_its_own(asked, gp, municipal):
    answered = perform("answer", asked, actor=gp, inputs=Inputs(text="Ja."))

    assert listed("answered", municipal) == [answered]
    assert listed("new", municipal) == [answered]


def test_a_promise_due_today_or_passed_calls_and_tomorrows_does_not(refer, nancy, municipal):
    sent = refer(nancy, municipal, days=0)

    due = [
        bool(WORKLISTS["due"].rows(municipal, sent.due_on + timedelta(days=n))) for n in (-1, 0, 1)
    ]

    assert due == [False, True, True]


def test_an_epicrisis_is_late_the_day_after_its_date(finished, gp):
    late = [
        bool(WORKLISTS["epicrisis-late"].rows(gp, finished.due_on + timedelta(days=n)))
        for n in (0, 1)
    ]

    assert late == [False, True]


def test_mine_are_those_assigned_to_me_that_are_still_ours(sent, municipal, member_of):
    colleague = member_of(municipal.organisation)
    assign_to_me(actor=municipal, referral_ids=[sent.pk])

    assert listed("mine", municipal) == [Referral.objects.get(pk=sent.pk)]
    assert listed("mine", colleague) == []


def test_counts_take_one_query_and_a_list_the_same_number_however_long(
    inbox, municipal, client_for, django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_num_queries(1):
        worklists.counts(municipal, timezone.localdate())
    client = client_for(municipal)
    get(client, "new")

    with django_assert_max_num_queries(12) as many:
        get(client, "new")
    for referral in inbox[2:]:
        perform("accept", referral, actor=municipal, inputs=Inputs(waiting_list=True))
    with django_assert_max_num_queries(12) as few:
        page = get(client, "new")

    assert len(page.context["rows"]) == 2
    assert len(many) == len(few)


def test_the_order_is_the_promised_date_and_the_count_is_the_lists(inbox, municipal, client_for):
    page = get(client_for(municipal), "new")

    dates = [row.referral.due_on for row in page.context["rows"]]
    assert dates == sorted(dates)
    assert page.context["n"] == len(dates) == 7
    assert "7 henvisninger · sorteret efter lovet svar · opdateret kl." in page.content.decode()


def test_a_row_says_whose_each_waiting_day_is(inbox, municipal, client_for):
    page = get(client_for(municipal), "new")

    rows = {row.around.given_name: row for row in page.context["rows"]}
    bruno, may = rows["Bruno"], rows["May June"]
    assert (bruno.clock.total, bruno.clock.here, bruno.clock.held) == (8, 5, 3)
    assert (bruno.answered, may.answered) == (True, False)
    assert may.due.late


@pytest.mark.parametrize(
    ("due_on", "moved_by", "told"),
    [
        ("2026-11-25", 0, Due("25.11.", "om 2 hverdage", late=False)),
        ("2026-11-24", 0, Due("24.11.", "i morgen", late=False)),
        ("2026-11-23", 3, Due("23.11.", "i dag", late=False)),
        ("2026-11-20", 3, Due("20.11.", "overskredet 1 hverdag", late=True)),
        ("2026-11-17", 0, Due("17.11.", "overskredet 4 hverdage", late=True)),
        ("2026-11-22", 0, Due("22.11.", "overskredet 1 hverdag", late=True)),
        ("2026-11-27", 3, Due("27.11.", "flyttet 3 dage af hold", late=False)),
        ("2027-01-04", 0, Due("04.01.2027", "om 28 hverdage", late=False)),
    ],
)
def test_a_promise_is_told_in_working_days_and_never_as_a_bare_number(due_on, moved_by, told):
    today = date(2026, 11, 23)

    assert promise(date.fromisoformat(due_on), today, moved_by=moved_by) == told


def test_a_row_is_unread_until_somebody_of_the_organisation_has_opened_it(
    sent, municipal, member_of, client_for
):
    client = client_for(municipal)
    assert get(client, "new").context["rows"][0].unread

    client_for(member_of(municipal.organisation)).get(reverse("referrals:detail", args=[sent.pk]))

    assert not get(client, "new").context["rows"][0].unread


def test_every_citizen_shown_is_logged_once_in_one_insert(inbox, municipal, client_for):
    before = AccessLog.objects.filter(membership=municipal, what="list").count()

    get(client_for(municipal), "new")

    assert AccessLog.objects.filter(membership=municipal, what="list").count() == before + 7


@pytest.fixture
def many(sent, gp, knee, municipal) -> list[Referral]:
    """Forty-five rows of one list, some with the same date and some with none."""
    today = timezone.localdate()
    for number in range(44):
        Referral.objects.create(
            course=sent.course,
            version=knee,
            sender=gp.organisation,
            created_by=gp,
            receiver=municipal.organisation,
            destination="municipal_training",
            number=f"H-99-{number:06d}",
            status="sent",
            sent_at=timezone.now(),
            due_on=None if number % 4 == 0 else today + timedelta(days=number % 3),
        )
    return listed("new", municipal)


def walk(actor, size=20) -> list[list[Referral]]:
    rows, pages, after = WORKLISTS["new"].rows(actor, timezone.localdate()), [], None
    while True:
        page = page_of(rows, after=after, size=size)
        pages.append(list(page.rows))
        if page.next is None:
            return pages
        after = page.next


def test_forward_every_row_is_seen_once(many, municipal):
    pages = walk(municipal)

    assert [len(page) for page in pages] == [20, 20, 5]
    assert len({row.pk for page in pages for row in page}) == len(many) == 45


def test_rows_without_a_date_come_last(many, municipal):
    dates = [row.due_on for page in walk(municipal) for row in page]

    known = [day for day in dates if day]
    assert dates == sorted(known) + [None] * (len(dates) - len(known))


@pytest.mark.parametrize("size", [1, 7, 20, 44, 45, 46])
def test_back_leads_to_the_pages_one_came_by(many, municipal, size):
    rows, pages = WORKLISTS["new"].rows(municipal, timezone.localdate()), walk(municipal, size)
    back = [pages[-1]]

    while previous := page_of(rows, before=Cursor.of(back[0][0]), size=size).rows:
        back.insert(0, list(previous))

    assert [row for page in back for row in page] == [row for page in pages for row in page]


def test_a_row_that_is_dealt_with_meanwhile_moves_no_other(many, municipal):
    first = page_of(WORKLISTS["new"].rows(municipal, timezone.localdate()))
    Referral.objects.filter(pk=first.rows[0].pk).update(
        status="accepted", accepted_at=timezone.now()
    )

    second = page_of(WORKLISTS["new"].rows(municipal, timezone.localdate()), after=first.next)

    assert list(second.rows) == walk(municipal)[0][19:] + walk(municipal)[1][:19]


def test_the_page_leads_on_and_back(many, municipal, client_for):
    client = client_for(municipal)
    first = get(client, "new")
    second = client.get(first.context["next_url"])
    back = client.get(second.context["previous_url"])

    assert [row.referral for row in back.context["rows"]] == [
        row.referral for row in first.context["rows"]
    ]


@pytest.mark.parametrize("after", ["nonsense", "2026-13-45~x", "~", "~not-an-id"])
def test_a_place_that_is_none_is_the_first_page(many, municipal, client_for, after):
    page = get(client_for(municipal), "new", after=after)

    assert len(page.context["rows"]) == 20


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("Elmer", ["Bruno"]),
        ("mosebryggersen", ["Knut Odvar", "Schwendlund"]),
        ("knut MOSE", ["Knut Odvar"]),
        ("søen", 7),
        ("Anne Holm", 7),
        ("250947-9989", ["Bruno"]),
        ("2509479989", ["Bruno"]),
        ("Svendsen", []),
    ],
)
def test_a_search_is_by_name_number_or_referrer(inbox, municipal, client_for, sought, found):
    page = client_for(municipal).post(reverse("referrals:worklist", args=["new"]), {"q": sought})

    names = sorted(row.around.given_name for row in page.context["rows"])
    assert names == found if isinstance(found, list) else len(names) == found


def test_a_number_that_cannot_be_says_so(inbox, municipal, client_for):
    page = client_for(municipal).post(
        reverse("referrals:worklist", args=["new"]), {"q": "991399-1234"}
    )

    assert page.context["problem"]
    assert page.context["rows"] == []


def test_neither_name_nor_number_is_in_an_address(inbox, municipal, client_for):
    page = client_for(municipal).post(reverse("referrals:worklist", args=["new"]), {"q": NANCY})

    addresses = page.content.decode().split('href="')
    assert not any(NANCY[:6] in each.split('"')[0] for each in addresses[1:])
    assert 'method="post"' in page.content.decode()


def test_filters_narrow_the_list_and_say_what_they_hide(inbox, municipal, client_for):
    assign_to_me(actor=municipal, referral_ids=[each.pk for each in inbox[:3]])

    unassigned = get(client_for(municipal), "new", assigned="no")
    grouped = get(client_for(municipal), "new", group="high")

    assert len(unassigned.context["rows"]) == 4
    assert "Intet passer til filtret" in grouped.content.decode()
    assert "Listen uden filter har 7 henvisninger." in grouped.content.decode()


def test_the_group_is_the_latest_of_the_course(inbox, municipal, gp, client_for):
    from stratification.models import Assessment

    for days, group in ((2, 4), (1, 3), (0, 1)):
        with days_ago(days):
            for referral in inbox[: 2 if group == 1 else 1]:
                Assessment.objects.create(
                    course=referral.course,
                    made_by=gp,
                    organisation=gp.organisation,
                    made_at=timezone.now(),
                    result={},
                    suggested_group=group,
                    group=group,
                )
    with days_ago(1):
        Assessment.objects.create(
            course=inbox[2].course,
            made_by=gp,
            organisation=gp.organisation,
            made_at=timezone.now(),
            result={},
            suggested_group=4,
            group=4,
        )

    page = get(client_for(municipal), "new")
    high = get(client_for(municipal), "new", group="high")

    groups = {row.referral: row.around.group for row in page.context["rows"]}
    assert [groups[each] for each in inbox[:4]] == [1, 1, 4, None]
    assert [row.referral for row in high.context["rows"]] == [inbox[2]]


def test_picked_rows_are_taken_and_laid_free(inbox, municipal, client_for):
    client = client_for(municipal)
    address = reverse("referrals:assign", args=["new"])
    picked = [str(each.pk) for each in inbox[:2]]

    taken = client.post(address, {"pick": picked, "do": "mine"}, follow=True)
    assert "2 henvisninger er tildelt dig." in taken.content.decode()
    client.post(address, {"pick": picked[:1], "do": "release"})

    assert listed("mine", municipal) == [Referral.objects.get(pk=inbox[1].pk)]


def test_nothing_picked_says_so(inbox, municipal, client_for):
    page = client_for(municipal).post(
        reverse("referrals:assign", args=["new"]), {"do": "mine"}, follow=True
    )

    assert "Vælg først en eller flere rækker." in page.content.decode()


def test_nobody_takes_what_others_received(inbox, physio, client_for):
    client_for(physio).post(
        reverse("referrals:assign", args=["new"]), {"pick": [str(inbox[0].pk)], "do": "mine"}
    )

    inbox[0].refresh_from_db()
    assert inbox[0].assigned_to is None


def test_a_planner_may_look_and_not_take(inbox, municipal, member_of, client_for):
    planner = member_of(municipal.organisation, "planner")

    page = client_for(planner).post(
        reverse("referrals:assign", args=["new"]),
        {"pick": [str(inbox[0].pk)], "do": "mine"},
        follow=True,
    )

    assert "Din rolle giver ikke adgang" in page.content.decode()


def test_a_stranger_has_empty_lists(inbox, stranger, client_for):
    page = get(client_for(stranger), "unanswered")

    assert page.context["rows"] == []
    assert "Listen er tom" in page.content.decode()


def test_an_unknown_list_is_not_found(municipal, client_for):
    assert get(client_for(municipal), "everything").status_code == 404


def test_an_empty_list_leads_to_one_that_is_not(inbox, municipal, client_for):
    page = get(client_for(municipal), "epicrisis-missing")

    assert "Gå til Nye at visitere (7)" in page.content.decode()


def test_htmx_gets_the_sheet_alone(inbox, municipal, client_for):
    page = client_for(municipal).post(
        reverse("referrals:worklist", args=["new"]),
        {"q": "Elmer"},
        headers={"HX-Request": "true"},
    )

    assert page.content.decode().lstrip().startswith('<section class="sheet" id="worklist"')


@pytest.mark.parametrize(("who", "key"), [("municipal", "new"), ("gp", "questions")])
def test_each_side_lands_on_its_own_list(request, client_for, who, key):
    answer = client_for(request.getfixturevalue(who)).get(reverse("referrals:worklists"))

    assert answer.url == reverse("referrals:worklist", args=[key])

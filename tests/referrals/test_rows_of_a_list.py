"""What the rows of a list are made of: one reading, and a template drawn once per shape."""

import pytest
from django.db import connection
from django.template import engines
from django.utils.translation import override

from citizens.actions import record_access
from citizens.models import AccessLog
from citizens.vocabulary import What
from referrals import skeletons
from referrals.actions.assigning import assign_to_me
from referrals.models import Referral
from referrals.row_sources import around
from referrals.skeletons import Skeleton
from stratification.models import Assessment

KEYS = ("side", "episode")


def read(referrals, actor):
    ids = [referral.pk for referral in referrals]
    return around(ids, organisation_id=actor.organisation_id, keys=KEYS)


def test_what_is_read_in_one_statement_is_what_the_models_say(
    inbox, drafted_and_sent_to_nobody, municipal, django_assert_num_queries
):
    assign_to_me(actor=municipal, referral_ids=[inbox[0].pk])
    record_access(municipal, inbox[1].citizen, What.REFERRAL, object_id=inbox[1].pk)
    shown = [*inbox, drafted_and_sent_to_nobody]

    with django_assert_num_queries(1):
        found = read(shown, municipal)

    assert set(found) == {referral.pk for referral in shown}
    for referral in Referral.objects.filter(pk__in=found):
        its, citizen = found[referral.pk], referral.citizen
        assert (its.citizen_id, its.given_name, its.family_name, its.identifier) == (
            citizen.pk,
            citizen.given_name,
            citizen.family_name,
            citizen.identifier,
        )
        assert its.birth_date == citizen.birth_date
        assert (its.version_hash, its.version_published_at) == (
            referral.version.content_hash,
            referral.version.published_at,
        )
        assert its.sender == referral.sender.name
        assert its.receiver == (referral.receiver.name if referral.receiver else "")
        assert its.written_by == referral.created_by.user.full_name
        assert its.assigned_to == (
            referral.assigned_to.user.full_name if referral.assigned_to else ""
        )
        latest = Assessment.objects.current_for(referral.course)
        assert its.group == (latest.group if latest else None)
        assert its.facts == {k: v for k, v in referral.facts().items() if k in KEYS}
        assert its.opened == (referral.pk == inbox[1].pk)
    assert any(its.facts for its in found.values())
    assert sum(bool(its.assigned_to) for its in found.values()) == 1


@pytest.fixture
def drafted_and_sent_to_nobody(draft) -> Referral:
    return draft


def test_having_opened_it_counts_in_ones_own_organisation_only(sent, municipal, physio, gp):
    record_access(physio, sent.citizen, What.REFERRAL, object_id=sent.pk)
    record_access(municipal, sent.citizen, What.LIST, object_id=sent.pk)

    assert [read([sent], actor)[sent.pk].opened for actor in (municipal, physio, gp)] == [
        False,
        True,
        False,
    ]


def test_no_rows_ask_nothing(municipal, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert read([], municipal) == {}


def test_the_lines_that_lists_leave_are_not_read_to_know_what_was_opened(sent, municipal):
    opened = AccessLog.objects.filter(
        organisation_id=municipal.organisation_id, object_id__in=[sent.pk], what=What.REFERRAL
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    assert "access_log_opened" in opened.order_by().explain()


# A template drawn once per shape ------------------------------------------------------------------


@pytest.fixture
def skeleton(monkeypatch):
    """A skeleton of a template given as text."""

    def make(text: str) -> Skeleton:
        made = engines["django"].from_string(text)
        monkeypatch.setattr(skeletons, "get_template", lambda _name: made)
        return Skeleton("any")

    return make


def test_words_are_escaped_and_stand_where_the_template_has_them(skeleton):
    row = skeleton("<b title='{{ name }}'>{{ name }}</b>{% if late %} 100 %{% endif %}")

    drawn = row.filled({"name": "<i>%(x)s & 'O''</i>"}, {"late": True})

    escaped = "&lt;i&gt;%(x)s &amp; &#x27;O&#x27;&#x27;&lt;/i&gt;"
    assert drawn == f"<b title='{escaped}'>{escaped}</b> 100 %"


def test_a_word_that_is_missing_and_a_flag_that_does_not_hold_are_not_there(skeleton):
    row = skeleton("{% if name %}{{ name }}{% else %}nobody{% endif %}{% if late %}!{% endif %}")

    drawn = [
        row.filled({"name": name}, {"late": late})
        for name, late in (("A", True), ("", False), ("B", False), ("", True))
    ]

    assert drawn == ["A!", "nobody", "B", "nobody!"]


def test_what_is_kept_holds_nobodys_words_and_is_drawn_once(skeleton):
    row = skeleton("{{ name }} of {{ place }}")
    skeletons._drawn.cache_clear()

    for name in ("Nancy", "Max", "Bruno"):
        assert row.filled({"name": name, "place": "Hillerød"}, {}) == f"{name} of Hillerød"

    kept = skeletons._drawn.cache_info()
    assert (kept.misses, kept.currsize) == (1, 1)


def test_each_language_has_its_own(skeleton):
    row = skeleton("{% load i18n %}{% translate 'Gruppe' %} {{ n }}")

    with override("da"):
        danish = row.filled({"n": "1"}, {})
    with override("en"):
        english = row.filled({"n": "1"}, {})

    assert (danish, english) == ("Gruppe 1", "Group 1")

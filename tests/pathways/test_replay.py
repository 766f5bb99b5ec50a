"""A draft tried on past referrals: who would go elsewhere, why, and nothing said of the few."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pathways.actions import PathwayRefused, cancel_replay, request_replay
from pathways.models import PathwayEvent, Replay
from pathways.replaying import counting
from pathways.replaying.running import ReadingsDisagree, Stopped, run
from pathways.tasks import claim_replay, run_replay, sweep_replays
from pathways.vocabulary import PathwayEventKind, ReplayState
from tests.pathways.lives import drafted
from tests.pathways.replays import (
    CARED,
    FACTS,
    NURSED,
    acted_on,
    asked,
    changed,
    citizens,
    only_home_care,
    rule,
)


@pytest.fixture
def ledger(gp, knee, hillerod):
    """Six with home nursing, five with home care, nine with neither, all in Hillerød."""
    those = [NURSED] * 6 + [CARED] * 5 + [FACTS] * 9
    for citizen, facts in zip(citizens(gp, hillerod, len(those)), those, strict=True):
        acted_on(gp, knee, citizen, facts)
    return those


def test_an_unchanged_version_changes_nothing(knee, ledger):
    result = run(asked(knee, knee.parsed))

    assert (result["total"], result["moved"], result["transitions"]) == (len(ledger), 0, [])
    assert result["control"] == {"asked": len(ledger), "same": len(ledger), "agrees": True}
    assert result["cases"] == []
    assert result["capacity"] == []


def test_those_who_change_are_counted_explained_and_have_no_name(knee, ledger, hillerod):
    result = run(asked(knee, changed(knee, only_home_care)))

    [move] = result["transitions"]
    assert move == {"old": "municipal_training", "new": "private_physiotherapist", "count": 6}
    assert {row["key"]: (row["before"], row["after"]) for row in result["destinations"]} == {
        "municipal_training": (11, 5),
        "private_physiotherapist": (9, 15),
    }
    [place] = result["municipalities"]
    assert (place["name"], place["total"], place["moves"]) == ("Hillerød", 20, [6])
    [reason] = result["reasons"]
    assert reason["da"] == "K1 gælder ikke længere: borgeren har ikke hjemmepleje"
    assert reason["count"] == 6
    assert len({case["pseudonym"] for case in result["cases"]}) == 6
    said = json.dumps(result, ensure_ascii=False)
    for citizen in citizens_of(knee):
        for secret in (citizen.identifier, citizen.family_name, str(citizen.pk)):
            assert secret not in said


def citizens_of(version):
    return [advice.citizen for advice in version.advices.select_related("citizen")]


def test_starts_per_week_stand_beside_the_stated_places(knee, ledger):
    result = run(asked(knee, changed(knee, only_home_care)))

    rows = {row["destination"]: row for row in result["capacity"]}
    training = rows["municipal_training"]
    assert training["municipalities"] == ["Hillerød"]
    assert training["places"] == 18
    assert training["before"] > training["after"]
    assert rows["private_physiotherapist"]["after"] > rows["private_physiotherapist"]["before"]


def test_fewer_than_five_are_not_told_by_municipality(gp, knee, ledger, aabenraa):
    for citizen in citizens(gp, aabenraa, 3):
        acted_on(gp, knee, citizen, NURSED | {"joined": False})

    result = run(asked(knee, changed(knee, only_home_care)))

    shown = {row["name"]: row for row in result["municipalities"]}
    assert shown["Aabenraa"]["total"] == ".."
    assert shown["Hillerød"]["total"] == "..*"  # else it could be computed from the sum


def test_a_change_that_few_make_lists_no_case(knee, gp, hillerod):
    for citizen, facts in zip(citizens(gp, hillerod, 12), [NURSED] * 3 + [FACTS] * 9, strict=True):
        acted_on(gp, knee, citizen, facts)

    result = run(asked(knee, changed(knee, only_home_care)))

    assert result["moved"] == ".."
    assert result["cases"] == []
    assert [row["count"] for row in result["reasons"]] == [".."]


def test_one_person_keeps_no_more_than_three_replays_going(knee, editor, reviewer, ledger):
    drafts = [
        drafted(knee, editor, lambda data, n=number: data["premise"].update(da=f"Nr. {n}"))
        for number in range(4)
    ]
    for draft in drafts[:3]:
        request_replay(actor=editor, draft=draft)

    with pytest.raises(PathwayRefused, match="allerede 3 afprøvninger i gang"):
        request_replay(actor=editor, draft=drafts[3])

    assert request_replay(actor=reviewer, draft=drafts[3]).state == ReplayState.QUEUED


def test_a_fact_that_is_missing_leaves_a_rule_undecided(gp, knee, hillerod):
    without = {key: value for key, value in CARED.items() if key != "special_circumstances"}
    for citizen in citizens(gp, hillerod, 6):
        acted_on(gp, knee, citizen, without | {"group": 3})

    def k4_asks_for_both(data):
        rule(data, "K4")["when"] = {
            "all": [
                {"fact": "group", "at_least": 3},
                {"fact": "special_circumstances", "has_any": ["vulnerable"]},
            ]
        }

    result = run(asked(knee, changed(knee, k4_asks_for_both)))

    [reason] = result["reasons"]
    assert reason["da"].startswith("K4 kan ikke afgøres: ")
    assert reason["count"] == 6


def test_facts_outside_the_new_vocabulary_are_counted_and_read_as_they_stand(knee, ledger):
    def home_care_is_no_longer_asked(data):
        for phrase in data["phrases"]:
            for fact in phrase["facts"]:
                if fact["key"] == "special_circumstances":
                    fact["options"] = [
                        one for one in fact["options"] if one["key"] != "home_nursing"
                    ]
        rule(data, "K1")["when"]["has_any"] = ["home_care"]
        data["examples"] = []

    result = run(asked(knee, changed(knee, home_care_is_no_longer_asked)))

    assert result["misfit"] == 6
    assert result["moved"] == 6
    assert result["total"] == len(ledger)


def test_the_queries_do_not_grow_with_the_rows(gp, knee, ledger, hillerod):
    new = changed(knee, only_home_care)
    with CaptureQueriesContext(connection) as few:
        run(asked(knee, new))
    for citizen in citizens(gp, hillerod, 20):
        acted_on(gp, knee, citizen, NURSED)
    with CaptureQueriesContext(connection) as many:
        run(asked(knee, new))

    assert len(many) == len(few)
    assert len([one for one in many if "pathways_advice" in one["sql"]]) == 2


def test_those_read_alike_are_handed_over_once_and_counted_each(knee, ledger):
    old, new = knee.parsed, changed(knee, only_home_care)
    those = asked(knee, new)

    tallies = counting.Counting(old, new, knee.pk, those.checked).count(those.ledger)

    [moved] = [tally for tally in tallies if tally.old != tally.new]
    [(read, alike)] = moved.read
    assert (moved.count, alike) == (6, 6)
    assert '["home_nursing"]' in read
    assert sum(tally.count for tally in tallies) == len(ledger)


def test_the_rows_can_be_counted_by_several_workers_at_once(knee, ledger):
    old, new = knee.parsed, changed(knee, only_home_care)
    those = asked(knee, new)
    query = counting.Counting(old, new, knee.pk, those.checked)
    with connection.cursor() as cursor:
        for table in ("pathways_advice", "citizens_citizen"):
            cursor.execute(f"ANALYZE {table}")
        for cheap in ("parallel_setup_cost", "parallel_tuple_cost", "min_parallel_table_scan_size"):
            cursor.execute(f"SET LOCAL {cheap} = 0")
        for way in ("indexscan", "bitmapscan", "nestloop", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(f"EXPLAIN {query.text}", (*query.params, *those.ledger.params))
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert 0 < plan.find("Gather") < plan.index("Subquery Scan on step_")


def test_a_query_that_sends_somebody_elsewhere_than_evaluate_does_is_found_out(
    knee, ledger, monkeypatch
):
    monkeypatch.setattr("pathways.replaying.counting.facts_of_routing", lambda _one: {})

    with pytest.raises(ReadingsDisagree):
        run(asked(knee, changed(knee, only_home_care)))


def test_only_advice_that_was_acted_on_in_the_period_is_tried(gp, knee, hillerod):
    [one, other] = citizens(gp, hillerod, 2)
    acted_on(gp, knee, one, FACTS)
    shown_only = acted_on(gp, knee, other, FACTS)
    type(shown_only).objects.filter(pk=shown_only.pk).update(chosen_destination="")

    versions = [knee.pk]
    today = counting.Ledger.of(versions, date(2020, 1, 1), date(2030, 1, 1))
    before = counting.Ledger.of(versions, date(2020, 1, 1), date(2020, 12, 31))
    assert (today.count(), before.count(), before.exists()) == (1, 0, False)


# The action, the task ---------------------------------------------------------------------------


@pytest.fixture
def draft(editor, knee, ledger):
    return drafted(knee, editor, only_home_care)


def test_a_replay_is_kept_with_the_draft_it_was_made_of(editor, draft, knee):
    replay = request_replay(actor=editor, draft=draft)

    assert run_replay(str(replay.pk)) == ReplayState.DONE
    replay.refresh_from_db()
    assert replay.against == knee
    assert replay.draft_hash == draft.content_hash
    assert replay.result["moved"] == 6
    assert (replay.done, replay.total) == (20, 20)
    event = PathwayEvent.objects.get(kind=PathwayEventKind.REPLAYED)
    assert (event.version, event.by) == (draft, editor)


def test_a_second_click_asks_for_nothing_new(editor, draft):
    first = request_replay(actor=editor, draft=draft)

    assert request_replay(actor=editor, draft=draft) == first
    assert PathwayEvent.objects.filter(kind=PathwayEventKind.REPLAYED).count() == 1


def test_another_period_stops_the_one_that_runs(editor, draft):
    first = request_replay(actor=editor, draft=draft)

    second = request_replay(actor=editor, draft=draft, first=date(2026, 1, 1))

    first.refresh_from_db()
    assert first.state == ReplayState.CANCELLED
    assert second.state == ReplayState.QUEUED


@pytest.mark.parametrize("who", ["gp", "planner"])
def test_only_editors_may_ask(who, request, draft):
    with pytest.raises(PathwayRefused, match="Kun programredaktører"):
        request_replay(actor=request.getfixturevalue(who), draft=draft)


def test_a_period_without_referrals_is_refused(editor, draft):
    with pytest.raises(PathwayRefused, match="ikke sendt henvisninger i perioden"):
        request_replay(actor=editor, draft=draft, first=date(2020, 1, 1), last=date(2020, 12, 31))


def test_a_period_the_wrong_way_round_is_refused(editor, draft):
    with pytest.raises(PathwayRefused, match="slutter, før den begynder"):
        request_replay(actor=editor, draft=draft, first=date(2026, 2, 1), last=date(2026, 1, 1))


def test_a_draft_with_errors_is_refused_with_the_first(editor, knee, ledger):
    draft = drafted(knee, editor, lambda data: data.update(default="nowhere"))

    with pytest.raises(PathwayRefused, match="Ret kladden, før den afprøves"):
        request_replay(actor=editor, draft=draft)


def test_a_stopped_replay_has_no_result(editor, draft):
    replay = request_replay(actor=editor, draft=draft)
    cancel_replay(actor=editor, replay=replay)

    assert run_replay(str(replay.pk)) == ReplayState.CANCELLED
    replay.refresh_from_db()
    assert replay.result is None
    assert cancel_replay(actor=editor, replay=replay).state == ReplayState.CANCELLED


def test_stopping_is_noticed_between_two_stretches(knee, ledger, monkeypatch):
    monkeypatch.setattr(counting, "STRETCH", 1)
    told = []

    def go_on(done):
        told.append(done)
        return done < 1

    with pytest.raises(Stopped):
        run(asked(knee, changed(knee, only_home_care)), go_on)
    assert told[-1] < len(ledger) or len(told) < len(ledger)


def test_a_replay_that_fell_silent_is_taken_over_and_the_old_worker_stops(
    editor, draft, django_capture_on_commit_callbacks
):
    replay = request_replay(actor=editor, draft=draft)
    assert claim_replay(str(replay.pk)) == 1
    assert claim_replay(str(replay.pk)) is None  # somebody is at it
    Replay.objects.filter(pk=replay.pk).update(heard_at="2026-01-01T00:00:00Z")

    assert claim_replay(str(replay.pk)) == 2
    mine = Replay.objects.filter(pk=replay.pk, state=ReplayState.RUNNING, attempts=1)
    assert mine.update(done=5) == 0


def test_a_replay_that_always_stops_is_given_up(editor, draft):
    replay = request_replay(actor=editor, draft=draft)
    Replay.objects.filter(pk=replay.pk).update(
        state=ReplayState.RUNNING, attempts=3, heard_at="2026-01-01T00:00:00Z"
    )

    assert claim_replay(str(replay.pk)) is None
    replay.refresh_from_db()
    assert replay.state == ReplayState.FAILED
    assert "tre gange" in replay.problem


def test_the_sweep_finds_what_nobody_is_at(editor, draft, monkeypatch):
    announced = []
    monkeypatch.setattr("pathways.tasks.announce_replay", announced.append)
    replay = request_replay(actor=editor, draft=draft)

    assert sweep_replays() == 0
    Replay.objects.filter(pk=replay.pk).update(requested_at="2026-01-01T00:00:00Z")
    assert sweep_replays() == 1
    assert announced == [replay.pk]


def test_a_failure_is_a_sentence_and_not_the_facts(editor, draft, monkeypatch):
    def fail(*_arguments):
        raise ValueError("Nancy has home care")

    monkeypatch.setattr("pathways.tasks.run", fail)
    replay = request_replay(actor=editor, draft=draft)

    assert run_replay(str(replay.pk)) == ReplayState.FAILED
    replay.refresh_from_db()
    assert "Nancy" not in replay.problem
    assert "Prøv igen" in replay.problem

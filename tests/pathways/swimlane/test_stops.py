"""What stands in the figure of the shipped programmes, and what each stop tells."""

import pytest

from pathways.definition import Definition, DefinitionError
from pathways.destinations import ACTORS
from pathways.swimlane.lists import by_actor, by_column
from pathways.swimlane.opening import Opened, open_stop
from pathways.swimlane.planning import plan
from pathways.swimlane.stops import Plan
from pathways.swimlane.where import stop_at
from tests import shipped
from tests.pathways import small

KNEE = shipped.definition("knee-osteoarthritis")
BACK = shipped.definition("low-back-pain")
EVERY = pytest.mark.parametrize(
    "definition", [KNEE, BACK, shipped.definition("chronic-disease")], ids=lambda one: one.key
)


def programme(definition: Definition) -> Plan:
    made = plan(definition)
    assert made is not None
    return made


def opened(definition: Definition, key: str) -> Opened:
    made = programme(definition)
    stop = made.opened_by(key)
    assert stop is not None
    return open_stop(definition, made, stop)


# Columns and lanes --------------------------------------------------------------------------------


def test_controls_make_columns_of_weeks_and_what_follows_stands_last():
    assert [column.title.da for column in programme(BACK).columns] == [
        "uge 0",
        "uge 2",
        "uge 4",
        "uge 8",
        "derefter",
    ]


def test_without_controls_the_phases_are_the_columns():
    made = programme(KNEE)

    assert not made.by_weeks
    assert [column.title for column in made.columns] == [phase.title for phase in KNEE.phases]


def test_the_citizen_comes_first_and_emergency_last():
    lanes = [lane.key for lane in programme(BACK).lanes]

    assert lanes[0] == "citizen"
    assert lanes[-1] == "emergency"


def test_red_flags_lead_out_of_every_control():
    made = programme(BACK)

    red = {way.start for way in made.ways if way.red}
    assert red == {"t0", "t2", "t4", "t8"}
    flags = {flag.da for flag in made.flags}
    assert any("cauda equina" in flag for flag in flags)
    assert not any("ngen" in flag for flag in flags)


def test_a_programme_without_rules_to_emergency_has_no_emergency_lane():
    assert all(not lane.is_emergency for lane in programme(KNEE).lanes)


def test_the_shipped_programmes_name_every_stop_for_the_figure():
    """So that nothing in them is cut short: titles of ours fit the boxes."""
    for definition in (KNEE, BACK, shipped.definition("chronic-disease")):
        assert all(stop.named for stop in programme(definition).all_stops), definition.key


def test_work_without_a_week_can_be_opened_though_it_is_not_drawn():
    made = programme(
        small.definition(
            checkpoints=[
                {"key": "t0", "title": "T0", "week": 0, "actor": "citizen", "judged": ["x"]},
                {"key": "t2", "title": "T2", "week": 2, "actor": "citizen", "judged": ["x"]},
            ],
            activities=[{"key": "talk", "title": "Samtale", "actor": "job_centre"}],
        )
    )

    assert [stop.key for stop in made.undated] == ["talk"]
    assert by_column(made)[-1].title.da == "uden fast uge"


# In words -----------------------------------------------------------------------------------------


@EVERY
def test_the_table_has_every_stop_under_everybody_who_acts_in_it(definition):
    made = programme(definition)
    rows = {row.actor.da: row for row in by_actor(made)}

    for stop in made.all_stops:
        if stop.is_emergency:
            continue
        cells = [one.stop.key for cell in rows[ACTORS[stop.actor].da].cells for one in cell.stops]
        assert stop.key in cells


@EVERY
def test_the_list_has_every_stop_once(definition):
    made = programme(definition)

    listed = [one.stop.key for column in by_column(made) for one in column.stops]

    assert sorted(listed) == sorted(stop.key for stop in made.all_stops if not stop.is_emergency)


# Opened -------------------------------------------------------------------------------------------


def test_a_control_tells_what_is_judged_by_whom_on_what_evidence_and_where_it_leads():
    control = next(one for one in BACK.checkpoints if one.key == "t4")
    told = opened(BACK, "t4")

    assert (told.number, told.many) == (3, 4)
    assert [task.words for task in told.tasks] == list(control.judged)
    assert told.performers[0].actor.da == "Almen praksis"
    assert any(one.actor.da == "Kiropraktor" for one in told.performers)
    assert {ground.tag for ground in told.grounds} >= {"L4", "L4b"}
    assert ("spine_early", ("L4", "L4b")) in {(way.to.key, way.rules) for way in told.onward}
    assert told.before is not None
    assert told.after is not None
    assert (told.before.key, told.after.key) == ("t2", "t8")


def test_a_phase_tells_its_purpose_and_the_work_of_its_actors():
    told = opened(KNEE, "training")

    assert {name.da for name, _words in told.notes} == {"Kendetegn", "Formål"}
    assert any(ground.tag == "Ia · A" for ground in told.grounds)
    assert any(message.message.da == "Epikrise" for message in told.messages)


def test_a_stop_opens_by_any_part_it_gathers():
    assert opened(KNEE, "physio_epicrisis").stop.key == "training"


def test_the_hospital_is_bound_by_its_time_limits():
    told = opened(BACK, "spine_work_up")

    assert [time.words for time in told.times] == [rule.text for rule in BACK.time_rules]


def test_emergency_tells_its_rules():
    told = opened(BACK, "emergency_red_flags")
    rules = [rule.text for rule in BACK.rules if "emergency" in rule.to]

    assert [task.words for task in told.tasks][: len(rules)] == rules


@EVERY
def test_every_stop_tells_what_is_done_and_by_whom(definition):
    made = programme(definition)

    for stop in made.all_stops:
        told = open_stop(definition, made, stop)
        assert told.tasks, stop.key
        assert told.performers, stop.key
        assert told.sources, stop.key


# Where a course is --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("week", "key"), [(0, "t0"), (1, "t0"), (2, "t2"), (5, "t4"), (8, "t8"), (40, "t8")]
)
def test_the_doctor_is_at_the_latest_control(week, key):
    stop = stop_at(programme(BACK), "general_practice", week)

    assert stop is not None
    assert stop.key == key


def test_without_weeks_the_doctor_is_where_the_programme_begins():
    stop = stop_at(programme(KNEE), "general_practice", 7)

    assert stop is not None
    assert stop.key == "work_up"


def test_who_has_no_stop_is_nowhere():
    assert stop_at(programme(KNEE), "pain_clinic", 0) is None


# What the figure may say --------------------------------------------------------------------------

PARTS = {
    "activities": [
        {"key": "train", "title": "Træner", "actor": "citizen", "phase": "training"},
        {"key": "refer", "title": "Henviser", "actor": "general_practice", "phase": "training"},
        {"key": "save", "title": "Redder", "actor": "emergency", "phase": "training"},
    ]
}


@pytest.mark.parametrize(
    ("figure", "where", "sentence"),
    [
        (
            {"ways": [{"from": "trane", "to": "refer"}]},
            "figure.ways[0].from",
            "Figurens vej fra »trane« til »refer«: »trane« er hverken kontrolpunkt, fase eller "
            "aktivitet. Mente du »train«?",
        ),
        (
            {"ways": [{"from": "train", "to": "refer", "rules": ["K9"]}]},
            "figure.ways[0].rules[0]",
            "Figurens vej fra »train« til »refer«: reglen »K9« findes ikke.",
        ),
        (
            {"ways": [{"from": "train", "to": "refer"}, {"from": "train", "to": "refer"}]},
            "figure.ways[1]",
            "Figurens vej fra »train« til »refer« findes allerede. Saml betingelserne i én vej.",
        ),
        (
            {"ways": [{"from": "train", "to": "train"}]},
            "figure.ways[0]",
            "Figurens vej fra »train« til »train« begynder og ender i samme stop.",
        ),
        (
            {"ways": [{"from": "save", "to": "train"}]},
            "figure.ways[0].from",
            "kan ikke begynde i akutmodtagelsen",
        ),
        (
            {"stops": [{"of": "train", "title": "A"}, {"of": ["refer", "train"], "title": "B"}]},
            "figure.stops[1].of[1]",
            "Figurens stop »B«: »train« er med i et andet stop.",
        ),
        (
            {"stops": [{"of": "train", "title": "A", "recommendations": ["rest"]}]},
            "figure.stops[0].recommendations[0]",
            "Figurens stop »A«: anbefalingen »rest« findes ikke.",
        ),
        (
            {"periods": [{"title": "Sent", "from_week": 8, "to_week": 2}]},
            "figure.periods[0].to_week",
            "»Sent« slutter, før det begynder.",
        ),
    ],
)
def test_a_figure_that_points_at_nothing_is_refused(figure, where, sentence):
    with pytest.raises(DefinitionError) as refused:
        small.definition(**PARTS, figure=figure)

    (problem,) = refused.value.problems
    assert problem.where == where
    assert sentence in problem.message.da


def test_a_key_of_two_parts_is_refused_in_the_figure():
    activities = [*PARTS["activities"], {"key": "training", "title": "x", "actor": "citizen"}]

    with pytest.raises(DefinitionError, match="navnet på flere dele"):
        small.definition(
            activities=activities, figure={"ways": [{"from": "training", "to": "train"}]}
        )

"""`manage.py replay KEY --draft FILE` prints what the page shows; the figure's geometry holds."""

import json
from io import StringIO
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from pathways.replaying import alluvial
from tests.pathways.replays import FACTS, NURSED, acted_on, changed, citizens, only_home_care


def replay(*arguments: str) -> dict:
    out = StringIO()
    call_command("replay", "knee-osteoarthritis", *arguments, stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def file(knee, gp, hillerod, tmp_path):
    those = [NURSED] * 6 + [FACTS] * 9
    for citizen, facts in zip(citizens(gp, hillerod, len(those)), those, strict=True):
        acted_on(gp, knee, citizen, facts)
    path = tmp_path / "draft.yaml"
    path.write_text(changed(knee, only_home_care).to_yaml(), encoding="utf-8")
    return path


def test_it_counts_by_old_and_new_destination_with_cases_and_capacity(file):
    said = replay("--draft", str(file))

    [move] = said["transitions"]
    assert (move["old"], move["new"]) == ("municipal_training", "private_physiotherapist")
    assert (said["total"], said["moved"], move["count"], len(said["cases"])) == (15, 6, 6, 6)
    assert {row["destination"] for row in said["capacity"]} == {move["old"], move["new"]}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--draft", "/nowhere.yaml"], "kan ikke læses"),
        (["--draft", __file__], "kan ikke afprøves"),
    ],
)
def test_what_cannot_be_tried_is_told(knee, arguments, told):
    with pytest.raises(CommandError, match=told):
        replay(*arguments)


def test_a_period_the_wrong_way_round_is_told(file):
    with pytest.raises(CommandError, match="slutter, før den begynder"):
        replay("--draft", str(file), "--from", "2026-02-01", "--to", "2026-01-01")


@pytest.mark.parametrize("frame", [alluvial.WIDE, alluvial.NARROW])
def test_the_bands_are_as_thick_as_they_are_many_and_no_two_nodes_overlap(frame):
    flows = {("a", "x"): 214, ("b", "x"): 63, ("a", "y"): 58, ("c", "z"): 1, ("d", "z"): 5}

    drawn = alluvial.draw(flows, frame)

    assert {(band.old, band.new): band.count for band in drawn.bands} == flows
    for nodes in (drawn.olds, drawn.news):
        assert sum(node.count for node in nodes) == sum(flows.values())
        for upper, lower in pairwise(nodes):
            assert upper.y + upper.height < lower.y
        assert all(node.y + node.height < drawn.height for node in nodes)

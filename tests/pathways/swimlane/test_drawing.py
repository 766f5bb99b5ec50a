"""What must hold of every figure, whatever the programme (CHARTS §9)."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pathways.definition import Definition
from pathways.management.commands.load_definitions import SHIPPED
from pathways.swimlane.drawing import Drawing, draw
from pathways.swimlane.layout import SMALL, TEXT, Rect
from pathways.swimlane.measure import ELLIPSIS, width
from pathways.swimlane.planning import plan
from pathways.swimlane.stops import Plan, part_keys
from tests import shipped
from tests.pathways.swimlane.programmes import programmes

EVERY = pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
LANGUAGES = st.sampled_from(("da", "en"))


def no_two_stops_overlap(drawing: Drawing) -> None:
    for one, other in combinations(drawing.stops, 2):
        assert not one.rect.overlaps(other.rect), (one.stop.key, other.stop.key)


def each_stop_stands_in_its_lane(drawing: Drawing) -> None:
    for one in drawing.stops:
        band = next(band for band in drawing.bands if band.lane.key == one.stop.lane)
        assert band.rect.y <= one.rect.y
        assert one.rect.bottom <= band.rect.bottom


def all_words_are_inside(drawing: Drawing) -> None:
    for one in drawing.stops:
        for line in one.lines:
            size = SMALL if line.size == "s" else TEXT
            assert line.x + width(line.words, size, bold=line.size == "b") <= one.rect.right
            assert one.rect.y < line.y < one.rect.bottom
    for head in drawing.heads:
        for line in head.lines:
            assert line.x >= 0
            assert line.x + width(line.words, TEXT, bold=True) <= drawing.width
            assert 0 < line.y < drawing.layout.top
    for label in drawing.labels:
        assert label.rect.x >= 0
        assert label.rect.right <= drawing.width
        assert label.rect.y >= 0
        assert label.rect.bottom <= drawing.height
        for line in label.lines:
            assert width(line, SMALL) <= label.rect.width + 1
    for mark in drawing.marks:
        assert mark.rect.x >= 0
        assert mark.rect.right <= drawing.width
        assert mark.rect.bottom <= drawing.height


def no_label_covers_anything(drawing: Drawing) -> None:
    rects = [one.rect for one in drawing.stops]
    for label in drawing.labels:
        assert not any(label.rect.overlaps(rect) for rect in rects), label.lines
    for one, other in combinations(drawing.labels, 2):
        assert not one.rect.overlaps(other.rect), (one.lines, other.lines)


def no_track_goes_through_a_box(drawing: Drawing) -> None:
    for track in drawing.tracks:
        for one in drawing.stops:
            if one.kind == "bar":
                continue
            inner = Rect(one.rect.x + 1, one.rect.y + 1, one.rect.width - 2, one.rect.height - 2)
            assert not any(piece.overlaps(inner) for piece in track.pieces), (
                track.way,
                one.stop.key,
            )


def each_track_joins_its_stops(drawing: Drawing) -> None:
    rects = {one.stop.key: one.rect for one in drawing.stops}
    for track in drawing.tracks:
        for corner, key in ((track.corners[0], track.way.start), (track.corners[-1], track.way.to)):
            rect = rects[key]
            assert rect.x <= corner[0] <= rect.right, track
            assert rect.y <= corner[1] <= rect.bottom, track
            assert corner[0] in (rect.x, rect.right) or corner[1] in (rect.y, rect.bottom), track
        for before, after in zip(track.corners, track.corners[1:], strict=False):
            assert (before[0] == after[0]) != (before[1] == after[1]), track
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in track.corners)


def no_two_tracks_run_on_each_other(drawing: Drawing) -> None:
    """Tracks may cross; only those of one source may share a stretch, its trunk."""
    for one, other in combinations(drawing.tracks, 2):
        if one.way.start == other.way.start:
            continue
        for piece in one.pieces:
            for across in other.pieces:
                same_line = (piece.width == across.width == 0 and piece.x == across.x) or (
                    piece.height == across.height == 0 and piece.y == across.y
                )
                touching = piece.overlaps(across, 1) and same_line
                assert not touching, (one, other)


def each_way_is_drawn_once(drawing: Drawing, programme: Plan) -> None:
    drawn = Counter((track.way.start, track.way.to) for track in drawing.tracks)
    assert drawn == Counter({(way.start, way.to): 1 for way in programme.ways})
    worded = Counter(way.text for way in programme.ways if way.text)
    assert len(drawing.labels) + len(drawing.marks) == sum(worded.values())


def each_written_way_is_a_way(definition: Definition, programme: Plan) -> None:
    """Between stops that are drawn; a way inside one stop is none."""
    holder = {key: stop.key for stop in programme.stops for key in part_keys(stop)}
    written = definition.figure.ways if definition.figure else ()
    for way in written:
        if way.start in holder and way.to in holder and holder[way.start] != holder[way.to]:
            assert (holder[way.start], holder[way.to]) in {
                (one.start, one.to) for one in programme.ways
            }


def everything_is_in_one_stop(definition: Definition, programme: Plan) -> None:
    held = Counter(key for stop in programme.all_stops for key in part_keys(stop))
    parts = (*definition.checkpoints, *definition.activities)
    assert {part.key: held[part.key] for part in parts} == {part.key: 1 for part in parts}
    assert len({stop.key for stop in programme.all_stops}) == len(programme.all_stops)


def check(definition: Definition, language: str) -> None:
    programme = plan(definition)
    if programme is None:
        assert not definition.checkpoints
        assert not definition.activities
        return
    everything_is_in_one_stop(definition, programme)
    each_written_way_is_a_way(definition, programme)
    if not programme.stops:
        return
    drawing = draw(programme, language)
    no_two_stops_overlap(drawing)
    each_stop_stands_in_its_lane(drawing)
    all_words_are_inside(drawing)
    no_label_covers_anything(drawing)
    no_track_goes_through_a_box(drawing)
    each_track_joins_its_stops(drawing)
    no_two_tracks_run_on_each_other(drawing)
    each_way_is_drawn_once(drawing, programme)


@EVERY
@pytest.mark.parametrize("language", ["da", "en"])
def test_the_shipped_programmes_can_be_drawn(path, language):
    check(shipped.definition(path.stem), language)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programmes(), LANGUAGES)
def test_any_programme_can_be_drawn(definition, language):
    check(definition, language)


@EVERY
@pytest.mark.parametrize("language", ["da", "en"])
def test_nothing_in_the_shipped_figures_is_cut_short(path, language):
    programme = plan(shipped.definition(path.stem))
    assert programme is not None

    for one in draw(programme, language).stops:
        assert not any(ELLIPSIS in line.words for line in one.lines), one.lines

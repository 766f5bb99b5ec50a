"""The first sentence of a replay says nothing that is hidden, and nothing that is not so."""

import pytest

from pathways.replaying.shown import control, headline, reasons


@pytest.mark.parametrize(
    ("moved", "total", "said"),
    [
        (412, 9830, "412 af 9.830 henvisninger (4,2 %)"),
        ("..", 9830, "Færre end fem af 9.830 henvisninger"),
        ("..", "..*", "Færre end fem henvisninger"),
        (12, "..*", "12 henvisninger"),
        (0, "..*", "0 henvisninger"),
    ],
)
def test_how_many_would_go_elsewhere(moved, total, said):
    assert headline({"moved": moved, "total": total}, "da") == said


@pytest.mark.parametrize("total", [558, "..*"])
def test_a_number_hidden_because_of_others_is_not_called_small(total):
    said = headline({"moved": "..*", "total": total}, "da")

    assert "Færre end fem" not in said
    assert ".." not in said
    assert said.startswith("Nogle henvisninger (antallet er skjult")


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ({"asked": "..*", "same": "..*", "agrees": True}, "genskaber alle råd"),
        ({"asked": "..*", "same": "..*", "agrees": False}, "genskaber ikke alle råd"),
        ({"asked": 558, "same": 558}, "genskaber alle råd"),
    ],
)
def test_the_control_does_not_tell_a_total_that_is_hidden(kept, said):
    words = control({"total": "..*", "control": kept}, "da")

    assert words.endswith(said)
    assert "558" not in words


def test_a_reason_of_many_is_named_also_where_its_number_is_hidden():
    kept = [{"da": "K1 gælder ikke længere", "en": "", "count": "..*"}]
    kept += [{"da": "sjælden", "en": "", "count": ".."}] * 2

    rows = reasons({"reasons": kept}, "da")

    assert [(row.head, row.cells) for row in rows] == [
        ("K1 gælder ikke længere", ("..*",)),
        ("2 mindre hyppige begrundelser", ("..",)),
    ]

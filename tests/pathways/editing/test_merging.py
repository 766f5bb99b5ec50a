"""Two people's changes laid together: nothing is lost, and collisions are named."""

from hypothesis import given
from hypothesis import strategies as st

from pathways.editing.merging import merge

BASE = {
    "title": {"da": "A", "en": "A"},
    "rules": [{"key": "R1", "text": "et"}, {"key": "R2", "text": "to"}, {"key": "R3", "to": ["x"]}],
}

KEYED = st.lists(
    st.fixed_dictionaries({"key": st.sampled_from("abcd"), "v": st.integers(0, 2)}),
    unique_by=lambda row: row["key"],
    max_size=4,
)
DOCUMENTS = st.fixed_dictionaries(
    {}, optional={"n": st.integers(0, 2), "rows": KEYED, "words": st.lists(st.text(max_size=1))}
)


def edited(**changes):
    return {**BASE, **changes}


@given(DOCUMENTS, DOCUMENTS)
def test_one_who_changed_nothing_gets_the_others_document(base, other):
    assert merge(base, base, other).document == other
    assert merge(base, other, base).document == other
    assert merge(base, other, other) == merge(base, other, base)


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_every_change_of_theirs_is_kept_and_every_lost_one_of_mine_is_named(base, mine, theirs):
    merged = merge(base, mine, theirs)

    for name in ("n", "words"):
        ours = [side.get(name) for side in (base, mine, theirs)]
        if ours[2] != ours[0]:
            assert merged.document.get(name) == ours[2]
        else:
            assert merged.document.get(name) == ours[1]
    collided = {collision.path[0] for collision in merged.collisions}
    rows = {row["key"]: row for row in merged.document.get("rows") or []}
    for row in mine.get("rows") or []:
        if row not in (base.get("rows") or []) and "rows" not in collided:
            assert rows[row["key"]] == row


def test_different_fields_are_laid_together():
    mine = edited(title={"da": "B", "en": "A"})
    theirs = edited(rules=[{"key": "R1", "text": "et!"}, *BASE["rules"][1:]])

    merged = merge(BASE, mine, theirs)

    assert merged.collisions == ()
    assert merged.document == {"title": {"da": "B", "en": "A"}, "rules": theirs["rules"]}


def test_the_same_field_collides_and_theirs_stands():
    mine = edited(title={"da": "Min", "en": "A"})
    theirs = edited(title={"da": "Deres", "en": "A"})

    merged = merge(BASE, mine, theirs)

    assert merged.document["title"]["da"] == "Deres"
    assert [(one.path, one.mine, one.theirs) for one in merged.collisions] == [
        (("title", "da"), "Min", "Deres")
    ]
    assert merged.as_typed["title"]["da"] == "Min"


def test_rows_added_by_both_are_both_kept_where_they_were_put():
    mine = edited(rules=[BASE["rules"][0], {"key": "M"}, *BASE["rules"][1:]])
    theirs = edited(rules=[*BASE["rules"], {"key": "T"}])

    keys = [row["key"] for row in merge(BASE, mine, theirs).document["rules"]]

    assert keys == ["R1", "M", "R2", "R3", "T"]


def test_a_row_i_moved_and_they_changed_is_both():
    mine = edited(rules=[BASE["rules"][2], *BASE["rules"][:2]])
    theirs = edited(rules=[{"key": "R1", "text": "nyt"}, *BASE["rules"][1:]])

    rows = merge(BASE, mine, theirs).document["rules"]

    assert [row["key"] for row in rows] == ["R3", "R1", "R2"]
    assert rows[1]["text"] == "nyt"


def test_a_row_they_took_away_while_i_changed_it_is_told_and_kept_for_me():
    mine = edited(rules=[{"key": "R1", "text": "mit"}, *BASE["rules"][1:]])
    theirs = edited(rules=BASE["rules"][1:])

    merged = merge(BASE, mine, theirs)

    assert [row["key"] for row in merged.document["rules"]] == ["R2", "R3"]
    assert [row["key"] for row in merged.as_typed["rules"]] == ["R2", "R3", "R1"]


def test_a_condition_is_one_thing():
    base = {"when": {"all": [{"fact": "a"}]}}
    merged = merge(base, {"when": {"any": [{"fact": "a"}]}}, {"when": {"fact": "b"}})

    assert merged.document == {"when": {"fact": "b"}}
    assert merged.collisions[0].path == ("when",)

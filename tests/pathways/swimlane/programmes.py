"""Random programmes for the figure: by weeks or by phases, with any ways between their stops."""

from typing import Any

from hypothesis import strategies as st

from pathways.definition import Definition
from tests.pathways import small

ACTORS = (
    "citizen",
    "general_practice",
    "chiropractor",
    "private_physiotherapist",
    "municipal_training",
    "job_centre",
    "hospital_spine_unit",
    "pain_clinic",
)
WORDS = st.sampled_from(
    (
        "svær rodpåvirkning",
        "ingen tydelig fremgang",
        "klart bedre",
        "begynder inden en eller to måneder, ellers udvidet frit sygehusvalg",
        "Superviseret træning, individuelt eller på hold, og manuel behandling",
        "Donaudampfschifffahrtsgesellschaftskapitän",
    )
)
WEEKS = st.integers(0, 52)


def _checkpoint(number: int) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "key": st.just(f"t{number}"),
            "title": WORDS,
            "week": st.sampled_from((0, 2, 4, 8)) | WEEKS,
            "actor": st.sampled_from(ACTORS),
            "judged": st.just(["Røde flag"]),
        }
    )


def _activity(number: int, phases: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "key": st.just(f"a{number}"),
            "title": WORDS,
            "actor": st.sampled_from((*ACTORS, "emergency")),
        },
        optional={
            "from_week": WEEKS,
            "to_week": WEEKS,
            **({"phase": st.sampled_from(phases)} if phases else {}),
        },
    )


@st.composite
def programmes(draw: st.DrawFn) -> Definition:
    """A definition with up to a dozen stops and as many ways between them."""
    by_weeks = draw(st.booleans())
    phases = [f"p{number}" for number in range(draw(st.integers(0 if by_weeks else 1, 6)))]
    checkpoints = [draw(_checkpoint(n)) for n in range(draw(st.integers(1, 5)) if by_weeks else 0)]
    activities = [draw(_activity(n, phases)) for n in range(draw(st.integers(0, 10)))]
    keys = [one["key"] for one in (*checkpoints, *activities)] + phases
    starts = [key for key in keys if not _is_urgent(key, activities)]
    ways = draw(
        st.lists(
            st.fixed_dictionaries(
                {"from": st.sampled_from(starts), "to": st.sampled_from(keys)},
                optional={"text": WORDS, "free": st.booleans()},
            ),
            max_size=14,
            unique_by=lambda way: (way["from"], way["to"]),
        )
    )
    named = draw(st.lists(st.sampled_from(keys), unique=True, max_size=4))
    return small.definition(
        checkpoints=checkpoints,
        activities=activities,
        phases=[
            {
                "key": key,
                "title": draw(WORDS),
                "responsible": draw(st.sampled_from(ACTORS)),
                "next": draw(st.lists(st.sampled_from(phases), unique=True, max_size=3)),
            }
            for key in phases
        ],
        figure={
            "periods": [{"title": "Tidlig indsats", "from_week": 0, "to_week": 4}],
            "stops": [
                {
                    "of": key,
                    "title": draw(WORDS),
                    **({"line": "kort"} if draw(st.booleans()) else {}),
                }
                for key in named
            ],
            "ways": [way for way in ways if way["from"] != way["to"]],
        },
        rules=small.DATA["rules"] if draw(st.booleans()) else [],
    )


def _is_urgent(key: str, activities: list[dict[str, Any]]) -> bool:
    return any(one["key"] == key and one["actor"] == "emergency" for one in activities)

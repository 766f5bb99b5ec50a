"""A condition that does not fit its facts is refused with the place and a Danish sentence."""

import pytest

from pathways.conditions.tree import MAX_DEPTH, ConditionError, parse
from tests.pathways.drawn import VOCABULARY


def refusal(data: object) -> ConditionError:
    with pytest.raises(ConditionError) as refused:
        parse(data, VOCABULARY)
    return refused.value


@pytest.mark.parametrize(
    ("data", "path", "sentence"),
    [
        (
            {"all": [{"fact": "smoker", "is": True}, {"fact": "yers", "at_least": 3}]},
            ("all", 1, "fact"),
            "Oplysningen »yers« findes ikke. Mente du »years«?",
        ),
        (
            {"not": {"fact": "tags", "at_least": 3}},
            ("not", "at_least"),
            "»Mærker« kan ikke læses med »at_least«; brug »has_any«, »has_all«, »known«.",
        ),
        (
            {"fact": "tags", "has_eny": ["red"]},
            ("has_eny",),
            "Sammenligningen »has_eny« kendes ikke. Mente du »has_any«?",
        ),
        (
            {"fact": "tags", "has_any": ["red", "gren"]},
            ("has_any",),
            "Mærker: »gren« er ikke en mulighed. Mente du »green«?",
        ),
        (
            {"fact": "tags", "has_any": []},
            ("has_any",),
            "Mærker: skriv en liste med mindst ét valg.",
        ),
        (
            {"fact": "tags", "has_any": ["red", "red"]},
            ("has_any",),
            "Mærker: samme valg står to gange.",
        ),
        (
            {"fact": "tags", "has_all": ["red", "none"]},
            ("has_all",),
            "Mærker: »None« kan aldrig være valgt sammen med andet.",
        ),
        (
            {"fact": "years", "between": [4, 2]},
            ("between",),
            "År: 4 er større end 2; skriv det mindste tal først.",
        ),
        ({"fact": "years", "at_least": 12}, ("at_least",), "År: 12 er uden for 0–9."),
        ({"fact": "years", "is": True}, ("is",), "År: skal være et tal."),
        ({"fact": "smoker", "is": "ja"}, ("is",), "Ryger: svar ja eller nej."),
        ({"fact": "smoker", "known": 1}, ("known",), "Ryger: »known« skal være true eller false."),
        (
            {"fact": "years", "at_least": 1, "at_most": 2},
            (),
            "»År« skal have præcis én sammenligning; her er »at_least«, »at_most«.",
        ),
        ({"fact": "years"}, (), "»År« skal have præcis én sammenligning; her er ingen."),
        (
            {"fact": "diagnosis", "in_codes": {"icd10": ["M54.9-M40.0"]}},
            ("in_codes",),
            "Diagnose: området »M54.9-M40.0« begynder efter, at det slutter.",
        ),
        (
            {"fact": "diagnosis", "in_codes": {"icd10": ["ryg"]}},
            ("in_codes",),
            "Diagnose: »ryg« er hverken en ICD-10-kode eller et område fra–til.",
        ),
        ({"alle": []}, ("alle",), "»alle« kendes ikke i en betingelse. Mente du »all«?"),
        ({"all": {}}, ("all",), "»all« skal have en liste af betingelser."),
        (
            {"all": [], "any": []},
            (),
            "En betingelse skal have præcis én nøgle; her er »all«, »any«.",
        ),
        ("smoker", (), "En betingelse skal være »all«, »any«, »not« eller »fact«."),
        (
            {"fact": "story", "is": "x"},
            ("is",),
            "»Fortælling« kan ikke læses med »is«; brug »known«.",
        ),
    ],
)
def test_it_is_refused_where_it_stands(data, path, sentence) -> None:
    error = refusal(data)

    assert error.message.da == sentence
    assert error.path == path


def test_nesting_has_a_limit() -> None:
    data: dict[str, object] = {"fact": "smoker", "is": True}
    for _ in range(MAX_DEPTH + 1):
        data = {"not": data}

    assert "indlejret i mere end 12 lag" in refusal(data).message.da


def test_the_number_of_leaves_has_a_limit() -> None:
    many = {"any": [{"fact": "years", "is": number % 10} for number in range(201)]}

    assert refusal(many).message.da.startswith("Betingelsen har 201 led; højst 200 er tilladt.")

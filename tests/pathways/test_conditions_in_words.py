"""A condition is said in natural Danish and English, and can be read in one way only."""

import pytest
from hypothesis import given

from pathways.conditions.common import COMMON
from pathways.conditions.evaluate import evaluate
from pathways.conditions.explain import because, explain, outline
from pathways.conditions.facts import Fact, FactType, Wording
from pathways.conditions.tree import parse
from pathways.texts import text
from tests.pathways.drawn import VOCABULARY, citizens, conditions

CIRCUMSTANCES = Fact(
    "special",
    FactType.SET,
    text("Særlige forhold", "Special circumstances"),
    options={
        "home_care": text("Hjemmepleje", "Home care"),
        "home_nursing": text("Hjemmesygepleje", "Home nursing"),
        "interpreter": text("Behov for tolk", "Needs an interpreter"),
        "sick_leave": text("Sygemeldt", "On sick leave"),
        "none": text("Ingen", "None"),
    },
    wording=Wording(text("Borgeren har {}", "The citizen has {}")),
    option_wording={
        "sick_leave": Wording(
            says=text("Borgeren er {}", "The citizen is {}"),
            says_not=text("Borgeren er ikke {}", "The citizen is not {}"),
        ),
        "interpreter": Wording(word=text("behov for tolk", "a need for an interpreter")),
    },
)
WORDS = COMMON.plus(
    (
        CIRCUMSTANCES,
        Fact(
            "bmi",
            FactType.DECIMAL,
            text("BMI", "BMI"),
            minimum=10,
            maximum=80,
        ),
        Fact(
            "xray",
            FactType.CHOICE,
            text("Røntgen", "X-ray"),
            options={
                "not_taken": text("Ikke taget", "Not taken"),
                "moderate": text("Moderat", "Moderate"),
                "severe": text("Svær", "Severe"),
            },
            wording=Wording(text("Røntgen viser {} artrose", "The X-ray is {}")),
            option_wording={
                "not_taken": Wording(
                    says=text("Røntgen er ikke taget", "No X-ray is taken"),
                    says_not=text("Røntgen er taget", "An X-ray is taken"),
                )
            },
        ),
        Fact("diagnosis", FactType.CODE, text("Diagnose", "Diagnosis")),
        Fact("height", FactType.DECIMAL, text("Højde", "Height"), unit=text("cm", "cm")),
    )
)
HOME = {"fact": "special", "has_any": ["home_care", "home_nursing"]}
GROUP = {"fact": "group", "at_least": 3}
SICK = {"fact": "special", "has_any": ["sick_leave"]}


@pytest.mark.parametrize(
    ("data", "da", "en"),
    [
        (
            {"all": [HOME, GROUP]},
            "Borgeren har hjemmepleje eller hjemmesygepleje, og gruppen er mindst 3",
            "The citizen has home care or home nursing, and the group is at least 3",
        ),
        (
            {"not": HOME},
            "Borgeren har hverken hjemmepleje eller hjemmesygepleje",
            "The citizen has neither home care nor home nursing",
        ),
        (
            {"not": {"all": [HOME, GROUP]}},
            "Borgeren har hverken hjemmepleje eller hjemmesygepleje, eller gruppen er under 3",
            "The citizen has neither home care nor home nursing, or the group is under 3",
        ),
        (
            {"fact": "special", "has_all": ["home_care", "interpreter"]},
            "Borgeren har både hjemmepleje og behov for tolk",
            "The citizen has both home care and a need for an interpreter",
        ),
        (
            {"fact": "special", "has_any": ["home_care", "sick_leave"]},
            "Borgeren har hjemmepleje, eller borgeren er sygemeldt",
            "The citizen has home care, or the citizen is on sick leave",
        ),
        (
            {"not": {"fact": "special", "has_any": ["home_care"]}},
            "Borgeren har ikke hjemmepleje",
            "The citizen does not have home care",
        ),
        ({"not": SICK}, "Borgeren er ikke sygemeldt", "The citizen is not on sick leave"),
        ({"fact": "bmi", "at_least": 27.5}, "BMI er mindst 27,5", "BMI is at least 27.5"),
        ({"not": {"fact": "bmi", "at_most": 30}}, "BMI er over 30", "BMI is over 30"),
        (
            {"fact": "height", "at_most": 150.5},
            "Højde er højst 150,5 cm",
            "Height is at most 150.5 cm",
        ),
        (
            {"fact": "age", "between": [18, 65]},
            "Borgeren er mellem 18 og 65 år",
            "The citizen is between 18 and 65 years",
        ),
        (
            {"fact": "week", "at_least": 1},
            "Der er gået mindst 1 uge siden første kontakt",
            "It is at least 1 week since first contact",
        ),
        (
            {"fact": "week", "at_least": 4},
            "Der er gået mindst 4 uger siden første kontakt",
            "It is at least 4 weeks since first contact",
        ),
        (
            {"fact": "group", "one_of": [1, 2]},
            "Gruppen er 1 eller 2",
            "The group is 1 or 2",
        ),
        (
            {"fact": "xray", "one_of": ["moderate", "severe"]},
            "Røntgen viser moderat eller svær artrose",
            "The X-ray is moderate or severe",
        ),
        ({"fact": "xray", "is": "not_taken"}, "Røntgen er ikke taget", "No X-ray is taken"),
        ({"not": {"fact": "xray", "is": "not_taken"}}, "Røntgen er taget", "An X-ray is taken"),
        (
            {"not": {"fact": "xray", "one_of": ["moderate", "severe"]}},
            "Røntgen viser hverken moderat eller svær artrose",
            "The X-ray is neither moderate nor severe",
        ),
        (
            {"fact": "joined", "is": False},
            "Borgerens kommune er ikke tilsluttet",
            "The citizen's municipality has not joined",
        ),
        (
            {"fact": "diagnosis", "in_codes": {"icd10": ["M17", "M40-M54"]}},
            "Diagnose er i M17 eller M40–M54",
            "Diagnosis is in M17 or M40–M54",
        ),
        ({"fact": "bmi", "known": False}, "BMI er ikke oplyst", "BMI is not known"),
        ({"all": []}, "Gælder altid", "Always holds"),
        ({"any": []}, "Gælder aldrig", "Never holds"),
        (
            {"all": [{"any": [GROUP, SICK]}, HOME]},
            "Borgeren har hjemmepleje eller hjemmesygepleje, og mindst ét af dette gælder: "
            "gruppen er mindst 3, eller borgeren er sygemeldt",
            "The citizen has home care or home nursing, and at least one of this holds: "
            "the group is at least 3, or the citizen is on sick leave",
        ),
    ],
)
def test_it_is_said_naturally(data, da, en) -> None:
    condition = parse(data, WORDS)

    assert explain(condition, WORDS, "da") == da
    assert explain(condition, WORDS, "en") == en


def test_what_would_be_ambiguous_becomes_a_list() -> None:
    condition = parse({"any": [{"all": [HOME, GROUP]}, {"fact": "bmi", "at_least": 30}]}, WORDS)

    assert explain(condition, WORDS) == (
        "Mindst ét af dette gælder:\n"
        "– alt dette gælder:\n"
        "  – borgeren har hjemmepleje eller hjemmesygepleje\n"
        "  – gruppen er mindst 3\n"
        "– BMI er mindst 30"
    )
    assert outline(condition, WORDS).kind == "any"


@given(conditions())
def test_every_condition_can_be_said_in_both_languages(condition) -> None:
    for language in ("da", "en"):
        said = explain(condition, VOCABULARY, language)

        assert said[0].isupper()
        assert "{}" not in said


@given(conditions(), citizens())
def test_what_is_so_can_always_be_said(condition, facts) -> None:
    outcome = evaluate(condition, facts)

    said = because(outcome.decided_by, facts, VOCABULARY)

    assert said
    assert "{}" not in said


@pytest.mark.parametrize(
    ("data", "facts", "sentence"),
    [
        (HOME, {"special": ["home_care"]}, "Borgeren har hjemmepleje"),
        (
            HOME,
            {"special": ["home_care", "home_nursing"]},
            "Borgeren har både hjemmepleje og hjemmesygepleje",
        ),
        (HOME, {"special": ["none"]}, "Borgeren har hverken hjemmepleje eller hjemmesygepleje"),
        (GROUP, {"group": 4}, "Gruppen er 4 (mindst 3)"),
        (GROUP, {"group": 2}, "Gruppen er 2 (under 3)"),
        (
            {"fact": "bmi", "between": [20, 25]},
            {"bmi": 31.25},
            "BMI er 31,25 (ikke mellem 20 og 25)",
        ),
        (
            {"fact": "special", "has_all": ["home_care", "interpreter"]},
            {"special": ["home_care"]},
            "Borgeren har ikke behov for tolk",
        ),
        (
            {"fact": "xray", "one_of": ["moderate", "severe"]},
            {"xray": "severe"},
            "Røntgen viser svær artrose",
        ),
        (
            {"fact": "diagnosis", "in_codes": {"icd10": ["M17"]}},
            {"diagnosis": {"system": "icd10", "code": "M17.1"}},
            "Diagnose er DM171",
        ),
        ({"any": [HOME, SICK]}, {"special": ["sick_leave"]}, "Borgeren er sygemeldt"),
    ],
)
def test_for_one_citizen_only_what_is_so_is_said(data, facts, sentence) -> None:
    outcome = evaluate(parse(data, WORDS), facts)

    assert because(outcome.decided_by, facts, WORDS) == sentence

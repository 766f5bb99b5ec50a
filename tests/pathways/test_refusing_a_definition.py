"""A document that does not hold together is refused with every problem, in Danish, where it is."""

from collections.abc import Callable
from typing import Any

import pytest

from pathways.definition import Definition, DefinitionError
from tests.pathways.small import data


def refusal(document: Any) -> DefinitionError:
    with pytest.raises(DefinitionError) as refused:
        Definition.from_data(document)
    return refused.value


def phrases(count: int) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        for number in range(len(document["phrases"]), count):
            key = f"extra_{number}"
            fact = {"key": key, "type": "text", "label": "Mere"}
            document["phrases"].append({"key": key, "title": "Mere", "facts": [fact]})

    return change


def indicators(count: int) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        document["indicators"] = [
            document["indicators"][0] | {"key": f"number-{number}"} for number in range(count)
        ]

    return change


def put(*path: Any, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        here: Any = document
        for step in path[:-1]:
            here = here[step]
        if value is ...:
            del here[path[-1]]
        elif path[-1] == "+":
            here.append(value)
        else:
            here[path[-1]] = value

    return change


MISSPELT = {"fact": "circumstances", "has_any": ["home_car"]}


@pytest.mark.parametrize(
    ("change", "where", "sentence"),
    [
        (
            phrases(9),
            "phrases",
            "Programmet har 9 fraser; højst 8 er tilladt. Fjern eller slå 1 sammen.",
        ),
        (
            phrases(11),
            "phrases",
            "Programmet har 11 fraser; højst 8 er tilladt. Fjern eller slå 3 sammen.",
        ),
        (
            indicators(7),
            "indicators",
            "Programmet har 7 indikatorer; højst 6 er tilladt. Fjern eller slå 1 sammen.",
        ),
        (put("titel", value="x"), "titel", "Feltet »titel« kendes ikke her."),
        (put("title", value=...), "title", "Feltet »title« mangler."),
        (put("title", value=5), "title", "»title« skal være et afsnit med nøgler."),
        (put("title", value=""), "title.da", "»da« må ikke være tom."),
        (
            put("rules", 0, "strength", value="mus"),
            "rules[0].strength",
            "»mus« er ikke en mulighed for »strength«; brug 'must', 'should' eller 'consider'. "
            "Mente du »must«?",
        ),
        (
            put("rules", 1, "when", value=MISSPELT),
            "rules[1].when.has_any",
            "Regel K1: Særlige forhold: »home_car« er ikke en mulighed. Mente du »home_care«?",
        ),
        (
            put("rules", 1, "when", value={"all": [{"fact": "grup", "at_least": 3}]}),
            "rules[1].when.all[0].fact",
            "Regel K1: Oplysningen »grup« findes ikke. Mente du »group«?",
        ),
        (
            put("rules", 1, "when", value={"any": [{"fact": "weeks_trained", "at_least": 3}]}),
            "rules[1].when",
            "Regel K1: »Uger« kendes først, når det er sket, og kan kun læses af indikatorer.",
        ),
        (
            put("rules", 1, "to", value="municipal_traning"),
            "rules[1].to[0]",
            "Modtageren »municipal_traning« kendes ikke. Mente du »municipal_training«?",
        ),
        (
            put("rules", 1, "to", value="pain_clinic"),
            "rules[1].to",
            "Regel K1: modtageren »pain_clinic« mangler i rangfølgen »rank«.",
        ),
        (
            put("rules", 1, "to", value=["municipal_training", "general_practice"]),
            "rules[1].to",
            "Regel K1: de modtagere, patienten vælger mellem, skal stå på samme trin i »rank«.",
        ),
        (
            put("rules", 1, "to", value=...),
            "rules[1]",
            "Regel K1 gør ingenting: giv den »to«, »also«, »contact«, »orders« eller »warn«.",
        ),
        (
            put("rules", 5, "contact", value="hotlin"),
            "rules[5].contact",
            "Regel O1: kontakten »hotlin« findes ikke. Mente du »hotline«?",
        ),
        (
            put("rules", 1, "asks_reason", value=True),
            "rules[1]",
            "Regel K1 spørger om en begrundelse, men har ingen advarsel »warn«.",
        ),
        (
            put("default", value="municipal_training"),
            "default",
            "Standardmodtageren kan ikke være »Kommunalt træningstilbud«: den findes kun, hvor "
            "kommunen er tilsluttet.",
        ),
        (
            put("default", value="pain_clinic"),
            "default",
            "Standardmodtageren mangler i rangfølgen »rank«.",
        ),
        (put("rank", "+", value="emergency"), "rank[5]", "Modtageren »emergency« findes to gange."),
        (put("rules", 1, "key", value="E1"), "rules[1]", "Reglen »E1« findes to gange."),
        (
            put("phrases", 1, "facts", 0, "key", value="side"),
            "phrases[1].facts[0]",
            "Oplysningen »side« findes allerede, i en anden frase eller hændelse. Giv den et andet "
            "navn.",
        ),
        (
            put("phrases", 1, "facts", 0, "key", value="age"),
            "phrases[1].facts[0]",
            "Oplysningen »age« findes allerede, som alle programmer kender. Giv den et andet navn.",
        ),
        (
            put("phrases", 1, "facts", 0, "type", value="choice"),
            "phrases[1].facts[0]",
            "»Anamnese« er af typen choice og skal have »options«.",
        ),
        (
            put("phrases", 1, "facts", 0, "minimum", value=1),
            "phrases[1].facts[0]",
            "»Anamnese« er ikke et tal og har hverken minimum eller maximum.",
        ),
        (
            put("phrases", 2, "visible_when", value={"fact": "circumstances", "known": True}),
            "phrases[2].visible_when",
            "Frase 3 kan ikke være synlig efter sit eget svar.",
        ),
        (
            put("rules", 0, "source", value={"document": "agreemen", "place": "§1"}),
            "rules[0].source.document",
            "Kilden »agreemen« står ikke under »sources«. Mente du »agreement«?",
        ),
        (
            put("coordinator", "actor", value="gp"),
            "coordinator.actor",
            "Aktøren »gp« kendes ikke.",
        ),
        (
            put("phases", 0, "next", value=["trainin"]),
            "phases[0].next[0]",
            "Fasen »trainin« findes ikke. Mente du »training«?",
        ),
        (
            put("patient_group", "fact", value="side"),
            "patient_group.fact",
            "Patientgruppen læser »side«, men ingen frase registrerer den som kode.",
        ),
        (
            put("patient_group", "codes", value={"icd10": ["knee"]}),
            "patient_group.codes",
            "Diagnose: »knee« er hverken en ICD-10-kode eller et område fra–til.",
        ),
        (
            put("indicators", 0, "target", value={"at_least": 95}),
            "indicators[0].target",
            "Indikator »Epikrise«: målet for en andel skrives fra 0 til 1; 95 % er 0.95.",
        ),
        (
            put("indicators", 0, "measure", value={}),
            "indicators[0].measure",
            "Indikator »Epikrise«: vælg præcis én af »share«, »median_days«, »rate_per« og "
            "»distribution«.",
        ),
        (
            put("indicators", 0, "where", value={"fact": "weeks_traned", "at_least": 1}),
            "indicators[0].where",
            "Indikator »Epikrise«: Oplysningen »weeks_traned« findes ikke. Mente du "
            "»weeks_trained«?",
        ),
        (
            put(
                "examples",
                value=[
                    {
                        "key": "one",
                        "title": "En",
                        "facts": {"age": "gammel"},
                        "destination": "general_practice",
                    }
                ],
            ),
            "examples[0].facts.age",
            "Eksempel one: Alder: skal være et tal.",
        ),
        (
            put(
                "examples",
                value=[{"key": "one", "title": "En", "destination": "x", "facts": {}}],
            ),
            "examples[0].destination",
            "Modtageren »x« kendes ikke.",
        ),
    ],
)
def test_the_problem_and_its_place_are_told(change, where, sentence) -> None:
    document = data()
    change(document)

    [problem] = refusal(document).problems

    assert problem.message.da == sentence
    assert problem.where == where


def test_all_problems_are_told_together() -> None:
    document = data()
    document["rules"][0]["to"] = "nowhere"
    document["rules"][1]["source"] = {"document": "lost", "place": "§1"}
    document["phrases"][1]["key"] = "diagnosis"

    assert len(refusal(document).problems) == 3


@pytest.mark.parametrize("document", [None, [], "tekst", 5])
def test_what_is_not_a_document_is_refused(document) -> None:
    assert "skal være et afsnit med nøgler" in str(refusal(document))


def test_eight_phrases_and_six_indicators_are_accepted() -> None:
    document = data()
    phrases(8)(document)
    indicators(6)(document)

    accepted = Definition.from_data(document)

    assert len(accepted.phrases) == 8
    assert len(accepted.indicators) == 6

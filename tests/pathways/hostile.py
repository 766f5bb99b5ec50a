"""Texts that hold no definition, each with what is told of it and a piece of the line it is on."""

import json
from typing import Any

from tests.pathways.small import data


def written(document: dict[str, Any]) -> str:
    """As YAML with a line for everything: JSON is YAML."""
    return json.dumps(document, ensure_ascii=False, indent=1)


def changed(*path: str | int, value: Any) -> str:
    document = data()
    here: Any = document
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    return written(document)


def nested(levels: int) -> dict[str, Any]:
    condition: dict[str, Any] = {"fact": "group", "is": 1}
    for _ in range(levels):
        condition = {"all": [condition]}
    return condition


def circular() -> str:
    document = data()
    document["phrases"][2]["visible_when"] = {"fact": "wish", "has_any": ["scan"]}
    document["phrases"][3]["visible_when"] = {"fact": "circumstances", "has_any": ["home_care"]}
    return written(document)


BAD = [
    (changed("rules", 1, "when", "fact", value="circumstance"), '"fact": "circumstance"',
     "Regel K1: Oplysningen »circumstance« findes ikke. Mente du »circumstances«?"),
    (changed("rules", 2, "when", "at_least", value="tre"), '"at_least": "tre"',
     "Regel K2: Gruppe: skal være et tal."),
    (changed("rules", 2, "when", "at_least", value=2.5), '"at_least": 2.5',
     "Regel K2: Gruppe: skal være et helt tal, ikke 2,5."),
    (changed("rules", 2, "when", value={"fact": "group", "has_any": ["x"]}), '"has_any": [',
     "Regel K2: »Gruppe« kan ikke læses med »has_any«; brug »is«, »one_of«, »at_least«, "
     "»at_most«, »between«, »known«."),
    (changed("phrases", 2, "facts", 0, "type", value="sæt"), '"type": "sæt"',
     "»sæt« er ikke en mulighed for »type«; brug 'boolean', 'integer', 'decimal', 'choice', "
     "'set', 'code' eller 'text'. Mente du »set«?"),
    (changed("rules", 2, "when", value=nested(13)), None,
     "Regel K2: Betingelsen er indlejret i mere end 12 lag. Gør den fladere."),
    (changed("rules", 2, "when", value={"any": [{"fact": "group", "is": 1}] * 201}), None,
     "Regel K2: Betingelsen har 201 led; højst 200 er tilladt. Del den op."),
    (changed("premise", value=nested(60)), None, "Teksten er indlejret i mere end 40 lag."),
    (circular(), '"visible_when": {', "Spørgsmålene »Særlige forhold« og »Ønsket« venter på "
     "hinanden: hvert vises først, når et andet er besvaret. Fjern den ene betingelse."),
    ("key: small\ntitle: [ikke lukket\n", None, "Teksten er ikke gyldig YAML her. Se efter "
     "indrykning, kolon og anførselstegn ved tegn 1."),
    ("key: small\n\tkind: generic\n", None, "Teksten er ikke gyldig YAML her. Se efter "
     "indrykning, kolon og anførselstegn ved tegn 1."),
    ("key: &a small\ntitle: *a\n", "key: &a", "Ankre og henvisninger (& og *) må ikke bruges."),
    ("key: small\nkey: small\n", None,
     "Nøglen »key« står to gange; første gang på linje 1."),
    ("key: !!python/object:os.system small\n", "key: !!", None),
    ('key: small\ntitle: "a\\0b"\n', "title:",
     "Teksten har et nul-tegn her, som ikke kan gemmes. Slet det."),
    ("key: small\ntitle: a\x07b\n", "title:",
     "Teksten har et tegn her, som ikke kan læses. Slet det."),
    ('{"key": "small",\n"title": "\\ud800"}', "title", None),
    (changed("phrases", 0, "facts", value=[{"key": "a"}] * 30_000), None,
     "Dokumentet har mere end 50.000 led. Fjern det, der ikke hører til programmet."),
    (changed("rules", 2, "when", value={"fact": "group", "one_of": list(range(100_000))}), None,
     "Dokumentet har mere end 50.000 led. Fjern det, der ikke hører til programmet."),
    (changed("rules", 2, "when", value={"fact": "group", "one_of": list(range(40_000))}), None,
     "Regel K2: Gruppe: listen har 40000 valg; højst 200 er tilladt."),
    (changed("phases", value=[data()["phases"][0] | {"key": f"p{n}"} for n in range(1000)]),
     '"phases"',
     "»phases« har 1000 led; højst 40 er tilladt. Fjern eller slå 960 sammen."),
    (changed("patient_group", "ages", "at_least", value=float("inf")), '"at_least": Infinity',
     "»at_least« skal være et helt tal."),
    (written(data()).replace('"at_least": 18', '"at_least": 1.5e+999', 1), "e+999",
     "»at_least« skal være et tal."),
    (written(data()).replace('"at_least": 18', '"at_least": 1.5e+308', 1), "e+308",
     "»at_least« er et for stort tal."),
]  # fmt: skip

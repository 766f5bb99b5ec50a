"""A COPD programme as an administrator would answer the guided start; the rest is as suggested."""

from __future__ import annotations

from typing import Any

from pathways.generic_model import CRITERIA, MODULES

Fields = dict[str, Any]

ANSWERS: dict[str, Fields] = {
    "programme": {
        "title_da": "KOL – forløbsprogram",
        "short_title_da": "KOL",
        "condition_da": "KOL",
        "key": "copd",
        "title_en": "COPD – disease management programme",
        "short_title_en": "COPD",
        "condition_en": "COPD",
    },
    "criteria": {
        name: value
        for one in CRITERIA
        for name, value in (
            (f"{one.key}_considered", "on"),
            (f"{one.key}_text", f"Ja: {one.title.da.lower()}."),
        )
    },
    "group": {
        "description": "Voksne med KOL, i alle sværhedsgrader.",
        "icd10": "DJ44",
        "icpc2": "R95",
        "at_least": "18",
        "outside": "Akut indlæggelse\nAstma uden KOL",
    },
    "efforts": {
        "own": "Rehabilitering med træning tilbydes (Ia, A)\nRygestop tilbydes rygere (Ia, A).",
        "guideline_title": "National klinisk retningslinje for KOL",
        "guideline_year": "2018",
        "guideline_url": "https://www.sst.dk/",
    },
    "organisation": {},
    "implementation": {},
    "follow-up": {},
    "modules": {
        name: value
        for one in MODULES
        for name, value in (
            *([] if one.key == "children_and_young_people" else [(f"{one.key}_considered", "on")]),
            (f"{one.key}_text", f"Overvejet: {one.title.da.lower()}."),
        )
    },
}

"""A small definition that tests change: two phrases, three tiers, every kind of rule."""

import json
from typing import Any

from pathways.definition import Definition

SOURCE = {"document": "agreement", "place": {"da": "§3, kriterium 1", "en": "§3, criterion 1"}}

DATA: dict[str, Any] = {
    "key": "small",
    "title": {"da": "Prøveprogram", "en": "Trial programme"},
    "short_title": "Prøve",
    "patient_group": {
        "description": "Voksne med knæartrose",
        "codes": {"icd10": ["M17"]},
        "ages": {"at_least": 18},
        "code_labels": [
            {"system": "icd10", "code": "M17.1", "label": {"da": "Ét knæ", "en": "One knee"}}
        ],
    },
    "phrases": [
        {
            "key": "diagnosis",
            "title": {"da": "Henvisningsdiagnose", "en": "Referral diagnosis"},
            "required": True,
            "facts": [
                {"key": "diagnosis", "type": "code", "label": "Diagnose"},
                {
                    "key": "side",
                    "type": "choice",
                    "label": "Side",
                    "options": [
                        {"key": "left", "label": {"da": "Venstre", "en": "Left"}},
                        {"key": "right", "label": {"da": "Højre", "en": "Right"}},
                    ],
                },
            ],
        },
        {
            "key": "anamnesis",
            "title": {"da": "Anamnese", "en": "History"},
            "required": True,
            "facts": [{"key": "anamnesis", "type": "text", "label": "Anamnese"}],
        },
        {
            "key": "circumstances",
            "title": {"da": "Særlige forhold", "en": "Special circumstances"},
            "facts": [
                {
                    "key": "circumstances",
                    "type": "set",
                    "label": {"da": "Særlige forhold", "en": "Special circumstances"},
                    "says": {"da": "Borgeren har {}", "en": "The citizen has {}"},
                    "options": [
                        {"key": "home_care", "label": {"da": "Hjemmepleje", "en": "Home care"}},
                        {
                            "key": "home_nursing",
                            "label": {"da": "Hjemmesygepleje", "en": "Home nursing"},
                        },
                        {"key": "red_flag", "label": {"da": "Røde flag", "en": "Red flags"}},
                        {"key": "none", "label": {"da": "Ingen", "en": "None"}},
                    ],
                },
            ],
        },
        {
            "key": "wish",
            "title": {"da": "Ønsket", "en": "Requested"},
            "facts": [
                {
                    "key": "wish",
                    "type": "set",
                    "label": "Ønsket",
                    "says": {"da": "Der ønskes {}", "en": "The referral asks for {}"},
                    "options": [
                        {"key": "training", "label": "Træning"},
                        {"key": "manual", "label": "Manuel behandling"},
                        {"key": "weight_loss", "label": "Vægttab"},
                        {"key": "scan", "label": "Scanning"},
                        {"key": "other", "label": "Andet"},
                    ],
                },
                {
                    "key": "wish_other",
                    "type": "text",
                    "label": "Andet ønske",
                    "required": True,
                    "visible_when": {"fact": "wish", "has_any": ["other"]},
                },
            ],
        },
    ],
    "event_facts": [
        {"key": "weeks_trained", "type": "integer", "label": "Uger", "event": "treatment_ended"}
    ],
    "rules": [
        {
            "key": "E1",
            "when": {"fact": "circumstances", "has_any": ["red_flag"]},
            "to": "emergency",
            "blocks_sending": True,
            "strength": "must",
            "text": "Røde flag går til akutmodtagelsen.",
            "source": SOURCE,
        },
        {
            "key": "K1",
            "when": {"fact": "circumstances", "has_any": ["home_care", "home_nursing"]},
            "to": "municipal_training",
            "strength": "consider",
            "text": {"da": "Hjemmepleje: kommunen.", "en": "Home care: the municipality."},
            "source": SOURCE,
        },
        {
            "key": "K2",
            "when": {"fact": "group", "at_least": 3},
            "to": "municipal_training",
            "origin": "local",
            "text": "Gruppe 3 og 4: kommunen.",
            "source": SOURCE,
        },
        {
            "key": "L7",
            "when": {"fact": "wish", "has_any": ["manual"]},
            "to": ["chiropractor", "private_physiotherapist"],
            "text": "Patienten vælger.",
            "source": SOURCE,
        },
        {
            "key": "A1",
            "when": {"fact": "wish", "has_any": ["weight_loss"]},
            "also": ["job_centre", "municipal_prevention"],
            "text": "Også forebyggelse og jobcenter.",
            "source": SOURCE,
        },
        {
            "key": "O1",
            "when": {"fact": "wish", "has_any": ["scan"]},
            "orders": ["mri"],
            "contact": "hotline",
            "text": "Ring og bestil.",
            "source": SOURCE,
        },
        {
            "key": "W1",
            "when": {"fact": "options_exhausted", "is": True},
            "warn": "Intet er tilbage.",
            "asks_reason": True,
            "text": "Advarsel.",
            "source": SOURCE,
        },
    ],
    "rank": [
        "emergency",
        "municipal_training",
        ["private_physiotherapist", "chiropractor"],
        "general_practice",
    ],
    "default": "private_physiotherapist",
    "default_reason": {"text": "Udgangspunktet.", "source": SOURCE},
    "override_reasons": [{"key": "wish", "label": "Patientens ønske"}],
    "contacts": [{"key": "hotline", "title": "Hotline"}],
    "coordinator": {"actor": "general_practice", "text": "Egen læge"},
    "phases": [{"key": "training", "title": "Træning", "responsible": "private_physiotherapist"}],
    "indicators": [
        {
            "key": "epicrisis",
            "title": "Epikrise",
            "dimension": "organisational",
            "of": {"event": "treatment_ended"},
            "measure": {
                "share": {"within_days": 14, "from": "treatment_ended", "to": "epicrisis_sent"}
            },
            "direction": "up",
            "target": {"at_least": 0.95},
            "source": SOURCE,
        }
    ],
    "fixed_sentence": {
        "text": "henvises til behandling for {condition} jf. kliniske retningslinjer",
        "condition": "knæartrose",
    },
    "sources": [{"key": "agreement", "title": "Aftalen", "short": "Knæprogrammet"}],
}

NOTHING = {
    "circumstances": ["none"],
    "wish": ["training"],
    "group": 1,
    "options_exhausted": False,
}
"""Facts with which no rule is true and none unknown."""


def data() -> dict[str, Any]:
    """A fresh copy of the document, to be changed."""
    fresh: dict[str, Any] = json.loads(json.dumps(DATA))
    return fresh


def definition(**changes: Any) -> Definition:
    """The definition, with whole parts replaced."""
    return Definition.from_data(data() | changes)

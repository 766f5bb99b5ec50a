"""What a doctor could have written about a knee: answers to the phrases, drawn at random.

The answers hang together: a worse knee hurts more, has a worse X-ray and gains less from training.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

LEFT, RIGHT, BOTH = "left", "right", "both"
KNEE = {LEFT: "venstre knæ", RIGHT: "højre knæ", BOTH: "begge knæ"}

_SINCE = (
    "Gennem et par år tiltagende smerter i {knee}",
    "Smerter i {knee} siden i sommer, værst ved gang på trapper",
    "Belastningssmerter i {knee} gennem flere år, det sidste halve år også i hvile",
    "Langsomt tiltagende stivhed og smerter i {knee}",
    "Smerter i {knee} efter lang tids stående arbejde",
    "Igen forværring af kendte smerter i {knee}",
)
_WALKS = (
    "Går højst 500 m.",
    "Går 1-2 km, trapper med gelænder.",
    "Gangdistancen er uændret, men der hviles ofte.",
    "Går med stok, højst 300 m.",
    "Har opgivet at cykle.",
    "Kan ikke sidde på hug eller knæle.",
)
_TAKES = (
    "Paracetamol fast med nogen effekt.",
    "Paracetamol ved behov.",
    "Tager ikke smertestillende.",
    "NSAID i korte perioder.",
    "Paracetamol 1 g x 3, sover dårligt.",
)
_FINDINGS = (
    "Let ansamling, ømhed over mediale ledlinje, fleksion 110 grader, ekstensionsdefekt 5 grader.",
    "Ingen ansamling. Krepitation. Nedsat kraft over knæet. Ingen løshed.",
    "Varusstilling, fleksion 100 grader, ekstensionsdefekt 10 grader. Distale forhold upåfaldende.",
    "Fri bevægelighed, smerter ved endestilling. Quadricepsatrofi.",
    "Krepitation, fleksion 115 grader. Hofte frit bevægelig.",
    "Ømhed lateralt, stabilt knæ, fleksion 120 grader.",
)


@dataclass(frozen=True)
class Knee:
    """One citizen's trouble: severity 0 (mild) to 1 (severe), frailty likewise, pain 0-10."""

    severity: float
    frailty: float
    side: str
    bmi: int
    pain: int


def draw_knee(chance: random.Random, age: int) -> Knee:
    """A knee for a citizen of this age: with age both severity and frailty rise."""
    old = min(max((age - 50) / 40, 0), 1)
    severity = min(max(chance.gauss(0.35 + 0.25 * old, 0.2), 0), 1)
    return Knee(
        severity=severity,
        frailty=min(max(chance.gauss(0.12 + 0.45 * old * old, 0.2), 0), 1),
        side=chance.choices((RIGHT, LEFT, BOTH), (45, 40, 15))[0],
        bmi=round(min(max(chance.gauss(28.5, 4.4), 19), 44)),
        pain=min(max(round(chance.gauss(4.3 + 3 * severity, 1.1)), 2), 9),
    )


def first_answers(chance: random.Random, knee: Knee) -> dict[str, Any]:
    """The phrases' facts when training is asked for, by key; one not answered is absent."""
    knees = KNEE[knee.side]
    answers: dict[str, Any] = {
        "diagnosis": _diagnosis(chance, knee),
        "side": knee.side,
        "anamnesis": " ".join(
            (
                f"{chance.choice(_SINCE).format(knee=knees)}.",
                chance.choice(_WALKS),
                chance.choice(_TAKES),
            )
        ),
        "special_circumstances": _circumstances(chance, knee),
        "requested": _requested(chance, knee),
        "tried_so_far": _tried(chance),
    }
    if chance.random() < 0.93:
        answers["clinical_findings"] = chance.choice(_FINDINGS)
    if chance.random() < 0.9:
        answers["bmi"] = knee.bmi
    if chance.random() < 0.95:
        answers["xray"] = _xray(chance, knee)
    return answers


def later_answers(
    chance: random.Random, knee: Knee, first: dict[str, Any], trained: bool
) -> dict[str, Any]:
    """The same course some months on, when surgery is to be assessed.

    `trained`: whether the recommended physiotherapy has been gone through.
    """
    tried = {*first["tried_so_far"], "pain_relief"} - {"none"}
    if trained:
        tried |= {"physiotherapy", "patient_education"}
    else:
        tried -= {"physiotherapy"}
    return {
        **first,
        "anamnesis": f"{first['anamnesis']} Fortsat smerter"
        + (" efter træningsforløb." if trained else "; ønsker ikke træning først."),
        "tried_so_far": [key for key in _TRIED if key in tried],
        "requested": ["surgery_assessment"],
        "xray": chance.choice(("moderate", "severe", "severe")),
    }


def _diagnosis(chance: random.Random, knee: Knee) -> dict[str, str]:
    if chance.random() < 0.12:
        return {"system": "icpc2", "code": "L90"}
    if knee.side == BOTH:
        return {"system": "icd10", "code": "M17.0"}
    return {"system": "icd10", "code": chance.choices(("M17.1", "M17.9"), (4, 1))[0]}


def _circumstances(chance: random.Random, knee: Knee) -> list[str]:
    found = set()
    frailty = knee.frailty
    for key, share in (
        ("home_care", 0.5 * frailty),
        ("home_nursing", 0.3 * frailty),
        ("low_self_care", 0.25 * frailty),
        ("vulnerable", 0.12 * frailty),
        ("interpreter", 0.015),
        ("sick_leave", 0.08 * (1 - frailty)),
    ):
        if chance.random() < share:
            found.add(key)
    if knee.severity > 0.6 and chance.random() < 0.3:
        found.add("severe_or_comorbid")
        if chance.random() < 0.6:
            found.add("needs_coordination")
    if "sick_leave" in found and chance.random() < 0.4:
        found.add("cooperation_job_centre")
    if "home_care" in found and chance.random() < 0.4:
        found.add("cooperation_home_care")
    return [key for key in _CIRCUMSTANCES if key in found] or ["none"]


_CIRCUMSTANCES = (
    "home_care",
    "home_nursing",
    "low_self_care",
    "needs_coordination",
    "severe_or_comorbid",
    "sick_leave",
    "interpreter",
    "vulnerable",
    "cooperation_home_care",
    "cooperation_job_centre",
)
_TRIED = ("physiotherapy", "pain_relief", "weight_loss", "patient_education")
_TRIED_TOGETHER = (
    ("none",),
    ("pain_relief",),
    ("pain_relief", "weight_loss"),
    ("pain_relief", "patient_education"),
    ("physiotherapy", "pain_relief"),
    ("physiotherapy", "pain_relief", "weight_loss"),
)


def _requested(chance: random.Random, knee: Knee) -> list[str]:
    wishes = ["supervised_training"]
    if chance.random() < 0.6:
        wishes.append("patient_education")
    if knee.bmi >= 27 and chance.random() < 0.4:
        wishes.append("weight_loss")
    return wishes


def _tried(chance: random.Random) -> list[str]:
    (found,) = chance.choices(_TRIED_TOGETHER, (22, 46, 14, 6, 8, 4))
    return list(found)


def _xray(chance: random.Random, knee: Knee) -> str:
    if chance.random() < 0.3:
        return "not_taken"
    grades = ("none", "mild", "moderate", "severe")
    grade = min(max(round(knee.severity * 3.4 + chance.gauss(0, 0.5)), 0), 3)
    return grades[grade]

"""What the demo accounts find waiting: who, what the doctor wrote, and how it went, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from organisations.demo import OPEN_FOR_CLAIM


def knee(
    side: str,
    anamnesis: str,
    *,
    bmi: float,
    xray: str | None = None,
    code: str = "M17.1",
    findings: str = "",
    tried: tuple[str, ...] = ("pain_relief",),
    circumstances: tuple[str, ...] = ("none",),
    requested: tuple[str, ...] = ("supervised_training", "patient_education"),
) -> dict[str, Any]:
    """Answers to the phrases, by fact."""
    answers: dict[str, Any] = {
        "diagnosis": {"system": "icd10", "code": code},
        "side": side,
        "anamnesis": anamnesis,
        "bmi": bmi,
        "tried_so_far": list(tried),
        "special_circumstances": list(circumstances),
        "requested": list(requested),
    }
    if findings:
        answers["clinical_findings"] = findings
    if xray:
        answers["xray"] = xray
    return answers


@dataclass(frozen=True)
class Case:
    """One referral. `person`: a public test person's CPR number, or "" for a made-up citizen.

    to: key of the receiving unit; "" is free choice of clinic. sent: working days ago.
    also: send to prevention along. over: reason for choosing otherwise than advised.
    """

    person: str
    answers: dict[str, Any]
    to: str
    sent: int
    by: str = "practice"
    also: bool = False
    over: str = ""
    over_text: str = ""
    severity: float = 0.5


BRUNO = "2509479989"
KIRSTEN = "2911829996"
SILLE = "0506889996"
RUDDI = "1502779995"
NANCY = "2512489996"
ODD = "1502799995"
ELLEN = "0201919996"
EINER = "0201609995"
MAX = "0107729995"
LONNI = OPEN_FOR_CLAIM.replace("-", "")

# Waiting at Træning og Rehabilitering to be triaged; the first is overdue.
TO_TRIAGE = (
    Case(
        "0108629996",  # May June Moberg
        knee(
            "left",
            "KOL og tiltagende smerter i venstre knæ. Hjemmesygepleje til medicin og ilt. Går "
            "højst 100 m.",
            bmi=23.4,
            xray="moderate",
            circumstances=("home_nursing", "low_self_care"),
        ),
        "training",
        7,
        severity=0.8,
    ),
    Case(
        "1502829995",  # Knut Odvar Mosebryggersen
        knee(
            "right",
            "Smerter i højre knæ efter gammel korsbåndsskade. Flere indsatser i kommunen.",
            code="M17.3",
            bmi=24.0,
            xray="mild",
            circumstances=("vulnerable", "cooperation_job_centre"),
        ),
        "training",
        3,
    ),
    Case(
        "1509819996",  # Brita Berggren
        knee(
            "both",
            "Smerter i begge knæ, værst efter stående arbejde. Sygemeldt i fem uger.",
            code="M17.0",
            bmi=24.6,
            xray="mild",
            circumstances=("sick_leave", "cooperation_job_centre"),
        ),
        "training",
        2,
        by="torvet",
    ),
    Case(
        "0108589995",  # Schwendlund Mosebryggersen
        knee(
            "both",
            "Svær artrose i begge knæ, hjertesvigt og diabetes. Bor alene, hjælp til rengøring.",
            code="M17.0",
            bmi=29.7,
            xray="severe",
            tried=("pain_relief", "weight_loss"),
            circumstances=("severe_or_comorbid", "needs_coordination"),
        ),
        "training",
        1,
        by="torvet",
        severity=0.9,
    ),
    Case(
        "0104909995",  # Sverre Mosebryggersen
        knee(
            "left",
            "Smerter i venstre knæ efter menisktab for ti år siden. Behov for tolk.",
            code="M17.3",
            bmi=22.9,
            xray="mild",
            circumstances=("interpreter", "low_self_care"),
        ),
        "training",
        1,
    ),
    Case(
        "0504909989",  # Rasmus Lauridsen
        knee(
            "right",
            "Smerter i højre knæ ved gang på trapper. Hjemmepleje efter trafikskade.",
            code="M17.3",
            bmi=24.9,
            xray="not_taken",
            circumstances=("home_care", "cooperation_home_care"),
        ),
        "training",
        0,
    ),
)
# Sent, asked about and answered: back with the triager, the clock moved by the hold.
ANSWERED = Case(
    BRUNO,
    knee(
        "left",
        "Smerter i venstre knæ gennem flere år, forværret siden sommer. Går med stok, højst 300 m. "
        "Hjemmesygepleje til medicindosering. Paracetamol fast.",
        bmi=24.1,
        findings="Varusstilling, fleksion 100°, ekstensionsdefekt 10°. Ingen ansamling. Distale "
        "forhold upåfaldende.",
        circumstances=("home_nursing",),
    ),
    "training",
    4,
    severity=0.6,
)
# Asked about, and waiting for the doctor.
ASKED = (
    (
        Case(
            KIRSTEN,
            knee(
                "right",
                "Tiltagende smerter i højre knæ. Svært ved at tage vare på sig selv.",
                bmi=24.8,
                circumstances=("low_self_care", "vulnerable"),
            ),
            "training",
            5,
        ),
        3,
        "Har patienten fået taget røntgen siden 2024?",
    ),
    (
        Case(
            SILLE,
            knee(
                "left",
                "Smerter og aflåsninger i venstre knæ efter fald. Ønsker vurdering.",
                code="M17.3",
                bmi=23.2,
                xray="moderate",
                tried=("physiotherapy", "pain_relief", "patient_education"),
                requested=("surgery_assessment",),
            ),
            "orthopaedics",
            4,
        ),
        1,
        "Hvor længe er der trænet, og er der taget MR?",
    ),
)
RETURNED = Case(
    RUDDI,
    knee(
        "right",
        "Svære smerter i højre knæ, ønsker kunstigt knæ. Har ikke trænet.",
        bmi=24.4,
        xray="moderate",
        requested=("surgery_assessment",),
    ),
    "orthopaedics",
    6,
    over="other_professional",
    over_text="Så svære smerter, at patienten ikke mener at kunne træne.",
)
# Accepted, and waiting for the first date: on the waiting list, or in so many days.
ACCEPTED = (
    (
        Case(
            "0504909995",  # Magnus Lauridsen
            knee(
                "left",
                "Smerter i venstre knæ, opereret for menisk to gange. Socialt sårbar.",
                code="M17.3",
                bmi=24.2,
                circumstances=("vulnerable",),
            ),
            "training",
            9,
        ),
        None,
    ),
    (
        Case(
            "0104909989",  # Torre Mosebryggersen
            knee(
                "right",
                "Smerter i højre knæ gennem et år. Hjemmepleje efter amputation på venstre fod.",
                bmi=24.7,
                circumstances=("home_care",),
            ),
            "training",
            8,
        ),
        6,
    ),
)


def _aged(side: str, *circumstances: str) -> dict[str, Any]:
    return knee(
        side,
        f"Tiltagende smerter i {'højre' if side == 'right' else 'venstre'} knæ gennem flere år. "
        "Går højst 500 m, trapper med gelænder. Paracetamol fast med nogen effekt.",
        bmi=24.5,
        xray="moderate",
        findings="Let ansamling, ømhed over mediale ledlinje, fleksion 110°, ekstensionsdefekt 5°.",
        circumstances=circumstances or ("none",),
    )


# Under treatment: sent so many working days ago, begun so many working days ago.
UNDER_WAY_MUNICIPAL = (
    (Case("0201919990", _aged("left", "low_self_care"), "training", 45), 30),  # Else Lauridsen
    (Case("", _aged("right", "home_care"), "training", 38), 24),
    (Case("", _aged("left", "home_nursing"), "training", 30), 12),
)
UNDER_WAY_CLINIC = (
    (Case("0201919995", _aged("right"), "", 44), 32),  # EK Lauridsen
    (Case("", _aged("left"), "", 36), 22),
    (Case("", _aged("right"), "", 20), 8),
)
# Treatment ended: the epikrise is missing.
UNSIGNED_MUNICIPAL = Case("", _aged("left", "home_care"), "training", 78)
UNSIGNED_CLINIC = Case("", _aged("right"), "", 72)
AWAITING_CLINIC = Case("", _aged("left"), "", 6)
# Treatment ended and epikrise signed: waiting to be read. The share of pain gained, in points.
TO_READ = (
    (Case(ELLEN, _aged("right"), "", 68), 4),
    (Case(EINER, _aged("left", "severe_or_comorbid", "needs_coordination"), "training", 74), 0),
    (Case("", _aged("right"), "", 64), 3),
)
# Nobody has claimed it: the physiotherapist can, with the number on the log-in page.
UNCLAIMED = Case(
    LONNI,
    knee(
        "right",
        "Smerter i højre knæ ved gang og trapper det seneste halve år. Vil gerne i gang.",
        bmi=24.3,
        xray="mild",
        findings="Fri bevægelighed, smerter ved endestilling. Let quadricepsatrofi.",
    ),
    "",
    2,
)
# The earlier referral of the course whose history the doctor's draft takes over.
EARLIER = Case(
    NANCY,
    knee(
        "right",
        "Gennem 1½ år tiltagende smerter i højre knæ, nu også om natten. Går højst 500 m; trapper "
        "med gelænder. Hjemmepleje til bad og støttestrømper efter fald i august. Paracetamol 1 g "
        "× 3 med nogen effekt.",
        bmi=31.6,
        xray="mild",
        tried=("pain_relief",),
    ),
    "",
    170,
)
DRAFT_OF_NANCY = {
    "diagnosis": {"system": "icd10", "code": "M17.1"},
    "side": "right",
    "clinical_findings": "Højre knæ: let ansamling, ømhed over mediale ledlinje, fleksion 110°, "
    "ekstensionsdefekt 5°. Ingen løshed. Hofte frit bevægelig.",
    "bmi": 31.2,
    "tried_so_far": ["pain_relief"],
    "special_circumstances": ["home_care"],
    "requested": ["supervised_training", "weight_loss"],
}
DRAFT_OF_ODD = {
    "diagnosis": {"system": "icd10", "code": "M17.9"},
    "anamnesis": "Smerter i begge knæ efter lang tids kørsel.",
    "bmi": 27.4,
}

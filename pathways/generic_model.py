"""The generic model's fixed lists: five components, five criteria, seven modules (PATHWAYS §2).

Names and questions in our own words; a definition keeps the answers under the same keys.
"""

from __future__ import annotations

from dataclasses import dataclass

from pathways.texts import Text, text


@dataclass(frozen=True)
class Asked:
    """One thing a programme must have considered: its key, its name and what is asked."""

    key: str
    title: Text
    question: Text


def _asked(key: str, da: str, en: str, asks_da: str, asks_en: str) -> Asked:
    return Asked(key, text(da, en), text(asks_da, asks_en))


COMPONENTS: tuple[Asked, ...] = (
    _asked(
        "patient_group",
        "Patientgruppe",
        "Patient group",
        "Hvem er programmet for?",
        "Who is the programme for?",
    ),
    _asked(
        "efforts",
        "Faglige indsatser",
        "Professional efforts",
        "Hvad anbefales, og hvordan støttes egenomsorgen?",
        "What is recommended, and how is self-care supported?",
    ),
    _asked(
        "organisation",
        "Organisering",
        "Organisation",
        "Hvem gør hvad, hvornår, og hvem har overblikket?",
        "Who does what, when, and who keeps the overview?",
    ),
    _asked(
        "implementation",
        "Implementering",
        "Implementation",
        "Hvad skal der til, før programmet virker, hvem gør det, og hvornår?",
        "What is needed before the programme works, who does it, and when?",
    ),
    _asked(
        "follow_up",
        "Opfølgning",
        "Follow-up",
        "Hvad følges, hvem følger op, og hvornår revideres programmet?",
        "What is followed, by whom, and when is the programme revised?",
    ),
)

CRITERIA: tuple[Asked, ...] = (
    _asked(
        "positive_effect",
        "Forventet positiv effekt",
        "Expected positive effect",
        "Ventes programmet at give borgeren bedre kvalitet og bruge ressourcerne bedre?",
        "Is the programme expected to give better quality and better use of resources?",
    ),
    _asked(
        "lasting_cross_sector_need",
        "Varigt behov på tværs af sektorer",
        "Lasting need across sectors",
        "Er der brug for hospital, almen praksis og kommune vedvarende eller igen og igen?",
        "Are hospital, general practice and municipality needed continuously or again and again?",
    ),
    _asked(
        "well_defined_group",
        "Veldefineret gruppe",
        "Well-defined group",
        "Kan sygdomsgruppen afgrænses, så man ved, hvem der er med?",
        "Can the group be defined, so that it is known who belongs to it?",
    ),
    _asked(
        "large_group",
        "Stor gruppe",
        "Large group",
        "Er der mange borgere set i forhold til de ressourcer, der sættes af?",
        "Are there many citizens in relation to the resources set aside?",
    ),
    _asked(
        "potentially_serious",
        "Potentielt alvorlig",
        "Potentially serious",
        "Kan sygdommen koste funktionsevne, leveår eller livskvalitet?",
        "May the disease cost functioning, years of life or quality of life?",
    ),
)

MODULES: tuple[Asked, ...] = (
    _asked(
        "children_and_young_people",
        "Børn og unge",
        "Children and young people",
        "Er der børn og unge i gruppen, og hvad kræver skole, forældre og overgangen til voksen?",
        "Are there children in the group, and what do school, parents and growing up require?",
    ),
    _asked(
        "multimorbidity",
        "Multisygdom",
        "Multimorbidity",
        "Hvilke andre kroniske sygdomme er hyppige, og hvad betyder de for indsatsen?",
        "Which other chronic diseases are common, and what do they mean for the effort?",
    ),
    _asked(
        "vulnerable_patients",
        "Sårbare patienter",
        "Vulnerable patients",
        "Hvordan findes sårbare borgere, og hvad tilbydes de ud over det almindelige?",
        "How are vulnerable citizens found, and what more are they offered?",
    ),
    _asked(
        "early_detection",
        "Tidlig opsporing",
        "Early detection",
        "Skal sygdommen opspores, hos hvem og af hvem?",
        "Should the disease be detected, in whom and by whom?",
    ),
    _asked(
        "rehabilitation_and_palliation",
        "Rehabilitering og palliation",
        "Rehabilitation and palliation",
        "Hvem tilbydes rehabilitering, og hvornår er det lindring, der er brug for?",
        "Who is offered rehabilitation, and when is palliation what is needed?",
    ),
    _asked(
        "stratification",
        "Stratificering",
        "Stratification",
        "Hvordan deles borgerne efter behov, og hvad følger af gruppen?",
        "How are citizens grouped by need, and what follows from the group?",
    ),
    _asked(
        "coordination",
        "Forløbskoordinering",
        "Coordination of care",
        "Hvem er tovholder, og hvem tilbydes forløbskoordinering?",
        "Who is coordinator, and who is offered case coordination?",
    ),
)

TITLES: dict[str, Text] = {one.key: one.title for one in (*COMPONENTS, *CRITERIA, *MODULES)}

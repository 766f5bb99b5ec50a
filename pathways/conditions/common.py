"""The facts every definition knows: age, sex, group, week and what the work itself gives."""

from __future__ import annotations

from typing import Any

from pathways.conditions.facts import Fact, FactOrigin, FactType, Vocabulary, Wording
from pathways.texts import text


def _common(
    key: str,
    type_: FactType,
    da: str,
    en: str,
    *,
    says: tuple[str, str],
    says_not: tuple[str, str],
    **rest: Any,
) -> Fact:
    return Fact(
        key,
        type_,
        text(da, en),
        origin=FactOrigin.COMMON,
        wording=Wording(text(*says), text(*says_not)),
        **rest,
    )


COMMON = Vocabulary(
    (
        _common(
            "age",
            FactType.INTEGER,
            "Alder",
            "Age",
            unit=text("år", "year|years"),
            minimum=0,
            maximum=130,
            says=("Borgeren er {}", "The citizen is {}"),
            says_not=("Borgeren er ikke {}", "The citizen is not {}"),
        ),
        _common(
            "sex",
            FactType.CHOICE,
            "Køn",
            "Sex",
            options={"female": text("Kvinde", "Female"), "male": text("Mand", "Male")},
            says=("Borgeren er {}", "The citizen is {}"),
            says_not=("Borgeren er ikke {}", "The citizen is not {}"),
        ),
        _common(
            "group",
            FactType.INTEGER,
            "Gruppe",
            "Group",
            minimum=1,
            maximum=4,
            says=("Gruppen er {}", "The group is {}"),
            says_not=("Gruppen er ikke {}", "The group is not {}"),
        ),
        _common(
            "week",
            FactType.INTEGER,
            "Uger siden første kontakt",
            "Weeks since first contact",
            unit=text("uge|uger", "week|weeks"),
            minimum=0,
            maximum=520,
            says=("Der er gået {} siden første kontakt", "It is {} since first contact"),
            says_not=(
                "Der er ikke gået {} siden første kontakt",
                "It is not {} since first contact",
            ),
        ),
        _common(
            "progress",
            FactType.CHOICE,
            "Fremgang ved seneste kontrol",
            "Progress at the latest checkpoint",
            options={
                "none": text("Ingen", "None"),
                "some": text("Nogen", "Some"),
                "clear": text("Tydelig", "Clear"),
            },
            says=("Der er {} fremgang", "There is {} progress"),
            says_not=("Der er ikke {} fremgang", "There is not {} progress"),
            option_wording={"none": Wording(word=text("ingen", "no"))},
        ),
        _common(
            "options_exhausted",
            FactType.BOOLEAN,
            "Behandlingsmuligheder i praksis er udtømt",
            "Treatment options in practice are exhausted",
            says=(
                "Behandlingsmulighederne i praksis er udtømt",
                "The treatment options in practice are exhausted",
            ),
            says_not=(
                "Behandlingsmulighederne i praksis er ikke udtømt",
                "The treatment options in practice are not exhausted",
            ),
        ),
        _common(
            "joined",
            FactType.BOOLEAN,
            "Kommunen er tilsluttet",
            "The municipality has joined",
            says=("Borgerens kommune er tilsluttet", "The citizen's municipality has joined"),
            says_not=(
                "Borgerens kommune er ikke tilsluttet",
                "The citizen's municipality has not joined",
            ),
        ),
        _common(
            "hospital_course_ended",
            FactType.BOOLEAN,
            "Hospitalsforløbet er afsluttet",
            "The hospital course has ended",
            says=("Hospitalsforløbet er afsluttet", "The hospital course has ended"),
            says_not=("Hospitalsforløbet er ikke afsluttet", "The hospital course has not ended"),
        ),
    )
)
"""Facts every definition knows, though any may be unknown of one citizen."""

"""The citizens of the demonstration.

The public test persons are the ones Denmark publishes for testing (HL7 Denmark's core profiles,
Patient examples): their personal numbers and birthdays as published, without the middle name
"Test". Everyone else has a replacement number, where 60 is added to the day, that nobody can have.
"""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from citizens.actions import ensure_care_relation, register_citizen
from citizens.cpr import REPLACEMENT_DAY, parse_cpr
from citizens.models import Citizen
from citizens.vocabulary import Ground
from config.demo.names import FAMILY, given_name
from config.demo.organisations import Cast
from organisations.models import Membership

HILLEROED = "0219"


@dataclass(frozen=True)
class PublicPerson:
    """One public test person; `gp` is the key of the own doctor's practice, "" for none here."""

    cpr: str
    given_name: str
    family_name: str
    municipality: str = HILLEROED
    gp: str = "practice"
    protected: bool = False


PUBLIC_PERSONS = (
    PublicPerson("2512489996", "Nancy Ann", "Berggren"),
    PublicPerson("2509479989", "Bruno", "Elmer"),
    PublicPerson("0108629996", "May June", "Moberg"),
    PublicPerson("0201609996", "Lonni", "Lauridsen"),
    PublicPerson("0201609995", "Einer", "Lauridsen"),
    PublicPerson("2911829996", "Kirsten", "Berggren"),
    PublicPerson("0506889996", "Sille June", "Mosebryggersen"),
    PublicPerson("0201919996", "Ellen Louise", "Lauridsen"),
    PublicPerson("0201919990", "Else", "Lauridsen"),
    PublicPerson("0201919995", "EK", "Lauridsen"),
    PublicPerson("0504909995", "Magnus", "Lauridsen"),
    PublicPerson("0504909989", "Rasmus", "Lauridsen"),
    PublicPerson("0104909989", "Torre", "Mosebryggersen"),
    PublicPerson("0104909995", "Sverre", "Mosebryggersen"),
    PublicPerson("1502829995", "Knut Odvar", "Mosebryggersen"),
    PublicPerson("1502799995", "Odd Haugen", "Mosebryggersen"),
    PublicPerson("0108589995", "Schwendlund", "Mosebryggersen", gp="torvet"),
    PublicPerson("1509819996", "Brita", "Berggren", gp="torvet"),
    PublicPerson("0505109990", "Gitte Nancy", "Berggren"),
    PublicPerson("0505159995", "Lars", "Berggren"),
    PublicPerson("0505239996", "Aya", "Berggren"),
    # Published without a municipality, and with name and address protection.
    PublicPerson("1502779995", "Ruddi", "Berggren", protected=True),
    PublicPerson("1310169995", "Dreng", "Levendefødt", gp="torvet"),
    PublicPerson("1310169996", "Pige", "Levendefødt", gp="torvet"),
    PublicPerson("1306249995", "Dreng", "Levendefødt", gp="torvet"),
    PublicPerson("1306249996", "Pige", "Levendefødt", gp="torvet"),
    # Lives where the pathway has not been joined; the doctor is in Hillerød all the same.
    PublicPerson("0107729995", "Max", "Berggren", "0580"),
    PublicPerson("2103009996", "Kaja", "Hansen", "0580", "loejt"),
    PublicPerson("3001749995", "Niels", "Vendelboe", "0851", "vestbyen"),
    PublicPerson("0212159995", "Bo", "Vestergaard", "0813", ""),
    PublicPerson("0211223989", "Åge", "Berggren", "0751", ""),
    PublicPerson("0505209996", "Rikke", "Berggren", "0751", ""),
    PublicPerson("2311143995", "Cæsar", "Østergård", "0461", ""),
    PublicPerson("0505059996", "Pia", "Berggren", "0461", ""),
    PublicPerson("1110109996", "Juliane", "Jørgensen", "0573", ""),
    PublicPerson("1007059995", "Muhammed", "Abdul", "0482", ""),
    PublicPerson("3101229995", "Ali", "Jensen", "0370", ""),
    PublicPerson("3103979995", "Anders", "Jensen", "0370", ""),
)

_SPACE = uuid.UUID("5a350000-0000-4000-8000-000000000001")


def make_test_persons(cast: Cast, today: date) -> dict[str, Citizen]:
    """Register the test persons with their own doctors' relation to them; by CPR number."""
    since = today - timedelta(days=5 * 365)
    persons: dict[str, Citizen] = {}
    for person in PUBLIC_PERSONS:
        number = parse_cpr(person.cpr, today=today)
        practice = cast.organisations[person.gp] if person.gp else None
        citizen, _made = Citizen.objects.get_or_create(
            identifier=number.number,
            defaults={
                "id": uuid.uuid5(_SPACE, person.cpr),
                "identifier_kind": number.kind.value,
                "given_name": person.given_name,
                "family_name": person.family_name,
                "birth_date": number.birth_date,
                "sex": number.sex.value,
                "municipality_id": person.municipality,
                "own_gp": practice,
                "protected": person.protected,
            },
        )
        if practice is not None:
            ensure_care_relation(citizen, practice, Ground.OWN_GP, max(since, citizen.birth_date))
        persons[person.cpr] = citizen
    return persons


@dataclass(frozen=True)
class Person:
    """A made-up citizen, as drawn."""

    identifier: str
    given_name: str
    family_name: str
    birth_date: date
    sex: str


class Population:
    """Draws citizens who could have knee osteoarthritis, each with a number of their own.

    `taken`: identifiers that are in use already.
    """

    def __init__(self, chance: random.Random, today: date, taken: set[str]) -> None:
        self.chance = chance
        self.today = today
        self.taken = taken

    def draw(self) -> Person:
        """One more citizen: three of five are women, most are between 55 and 80 years old."""
        chance = self.chance
        sex = "female" if chance.random() < 0.6 else "male"
        days = int(chance.triangular(42, 92, 69) * 365.25)
        born = self.today - timedelta(days=days)
        return Person(
            identifier=self._number(born, sex),
            given_name=given_name(chance, sex),
            family_name=chance.choice(FAMILY),
            birth_date=born,
            sex=sex,
        )

    def _number(self, born: date, sex: str) -> str:
        day = f"{born.day + REPLACEMENT_DAY}{born:%m%y}"
        odd = 1 if sex == "male" else 0
        while True:
            # 0-3 as the seventh digit is a birthday in the 1900s, whatever the year.
            number = f"{day}{self.chance.randrange(2000) * 2 + odd:04d}"
            if number not in self.taken:
                self.taken.add(number)
                return number


def register_made_up(population: Population, doctor: Membership) -> Citizen:
    """A citizen as drawn, whom the doctor registers in the practice's municipality."""
    person = population.draw()
    practice = doctor.organisation
    return register_citizen(
        doctor,
        cpr_text=person.identifier,
        given_name=person.given_name,
        family_name=person.family_name,
        municipality=practice.municipality,
        own_gp=practice,
    )

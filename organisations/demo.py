"""The demonstration: made-up organisations, what they offer, and one account for each seat.

The tests use the same cast, so what a visitor sees is what is tested. Places are real, bodies are
not; their numbers begin with 99 so that they cannot be anyone's. `actions.load_demonstration` puts
them in the tables.
"""

from dataclasses import dataclass

from organisations.vocabulary import DestinationKind as Kind
from organisations.vocabulary import OrganisationKind, Role

DEMO_DOMAIN = "@demo.samspor.example"

# A public test person with a referral that no clinic has claimed: what one needs to try it.
OPEN_FOR_CLAIM = "020160-9996"

HILLEROD = "0219"
AABENRAA = "0580"


@dataclass(frozen=True)
class DemoOrganisation:
    """One made-up body. Its place in the list gives its made-up numbers."""

    key: str
    name: str
    kind: str
    municipality: str = HILLEROD
    street: str = ""
    postcode: str = "3400"
    city: str = "Hillerød"


@dataclass(frozen=True)
class DemoService:
    """What one body offers; `municipalities` empty means its whole region."""

    kind: str
    name: str
    performer: str
    owner: str | None = None
    payer: str | None = None
    municipalities: tuple[str, ...] = ()
    free_choice: bool = False
    waiting_days: int | None = None
    weekly_capacity: int | None = None


@dataclass(frozen=True)
class DemoMember:
    """One account: whose seat it is stands before the @."""

    seat: str
    full_name: str
    title: str
    organisation: str
    roles: tuple[str, ...]

    @property
    def email(self) -> str:
        return f"{self.seat}{DEMO_DOMAIN}"


_GP = OrganisationKind.GENERAL_PRACTICE
_CLINIC = OrganisationKind.PHYSIOTHERAPY_CLINIC
_UNIT = OrganisationKind.MUNICIPAL_UNIT
_WARD = OrganisationKind.HOSPITAL_DEPARTMENT

ORGANISATIONS = (
    DemoOrganisation("region", "Region Hovedstaden", OrganisationKind.REGION_ADMINISTRATION),
    DemoOrganisation(
        "town_hall",
        "Hillerød Kommune",
        OrganisationKind.MUNICIPAL_ADMINISTRATION,
        street="Torvet 1",
    ),
    DemoOrganisation("practice", "Lægerne ved Søen", _GP, street="Søvej 4"),
    DemoOrganisation("clinic", "Slotsbyens Fysioterapi", _CLINIC, street="Slotsgade 12"),
    DemoOrganisation(
        "other_clinic", "Frederiksborg Fysioterapi", _CLINIC, street="Helsingørsgade 30"
    ),
    DemoOrganisation(
        "chiropractor", "Kiropraktisk Klinik Hillerød", OrganisationKind.CHIROPRACTIC_CLINIC
    ),
    DemoOrganisation(
        "training", "Træning og Rehabilitering Hillerød", _UNIT, street="Milnersvej 9"
    ),
    DemoOrganisation("health_centre", "Sundhedscenter Hillerød", _UNIT, street="Milnersvej 11"),
    DemoOrganisation("job_centre", "Jobcenter Hillerød", _UNIT),
    DemoOrganisation("substance_abuse", "Rusmiddelcenter Hillerød", _UNIT),
    DemoOrganisation("orthopaedics", "Nordsjællands Hospital, Ortopædkirurgi", _WARD),
    DemoOrganisation("rheumatology", "Nordsjællands Hospital, Reumatologi", _WARD),
    DemoOrganisation("spine_unit", "Nordsjællands Hospital, Rygenheden", _WARD),
    DemoOrganisation("specialist", "Nordsjællands Hospital, Specialambulatoriet", _WARD),
    DemoOrganisation("emergency", "Nordsjællands Hospital, Akutmodtagelsen", _WARD),
    DemoOrganisation("pain_clinic", "Tværfagligt Smertecenter", _WARD, city="Gentofte"),
    DemoOrganisation("social_medicine", "Socialmedicinsk Enhed", _WARD, city="Frederiksberg"),
    DemoOrganisation("occupational", "Arbejdsmedicinsk Klinik", _WARD, city="København NV"),
    DemoOrganisation(
        "other_practice",
        "Lægehuset ved Fjorden",
        _GP,
        AABENRAA,
        "Skibbrogade 2",
        "6200",
        "Aabenraa",
    ),
    DemoOrganisation(
        "far_clinic", "Aabenraa Fysioterapi", _CLINIC, AABENRAA, "Ramsherred 8", "6200", "Aabenraa"
    ),
    DemoOrganisation(
        "far_orthopaedics",
        "Sygehus Sønderjylland, Ortopædkirurgi",
        _WARD,
        AABENRAA,
        "",
        "6200",
        "Aabenraa",
    ),
)

_HERE = (HILLEROD,)

SERVICES = (
    DemoService(Kind.GENERAL_PRACTICE, "Lægerne ved Søen", "practice", payer="region"),
    DemoService(Kind.GENERAL_PRACTICE, "Lægehuset ved Fjorden", "other_practice"),
    DemoService(
        Kind.PRIVATE_PHYSIOTHERAPIST,
        "Slotsbyens Fysioterapi",
        "clinic",
        payer="region",
        free_choice=True,
        waiting_days=12,
        weekly_capacity=10,
    ),
    DemoService(
        Kind.PRIVATE_PHYSIOTHERAPIST,
        "Frederiksborg Fysioterapi",
        "other_clinic",
        payer="region",
        free_choice=True,
        waiting_days=19,
        weekly_capacity=8,
    ),
    DemoService(
        Kind.PRIVATE_PHYSIOTHERAPIST,
        "Aabenraa Fysioterapi",
        "far_clinic",
        free_choice=True,
        waiting_days=9,
    ),
    DemoService(
        Kind.CHIROPRACTOR,
        "Kiropraktisk Klinik Hillerød",
        "chiropractor",
        payer="region",
        free_choice=True,
        waiting_days=4,
    ),
    DemoService(
        Kind.MUNICIPAL_TRAINING,
        "Træning og Rehabilitering Hillerød",
        "training",
        owner="town_hall",
        payer="town_hall",
        municipalities=_HERE,
        waiting_days=13,
        weekly_capacity=18,
    ),
    DemoService(
        Kind.MUNICIPAL_PREVENTION,
        "Sundhedscenter Hillerød",
        "health_centre",
        owner="town_hall",
        payer="town_hall",
        municipalities=_HERE,
        waiting_days=10,
        weekly_capacity=12,
    ),
    DemoService(
        Kind.JOB_CENTRE, "Jobcenter Hillerød", "job_centre", "town_hall", "town_hall", _HERE
    ),
    DemoService(
        Kind.SUBSTANCE_ABUSE_CENTRE,
        "Rusmiddelcenter Hillerød",
        "substance_abuse",
        "town_hall",
        "town_hall",
        _HERE,
    ),
    DemoService(
        Kind.HOSPITAL_ORTHOPAEDICS,
        "Ortopædkirurgi, Nordsjællands Hospital",
        "orthopaedics",
        "region",
        "region",
        waiting_days=42,
        weekly_capacity=15,
    ),
    DemoService(
        Kind.HOSPITAL_ORTHOPAEDICS,
        "Ortopædkirurgi, Sygehus Sønderjylland",
        "far_orthopaedics",
        waiting_days=35,
    ),
    DemoService(
        Kind.HOSPITAL_RHEUMATOLOGY,
        "Reumatologi, Nordsjællands Hospital",
        "rheumatology",
        "region",
        "region",
        waiting_days=56,
    ),
    DemoService(
        Kind.HOSPITAL_SPINE_UNIT,
        "Rygenheden, Nordsjællands Hospital",
        "spine_unit",
        "region",
        "region",
        waiting_days=28,
    ),
    DemoService(
        Kind.HOSPITAL_SPECIALIST,
        "Specialambulatoriet, Nordsjællands Hospital",
        "specialist",
        "region",
        "region",
        waiting_days=40,
    ),
    DemoService(
        Kind.EMERGENCY, "Akutmodtagelsen, Nordsjællands Hospital", "emergency", "region", "region"
    ),
    DemoService(
        Kind.PAIN_CLINIC,
        "Tværfagligt Smertecenter",
        "pain_clinic",
        "region",
        "region",
        waiting_days=180,
    ),
    DemoService(
        Kind.SOCIAL_MEDICINE_UNIT, "Socialmedicinsk Enhed", "social_medicine", "region", "region"
    ),
    DemoService(
        Kind.OCCUPATIONAL_MEDICINE, "Arbejdsmedicinsk Klinik", "occupational", "region", "region"
    ),
)

MEMBERS = (
    DemoMember("gp", "Anne Holm", "læge", "practice", (Role.CLINICIAN,)),
    DemoMember("physio", "Jonas Friis", "fysioterapeut", "clinic", (Role.CLINICIAN,)),
    DemoMember("municipal", "Karen Bæk", "visitator", "training", (Role.TRIAGER, Role.CLINICIAN)),
    DemoMember("planner", "Mette Lund", "planlægger", "town_hall", (Role.PLANNER,)),
    DemoMember("editor", "Peter Winther", "programredaktør", "region", (Role.PATHWAY_EDITOR,)),
    DemoMember("reviewer", "Lise Krogh", "programredaktør", "region", (Role.PATHWAY_EDITOR,)),
    DemoMember("stranger", "Sofie Dahl", "læge", "other_practice", (Role.CLINICIAN,)),
)

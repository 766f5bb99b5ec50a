"""The demonstration's further organisations, beside those of `organisations.demo`.

All names are invented, save those of municipalities and regions. Numbers can belong to nobody:
location numbers begin with 5799, CVR numbers with 99 and telephone numbers with 00.
"""

from __future__ import annotations

from dataclasses import dataclass

from organisations.vocabulary import DestinationKind, OrganisationKind, Role

GP = OrganisationKind.GENERAL_PRACTICE
CLINIC = OrganisationKind.PHYSIOTHERAPY_CLINIC
MUNICIPAL = OrganisationKind.MUNICIPAL_UNIT
HOSPITAL = OrganisationKind.HOSPITAL_DEPARTMENT
TOWN = OrganisationKind.MUNICIPAL_ADMINISTRATION
REGION = OrganisationKind.REGION_ADMINISTRATION

PRIVATE = DestinationKind.PRIVATE_PHYSIOTHERAPIST
TRAINING = DestinationKind.MUNICIPAL_TRAINING
PREVENTION = DestinationKind.MUNICIPAL_PREVENTION
ORTHOPAEDICS = DestinationKind.HOSPITAL_ORTHOPAEDICS
RHEUMATOLOGY = DestinationKind.HOSPITAL_RHEUMATOLOGY
CHIROPRACTIC = OrganisationKind.CHIROPRACTIC_CLINIC

CLINICIAN = (Role.CLINICIAN,)
TRIAGER = (Role.CLINICIAN, Role.TRIAGER)
SECRETARY = (Role.SECRETARY,)


@dataclass(frozen=True)
class Staff:
    """One member of staff, without an account to log in with. A blank name is made up."""

    name: str
    title: str
    roles: tuple[str, ...] = CLINICIAN


@dataclass(frozen=True)
class Offer:
    """What a unit offers: waiting time in days and places a week, as the unit would state them.

    `owner` is the key of the unit that owns and pays; "" is the unit itself.
    """

    kind: str
    name: str
    waiting_days: int
    weekly_capacity: int
    owner: str = ""


@dataclass(frozen=True)
class Unit:
    """One organisation of the demonstration, named by a key."""

    key: str
    kind: str
    municipality: str
    name: str
    street: str
    postcode: str
    city: str
    staff: tuple[Staff, ...] = ()
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True)
class Place:
    """A municipality of the demonstration, with what it has to itself and how it fares.

    share: of all courses. joined_months_ago: adoption of the knee pathway; None: not joined.
    triage, start, letter: working days to an answer, days to the first session, days to the
    epikrise; each the middle of what happens there. steady: share who train twice a week.
    educated: share who get patient education. letter_improves: the epikriser got faster during
    the latest year.
    """

    code: str
    share: float
    joined_months_ago: int | None
    triage: float = 3
    start: float = 16
    letter: float = 8
    steady: float = 0.8
    educated: float = 0.8
    letter_improves: bool = False


PLACES = (
    Place("0219", 0.36, 40, triage=2, start=13, letter=7, steady=0.86, educated=0.88),
    Place("0265", 0.31, 30, triage=4, start=22, letter=13, steady=0.78, educated=0.71),
    Place(
        "0851",
        0.30,
        14,
        triage=3,
        start=17,
        letter=12,
        steady=0.72,
        educated=0.8,
        letter_improves=True,
    ),
    Place("0580", 0.03, None, start=15, letter=9),
)
_CLINIC_STAFF = (
    Staff("", "fysioterapeut"),
    Staff("", "fysioterapeut"),
    Staff("", "sekretær", SECRETARY),
)
_GP_STAFF = (Staff("", "læge"), Staff("", "læge"), Staff("", "lægesekretær", SECRETARY))
_MUNICIPAL_STAFF = (
    Staff("", "visitator", TRIAGER),
    Staff("", "fysioterapeut"),
    Staff("", "fysioterapeut"),
)
_HOSPITAL_STAFF = (
    Staff("", "overlæge", TRIAGER),
    Staff("", "afdelingslæge"),
    Staff("", "lægesekretær", SECRETARY),
)


def _practice(
    key: str, code: str, name: str, street: str, postcode: str, city: str, *staff: Staff
) -> Unit:
    return Unit(key, GP, code, name, street, postcode, city, staff or _GP_STAFF)


def _clinic(
    key: str, code: str, name: str, street: str, postcode: str, city: str, days: int, *staff: Staff
) -> Unit:
    offer = Offer(PRIVATE, name, days, 20)
    return Unit(key, CLINIC, code, name, street, postcode, city, staff or _CLINIC_STAFF, (offer,))


def _municipal(
    key: str, code: str, name: str, address: tuple[str, str, str], offer: Offer, *staff: Staff
) -> Unit:
    return Unit(key, MUNICIPAL, code, name, *address, staff or _MUNICIPAL_STAFF, (offer,))


def _office(
    key: str, kind: str, code: str, name: str, street: str, postcode: str, city: str
) -> Unit:
    role = Role.PLANNER if kind == TOWN else Role.PATHWAY_EDITOR
    return Unit(key, kind, code, name, street, postcode, city, (Staff("", "konsulent", (role,)),))


def _hospital(region: str, code: str, name: str, address: tuple[str, str, str]) -> tuple[Unit, ...]:
    return tuple(
        Unit(
            f"{key}-{region}",
            HOSPITAL,
            code,
            f"{name}, {title}",
            *address,
            staff=_HOSPITAL_STAFF,
            offers=(Offer(kind, f"{title}, {name}", days, capacity, f"region-{region}"),),
        )
        for key, title, kind, days, capacity in (
            ("orthopaedics", "Ortopædkirurgi", ORTHOPAEDICS, 28, 25),
            ("rheumatology", "Reumatologi", RHEUMATOLOGY, 42, 15),
        )
    )


def _back(
    region: str, code: str, hospital: str, town: str, address: tuple[str, str, str]
) -> tuple[Unit, ...]:
    """What the low back pain pathway points to, beside what there is already."""
    wards = (
        ("spine", "Rygenheden", DestinationKind.HOSPITAL_SPINE_UNIT, 35, 12),
        ("pain", "Smerteklinikken", DestinationKind.PAIN_CLINIC, 150, 4),
        ("social", "Socialmedicinsk Enhed", DestinationKind.SOCIAL_MEDICINE_UNIT, 21, 6),
        ("occupational", "Arbejdsmedicinsk Klinik", DestinationKind.OCCUPATIONAL_MEDICINE, 42, 5),
    )
    places = (
        ("job", f"Jobcenter {town}", DestinationKind.JOB_CENTRE, 7, 20),
        ("abuse", f"Rusmiddelcenter {town}", DestinationKind.SUBSTANCE_ABUSE_CENTRE, 10, 6),
    )
    clinic = f"Kiropraktorerne i {town}"
    return (
        *(
            Unit(
                f"{key}-{region}",
                HOSPITAL,
                code,
                f"{hospital}, {title}",
                *address,
                staff=_HOSPITAL_STAFF,
                offers=(Offer(kind, f"{title}, {hospital}", days, capacity, f"region-{region}"),),
            )
            for key, title, kind, days, capacity in wards
        ),
        *(
            _municipal(
                f"{key}-{code}", code, name, address, Offer(kind, name, days, n, f"town-{code}")
            )
            for key, name, kind, days, n in places
        ),
        Unit(
            f"chiropractor-{code}",
            CHIROPRACTIC,
            code,
            clinic,
            *address,
            staff=(Staff("", "kiropraktor"), Staff("", "sekretær", SECRETARY)),
            offers=(Offer(DestinationKind.CHIROPRACTOR, clinic, 4, 15),),
        ),
    )


# Colleagues of the demonstration's accounts, by the keys of `organisations.demo`.
COLLEAGUES: dict[str, tuple[Staff, ...]] = {
    "practice": (
        Staff("Henrik Dahl", "læge"),
        Staff("Birgit Lund", "sygeplejerske", SECRETARY),
    ),
    "clinic": (
        Staff("Camilla Ager", "fysioterapeut"),
        Staff("Rikke Møller", "sekretær", SECRETARY),
    ),
    "other_clinic": _CLINIC_STAFF,
    "far_clinic": _CLINIC_STAFF,
    "training": (
        Staff("Mads Krog", "fysioterapeut"),
        Staff("Ida Thorsen", "fysioterapeut"),
    ),
    "health_centre": _MUNICIPAL_STAFF,
    "orthopaedics": _HOSPITAL_STAFF,
    "rheumatology": _HOSPITAL_STAFF,
    "far_orthopaedics": _HOSPITAL_STAFF,
}

# fmt: off
UNITS: tuple[Unit, ...] = (
    # Hillerød
    _practice(
        "torvet", "0219", "Lægehuset Torvet", "Torvehjørnet 2", "3400", "Hillerød",
        Staff("Peter Vang", "læge"),
        Staff("Sofie Bruun", "læge"),
        Staff("Lene Krogh", "lægesekretær", SECRETARY),
    ),
    _practice("skaevinge", "0219", "Lægerne i Skævinge", "Mosebakken 7", "3320", "Skævinge"),
    _clinic("nordskoven", "0219", "Nordskovens Fysioterapi", "Skovstien 3", "3400", "Hillerød", 5),
    _clinic("skaevinge-fys", "0219", "Skævinge Fysioterapi", "Mosebakken 9", "3320", "Skævinge", 6),
    _municipal(
        "training-skaevinge", "0219", "Træningscenter Skævinge",
        ("Mosebakken 1", "3320", "Skævinge"),
        Offer(TRAINING, "Træningscenter Skævinge", 17, 5, "town_hall"),
    ),
    # Roskilde
    _practice("fjorden", "0265", "Lægerne ved Fjorden", "Fjordkanten 8", "4000", "Roskilde"),
    _practice("alleen", "0265", "Lægehuset Alleen", "Kastanjealleen 15", "4000", "Roskilde"),
    _practice("viby", "0265", "Lægerne i Viby", "Stationspladsen 3", "4130", "Viby Sj."),
    _clinic("fjord-fys", "0265", "Fjordens Fysioterapi", "Fjordkanten 10", "4000", "Roskilde", 14),
    _clinic("kilden", "0265", "Fysioterapien ved Kilden", "Kildestræde 2", "4000", "Roskilde", 10),
    _clinic("viby-fys", "0265", "Viby Fysioterapi", "Stationspladsen 5", "4130", "Viby Sj.", 7),
    _municipal(
        "training-0265", "0265", "Træningscenter Roskilde", ("Idrætsvænget 4", "4000", "Roskilde"),
        Offer(TRAINING, "Træningscenter Roskilde", 24, 9, "town-0265"),
    ),
    _municipal(
        "health-0265", "0265", "Sundhedscenter Roskilde", ("Idrætsvænget 6", "4000", "Roskilde"),
        Offer(PREVENTION, "Sundhedscenter Roskilde", 30, 8, "town-0265"),
    ),
    _office("town-0265", TOWN, "0265", "Roskilde Kommune", "Rådhusparken 2", "4000", "Roskilde"),
    *_hospital("1085", "0265", "Fjordhospitalet", ("Fjordvænget 50", "4000", "Roskilde")),
    _office("region-1085", REGION, "0340", "Region Sjælland", "Regionsalleen 5", "4180", "Sorø"),
    # Aalborg
    _practice(
        "vestbyen", "0851", "Lægehuset Vestbyen", "Vestervænget 12", "9000", "Aalborg",
        Staff("Anders Holm", "læge"),
        Staff("Dorthe Juul", "læge"),
        Staff("Tina Overgaard", "lægesekretær", SECRETARY),
    ),
    _practice("kanalen", "0851", "Lægerne ved Kanalen", "Kanalstræde 6", "9000", "Aalborg"),
    _practice("oest", "0851", "Lægehuset Øst", "Østersletten 21", "9220", "Aalborg Øst"),
    _practice("nibe", "0851", "Lægerne i Nibe", "Havnebakken 2", "9240", "Nibe"),
    _clinic(
        "havnen", "0851", "Fysioterapien Havnegade", "Havnegade 1", "9000", "Aalborg", 8,
        Staff("Maria Toft", "fysioterapeut"),
        Staff("Kasper Lindgren", "fysioterapeut"),
    ),
    _clinic("limfjord-fys", "0851", "Limfjordens Fysioterapi", "Kajen 3", "9000", "Aalborg", 11),
    _clinic("oest-fys", "0851", "Fysioterapi Øst", "Østersletten 25", "9220", "Aalborg Øst", 6),
    _clinic("nibe-fys", "0851", "Nibe Fysioterapi", "Havnebakken 4", "9240", "Nibe", 4),
    _municipal(
        "training-0851", "0851", "Træningscenter Limfjorden", ("Broagervej 9", "9000", "Aalborg"),
        Offer(TRAINING, "Træningscenter Limfjorden", 18, 14, "town-0851"),
    ),
    _municipal(
        "training-nibe", "0851", "Træningscenter Nibe", ("Havnebakken 8", "9240", "Nibe"),
        Offer(TRAINING, "Træningscenter Nibe", 9, 4, "town-0851"),
    ),
    _municipal(
        "health-0851", "0851", "Sundhedscenter Aalborg", ("Broagervej 11", "9000", "Aalborg"),
        Offer(PREVENTION, "Sundhedscenter Aalborg", 15, 16, "town-0851"),
    ),
    _office("town-0851", TOWN, "0851", "Aalborg Kommune", "Rådhusgården 1", "9000", "Aalborg"),
    *_hospital("1081", "0851", "Limfjordshospitalet", ("Sygehussletten 1", "9000", "Aalborg")),
    _office("region-1081", REGION, "0851", "Region Nordjylland", "Regionsvej 3", "9000", "Aalborg"),
    # Aabenraa, which has not joined
    _practice("loejt", "0580", "Lægerne i Løjt", "Kirkebakken 14", "6200", "Aabenraa"),
    _clinic("storetorv", "0580", "Fysioterapien Storetorv", "Storetorv 30", "6200", "Aabenraa", 6),
    # For backs, in the regions that the demonstration's own organisations leave out
    *_back("1085", "0265", "Fjordhospitalet", "Roskilde", ("Fjordvænget 52", "4000", "Roskilde")),
    *_back("1081", "0851", "Limfjordshospitalet", "Aalborg", ("Sygehusvej 3", "9000", "Aalborg")),
)
# fmt: on

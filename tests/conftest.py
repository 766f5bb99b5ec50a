"""The cast every test plays with, and a logged-in browser for each of them.

The demonstration's organisations and accounts are loaded once for the whole run; each test works
inside a transaction on top of them. A fixture that is a person is a `Membership`, the actor of
reads and writes. The citizens are the public test citizens of HL7 Denmark's dk-core.
"""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from citizens.actions import register_citizen
from citizens.models import Citizen
from organisations import demo
from organisations.actions import load_demonstration
from organisations.middleware import SESSION_KEY
from organisations.models import Membership, Municipality, Organisation, User
from organisations.vocabulary import Role
from tests.databases import migrated
from tests.kept import Rows, rows_of, write_again
from tests.workers import start_worker  # noqa: F401 - a fixture of every folder, found by name

# Random tests run without a deadline: the machine may be busy with other things. They draw the same
# each time, so that a change is not held up by what it did not touch; `make explore` draws anew.
hypothesis_settings.register_profile("exploring", deadline=None, max_examples=400)
hypothesis_settings.register_profile("steady", deadline=None, derandomize=True)
hypothesis_settings.load_profile("steady")

NANCY = "251248-9996"
MAX = "010772-9995"
SINCE = date(2020, 1, 1)


_DEMONSTRATION: Rows = {}


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, django_db_keepdb, django_db_blocker
) -> None:
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = migrated()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        load_demonstration(settings.DEMO_PASSWORD)
        _DEMONSTRATION.update(rows_of("organisations"))
    yield
    # A server or worker that a test started may not have let go yet; then the database stays.
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def danish() -> Iterator[None]:
    """What one test reads in English, the next reads in Danish again."""
    yield
    translation.deactivate()


@pytest.fixture
def cast(db) -> dict[str, Membership]:
    """Every seat of the demonstration; written again after a test that emptied the tables."""
    if not Organisation.objects.exists():
        write_again(_DEMONSTRATION)
    found = {
        membership.user.email.removesuffix(demo.DEMO_DOMAIN): membership
        for membership in Membership.objects.filter(
            user__email__endswith=demo.DEMO_DOMAIN
        ).select_related("user", "organisation__municipality")
    }
    return found if len(found) == len(demo.MEMBERS) else load_demonstration(settings.DEMO_PASSWORD)


@pytest.fixture
def organisation(cast) -> Callable[[str], Organisation]:
    """An organisation of the demonstration by its key in `organisations.demo`: "orthopaedics"."""
    names = {body.key: body.name for body in demo.ORGANISATIONS}
    return lambda key: Organisation.objects.get(name=names[key])


@pytest.fixture
def gp(cast) -> Membership:
    """Anne Holm, general practitioner at Lægerne ved Søen in Hillerød."""
    return cast["gp"]


@pytest.fixture
def physio(cast) -> Membership:
    """Jonas Friis, physiotherapist at Slotsbyens Fysioterapi; a clinic of the citizen's choice."""
    return cast["physio"]


@pytest.fixture
def municipal(cast) -> Membership:
    """Karen Bæk, triager and clinician at Træning og Rehabilitering Hillerød."""
    return cast["municipal"]


@pytest.fixture
def planner(cast) -> Membership:
    """Mette Lund, planner in Hillerød Kommune."""
    return cast["planner"]


@pytest.fixture
def editor(cast) -> Membership:
    """Peter Winther, pathway editor in the region."""
    return cast["editor"]


@pytest.fixture
def reviewer(cast) -> Membership:
    """Lise Krogh, Peter Winther's colleague: approves what he writes."""
    return cast["reviewer"]


@pytest.fixture
def stranger(cast) -> Membership:
    """Sofie Dahl, general practitioner in another municipality: has nothing to do with anyone."""
    return cast["stranger"]


@pytest.fixture
def member_of(cast) -> Callable[..., Membership]:
    """One more person: `member_of(organisation, Role.SECRETARY)`."""

    def make(organisation: Organisation, *roles: str, name: str = "Birgit Lund") -> Membership:
        number = User.objects.count()
        user = User.objects.create_user(
            f"nr{number}@samspor.example", settings.DEMO_PASSWORD, full_name=name
        )
        return Membership.objects.create(
            user=user,
            organisation=organisation,
            roles=list(roles or [Role.CLINICIAN]),
            valid_from=SINCE,
        )

    return make


@pytest.fixture
def client_for() -> Callable[[Membership], Client]:
    """A browser logged in as the actor, acting for the actor's organisation."""

    def make(actor: Membership) -> Client:
        client = Client()
        client.force_login(actor.user)
        session = client.session
        session[SESSION_KEY] = actor.pk
        session.save()
        return client

    return make


@pytest.fixture
def hillerod(cast) -> Municipality:
    return Municipality.objects.get(code=demo.HILLEROD)


@pytest.fixture
def aabenraa(cast) -> Municipality:
    return Municipality.objects.get(code=demo.AABENRAA)


@pytest.fixture
def nancy(gp, hillerod) -> Citizen:
    """Nancy Ann Berggren, 77, of Hillerød; her own GP is Anne Holm's practice."""
    return register_citizen(
        gp,
        cpr_text=NANCY,
        given_name="Nancy Ann",
        family_name="Berggren",
        municipality=hillerod,
        own_gp=gp.organisation,
        street="Testgade 1",
        postcode="3400",
        city="Hillerød",
    )


@pytest.fixture
def max_(gp, aabenraa) -> Citizen:
    """Max Berggren, 54, of Aabenraa, whose municipality has joined nothing; own GP as Nancy."""
    return register_citizen(
        gp,
        cpr_text=MAX,
        given_name="Max",
        family_name="Berggren",
        municipality=aabenraa,
        own_gp=gp.organisation,
    )

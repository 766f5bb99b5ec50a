"""`manage.py bench_prepare`: fill one database to be measured on, and write down what to ask."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.middleware.csrf import _get_new_csrf_string
from django.utils import timezone

from citizens.models import Citizen
from config.demo.people import Population
from config.demo.rows import Rows, new_id
from organisations.demo import DEMO_DOMAIN
from organisations.middleware import SESSION_KEY
from organisations.models import Membership
from referrals.models import Referral
from referrals.paging import PAGE_SIZE, Cursor
from referrals.states import Status

WAITING = 0.05  # of all referrals wait in the inbox that is measured
OPENED = 40  # different referrals are opened in turn
NEW_PATIENTS = 4000  # to begin referrals for, each once
DAY = 24 * 60 * 60


class Command(BaseCommand):
    """Seeds, adds patients to begin referrals for, and logs the demo accounts in."""

    help = "Fill a database to be measured on, and write what to ask of the server to a file."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many, and where to write."""
        parser.add_argument("referrals", type=int)
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Fill the database unless it is filled, and write the plan."""
        wanted = options["referrals"]
        call_command("migrate", verbosity=0)
        began = time.perf_counter()
        seeded = 0.0
        if not Referral.objects.exists():
            call_command("seed", referrals=wanted, waiting=int(wanted * WAITING), seed=1)
            seeded = time.perf_counter() - began
            add_patients()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
        plan = {
            "referrals": Referral.objects.count(),
            "seeded_in": seeded,
            "pages": pages(),
        }
        options["file"].write_text(json.dumps(plan), encoding="utf-8")


def add_patients() -> None:
    """Patients of the demo doctor who have no course yet."""
    chance = random.Random("patients")
    today = timezone.localdate()
    taken = set(Citizen.objects.values_list("identifier", flat=True))
    population, rows = Population(chance, today, taken), Rows()
    practice = seat("gp").organisation
    for _ in range(NEW_PATIENTS):
        person, citizen = population.draw(), new_id(chance)
        rows.citizens.add(
            citizen,
            person.identifier,
            "replacement",
            person.given_name,
            person.family_name,
            person.birth_date,
            person.sex,
            practice.municipality_id,
            practice.pk,
        )
        rows.relations.add(citizen, practice.pk, "own_gp", today, None)
    rows.flush()


def pages() -> dict[str, dict[str, Any]]:
    """What is measured: by name, whose cookies, and which requests in turn."""
    gp, triager = seat("gp"), seat("municipal")
    waiting = Referral.objects.filter(receiver=triager.organisation, status=Status.SENT)
    inbox = waiting.order_by("due_on", "pk")
    number = inbox.count()
    if number < 2 * PAGE_SIZE:
        raise CommandError(f"Only {number} wait in the inbox; there is no middle page. Seed more.")
    middle = Cursor.of(inbox[number // 2])
    opened = list(inbox.values_list("pk", flat=True)[:: max(number // OPENED, 1)])
    drafts = Referral.objects.filter(sender=gp.organisation, status=Status.DRAFT)
    draft = drafts.order_by("created_at").last()
    new = Citizen.objects.filter(own_gp=gp.organisation, courses=None).order_by("pk")
    at_triager, at_gp = cookies(triager), cookies(gp)
    list_url = "/worklists/new/"

    def get(who: dict[str, str], *paths: str) -> dict[str, Any]:
        requests = [{"method": "GET", "path": path} for path in paths]
        return {"cookies": who["cookies"], "requests": requests, "once": False, "status": "200"}

    begin = [
        {
            "method": "POST",
            "path": "/referrals/new/",
            "csrf": at_gp["csrf"],
            "form": f"citizen={pk}&pathway=knee-osteoarthritis",
        }
        for pk in new.values_list("pk", flat=True)
    ]
    return {
        "bare view": get(at_triager, *(f"/bench/{pk}/" for pk in opened)),
        "inbox, first page": get(at_triager, list_url),
        "inbox, middle page": get(at_triager, f"{list_url}?after={middle}"),
        "detail": get(at_triager, *(f"/referrals/{pk}/" for pk in opened)),
        "form": get(at_gp, f"/referrals/{draft.pk if draft else ''}/edit/"),
        "create": {
            "cookies": at_gp["cookies"],
            "requests": begin,
            "once": True,
            "status": "302",
        },
    }


def seat(name: str) -> Membership:
    """A demo account's membership."""
    members = Membership.objects.select_related("organisation", "user")
    return members.get(user__email=f"{name}{DEMO_DOMAIN}")


def cookies(member: Membership) -> dict[str, str]:
    """The cookies of somebody who has logged in and chosen for whom to act."""
    session = SessionStore()
    session[USER_KEY] = str(member.user_id)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = member.user.get_session_auth_hash()
    session[SESSION_KEY] = member.pk
    session.set_expiry(DAY)
    session.save()
    csrf = _get_new_csrf_string()
    return {
        "csrf": csrf,
        "cookies": f"{settings.SESSION_COOKIE_NAME}={session.session_key}; "
        f"{settings.CSRF_COOKIE_NAME}={csrf}",
    }

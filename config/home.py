"""The front door: `/` leads each role to the page that answers "what is waiting for me?"."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_safe

from organisations.models import Membership
from organisations.requests import ActorRequest
from organisations.vocabulary import OrganisationKind, Role

CARE_ROLES = (Role.CLINICIAN, Role.SECRETARY, Role.TRIAGER)


def start_of(actor: Membership) -> str:
    """The name of the start page for the acting membership: care first, then planning."""
    if actor.has_role(*CARE_ROLES):
        in_practice = actor.organisation.kind == OrganisationKind.GENERAL_PRACTICE
        return "referrals:start" if in_practice else "referrals:worklists"
    if actor.has_role(Role.PLANNER):
        return "monitoring:dashboard"
    return "pathways:list"


@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """Send the reader on to the start page of the membership they act for."""
    return redirect(start_of(request.actor))


urlpatterns = [path("", home, name="home")]

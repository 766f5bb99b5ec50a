"""What people may set going here."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from monitoring import tasks
from organisations.models import Membership
from organisations.vocabulary import Role
from pathways.models import Pathway


def request_computation(actor: Membership, pathway: Pathway) -> None:
    """Have a worker compute the pathway's indicators now. Raises PermissionDenied with why."""
    if not actor.has_role(Role.PLANNER):
        raise PermissionDenied(_("Kun en planlægger kan sætte en opgørelse i gang."))
    transaction.on_commit(partial(tasks.announce, tasks.compute_pathway, pathway.pk))

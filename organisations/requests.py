"""The request as our views get it: after the middleware, so someone acts for some organisation."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from organisations.models import Membership, User


class ActorRequest(HttpRequest):
    """A request made as `actor`. Annotate views with it; nothing creates one.

    A view marked `acting_not_required` may meet `actor` None and says so in its own annotation.
    """

    user: User
    actor: Membership
    other_memberships: list[Membership]
    htmx: HtmxDetails

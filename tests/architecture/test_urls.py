"""Every address is closed to visitors, and answers 404 to whom the object does not concern."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.architecture.objects import OPEN_PAGES, THINGS, thing_for


@dataclass(frozen=True)
class Address:
    """One address of the whole program: its full name and the arguments it takes."""

    name: str
    arguments: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


def addresses(resolver: URLResolver, namespace: str = "") -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver) and pattern.namespace == "admin":
            continue  # tests/config/test_the_admin.py
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield Address(f"{namespace}{pattern.name}", tuple(pattern.pattern.converters))


ADDRESSES = list(addresses(get_resolver()))
CLOSED = [address for address in ADDRESSES if address.name not in OPEN_PAGES]


def concerns_someone(address: Address) -> bool:
    """Does an argument of the address stand for an object that is not for everyone?"""
    things = [thing_for(address.name, argument) for argument in address.arguments]
    return any(thing is not None and not thing.open_because for thing in things)


ABOUT_SOMEONE = [address for address in CLOSED if concerns_someone(address)]


def filled(address: Address, request: pytest.FixtureRequest) -> str:
    arguments: dict[str, Any] = {}
    for argument in address.arguments:
        thing = thing_for(address.name, argument)
        if thing is None:
            pytest.fail(
                f"{address.name} takes {argument!r}: register an object for it in "
                "tests/architecture/objects.py"
            )
        arguments[argument] = thing.make(request)
    return reverse(address.name, kwargs=arguments)


def owner_of(address: Address) -> str:
    things = [thing_for(address.name, argument) for argument in address.arguments]
    return next(thing.owner for thing in things if thing is not None and not thing.open_because)


def answer(ask: Callable[[str], HttpResponse], url: str) -> int:
    response = ask(url)
    if response.streaming:
        b"".join(response.streaming_content)  # a file handed out is closed when it has been read
    return response.status_code


def test_every_address_has_a_name():
    assert [address for address in ADDRESSES if address.name.endswith("None")] == []


def test_what_is_registered_is_used():
    argument_names = {argument for address in ADDRESSES for argument in address.arguments}
    unused = {key for key in THINGS if key.rpartition(":")[2] not in argument_names}

    assert unused == set()
    assert OPEN_PAGES.keys() <= {address.name for address in ADDRESSES}


@pytest.mark.parametrize("address", CLOSED, ids=str)
def test_a_visitor_is_sent_to_log_in(address, request, client, cast):
    url = filled(address, request)
    for ask in (client.get, client.post):
        response = ask(url)

        assert response.status_code == 302
        assert response.url.startswith("/login/?next=")


@pytest.mark.parametrize("address", ABOUT_SOMEONE, ids=str)
def test_a_stranger_finds_nothing_where_the_owner_does(
    address, request, client_for, cast, stranger
):
    url = filled(address, request)
    owner, other = client_for(cast[owner_of(address)]), client_for(stranger)

    # The stranger first: what the owner does may take the object away.
    hidden = {answer(other.get, url), answer(other.post, url)}
    found = {answer(owner.get, url), answer(owner.post, url)}

    assert found != {404}, "nobody finds anything: is the object in objects.py the right one?"
    assert found <= {200, 204, 302, 404, 405, 409, 422}
    assert 404 in hidden
    assert hidden <= {404, 405}

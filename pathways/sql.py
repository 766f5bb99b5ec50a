"""Pieces of SQL that keep their bound parameters with them, in the order of the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sql:
    """A piece of SQL with `%s` where each parameter stands."""

    text: str
    params: tuple[Any, ...] = ()

    def named(self, name: str) -> Sql:
        """The piece as a column of that name."""
        return Sql(f"{self.text} AS {name}", self.params)


def sql(text: str, *params: Any) -> Sql:
    """A piece; `text` is our own, never what somebody typed."""
    return Sql(text, params)


def joined(joiner: str, parts: Iterable[Sql]) -> Sql:
    """The pieces one after the other."""
    pieces = tuple(parts)
    return Sql(
        joiner.join(piece.text for piece in pieces),
        tuple(param for piece in pieces for param in piece.params),
    )

"""What lies around a definition on a date: who has joined, and what is offered there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType


@dataclass(frozen=True)
class Surroundings:
    """Municipalities that have joined, by code with their names, and the kinds offered in each.

    `offered` gives for a municipality's code the keys of the destinations that some service
    offers its citizens on the date. Without municipalities nothing is asked about services.
    """

    on: date | None = None
    adopted: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    offered: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))

    def lacking(self, kind: str) -> tuple[str, ...]:
        """Names of the municipalities that have joined and where nobody offers this kind."""
        return tuple(
            name
            for code, name in self.adopted.items()
            if kind not in self.offered.get(code, frozenset())
        )

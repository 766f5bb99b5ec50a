"""The checks before a definition is published: pure, proved where they are about citizens."""

from pathways.verification.findings import Finding, Kind, Severity, has_errors
from pathways.verification.surroundings import Surroundings
from pathways.verification.verify import verify, verify_yaml

__all__ = [
    "Finding",
    "Kind",
    "Severity",
    "Surroundings",
    "has_errors",
    "verify",
    "verify_yaml",
]

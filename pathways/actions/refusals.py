"""Why an action on a pathway is refused."""

from datetime import datetime


class PathwayRefused(Exception):
    """The action can't be done; the message is a sentence for the user.

    `field` names the input that must be mended, when it is one.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class DraftConflict(PathwayRefused):
    """Somebody else saved the draft since the reader opened it: who, when, and which places.

    `places`: paths of the fields that differ from what the reader began with ("rules[2].when").
    """

    def __init__(self, message: str, *, by: str, at: datetime, places: tuple[str, ...]) -> None:
        super().__init__(message)
        self.by = by
        self.at = at
        self.places = places

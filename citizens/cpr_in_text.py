"""A CPR number in running text, to be masked or refused. Pure."""

import re

# Six digits that read as a date (a replacement number's day is 61 to 91), then four more.
CPR_IN_TEXT = re.compile(
    r"(?<![\w.])((?:[06][1-9]|[1278]\d|[39][01])(?:0[1-9]|1[0-2])\d{2})-?\d{4}(?!\w)"
)
_BOOK = re.compile(r"\bISBN(?:-?10)?[:.]?\s*\Z", re.IGNORECASE)


def holds_cpr(text: str) -> bool:
    """Whether something in the text reads as a CPR number.

    Ten digits right after "ISBN" are a book's. Logs are masked by the pattern alone: there a
    number too many does no harm.
    """
    return any(not _is_a_book(text, found) for found in CPR_IN_TEXT.finditer(text))


def _is_a_book(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - 12) : found.start()]
    return "-" not in found[0] and _BOOK.search(before) is not None

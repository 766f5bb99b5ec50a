"""A CPR number in running text, to be masked or refused. Pure."""

import re

# Six digits that read as a date (a replacement number's day is 61 to 91), then four more.
CPR_IN_TEXT = re.compile(
    r"(?<![\w.])((?:[06][1-9]|[1278]\d|[39][01])(?:0[1-9]|1[0-2])\d{2})-?\d{4}(?!\w)"
)


def holds_cpr(text: str) -> bool:
    """Whether something in the text reads as a CPR number."""
    return CPR_IN_TEXT.search(text) is not None

"""No CPR number reaches a log, whoever wrote the line."""

import logging
import re

# Six digits that read as a date (a replacement number's day is 61 to 91), then four more.
_CPR = re.compile(r"(?<![\w.])((?:[06][1-9]|[1278]\d|[39][01])(?:0[1-9]|1[0-2])\d{2})-?\d{4}(?!\w)")


def mask_cpr(text: str) -> str:
    """Return the text with the last four digits of anything that reads as a CPR number hidden."""
    return _CPR.sub(r"\1-••••", text)


class MaskingFormatter(logging.Formatter):
    """Masks the finished line: message, arguments and traceback alike."""

    def format(self, record: logging.LogRecord) -> str:
        return mask_cpr(super().format(record))

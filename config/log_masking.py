"""No CPR number reaches a log, whoever wrote the line."""

import logging

from citizens.cpr_in_text import CPR_IN_TEXT


def mask_cpr(text: str) -> str:
    """Return the text with the last four digits of anything that reads as a CPR number hidden."""
    return CPR_IN_TEXT.sub(r"\1-••••", text)


class MaskingFormatter(logging.Formatter):
    """Masks the finished line: message, arguments and traceback alike."""

    def format(self, record: logging.LogRecord) -> str:
        return mask_cpr(super().format(record))

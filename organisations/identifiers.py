"""Is this a well-formed Danish organisation number? Pure checks of length and check digit.

Strict: for what we issue ourselves. What arrives from others can carry a wrong check digit and is
kept as it came.
"""

GLN_LENGTH = 13
CVR_WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)
SOR_LEAST_LENGTH = 11
YDERNUMMER_LENGTH = 6


def _is_digits(text: str) -> bool:
    """ASCII digits only: `str.isdigit` also accepts '²' and other scripts' digits."""
    return text.isascii() and text.isdigit()


def gln_check_digit(first_twelve: str) -> str:
    """The digit that makes twelve a GLN: weights 1, 3, 1, 3 …, sum divisible by 10."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(first_twelve))
    return str(-total % 10)


def is_gln(text: str) -> bool:
    """GLN/EAN location number: 13 digits, the last of which checks the others."""
    if len(text) != GLN_LENGTH or not _is_digits(text):
        return False
    return text[-1] == gln_check_digit(text[:-1])


def is_cvr(text: str) -> bool:
    """CVR number: 8 digits, weighted 2 7 6 5 4 3 2 1, sum divisible by 11."""
    if len(text) != len(CVR_WEIGHTS) or not _is_digits(text):
        return False
    return sum(int(d) * w for d, w in zip(text, CVR_WEIGHTS, strict=True)) % 11 == 0


def is_sor(text: str) -> bool:
    """SOR code of an organisational unit: at least 11 digits; no check digit is published."""
    return len(text) >= SOR_LEAST_LENGTH and _is_digits(text)


def normal_ydernummer(text: str) -> str:
    """A provider number as six digits. The same practice is written `77410` and `077410`.

    Raises ValueError when the text is not one to six digits.
    """
    digits = text.strip()
    if not digits or len(digits) > YDERNUMMER_LENGTH or not _is_digits(digits):
        raise ValueError(f"not a ydernummer: {len(digits)} characters")
    return digits.zfill(YDERNUMMER_LENGTH)

"""No CPR number reaches a log, whoever wrote the line."""

import logging
import logging.config

import pytest
from django.conf import settings

from config.log_masking import mask_cpr


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("251248-9996", "251248-••••"),
        ("2512489996", "251248-••••"),
        ("borger 010772-9995.", "borger 010772-••••."),
        ("erstatning 851248-9996", "erstatning 851248-••••"),
        ("a=2512489996&b=1", "a=251248-••••&b=1"),
    ],
)
def test_what_reads_as_one_is_masked(written, kept):
    assert mask_cpr(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "H-26-004183",
        "ydernummer 012345",
        "SOR 441211000016002",
        "0191d3c4-2512-7489-9962-251248999600",
        "in 0.2512489996 s",
        "329948-9996",
    ],
)
def test_other_numbers_are_left_alone(written):
    assert mask_cpr(written) == written


def test_message_arguments_and_traceback_are_masked_as_configured(capsys):
    logging.config.dictConfig(settings.LOGGING)
    try:
        raise ValueError("2512489996 is unknown")
    except ValueError:
        logging.getLogger("referrals.actions").exception("could not look up %s", "251248-9996")

    told = capsys.readouterr().err
    assert "could not look up 251248-••••" in told
    assert "ValueError: 251248-•••• is unknown" in told
    assert "9996" not in told

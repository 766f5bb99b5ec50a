"""What is written about a programme names no citizen: many read it, also outside the region."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from citizens.cpr_in_text import holds_cpr
from pathways.actions.refusals import PathwayRefused

_ADDRESS = re.compile(r"https://[^\s\"]*")


def must_name_nobody(text: str, field: str = "") -> None:
    """Raises PathwayRefused for a text in which a CPR number seems to stand."""
    if holds_cpr(text):
        raise PathwayRefused(
            _("Teksten ser ud til at indeholde et CPR-nummer. Slet det: teksten læses af mange."),
            field,
        )


def document_must_name_nobody(document: Mapping[str, Any]) -> None:
    """The same for all texts of a document; the addresses of sources may hold any number."""
    must_name_nobody(_ADDRESS.sub("", json.dumps(document, ensure_ascii=False)))

"""The measures a treatment is followed by: scale and which way is better (STANDARDS §4).

Only scoring is shipped; the wording of licensed questionnaires is not ours to bundle.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Instrument:
    """One measure. `lower_is_better`: which way an improvement goes; `unit` for display."""

    key: str
    label: str | Promise
    minimum: int
    maximum: int
    lower_is_better: bool
    unit: str | Promise = ""


_ALL = (
    Instrument("nrs_pain", _("Smerte, NRS"), 0, 10, lower_is_better=True),
    Instrument("koos12_summary", _("Knæfunktion, KOOS-12"), 0, 100, lower_is_better=False),
    Instrument("psfs", _("Egne aktiviteter, PSFS"), 0, 10, lower_is_better=False),
    Instrument(
        "chair_stand_30s",
        _("Rejse-sætte-sig, 30 sekunder"),
        0,
        60,
        lower_is_better=False,
        unit=_("gange"),
    ),
    Instrument("walk_40m", _("Gang, 40 meter"), 0, 4, lower_is_better=False, unit="m/s"),
)
INSTRUMENTS: dict[str, Instrument] = {instrument.key: instrument for instrument in _ALL}

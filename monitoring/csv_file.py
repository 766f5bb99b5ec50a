"""An indicator as a file for a spreadsheet: the same rows and the same marks as the page."""

import csv
from io import StringIO

from django.utils.translation import gettext as _

from monitoring import wording
from monitoring.assembled import Shown
from monitoring.overview import Selection, month_rows, municipality_rows

BOM = "\ufeff"  # Danish spreadsheets read UTF-8 only with it


def csv_of(shown: Shown, selection: Selection) -> str:
    """Months of the selection, then municipalities over twelve months; Danish decimals, `;`."""
    language = selection.language
    out = StringIO()
    write = csv.writer(out, delimiter=";", lineterminator="\r\n").writerow
    where = selection.municipality.name if selection.municipality else _("Alle kommuner")
    figure = _("Median, dage") if shown.counts_days else _("Andel")
    names = wording.outcome_names(shown)
    counts = (_("Afgjorte"), names.passed.capitalize(), names.not_passed.capitalize())
    interval = _("95 %-interval")

    write([shown.indicator.title.in_(language)])
    write([selection.version.pathway.title, f"v{selection.version.number}", where])
    write([])
    write([_("Måned"), *counts, figure, interval])
    for month in month_rows(shown, language):
        write([month.month, *month.cells, month.figure, month.interval])
    write([])
    write([_("Kommune, seneste 12 måneder"), *counts, _("Andel"), interval, _("Vurdering")])
    for row in municipality_rows(shown, selection):
        write([row.name, *row.cells, row.figure, row.interval, row.place])
    write([])
    write(["..", wording.small_sentence()])
    write(["..*", wording.complement_sentence()])
    return BOM + out.getvalue()

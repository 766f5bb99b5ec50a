"""What an overview is narrowed to: programme, municipality and period, in the address."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import Municipality
from pathways.models import Pathway

LENGTHS = [("24", _("Seneste 24 måneder")), ("12", _("Seneste 12 måneder"))]


class OverviewForm(forms.Form):
    """Filters; anything that cannot be read is as if it were not there."""

    marks_optional = False

    pathway = forms.ChoiceField(label=_("Program"), required=False)
    municipality = forms.ChoiceField(label=_("Kommune"), required=False)
    months = forms.ChoiceField(label=_("Periode"), required=False, choices=LENGTHS)

    def __init__(
        self,
        pathways: Iterable[Pathway],
        municipalities: Iterable[Municipality],
        *args: Any,
        with_pathway: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.municipalities = {one.pk: one for one in municipalities}
        pathway: Any = self.fields["pathway"]
        municipality: Any = self.fields["municipality"]
        pathway.choices = [(one.key, one.title) for one in pathways]
        municipality.choices = [
            ("", _("Alle kommuner")),
            *((code, one.name) for code, one in self.municipalities.items()),
        ]
        if not with_pathway:
            del self.fields["pathway"]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"

    def chosen(self, name: str) -> str:
        """The value chosen, or empty."""
        self.full_clean()
        return str(self.cleaned_data.get(name) or "")

    @property
    def chosen_municipality(self) -> Municipality | None:
        """The municipality in view; None for all."""
        return self.municipalities.get(self.chosen("municipality"))

    @property
    def length(self) -> int:
        """How many months are shown."""
        return int(self.chosen("months") or LENGTHS[0][0])

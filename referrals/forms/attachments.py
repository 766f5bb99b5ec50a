"""A file to send along with a referral, and the sentences when it can't be taken."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pathways.conditions.facts import number_text
from referrals.file_kinds import KINDS, LONGEST_BEGINNING, MOST_BYTES, kind_of
from referrals.language import language

TOO_LARGE = gettext_lazy(
    "Filen er større end 10 MB. Gør den mindre, fx ved at scanne i lavere opløsning."
)


class SizeLimit(FileUploadHandler):
    """Stops keeping a file as soon as it is too large; `too_large` then says so."""

    too_large = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._received += len(raw_data)
        if self._received > MOST_BYTES:
            self.too_large = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class AttachmentForm(forms.Form):
    """One pdf or picture."""

    file = forms.FileField(
        label=gettext_lazy("Bilag"),
        help_text=gettext_lazy("PDF, JPG eller PNG, højst 10 MB."),
        widget=forms.FileInput(
            attrs={"accept": ",".join(kind.content_type for kind in KINDS), "class": "form-input"}
        ),
        error_messages={
            "required": gettext_lazy("Vælg en fil først."),
            "empty": gettext_lazy("Filen er tom. Vælg en anden."),
        },
    )

    use_required_attribute = False

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        size = file.size or 0
        if size > MOST_BYTES:
            raise ValidationError(
                _("Filen er på %(mb)s MB; højst 10 MB er tilladt. Gør den mindre.")
                % {"mb": number_text(round(size / 1024 / 1024, 1), language())}
            )
        beginning = file.read(LONGEST_BEGINNING)
        file.seek(0)
        if kind_of(beginning) is None:
            raise ValidationError(
                _(
                    "Filen er ikke en PDF eller et billede (JPG, PNG). Gem den som PDF, og prøv "
                    "igen."
                )
            )
        return file

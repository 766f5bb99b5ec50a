"""The telephone numbers of a definition's contacts, which differ between regions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.models import Region
from pathways.models.pathway import Pathway


class ContactNumber(models.Model):
    """The number of one contact (a hotline) of a pathway, in one region or everywhere.

    A definition names whom to call and leaves the number out, so that it can be set and changed
    without a new version.
    """

    pathway = models.ForeignKey(Pathway, models.PROTECT, related_name="contact_numbers")
    contact = models.SlugField(_("kontakt"), max_length=60)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    phone = models.CharField(_("telefon"), max_length=40)

    class Meta:
        verbose_name = _("kontaktnummer")
        verbose_name_plural = _("kontaktnumre")
        constraints = [
            models.UniqueConstraint(
                fields=["pathway", "contact", "region"],
                name="contact_number_once_in_a_region",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact}: {self.phone}"

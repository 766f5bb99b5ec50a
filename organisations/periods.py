"""Rows that hold from one date to another, both included, and how to ask which hold on a day."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def valid_on_q(on: date, *, path: str = "") -> Q:
    """Rows whose period covers `on`. `path` leads there from another model, e.g. "service__"."""
    return Q(**{f"{path}valid_from__lte": on}) & (
        Q(**{f"{path}valid_to__isnull": True}) | Q(**{f"{path}valid_to__gte": on})
    )


def period_in_order() -> models.CheckConstraint:
    """A period never ends before it starts. List it in `Meta.constraints` of a `ValidPeriod`."""
    return models.CheckConstraint(
        name="%(app_label)s_%(class)s_period_in_order",
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
        violation_error_message=_("Slutdatoen ligger før startdatoen."),
    )


class ValidPeriod(models.Model):
    """A row that holds from `valid_from` to `valid_to`, both included; null is open-ended."""

    valid_from = models.DateField(_("gælder fra"))
    valid_to = models.DateField(_("gælder til og med"), null=True, blank=True)

    class Meta:
        abstract = True

    def is_valid_on(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

"""What was computed: results per indicator, municipality and month; the loop; figures drawn.

Everything here is derived and can be computed again. No row tells of a citizen.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Municipality
from pathways.models import Pathway, Version


class Computation(models.Model):
    """One run over a pathway's events: when, from which, and how much it had to do.

    `owed` are the months still to be counted (as ISO dates): a run that is stopped half-way leaves
    them to the next.
    """

    pathway = models.ForeignKey(Pathway, models.CASCADE, related_name="computations")
    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)
    computed_at = models.DateTimeField(_("opgjort"), default=timezone.now)
    # When the newest event taken into account was recorded; null when there was none.
    as_of_event = models.DateTimeField(null=True)
    # The last event row there was: what is written later, even of long ago, is counted next time.
    as_of_row = models.BigIntegerField(null=True)
    months = models.PositiveSmallIntegerField()
    units = models.PositiveIntegerField()
    seconds = models.FloatField()
    owed = models.JSONField(default=list, blank=True)

    class Meta:
        get_latest_by = ("computed_at", "pk")
        ordering = ("-computed_at", "-pk")
        indexes = (models.Index(fields=["pathway", "-computed_at"], name="computation_latest"),)

    def __str__(self) -> str:
        return f"{self.pathway} {self.computed_at:%Y-%m-%d %H:%M}"


class MonthOfMunicipality(models.Model):
    """Something counted for the citizens of one municipality in one month."""

    pathway = models.ForeignKey(Pathway, models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    month = models.DateField(_("måned"))  # its first day
    computed_at = models.DateTimeField(default=timezone.now)
    as_of_event = models.DateTimeField(null=True)
    # The first day on which time alone makes something here another outcome.
    changes_on = models.DateField(null=True, db_index=True)

    class Meta:
        abstract = True


def first_of_month() -> models.CheckConstraint:
    """A month is named by its first day."""
    return models.CheckConstraint(
        name="%(app_label)s_%(class)s_month_is_its_first_day", condition=Q(month__day=1)
    )


class IndicatorResult(MonthOfMunicipality):
    """What became of the units of one indicator, whose event fell in the month.

    `eligible` is the sum of passed, not passed and incomplete (database check). `days` holds how
    many units took each number of days, `values` how many had each value, so that medians and
    distributions of many rows can be computed from the rows.
    """

    indicator = models.CharField(max_length=60)
    eligible = models.PositiveIntegerField(_("omfattet"))
    passed = models.PositiveIntegerField(_("opfyldt"))
    not_passed = models.PositiveIntegerField(_("ikke opfyldt"))
    incomplete = models.PositiveIntegerField(_("ufuldstændige"))
    not_eligible = models.PositiveIntegerField(_("ikke omfattet"))
    value = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    days = models.JSONField(default=dict)
    values = models.JSONField(default=dict)

    class Meta:
        ordering = ("pathway", "indicator", "municipality", "month")
        constraints = (
            first_of_month(),
            models.UniqueConstraint(
                name="indicator_result_unique",
                fields=["pathway", "indicator", "month", "municipality"],
            ),
            models.CheckConstraint(
                name="indicator_result_counts_add_up",
                condition=Q(eligible=F("passed") + F("not_passed") + F("incomplete")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator} {self.municipality_id} {self.month:%Y-%m}"


class LoopResult(MonthOfMunicipality):
    """How one step of the loop went for the referrals sent in the month."""

    step = models.CharField(max_length=12)
    kept = models.PositiveIntegerField(_("inden for løftet"))
    late = models.PositiveIntegerField(_("senere"))
    waiting = models.PositiveIntegerField(_("venter inden for løftet"))
    overdue = models.PositiveIntegerField(_("over tiden"))

    class Meta:
        ordering = ("pathway", "month", "municipality", "step")
        constraints = (
            first_of_month(),
            models.UniqueConstraint(
                name="loop_result_unique", fields=["pathway", "step", "month", "municipality"]
            ),
        )

    def __str__(self) -> str:
        return f"{self.step} {self.municipality_id} {self.month:%Y-%m}"


class Chart(models.Model):
    """A figure by the hash of what it shows; drawn once, by a worker, and then only read.

    `svg` is empty until it is drawn. Made only from numbers that may be published.
    """

    content_hash = models.CharField(max_length=64, primary_key=True)
    spec = models.JSONField()
    title = models.CharField(max_length=300)
    description = models.TextField()
    svg = models.TextField(blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["asked_at"], condition=Q(svg=""), name="chart_not_drawn"),)
        constraints = (
            models.CheckConstraint(
                name="chart_drawn_says_when",
                condition=Q(svg="", made_at__isnull=True) | (~Q(svg="") & Q(made_at__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def name(self) -> str:
        """Short and unique in a page: what the ids inside the drawing begin with."""
        return f"c{self.content_hash[:12]}"

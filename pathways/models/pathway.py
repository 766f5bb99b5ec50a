"""A pathway by name; what it says is in its versions."""

from django.db import models
from django.utils.translation import get_language


class Pathway(models.Model):
    """An agreed care pathway (forløbsprogram); what it says is in its versions."""

    key = models.SlugField(max_length=60, unique=True)
    title_da = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)

    class Meta:
        ordering = ["title_da"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_en if (get_language() or "da").startswith("en") else self.title_da

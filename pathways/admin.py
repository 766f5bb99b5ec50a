"""Records of what was agreed, for administrators; the ledger and published versions to read."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from pathways.models import Adoption, Advice, ContactNumber, Pathway, Version
from pathways.vocabulary import IMMUTABLE_STATES


class ReadOnlyAdmin(admin.ModelAdmin):
    """Records that only actions write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False


@admin.register(Pathway)
class PathwayAdmin(ReadOnlyAdmin):
    list_display = ("key", "title_da")


@admin.register(Version)
class VersionAdmin(ReadOnlyAdmin):
    list_display = ("pathway", "number", "state", "valid_from", "committee", "approved_on")
    list_filter = ("state",)


@admin.register(Adoption)
class AdoptionAdmin(admin.ModelAdmin):
    """Which municipalities have joined; the one thing here that is entered by hand."""

    list_display = ("pathway", "municipality", "valid_from", "valid_to")
    list_filter = ("pathway",)


class ContactNumberForm(forms.ModelForm):
    """A number for a contact that the pathway's definition names."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        pathway, contact = cleaned.get("pathway"), cleaned.get("contact")
        if pathway is None or not contact:
            return cleaned
        versions = Version.objects.filter(pathway=pathway, state__in=IMMUTABLE_STATES)
        known = sorted({one.key for each in versions for one in each.parsed.contacts})
        if contact not in known:
            named = ", ".join(f"»{key}«" for key in known) or _("ingen")
            self.add_error(
                "contact",
                _("Programmet har ingen kontakt af det navn. Vælg mellem: %(known)s.")
                % {"known": named},
            )
        return cleaned


@admin.register(ContactNumber)
class ContactNumberAdmin(admin.ModelAdmin):
    """The numbers to call, such as a hotline's, by region; entered by hand."""

    form = ContactNumberForm
    list_display = ("pathway", "contact", "region", "phone")
    list_filter = ("pathway", "region")


@admin.register(Advice)
class AdviceAdmin(ReadOnlyAdmin):
    """The ledger without the citizen: what was advised and what was chosen."""

    list_display = ("at", "version", "destination", "chosen_destination", "override_reason")
    list_filter = ("version", "destination")
    fields = (
        "version",
        "organisation",
        "on",
        "destination",
        "provisional",
        "chosen_destination",
        "override_reason",
        "at",
    )

"""Records of what was agreed, for administrators; the ledger and published versions to read."""

from django.contrib import admin
from django.http import HttpRequest

from pathways.models import Adoption, Advice, Pathway, Version


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

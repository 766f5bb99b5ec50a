"""Organisations, their services and members, kept by hand until they have pages of their own."""

from django.contrib import admin

from organisations.models import Membership, Municipality, Organisation, Service, User


class MembershipInline(admin.TabularInline):
    """Where a user belongs, in which roles."""

    model = Membership
    extra = 0
    fields = ("organisation", "roles", "valid_from", "valid_to")


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ("name", "kind", "municipality", "valid_from", "valid_to")
    list_filter = ("kind",)
    search_fields = ("name", "sor", "ydernummer")


@admin.register(Service)
class ServiceAdmin(admin.ModelAdmin):
    """What is offered, by whom, for how long one waits."""

    list_display = ("name", "kind", "performer", "waiting_days", "valid_from", "valid_to")
    list_filter = ("kind",)
    list_select_related = ("performer",)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Who may log in. A password is set by the user, or with `manage.py changepassword`."""

    list_display = ("email", "full_name", "title", "is_active", "is_staff")
    fields = ("email", "full_name", "title", "language", "is_active", "is_staff")
    search_fields = ("email", "full_name")
    inlines = (MembershipInline,)


@admin.register(Municipality)
class MunicipalityAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "region", "population", "population_year")
    readonly_fields = ("code", "name", "region")
    search_fields = ("code", "name")

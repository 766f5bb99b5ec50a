"""Reason codes: vocabulary that an administrator keeps. Referrals have pages of their own."""

from django.contrib import admin

from referrals.models import ReasonCode


@admin.register(ReasonCode)
class ReasonCodeAdmin(admin.ModelAdmin):
    list_display = ("action", "label_da", "comment_required", "effect", "valid_from", "valid_to")
    list_filter = ("action",)

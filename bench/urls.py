"""Samspor's addresses and one more: what everything is measured against."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import urlpatterns as samspor
from referrals.models import Referral


def bare(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    """One row by key, one line of HTML; behind the same middleware and log-in as every page."""
    referral = Referral.objects.get(pk=referral_id)
    return HttpResponse(f"<!doctype html><title>{referral.number}</title><p>{referral.status}")


urlpatterns = [*samspor, path("bench/<uuid:referral_id>/", bare)]

"""`manage.py bench_check`: what the pages asked for have left behind, as JSON."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.db.models import Count, Sum

from citizens.models import AccessLog
from referrals.models import Referral, WorklistCount

COUNTED = """
SELECT k.organisation, k.side, k.status, k.answered, k.due_on, count(*)
  FROM referrals_referral r, referrals_count_keys(
       r.sender_id, r.receiver_id, r.status, r.answered_at IS NOT NULL, r.due_on) k
 GROUP BY 1, 2, 3, 4, 5
"""


class Command(BaseCommand):
    """Lines in the access log by what was read, referrals, and whether the counts are right."""

    help = "Tell how many lines the access log has, and whether the worklists' counts are right."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it as JSON."""
        read = AccessLog.objects.order_by().values_list("what").annotate(n=Count("pk"))
        key = ("organisation", "side", "status", "answered", "due_on")
        kept = WorklistCount.objects.order_by().values(*key).annotate(n=Sum("count")).exclude(n=0)
        with connection.cursor() as cursor:
            cursor.execute(COUNTED)
            counted = set(cursor.fetchall())
        self.stdout.write(
            json.dumps(
                {
                    "read": dict(read),
                    "referrals": Referral.objects.count(),
                    "counts_right": set(kept.values_list(*key, "n")) == counted,
                }
            )
        )

"""What a worklist's row shows beside the referral itself, read for a whole page at once.

One statement of SQL, written out: it stands behind every list, and put together by the ORM as six
queries it was a third of what a list costs. The database keeps its plan (prepared statements), so
that the many tables cost nothing to plan.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection

from citizens.vocabulary import What


class Around(NamedTuple):
    """One referral's surroundings. Names are "" where there is nobody.

    group: the course's latest, None before the first. opened: has somebody of the reader's
    organisation opened the referral? facts: the answers asked for, by key.
    """

    citizen_id: uuid.UUID
    given_name: str
    family_name: str
    identifier: str
    birth_date: date
    version_hash: str
    version_published_at: datetime | None
    sender: str
    receiver: str
    written_by: str
    assigned_to: str
    group: int | None
    opened: bool
    facts: Mapping[str, Any]


def around(
    referral_ids: Sequence[uuid.UUID], *, organisation_id: uuid.UUID, keys: Sequence[str]
) -> dict[uuid.UUID, Around]:
    """The surroundings of referrals the reader has already been let in to, by id; one query.

    `keys`: which answers. `organisation_id`: whose having opened it counts.
    """
    if not referral_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            _AROUND, [list(keys), organisation_id, What.REFERRAL.value, list(referral_ids)]
        )
        return {
            pk: Around._make((*rest, json.loads(facts))) for pk, facts, *rest in cursor.fetchall()
        }


_AROUND = """
SELECT r.id,
       (SELECT coalesce(jsonb_object_agg(a.key, a.value), '{}')
          FROM referrals_answer a WHERE a.referral_id = r.id AND a.key = ANY(%s)),
       c.id, c.given_name, c.family_name, c.identifier, c.birth_date,
       v.content_hash, v.published_at,
       sender.name, coalesce(receiver.name, ''),
       writer.full_name, coalesce(holder.full_name, ''),
       (SELECT s."group" FROM stratification_assessment s WHERE s.course_id = r.course_id
         ORDER BY s.made_at DESC, s.id DESC LIMIT 1),
       EXISTS (SELECT FROM citizens_accesslog l
                WHERE l.organisation_id = %s AND l.object_id = r.id AND l.what = %s)
  FROM referrals_referral r
  JOIN courses_course k ON k.id = r.course_id
  JOIN citizens_citizen c ON c.id = k.citizen_id
  JOIN pathways_version v ON v.id = r.version_id
  JOIN organisations_organisation sender ON sender.id = r.sender_id
  JOIN organisations_membership writing ON writing.id = r.created_by_id
  JOIN organisations_user writer ON writer.id = writing.user_id
  LEFT JOIN organisations_organisation receiver ON receiver.id = r.receiver_id
  LEFT JOIN organisations_membership holding ON holding.id = r.assigned_to_id
  LEFT JOIN organisations_user holder ON holder.id = holding.user_id
 WHERE r.id = ANY(%s)
"""

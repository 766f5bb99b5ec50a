"""Counts per worklist are added to, never changed, so that nobody waits for a count's row.

Kept as one row per key (0002), two sendings with additional destinations could each hold the
row the other wanted, and all who sent to one unit queued up for its row.
"""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("referrals.migrations.0002_numbers_counts_and_append_only").COUNTS
ADD = """
CREATE OR REPLACE FUNCTION referrals_keep_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO referrals_worklistcount (organisation_id, side, status, answered, due_on, count)
    SELECT k.organisation, k.side, k.status, k.answered, k.due_on, count(*)
      FROM new_rows n, referrals_count_keys(
             n.sender_id, n.receiver_id, n.status, n.answered_at IS NOT NULL, n.due_on) k
     GROUP BY 1, 2, 3, 4, 5;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO referrals_worklistcount (organisation_id, side, status, answered, due_on, count)
    SELECT k.organisation, k.side, k.status, k.answered, k.due_on, -count(*)
      FROM old_rows o, referrals_count_keys(
             o.sender_id, o.receiver_id, o.status, o.answered_at IS NOT NULL, o.due_on) k
     GROUP BY 1, 2, 3, 4, 5;
  ELSE
    INSERT INTO referrals_worklistcount (organisation_id, side, status, answered, due_on, count)
    SELECT organisation, side, status, answered, due_on, sum(delta)
      FROM (SELECT k.*, 1 AS delta FROM new_rows n, referrals_count_keys(
              n.sender_id, n.receiver_id, n.status, n.answered_at IS NOT NULL, n.due_on) k
            UNION ALL
            SELECT k.*, -1 FROM old_rows o, referrals_count_keys(
              o.sender_id, o.receiver_id, o.status, o.answered_at IS NOT NULL, o.due_on) k
           ) changes
     GROUP BY 1, 2, 3, 4, 5 HAVING sum(delta) <> 0;
  END IF;
  RETURN NULL;
END $$;

-- Rows that are being merged by another, or were added since, are left for the next time.
CREATE FUNCTION referrals_merge_counts() RETURNS bigint LANGUAGE sql AS $$
  WITH same AS (
    SELECT id FROM (
      SELECT id, count(*) OVER key AS rows, sum(count) OVER key AS total
        FROM referrals_worklistcount
      WINDOW key AS (PARTITION BY organisation_id, side, status, answered, due_on)) keyed
     WHERE rows > 1 OR total = 0
  ), held AS (
    SELECT id FROM referrals_worklistcount WHERE id IN (SELECT id FROM same)
       FOR UPDATE SKIP LOCKED
  ), taken AS (
    DELETE FROM referrals_worklistcount WHERE id IN (SELECT id FROM held) RETURNING *
  ), merged AS (
    INSERT INTO referrals_worklistcount (organisation_id, side, status, answered, due_on, count)
    SELECT organisation_id, side, status, answered, due_on, sum(count)
      FROM taken GROUP BY 1, 2, 3, 4, 5 HAVING sum(count) <> 0
  )
  SELECT count(*) FROM taken
$$;
"""
_begin = BEFORE.index("CREATE FUNCTION referrals_keep_counts")
DROP = (
    "SELECT referrals_merge_counts(); DROP FUNCTION referrals_merge_counts(); "
    + BEFORE[_begin : BEFORE.index("CREATE TRIGGER")].replace("CREATE", "CREATE OR REPLACE", 1)
)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0003_draft_choice")]
    operations = [
        migrations.RemoveConstraint(model_name="worklistcount", name="worklist_count_key"),
        migrations.RunSQL(ADD, DROP),
    ]

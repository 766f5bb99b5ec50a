"""Referral numbers, append-only events and epicrises, and the counts kept per worklist.

The counts are kept by statement triggers with transition tables, so that one referral
costs a handful of row updates and a bulk load costs one aggregate. Rows are locked in the
order of their key, so that two transactions can't wait for each other.
"""

from django.db import migrations

from organisations.append_only import forbid_changes

COUNTS = """
CREATE FUNCTION referrals_count_keys(
    sender uuid, receiver uuid, status text, answered boolean, due_on date)
  RETURNS TABLE (organisation uuid, side text, status text, answered boolean, due_on date)
  LANGUAGE sql IMMUTABLE AS $$
  SELECT sender, 'referrer', status, answered AND status = 'sent',
         CASE WHEN status IN ('information_requested', 'treatment_ended') THEN due_on END
  UNION ALL
  SELECT receiver, 'receiver', status, answered AND status = 'sent',
         CASE WHEN status IN ('sent', 'treatment_ended') THEN due_on END
  WHERE receiver IS NOT NULL AND status <> 'draft'
$$;

CREATE FUNCTION referrals_keep_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO referrals_worklistcount AS c
           (organisation_id, side, status, answered, due_on, count)
    SELECT k.organisation, k.side, k.status, k.answered, k.due_on, count(*)
      FROM new_rows n, referrals_count_keys(
             n.sender_id, n.receiver_id, n.status, n.answered_at IS NOT NULL, n.due_on) k
     GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (organisation_id, side, status, answered, due_on)
      DO UPDATE SET count = c.count + EXCLUDED.count;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO referrals_worklistcount AS c
           (organisation_id, side, status, answered, due_on, count)
    SELECT k.organisation, k.side, k.status, k.answered, k.due_on, -count(*)
      FROM old_rows o, referrals_count_keys(
             o.sender_id, o.receiver_id, o.status, o.answered_at IS NOT NULL, o.due_on) k
     GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (organisation_id, side, status, answered, due_on)
      DO UPDATE SET count = c.count + EXCLUDED.count;
  ELSE
    INSERT INTO referrals_worklistcount AS c
           (organisation_id, side, status, answered, due_on, count)
    SELECT organisation, side, status, answered, due_on, sum(delta)
      FROM (SELECT k.*, 1 AS delta FROM new_rows n, referrals_count_keys(
              n.sender_id, n.receiver_id, n.status, n.answered_at IS NOT NULL, n.due_on) k
            UNION ALL
            SELECT k.*, -1 FROM old_rows o, referrals_count_keys(
              o.sender_id, o.receiver_id, o.status, o.answered_at IS NOT NULL, o.due_on) k
           ) changes
     GROUP BY 1, 2, 3, 4, 5 HAVING sum(delta) <> 0 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (organisation_id, side, status, answered, due_on)
      DO UPDATE SET count = c.count + EXCLUDED.count;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER keep_counts_insert AFTER INSERT ON referrals_referral
  REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION referrals_keep_counts();
CREATE TRIGGER keep_counts_update AFTER UPDATE ON referrals_referral
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION referrals_keep_counts();
CREATE TRIGGER keep_counts_delete AFTER DELETE ON referrals_referral
  REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION referrals_keep_counts();
"""
DROP_COUNTS = """
DROP TRIGGER keep_counts_insert ON referrals_referral;
DROP TRIGGER keep_counts_update ON referrals_referral;
DROP TRIGGER keep_counts_delete ON referrals_referral;
DROP FUNCTION referrals_keep_counts();
DROP FUNCTION referrals_count_keys(uuid, uuid, text, boolean, date);
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("organisations", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE referrals_referral_number;",
            "DROP SEQUENCE referrals_referral_number;",
        ),
        forbid_changes("referrals_event"),
        forbid_changes("referrals_epicrisis"),
        migrations.RunSQL(COUNTS, DROP_COUNTS),
    ]

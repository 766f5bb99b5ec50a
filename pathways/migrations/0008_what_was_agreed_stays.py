"""What the database holds a version to, besides 0002 and 0004: all of what was agreed stays.

Of a published version only its state moves on, with the day it was retired. An approved document
is published as it was approved. Who wrote a draft stays its author. Its history is written once:
undoing, and what a replay was asked of, rely on it.
"""

from django.db import migrations, models

from organisations.append_only import forbid_changes

STAY = """
CREATE OR REPLACE FUNCTION pathways_version_life() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.author_id IS DISTINCT FROM OLD.author_id THEN
    RAISE EXCEPTION 'The author of a version stays its author'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.state = 'approved' AND NEW.state <> 'draft' AND (
       NEW.definition IS DISTINCT FROM OLD.definition
    OR NEW.content_hash IS DISTINCT FROM OLD.content_hash
    OR NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id) THEN
    RAISE EXCEPTION 'An approved version is published as it was approved: take it back first'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.published_at IS NULL THEN
    RETURN NEW;
  END IF;
  IF to_jsonb(NEW) - '{state,retired_on}'::text[]
     IS DISTINCT FROM to_jsonb(OLD) - '{state,retired_on}'::text[] THEN
    RAISE EXCEPTION 'A published version can''t be changed: make a new version'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.state IS DISTINCT FROM OLD.state AND NOT (
       (OLD.state = 'published' AND NEW.state IN ('superseded', 'retired'))
    OR (OLD.state = 'superseded' AND NEW.state = 'retired')) THEN
    RAISE EXCEPTION 'A published version can only be superseded or retired'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.retired_on IS DISTINCT FROM OLD.retired_on
    AND (OLD.retired_on IS NOT NULL OR NEW.state <> 'retired') THEN
    RAISE EXCEPTION 'A version is retired once'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
"""

class Migration(migrations.Migration):
    dependencies = [("pathways", "0007_a_programme_being_started")]
    operations = [
        # Going back keeps the stricter function; the reverse of 0004 drops it.
        migrations.RunSQL(STAY, migrations.RunSQL.noop),
        forbid_changes("pathways_historicalversion"),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.CheckConstraint(
                name="version_with_a_publication_is_published",
                condition=models.Q(
                    ("published_at__isnull", True),
                    ("state__in", ["published", "retired", "superseded"]),
                    _connector="OR",
                ),
            ),
        ),
    ]

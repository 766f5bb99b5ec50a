"""What the database itself holds a version, its events and the ledger of advice to."""

from django.db import migrations

from organisations.append_only import forbid_changes

# Besides the document (0002): who approved what and from when it holds stays as it was, and a
# published version only ever moves on to superseded and retired.
GOVERN = """
CREATE FUNCTION pathways_version_life() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NULL THEN
    RETURN NEW;
  END IF;
  IF NEW.valid_from IS DISTINCT FROM OLD.valid_from
    OR NEW.author_id IS DISTINCT FROM OLD.author_id
    OR NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id
    OR NEW.approved_on IS DISTINCT FROM OLD.approved_on
    OR NEW.committee IS DISTINCT FROM OLD.committee THEN
    RAISE EXCEPTION 'A published version can''t be changed: make a new version'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.state IS DISTINCT FROM OLD.state AND NOT (
       (OLD.state = 'published' AND NEW.state IN ('superseded', 'retired'))
    OR (OLD.state = 'superseded' AND NEW.state = 'retired')) THEN
    RAISE EXCEPTION 'A published version can only be superseded or retired'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER version_life BEFORE UPDATE ON pathways_version
  FOR EACH ROW EXECUTE FUNCTION pathways_version_life();
"""
UNGOVERN = """
DROP TRIGGER version_life ON pathways_version;
DROP FUNCTION pathways_version_life();
"""

# What was shown is written once; what was chosen may be filled in afterwards.
LEDGER = """
CREATE FUNCTION pathways_advice_is_a_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE'
    OR NEW.version_id IS DISTINCT FROM OLD.version_id
    OR NEW.organisation_id IS DISTINCT FROM OLD.organisation_id
    OR NEW.citizen_id IS DISTINCT FROM OLD.citizen_id
    OR NEW.facts IS DISTINCT FROM OLD.facts
    OR NEW.available IS DISTINCT FROM OLD.available
    OR NEW."on" IS DISTINCT FROM OLD."on"
    OR NEW.result IS DISTINCT FROM OLD.result
    OR NEW.destination IS DISTINCT FROM OLD.destination
    OR NEW.provisional IS DISTINCT FROM OLD.provisional
    OR NEW.at IS DISTINCT FROM OLD.at THEN
    RAISE EXCEPTION 'Advice as it was shown is written once: % is refused', TG_OP
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER advice_is_a_ledger BEFORE UPDATE OR DELETE ON pathways_advice
  FOR EACH ROW EXECUTE FUNCTION pathways_advice_is_a_ledger();
"""
UNLEDGER = """
DROP TRIGGER advice_is_a_ledger ON pathways_advice;
DROP FUNCTION pathways_advice_is_a_ledger();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("pathways", "0003_drafts_and_their_life"),
        ("organisations", "0002_append_only"),
    ]
    operations = [
        forbid_changes("pathways_pathwayevent"),
        migrations.RunSQL(GOVERN, UNGOVERN),
        migrations.RunSQL(LEDGER, UNLEDGER),
    ]

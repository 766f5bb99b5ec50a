"""A published definition can't be changed, not even by SQL: running courses rely on it."""

from django.db import migrations

CREATE = """
CREATE FUNCTION pathways_version_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.published_at IS NOT NULL THEN
      RAISE EXCEPTION 'A published version can''t be deleted: retire it instead'
        USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF OLD.published_at IS NOT NULL AND (
       NEW.definition IS DISTINCT FROM OLD.definition
    OR NEW.content_hash IS DISTINCT FROM OLD.content_hash
    OR NEW.number IS DISTINCT FROM OLD.number
    OR NEW.pathway_id IS DISTINCT FROM OLD.pathway_id
    OR NEW.published_at IS DISTINCT FROM OLD.published_at) THEN
    RAISE EXCEPTION 'A published version can''t be changed: make a new version'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER version_is_immutable BEFORE UPDATE OR DELETE ON pathways_version
  FOR EACH ROW EXECUTE FUNCTION pathways_version_is_immutable();
"""
DROP = """
DROP TRIGGER version_is_immutable ON pathways_version;
DROP FUNCTION pathways_version_is_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("pathways", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]

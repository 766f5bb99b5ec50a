"""Tables whose rows are written once: the database itself refuses to change or delete them."""

from django.db import migrations

CREATE_FUNCTION = """
CREATE OR REPLACE FUNCTION samspor_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are written once: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
"""


def define_function() -> migrations.RunSQL:
    """The trigger function all append-only tables share. Lives in organisations' migrations."""
    return migrations.RunSQL(CREATE_FUNCTION, "DROP FUNCTION IF EXISTS samspor_append_only();")


def forbid_changes(table: str) -> migrations.RunSQL:
    """Migration step: refuse UPDATE and DELETE on `table` (django.db.utils.IntegrityError).

    The migration must depend on `organisations.0002_append_only`. TRUNCATE stays possible: tests
    that commit empty the tables with it, and the application's role need not be granted it.
    """
    return migrations.RunSQL(
        f'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "{table}" '
        "FOR EACH ROW EXECUTE FUNCTION samspor_append_only();",
        f'DROP TRIGGER IF EXISTS append_only ON "{table}";',
    )

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

    The migration must depend on `organisations.0002_append_only`. TRUNCATE fires no such trigger:
    `forbid_emptying` refuses that.
    """
    return migrations.RunSQL(
        f'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "{table}" '
        "FOR EACH ROW EXECUTE FUNCTION samspor_append_only();",
        f'DROP TRIGGER IF EXISTS append_only ON "{table}";',
    )


# Tests that commit empty all tables afterwards, in databases that Django calls test_…; one of
# them tries the refusal itself by the argument.
NOT_EMPTIED = """
CREATE OR REPLACE FUNCTION samspor_not_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_NARGS = 0 AND current_database() LIKE 'test\\_%' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'rows of % are written once: % is refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
"""


def forbid_emptying(*tables: str) -> migrations.RunSQL:
    """Migration step: refuse TRUNCATE on tables (django.db.utils.IntegrityError)."""
    return migrations.RunSQL(
        NOT_EMPTIED
        + "".join(
            f'CREATE TRIGGER not_emptied BEFORE TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION samspor_not_emptied();"
            for table in tables
        ),
        "".join(f'DROP TRIGGER IF EXISTS not_emptied ON "{table}";' for table in tables),
    )

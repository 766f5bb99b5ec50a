"""TRUNCATE fires no trigger of rows; it is refused by one of its own, but for tests that empty."""

import pytest
from django.db import IntegrityError, connection, transaction

KEPT = (
    "pathways_version",
    "pathways_historicalversion",
    "pathways_pathwayevent",
    "pathways_advice",
)


@pytest.mark.parametrize("table", KEPT)
def test_the_table_asks_before_it_is_emptied(db, table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgfoid::regproc::text FROM pg_trigger"
            " WHERE tgrelid = %s::regclass AND tgname = 'not_emptied' AND tgenabled = 'O'",
            [table],
        )
        assert cursor.fetchall() == [("samspor_not_emptied",)]


def test_outside_of_tests_the_answer_is_no(db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE kept (id int) ON COMMIT DROP")
        cursor.execute("INSERT INTO kept VALUES (1)")
        cursor.execute(
            "CREATE TRIGGER not_emptied BEFORE TRUNCATE ON kept"
            " FOR EACH STATEMENT EXECUTE FUNCTION samspor_not_emptied('as in production')"
        )
        with pytest.raises(IntegrityError, match="TRUNCATE is refused"), transaction.atomic():
            cursor.execute("TRUNCATE kept")
        cursor.execute("SELECT count(*) FROM kept")
        assert cursor.fetchone() == (1,)

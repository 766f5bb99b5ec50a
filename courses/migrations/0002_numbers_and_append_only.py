"""Course numbers come from a sequence; course events are written once."""

from django.db import migrations

from organisations.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial"), ("organisations", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE courses_course_number;", "DROP SEQUENCE courses_course_number;"
        ),
        forbid_changes("courses_courseevent"),
    ]

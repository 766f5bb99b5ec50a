"""The database refuses to change or delete an assessment: a changed condition is a new one."""

from django.db import migrations

from organisations.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("stratification", "0001_initial"), ("organisations", "0002_append_only")]

    operations = [forbid_changes("stratification_assessment")]

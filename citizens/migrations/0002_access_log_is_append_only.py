"""The database refuses to change or delete a line of the access log."""

from django.db import migrations

from organisations.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("citizens", "0001_initial"), ("organisations", "0002_append_only")]

    operations = [forbid_changes("citizens_accesslog")]

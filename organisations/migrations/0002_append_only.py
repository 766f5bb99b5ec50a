"""The trigger function that append-only tables in every app share."""

from django.db import migrations

from organisations.append_only import define_function


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [define_function()]

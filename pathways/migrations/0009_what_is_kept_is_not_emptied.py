"""Versions, what was done to them and the ledger of advice are not emptied at one stroke either."""

from django.db import migrations

from organisations.append_only import forbid_emptying


class Migration(migrations.Migration):
    dependencies = [("pathways", "0008_what_was_agreed_stays")]
    operations = [
        forbid_emptying(
            "pathways_version",
            "pathways_historicalversion",
            "pathways_pathwayevent",
            "pathways_advice",
        )
    ]

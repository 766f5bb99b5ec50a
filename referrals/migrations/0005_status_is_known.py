"""No state but those of the table (referrals.states)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0002_numbers_and_append_only'),
        ('organisations', '0002_append_only'),
        ('pathways', '0002_published_is_immutable'),
        ('referrals', '0004_counts_without_waiting'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'sent', 'information_requested', 'accepted', 'in_treatment', 'paused', 'treatment_ended', 'completed', 'returned', 'withdrawn', 'ended', 'closed'])), name='referral_status_is_known'),
        ),
    ]

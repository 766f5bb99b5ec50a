"""Pages of the referrals app, by subject."""

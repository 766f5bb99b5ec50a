"""Dates as a British reader writes them; Django's own English is American."""

DATE_FORMAT = "j F Y"
MONTH_DAY_FORMAT = "j F"

"""The two widths every page is made for, in CSS pixels."""

WIDTHS = {"desk": 1280, "phone": 360}

"""Questions to a person and their errors, by page."""

"""Conditions over facts: one typed tree and its independent readings."""

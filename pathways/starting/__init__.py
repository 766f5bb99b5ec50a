"""The guided start of a new programme: what each step asks, and all answers together."""

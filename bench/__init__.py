"""Measures Samspor against a bare view and a bare typesetter, in one run. `make bench`."""

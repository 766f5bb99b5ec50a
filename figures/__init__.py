"""How a number may be shown: which counts are hidden (CHARTS §5), how it is written (CHARTS §6)."""

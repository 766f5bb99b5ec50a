"""Pages on which editors write a draft: one module per thing done there."""

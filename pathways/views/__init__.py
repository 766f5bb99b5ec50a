"""Pages on what was agreed: one module per thing done there."""

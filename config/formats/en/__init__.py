"""British, as the English of the pages is."""

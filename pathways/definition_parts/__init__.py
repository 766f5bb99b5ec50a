"""The typed parts of a definition document; `pathways.definition` puts them together."""

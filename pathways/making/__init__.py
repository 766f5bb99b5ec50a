"""Making a new programme from the generic model and the answers of the guided start. Pure."""

"""Routes of the sessions API."""

"""MLD: how data is loaded, typed and validated."""

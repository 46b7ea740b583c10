"""Configuration files and the project's declared libraries, as frozen data."""

"""What libraries look like, as data: `stubs/` (shapes) and `tables/` (facts), and their typed readers.

To teach mllint an API, add it to a stub; to teach it a fact, add a line to a table. No code changes.
"""

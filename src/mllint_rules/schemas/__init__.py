"""Schema modules: what is known of data files, written as Python for pandera, pydantic or Polars.

Read in this order: `claims` (what a schema demands of a column), `identifiers` and `layout` (how it is written),
`piece`, the three libraries, and `module`, which puts them together.
"""

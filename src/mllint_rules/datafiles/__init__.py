"""What a data file holds: columns with their types, gaps, values and ranges. Nothing in the data is ever run.

Read in this order: `kinds` (what a column may be), `formats` (what kind of file it is), `text`, `delimited`, `records`,
`parquet` and `workbook` (files as blocks of columns), `dates` and `textcolumn` (what the cells of a text file are),
`typedcolumn` (values that have types already), and `reading`, which holds them together.
"""

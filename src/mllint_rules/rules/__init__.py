"""The built-in rule pack. One file is one rule, a folder is a family; a file that is gone is a rule that is gone."""

"""What keeps a data file from being read, said so that people can put it right."""

from __future__ import annotations


class DataFileError(Exception):
    """A data file that cannot be used; the message says what is wrong and what to do, without the file's name."""

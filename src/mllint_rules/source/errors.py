"""What can go wrong between a file and its text, said so that people can put it right."""

from __future__ import annotations


class UnreadableFile(Exception):
    """A file that cannot be checked; the message says what is wrong and what to do."""


class UnwritableFile(Exception):
    """A file that was left as it is, because the new text cannot be written; the message says why."""


class UnwritableText(UnwritableFile):
    """A text that the encoding of its file cannot hold."""


class ChangedMeanwhile(UnwritableFile):
    """A file that somebody else changed after it was read."""

"""Bytes on disk, in an editor or in a notebook, seen as Python text."""

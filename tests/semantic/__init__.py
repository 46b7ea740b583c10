"""Tests of the semantic model."""

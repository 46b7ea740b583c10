"""mllint: a linter for machine-learning Python that repairs what it finds."""

__version__ = "0.1.0"

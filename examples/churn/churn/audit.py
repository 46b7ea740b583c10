"""Who looked at what."""

import logging

logging.basicConfig(filename="audit.log", level=logging.INFO)
logger = logging.getLogger(__name__)


def note(name: str) -> None:
    """Write down that somebody looked at a customer."""
    logger.info(f"seen by {name}")

"""Notebooks from a few sources."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

MakeNotebook = Callable[..., bytes]


@pytest.fixture
def make_notebook() -> MakeNotebook:
    """Bytes of a notebook with code cells of these sources (dictionaries are taken as whole cells)."""

    def make(*cells: str | list[str] | dict[str, Any], **metadata: Any) -> bytes:
        return json.dumps(
            {
                "cells": [
                    cell
                    if isinstance(cell, dict)
                    else {
                        "cell_type": "code",
                        "execution_count": None,
                        "metadata": {},
                        "outputs": [],
                        "source": cell,
                    }
                    for cell in cells
                ],
                "metadata": metadata,
                "nbformat": 4,
                "nbformat_minor": 5,
            },
            indent=1,
            ensure_ascii=False,
        ).encode("utf-8", "surrogatepass")

    return make

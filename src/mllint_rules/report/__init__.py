"""One module per output format, imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from mllint_rules.report.reporter import Presentation, Reporter, TextStream

_CLASSES = {
    "text": "text:TextReporter",
    "concise": "concise:ConciseReporter",
    "json": "json:JsonReporter",
    "jsonl": "jsonl:JsonLinesReporter",
    "github": "github:GithubReporter",
}

FORMATS = tuple(_CLASSES)


def open_reporter(name: str, out: TextStream, presentation: Presentation) -> Reporter:
    """The reporter of the format `name` (one of `FORMATS`), writing to `out`. `KeyError` for another name."""
    module, _, attribute = _CLASSES[name].partition(":")
    cls = cast("type[Reporter]", getattr(import_module(f"{__name__}.{module}"), attribute))
    return cls(out, presentation)

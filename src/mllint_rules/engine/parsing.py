"""Text to tree, or to a diagnostic that says why not."""

from __future__ import annotations

import ast
import platform
import warnings

from mllint_rules.engine.diagnostics import engine_diagnostic
from mllint_rules.model.codes import SYNTAX_ERROR
from mllint_rules.model.diagnostic import Diagnostic
from mllint_rules.model.text import Span
from mllint_rules.source.document import Document


def parse(document: Document) -> ast.Module | Diagnostic:
    """The tree of a document's code, or the `syntax-error` that stands for the file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes and the like are for other linters
            return ast.parse(document.code)
    except SyntaxError as error:
        return _syntax_error(document, error)
    except (RecursionError, MemoryError):
        message = "the code is nested too deeply for the parser"
        return engine_diagnostic(SYNTAX_ERROR, message, document, Span(0, 0))
    except ValueError as error:
        return engine_diagnostic(SYNTAX_ERROR, f"Python cannot read this file: {error}", document, Span(0, 0))


def _syntax_error(document: Document, error: SyntaxError) -> Diagnostic:
    lines = document.lines
    line = min(max(error.lineno or 1, 1), lines.line_count)
    column = max(error.offset or 1, 1)
    start = min(lines.offset(line, 1) + column - 1, len(document.text))
    version = ".".join(platform.python_version_tuple()[:2])
    message = f"{error.msg} (read as Python {version}; newer syntax needs mllint on a newer Python)"
    return engine_diagnostic(SYNTAX_ERROR, message, document, Span(start, start))

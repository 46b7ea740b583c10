"""What people say about a piece of code in words: docstrings around it, comments at it, the names of functions."""

from __future__ import annotations

import ast

from mllint_rules.kit import Context


def is_called(node: ast.AST, *phrases: str, ctx: Context) -> bool:
    """Whether the words around a node hold one of these phrases, in lower case with plain spaces.

    Read are the names and docstrings of the functions, classes and the module around it, the lines of its statement
    and the line above.
    """
    statement = ctx.statement(node)
    texts = []
    for around in ctx.ancestors(node):
        if isinstance(around, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            texts += [ast.get_docstring(around, clean=False) or "", getattr(around, "name", "")]
    lines = range(max(1, statement.lineno - 1), (statement.end_lineno or statement.lineno) + 1)
    texts += [ctx.document.lines.line_text(number) for number in lines]
    plain = [text.lower().replace("-", " ").replace("_", " ") for text in texts]
    return any(phrase in text for phrase in phrases for text in plain)

"""Documents after edits: the text changes, cells move along, everything else stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mllint_rules.model.text import Edit, Span
from mllint_rules.source.document import Document, Kind
from mllint_rules.source.magics import body_start, mask_unreadable
from mllint_rules.source.notebook import notebook_document
from mllint_rules.source.percent_scripts import percent_cells


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """The text after edits, sorted by position. Raises `ValueError` when they overlap or are out of order."""
    parts: list[str] = []
    position = 0
    for edit in edits:
        if not position <= edit.span.start <= edit.span.end <= len(text):
            raise ValueError(f"an edit of {edit.span} overlaps the one before it or lies outside the text")
        parts += (text[position : edit.span.start], edit.text)
        position = edit.span.end
    return "".join([*parts, text[position:]])


def revise(document: Document, edits: Sequence[Edit]) -> Document:
    """The document after edits, sorted by position; see `Document.with_edits`."""
    if document.kind is Kind.NOTEBOOK:
        return _revise_notebook(document, edits)
    text = apply_edits(document.text, edits)
    cells = (percent_cells(text) or ()) if document.kind is Kind.PERCENT_SCRIPT else ()
    return replace(document, text=text, code=mask_unreadable(text), cells=cells)


def _revise_notebook(document: Document, edits: Sequence[Edit]) -> Document:
    apply_edits(document.text, edits)  # for its complaints
    pieces: list[list[Edit]] = [[] for _ in document.cells]
    for edit in edits:
        cell = document.cell_at(edit.span.start)
        if cell is None:
            raise ValueError("a notebook without code cells cannot be edited")
        owner = document.cells.index(cell)
        done = pieces[owner][-1].span.end if pieces[owner] else 0
        pieces[owner].append(_within(document, owner, edit, done))
        for later in range(owner + 1, len(document.cells)):
            span = document.cells[later].span
            if edit.span.end <= span.start:
                break
            end = min(edit.span.end, span.end) - span.start
            pieces[later].append(Edit(Span(0, end), ""))
    sources = [
        apply_edits(document.text[cell.span.start : cell.span.end], edits_of_cell)
        for cell, edits_of_cell in zip(document.cells, pieces, strict=True)
    ]
    return notebook_document(document.path, document.cells, sources, has_bom=document.has_bom)


def _within(document: Document, owner: int, edit: Edit, done: int) -> Edit:
    """The part of an edit that concerns the cell where it begins, in offsets within that cell.

    `done` is the end of the edit before it.
    """
    cell = document.cells[owner]
    source = document.text[cell.span.start : cell.span.end]
    start, end = edit.span.start - cell.span.start, edit.span.end - cell.span.start
    if start == end == 0 and cell.magic is not None:
        # Nothing may come before a cell magic.
        start = end = body_start(source)
        if start == len(source) and not source.endswith(("\n", "\r")):
            return Edit(Span(start, start), "\n" + _without_break(edit.text))
    if start > len(source):  # behind the line break that divides this cell from the next
        return Edit(Span(len(source), len(source)), "\n" + _without_break(edit.text))
    if end <= len(source):
        return Edit(Span(start, end), edit.text)
    # The dividing line break goes with the last line, and comes back by itself.
    if edit.text:
        return Edit(Span(start, len(source)), _without_break(edit.text))
    return Edit(Span(max(len(_without_break(source[:start])), done), len(source)), "")


def _without_break(text: str) -> str:
    return text[:-2] if text.endswith("\r\n") else text[:-1] if text.endswith(("\n", "\r")) else text

"""From bytes to documents, or to a message for people."""

from __future__ import annotations

import io
import os
import re
import stat
import tokenize
from pathlib import Path

from mllint_rules.model.text import Span
from mllint_rules.source.document import Cell, Document, Kind

MAX_BYTES = 10_000_000
_PERCENT = re.compile(r"^# ?%%|^# COMMAND -{5,}", re.MULTILINE)
_JUPYTEXT = re.compile(r"\A# ---\r?\n(?:#.*\r?\n)*?#\s+jupytext:", re.MULTILINE)
_BOM = b"\xef\xbb\xbf"


class UnreadableFile(Exception):
    """A file that cannot be checked; the message says what is wrong and what to do."""


def read_file(path: Path, display: str) -> Document:
    """Read a file as the document called `display`. Raises `UnreadableFile`."""
    return read_bytes(load_bytes(path), display)


def load_bytes(path: Path) -> bytes:
    """The bytes of a regular file of bearable size. Raises `UnreadableFile`; never blocks on pipes and devices."""
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableFile("this is a folder; name the files in it or check the folder itself")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFile("this is not a regular file (a pipe, socket or device)")
        if status.st_size > MAX_BYTES:
            raise UnreadableFile(
                f"the file has {status.st_size:,} bytes; files above {MAX_BYTES:,} are not read (exclude it, if it is data)"
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise UnreadableFile("the file does not exist") from None
    except PermissionError:
        raise UnreadableFile("no permission to read the file") from None
    except OSError as error:
        raise UnreadableFile(f"the file cannot be read: {error.strerror}") from None


def read_bytes(data: bytes, display: str) -> Document:
    """Decode the bytes of a file by its byte order mark or PEP 263 cookie. Raises `UnreadableFile`."""
    if display.endswith(".ipynb"):
        from mllint_rules.source.notebook import read_notebook

        return read_notebook(data, display)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise UnreadableFile("the file is UTF-16; Python reads UTF-8 (save it as UTF-8)")
    if b"\0" in data:
        raise UnreadableFile("the file holds NUL bytes and is not Python text")
    encoding = _encoding(data)
    has_bom = data.startswith(_BOM)
    try:
        text = data[len(_BOM) :].decode("utf-8") if has_bom else data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(
            f"line {line} is not valid {encoding} (save the file as UTF-8, or declare its encoding in the first line)"
        ) from None
    document = read_text(text, display)
    return Document(
        document.path, text, document.kind, cells=document.cells, encoding=encoding, has_bom=has_bom
    )


def _encoding(data: bytes) -> str:
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except (SyntaxError, LookupError) as error:
        message = str(error)
        if "invalid or missing" in message:
            # Undecodable bytes in the first two lines: the decoding below says which line.
            return "utf-8"
        raise UnreadableFile(f"{message} (the first two lines declare the encoding)") from None
    return "utf-8" if encoding == "utf-8-sig" else encoding


def read_text(text: str, display: str) -> Document:
    """The document of a text that is already decoded (from an editor, say). A notebook's JSON is read as one."""
    if display.endswith(".ipynb"):
        return read_bytes(text.encode("utf-8", "surrogatepass"), display)
    if display.endswith(".pyi"):
        return Document(display, text, Kind.STUB)
    if "%%" in text or "COMMAND -----" in text or text.startswith("# ---"):
        starts = [match.start() for match in _PERCENT.finditer(text)]
        if starts or _JUPYTEXT.match(text) or text.startswith("# Databricks notebook source"):
            return Document(display, text, Kind.PERCENT_SCRIPT, cells=_cells(text, starts))
    return Document(display, text)


def _cells(text: str, starts: list[int]) -> tuple[Cell, ...]:
    borders = [0, *(start for start in starts if start > 0), len(text)]
    spans = [Span(start, end) for start, end in zip(borders, borders[1:], strict=False) if end > start]
    return tuple(Cell(number, span) for number, span in enumerate(spans, 1))

"""From bytes to documents, or to a message for people."""

from __future__ import annotations

import codecs
import os
import re
import stat
import warnings
from pathlib import Path

from mllint_rules.source.document import Document, Kind
from mllint_rules.source.errors import UnreadableFile
from mllint_rules.source.magics import mask_unreadable
from mllint_rules.source.percent_scripts import percent_cells

__all__ = ["MAX_BYTES", "UnreadableFile", "load_bytes", "read_bytes", "read_file", "read_text"]

MAX_BYTES = 10_000_000
_BOM = b"\xef\xbb\xbf"
_UTF_16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_COOKIE = re.compile(rb"[ \t\f]*#[^\r\n]*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"[ \t\f]*(?:#|[\r\n])")
# Without these flags of the system (Windows has no blocking files) the plain call does the same.
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


def read_file(path: Path, display: str) -> Document:
    """Read a file as the document called `display`. Raises `UnreadableFile`."""
    return read_bytes(load_bytes(path), display)


def load_bytes(path: Path) -> bytes:
    """The bytes of a regular file of bearable size. Raises `UnreadableFile`; never blocks on pipes."""
    try:
        _check_regular(os.stat(path))
        with open(os.open(path, _OPEN), "rb") as file:
            # Once more: the path may have come to name something else, and the file may still grow.
            _check_regular(os.fstat(file.fileno()))
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise UnreadableFile("the file does not exist") from None
    except PermissionError:
        raise UnreadableFile(
            "there is no permission to read the file (change its mode, or exclude it)"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableFile(f"the file cannot be read: {reason.lower()}") from None
    _check_size(len(data))
    return data


def read_bytes(data: bytes, display: str) -> Document:
    """Decode the bytes of a file by its byte order mark or PEP 263 cookie. Raises `UnreadableFile`."""
    _check_size(len(data))
    if display.lower().endswith(".ipynb"):
        from mllint_rules.source.notebook import read_notebook

        return read_notebook(data, display)
    if data.startswith(_UTF_16_OR_32):
        raise UnreadableFile("the file is UTF-16 or UTF-32, which Python does not read (save it as UTF-8)")
    if b"\0" in data:
        raise UnreadableFile("the file holds NUL bytes: it is binary and no Python text (exclude it)")
    encoding = _encoding(data)
    has_bom = data.startswith(_BOM)
    text = decode(data[len(_BOM) :] if has_bom else data, encoding)
    return _document(text, display, encoding, has_bom=has_bom)


def read_text(text: str, display: str) -> Document:
    """The document of a text that is already decoded (from an editor, say). A notebook's JSON is read as one.

    Raises `UnreadableFile`.
    """
    if display.lower().endswith(".ipynb"):
        return read_bytes(text.encode("utf-8", "surrogatepass"), display)
    _check_size(len(text))
    if "\0" in text:
        raise UnreadableFile("the text holds NUL characters: it is no Python text")
    return _document(text.removeprefix("\ufeff"), display, "utf-8", has_bom=text.startswith("\ufeff"))


def decode(data: bytes, encoding: str) -> str:
    """The text of bytes without byte order mark, line ends untouched. Raises `UnreadableFile`."""
    if encoding != "utf-8" and not _is_for_python(encoding):
        raise UnreadableFile(
            f"the declared encoding {encoding} is not one for Python text (save the file as UTF-8)"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # some codecs complain about what they read
            return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n|\r|\n", data[: error.start])) + 1
        raise UnreadableFile(
            f"line {line} is not valid {encoding} "
            "(save the file as UTF-8, or declare its encoding in the first line)"
        ) from None
    except UnicodeError as error:
        raise UnreadableFile(f"the file is not valid {encoding}: {error} (save it as UTF-8)") from None


def _document(text: str, display: str, encoding: str, *, has_bom: bool) -> Document:
    code = mask_unreadable(text)
    if display.lower().endswith(".pyi"):
        return Document(display, text, Kind.STUB, code, (), encoding, has_bom)
    cells = percent_cells(text)
    kind = Kind.SCRIPT if cells is None else Kind.PERCENT_SCRIPT
    return Document(display, text, kind, code, cells or (), encoding, has_bom)


def _encoding(data: bytes) -> str:
    """The encoding that a file declares in its first two lines (PEP 263), `utf-8` when it declares none.

    Done by hand, because `tokenize.detect_encoding` knows one kind of line end only, and wants the first line
    to be UTF-8 even if the second declares something else.
    """
    has_bom = data.startswith(_BOM)
    first = _LINE.match(data, len(_BOM) if has_bom else 0)
    assert first is not None  # it matches the empty string
    cookie = _COOKIE.match(first[0])
    if cookie is None and _BLANK.match(first[0]):
        second = _LINE.match(data, first.end())
        cookie = None if second is None else _COOKIE.match(second[0])
    if cookie is None:
        return "utf-8"
    name = cookie[1].decode("ascii")
    try:
        found = codecs.lookup(name).name
    except LookupError:
        raise UnreadableFile(
            f"the encoding {name} declared at the top is not known (correct it, or save the file as UTF-8)"
        ) from None
    if found in ("utf-8", "utf-8-sig"):
        return "utf-8"
    if has_bom:
        raise UnreadableFile(
            f"the file has a UTF-8 byte order mark but declares the encoding {name} (remove one of the two)"
        )
    return "iso-8859-1" if found == "iso8859-1" else found


def _is_for_python(encoding: str) -> bool:
    """Whether an encoding is one of text, and one in which a cookie can be read."""
    try:
        return b"#".decode(encoding) == "#"
    except (LookupError, UnicodeError):
        return False


def _check_regular(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableFile(
            "this is a folder, not a file (name the files in it, or check the folder itself)"
        )
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableFile("this is not a regular file but a pipe, socket or device (exclude it)")
    _check_size(status.st_size)


def _check_size(size: int) -> None:
    if size > MAX_BYTES:
        raise UnreadableFile(
            f"the file has {size:,} bytes; files above {MAX_BYTES:,} are not read (exclude it if it is data)"
        )

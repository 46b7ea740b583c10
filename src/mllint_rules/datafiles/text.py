"""Files of text as lines, whatever they are compressed and encoded with."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TextIO, cast

from mllint_rules.datafiles.errors import DataFileError
from mllint_rules.datafiles.formats import check_text
from mllint_rules.datafiles.kinds import Format

HEAD = 1 << 16
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}

Progress = Callable[[int, int], None]
"""Told how many of how many bytes were read."""


class Text:
    """An open file of text. `head` are its first characters, `encoding` is how it was decoded."""

    def __init__(self, stream: TextIO, head: str, encoding: str, raw: IO[bytes], size: int) -> None:
        self.stream = stream
        self.head = head
        self.encoding = encoding
        self.size = size
        self._raw = raw

    @property
    def position(self) -> int:
        """How many bytes of the file on disk were read."""
        return self._raw.tell()


@contextmanager
def open_text(path: Path, found: Format, compression: str | None, encoding: str | None) -> Iterator[Text]:
    """Open a file of text, line ends untouched. Raises `DataFileError` for what is no text, or not in that encoding."""
    if encoding is not None:
        try:
            codecs.lookup(encoding)
        except LookupError:
            raise DataFileError(f"there is no encoding {encoding!r}") from None
    try:
        with path.open("rb") as raw, _decompressed(raw, compression) as data:
            head = data.read(HEAD)
            check_text(head, encoding, found)
            actual = _with_mark(encoding, head)
            data.seek(0)
            text = head.decode(actual, errors="ignore")
            if not text.strip():
                raise DataFileError("it is empty")
            with io.TextIOWrapper(data, encoding=actual, newline="") as stream:
                yield Text(stream, text, actual, raw, path.stat().st_size)
    except UnicodeDecodeError as error:
        raise DataFileError(_undecodable(error)) from None
    except UnicodeError as error:
        raise DataFileError(f"it cannot be decoded: {error}") from None
    except Exception as error:
        if compression is not None and _is_damage(error):
            raise DataFileError(f"its compressed data is damaged: {error}") from None
        raise


def _with_mark(encoding: str | None, head: bytes) -> str:
    """The encoding that the file's byte order mark says; else the one given, else UTF-8."""
    marked = next((name for mark, name in _MARKS.items() if head.startswith(mark)), None)
    if encoding is None:
        return marked or "utf-8"
    return "utf-8-sig" if marked == "utf-8-sig" and codecs.lookup(encoding).name == "utf-8" else encoding


def _undecodable(error: UnicodeDecodeError) -> str:
    byte = error.object[error.start : error.start + 1].hex()
    name = error.encoding.upper()
    return f"it is not {name} text (byte 0x{byte}); say how it is encoded, as in `--encoding cp1252`"


def _decompressed(raw: IO[bytes], compression: str | None) -> IO[bytes]:
    if compression == "gzip":
        import gzip

        return cast("IO[bytes]", gzip.GzipFile(fileobj=raw))
    if compression == "bz2":
        import bz2

        return cast("IO[bytes]", bz2.BZ2File(raw))
    if compression == "xz":
        import lzma

        return cast("IO[bytes]", lzma.LZMAFile(raw))
    return raw


def _is_damage(error: Exception) -> bool:
    """Whether an error is what a decompressor says of damaged data; their modules are only there when needed."""
    return (
        isinstance(error, EOFError)
        or type(error).__name__ in ("LZMAError", "BadGzipFile", "error")
        or (isinstance(error, OSError) and error.errno is None)
    )

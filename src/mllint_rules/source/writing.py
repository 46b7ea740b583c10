"""From documents back to bytes, and onto disk without ever leaving half a file."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
import warnings
from pathlib import Path

from mllint_rules.source.document import Document, Kind
from mllint_rules.source.errors import ChangedMeanwhile, UnreadableFile, UnwritableFile, UnwritableText
from mllint_rules.source.reading import decode, load_bytes

__all__ = ["ChangedMeanwhile", "UnwritableFile", "UnwritableText", "encode", "write_file"]

_BOM = b"\xef\xbb\xbf"


def encode(original: Document, repaired: Document, data: bytes) -> bytes:
    """The bytes of a repaired document, in the encoding of the file and with its byte order mark.

    `original` is the document as it was read, `data` the bytes it was read from. Raises `UnwritableText` when
    the encoding cannot hold the new text, or cannot give back the old one byte for byte.
    """
    if repaired.text == original.text:
        return data
    if original.kind is Kind.NOTEBOOK:
        from mllint_rules.source.notebook_writing import notebook_bytes

        return notebook_bytes(data, repaired)
    mark = _BOM if original.has_bom else b""
    _check_round_trip(original, data[len(mark) :])
    return mark + _encode(repaired.text, original.encoding)


def write_file(path: Path, data: bytes, *, expected: bytes) -> None:
    """Replace the content of a file by `data` in one step, keeping its mode; a link's target is replaced.

    Raises `ChangedMeanwhile` when the file no longer holds `expected`, and `UnwritableFile` when it cannot be
    written; in both cases it is left as it is.
    """
    target = Path(os.path.realpath(path))
    if _content(target) != expected:
        raise ChangedMeanwhile("the file was changed by someone else meanwhile (run the command again)")
    if data == expected:
        return
    # Replacing would get round the write protection that somebody put on the file.
    if not os.access(target, os.W_OK):
        raise UnwritableFile("the file is write-protected")
    try:
        _replace(target, data, expected)
    except OSError as error:
        raise UnwritableFile(
            f"the file cannot be written: {(error.strerror or str(error)).lower()}"
        ) from None


def _replace(target: Path, data: bytes, expected: bytes) -> None:
    status = target.stat()
    descriptor, name = tempfile.mkstemp(prefix=".mllint-", suffix=".tmp", dir=target.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        if hasattr(os, "chown"):
            # First the owner: changing it takes away special bits of the mode. Only the superuser may.
            with contextlib.suppress(OSError):
                os.chown(name, status.st_uid, status.st_gid)
        os.chmod(name, stat.S_IMODE(status.st_mode))
        # Writing took its time; what is left is the moment between this look and the replacement.
        if _content(target) != expected:
            raise ChangedMeanwhile("the file was changed by someone else meanwhile (run the command again)")
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _content(target: Path) -> bytes:
    try:
        return load_bytes(target)
    except UnreadableFile as error:
        raise ChangedMeanwhile(f"the file can no longer be read: {error}") from None


def _check_round_trip(original: Document, content: bytes) -> None:
    try:
        is_exact = _encode(decode(content, original.encoding), original.encoding) == content
    except UnreadableFile:
        is_exact = False
    if not is_exact:
        raise UnwritableText(
            f"the encoding {original.encoding} does not give back the same bytes (save the file as UTF-8)"
        )


def _encode(text: str, encoding: str) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return text.encode(encoding)
    except UnicodeEncodeError as error:
        character = error.object[error.start] if error.start < len(error.object) else ""
        raise UnwritableText(
            f"the encoding {encoding} of the file cannot hold {character!r} (save the file as UTF-8)"
        ) from None

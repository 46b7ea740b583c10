"""From repaired documents back to bytes on disk, all or nothing."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from mllint_rules.source.document import Document, Kind

_BOM = b"\xef\xbb\xbf"


class UnwritableFile(Exception):
    """A repaired file that cannot be written; the message says why. The file is as it was."""


class ChangedMeanwhile(UnwritableFile):
    """Someone else changed the file since it was read; theirs stays."""


def encode(original: Document, repaired: Document, data: bytes) -> bytes:
    """The bytes of the repaired document, in the encoding of the original whose bytes are `data`.

    Raises `UnwritableFile` when a new character does not fit the encoding.
    """
    if original.kind is Kind.NOTEBOOK:
        from mllint_rules.source.notebook import notebook_bytes

        return notebook_bytes(data, original, repaired)
    try:
        encoded = repaired.text.encode(original.encoding)
    except UnicodeEncodeError as error:
        character = error.object[error.start]
        raise UnwritableFile(f"the fix needs {character!r}, which {original.encoding} cannot hold") from None
    return _BOM + encoded if original.has_bom else encoded


def write_file(path: Path, data: bytes, *, expected: bytes) -> None:
    """Replace the content of a file in one step, keeping its mode; a symbolic link stays one.

    Raises `ChangedMeanwhile` when the file no longer holds `expected`, `UnwritableFile` when it cannot be written.
    Whatever happens, the file holds either the old content or the new one and nothing is left beside it.
    """
    target = Path(os.path.realpath(path))
    try:
        mode = target.stat().st_mode
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".mllint", dir=target.parent)
    except OSError as error:
        raise UnwritableFile(f"the file cannot be written: {error.strerror}") from None
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, mode & 0o7777)
        if target.read_bytes() != expected:
            raise ChangedMeanwhile("the file was changed by someone else while mllint was at work")
        os.replace(name, target)
    except OSError as error:
        raise UnwritableFile(f"the file cannot be written: {error.strerror}") from None
    finally:
        if os.path.exists(name):
            os.unlink(name)

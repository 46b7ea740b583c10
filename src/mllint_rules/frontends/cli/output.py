"""Where results go: standard output, or a file that is complete or not there."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from mllint_rules.frontends.cli.messages import CommandError

_PLAIN_WIDTH = 120


class Output:
    """A stream that goes quiet, instead of failing, when its reader has gone away (`| head`)."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.is_open = True
        # What the encoding of a terminal cannot hold is written as an escape.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")

    @property
    def is_terminal(self) -> bool:
        """Whether people see the results as they are written."""
        return self._stream.isatty()

    def write(self, text: str) -> None:
        """Write some text. Raises `CommandError` when the device fails."""
        if self.is_open:
            with self._failures():
                self._stream.write(text)

    def write_bytes(self, data: bytes) -> None:
        """Write bytes as they are. Raises `CommandError` when the device fails."""
        if self.is_open:
            with self._failures():
                self._stream.flush()
                self._stream.buffer.write(data)

    def flush(self) -> None:
        """Hand over what is buffered. Raises `CommandError` when the device fails."""
        if self.is_open:
            with self._failures():
                self._stream.flush()

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            abandon(self._stream)
            self.is_open = False
            # Windows reports a closed pipe as an invalid argument.
            if not isinstance(error, BrokenPipeError) and error.errno != errno.EINVAL:
                raise CommandError(f"cannot write the results: {error.strerror}") from None


def abandon(stream: TextIO) -> None:
    """Lead a broken stream nowhere, so that the interpreter's last flush finds nothing wrong."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


@contextmanager
def open_output(path: Path | None) -> Iterator[Output]:
    """The stream for results. A file appears, whole, when the block ends well, else it is left alone."""
    if path is None:
        output = Output(sys.stdout)
        yield output
        output.flush()
        return
    # The functions of `os.path` answer for names, too, that no file can have.
    target = Path(os.path.realpath(path))
    # A pipe or a device cannot be replaced by a file.
    is_replaced = os.path.isfile(target) or not os.path.exists(target)
    written = target.with_name(f".mllint-{os.getpid()}.tmp") if is_replaced else target
    try:
        stream = written.open("w", encoding="utf-8", errors="backslashreplace", newline="")
    except OSError as error:
        raise CommandError(f"cannot write {path}: {error.strerror}") from None
    try:
        output = Output(stream)
        with stream:
            yield output
            output.flush()
        if is_replaced:
            _put(written, target, path)
    finally:
        if is_replaced:
            written.unlink(missing_ok=True)


def _put(written: Path, target: Path, path: Path) -> None:
    try:
        if target.exists():
            shutil.copymode(target, written)
        written.replace(target)
    except OSError as error:
        raise CommandError(f"cannot write {path}: {error.strerror}") from None


def is_colored(mode: str, is_terminal: bool) -> bool:
    """Whether to colour: as told by `always` or `never`, else in a terminal that shows colours."""
    if mode != "auto":
        return mode == "always"
    return is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def column_count(is_terminal: bool) -> int:
    """How wide results may be; a fixed width where no terminal shows them."""
    return shutil.get_terminal_size((_PLAIN_WIDTH, 24)).columns if is_terminal else _PLAIN_WIDTH

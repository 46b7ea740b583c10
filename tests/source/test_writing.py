"""Repaired files on disk: all or nothing, and nothing but the repair."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from mllint_rules.model.text import Edit, Span
from mllint_rules.source.document import Document
from mllint_rules.source.reading import read_bytes
from mllint_rules.source.writing import ChangedMeanwhile, UnwritableFile, UnwritableText, encode, write_file


def _repair(data: bytes, old: str, new: str, display: str = "a.py") -> bytes:
    document = read_bytes(data, display)
    start = document.text.index(old)
    return encode(document, _edit(document, start, start + len(old), new), data)


def _edit(document: Document, start: int, end: int, text: str) -> Document:
    return document.with_edits([Edit(Span(start, end), text)])


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"x = 1\r\ny = 2\rz = 3\n", b"y = 1\r\ny = 2\rz = 3\n"),
        (b"\xef\xbb\xbfx = '\xc3\xa9'", b"\xef\xbb\xbfy = '\xc3\xa9'"),
        (b"# coding: latin-1\nx = '\xe9'", b"# coding: latin-1\ny = '\xe9'"),
        (b"#\n# coding: shift_jis\nx = '\x82\xa0'", b"#\n# coding: shift_jis\ny = '\x82\xa0'"),
    ],
)
def test_the_encoding_stays(data: bytes, expected: bytes) -> None:
    assert _repair(data, "x", "y") == expected


def test_notebooks_are_written_as_notebooks(make_notebook: Callable[..., bytes]) -> None:
    assert _repair(make_notebook(["x = 1\n", "z"]), "x", "y", "a.ipynb") == make_notebook(["y = 1\n", "z"])


def test_an_unchanged_document_gives_its_bytes() -> None:
    data = b"# coding: utf-7\nx = '+AGE-'"
    document = read_bytes(data, "a.py")
    assert encode(document, document, data) is data


def test_a_character_that_the_encoding_lacks() -> None:
    with pytest.raises(UnwritableText) as raised:
        _repair(b"# coding: latin-1\nx", "x", "'\N{EURO SIGN}'")
    assert str(raised.value) == "the encoding iso-8859-1 of the file cannot hold '€' (save the file as UTF-8)"


def test_an_encoding_that_would_change_other_bytes() -> None:
    with pytest.raises(UnwritableText) as raised:
        _repair(b"# coding: utf-7\nx = '+AGE-'", "x", "y")
    assert (
        str(raised.value) == "the encoding utf-7 does not give back the same bytes (save the file as UTF-8)"
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.py"
    path.write_bytes(b"old\r\n")
    return path


def test_the_file_is_replaced_and_keeps_its_mode(path: Path) -> None:
    path.chmod(0o750)
    write_file(path, b"new\r\n", expected=b"old\r\n")
    assert path.read_bytes() == b"new\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o750
    assert os.listdir(path.parent) == ["a.py"]


def test_a_link_stays_a_link(path: Path) -> None:
    (path.parent / "deep").mkdir()
    link = path.parent / "deep" / "b.py"
    link.symlink_to("../a.py")
    write_file(link, b"new", expected=b"old\r\n")
    assert os.readlink(link) == "../a.py"
    assert path.read_bytes() == b"new"
    assert os.listdir(link.parent) == ["b.py"]


def test_the_same_content_is_not_written(path: Path) -> None:
    before = path.stat()
    write_file(path, b"old\r\n", expected=b"old\r\n")
    assert path.stat().st_ino == before.st_ino


def test_a_file_that_somebody_changed_is_left_alone(path: Path) -> None:
    with pytest.raises(ChangedMeanwhile, match=r"^the file was changed by someone else meanwhile"):
        write_file(path, b"new", expected=b"older\r\n")
    assert path.read_bytes() == b"old\r\n"
    path.unlink()
    with pytest.raises(ChangedMeanwhile, match="can no longer be read: the file does not exist"):
        write_file(path, b"new", expected=b"old\r\n")
    assert os.listdir(path.parent) == []


def test_a_file_that_changes_while_it_is_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda descriptor: path.write_bytes(b"theirs"))
    with pytest.raises(ChangedMeanwhile):
        write_file(path, b"new", expected=b"old\r\n")
    assert path.read_bytes() == b"theirs"
    assert os.listdir(path.parent) == ["a.py"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", ["fsync", "replace", "chmod"])
def test_nothing_is_left_behind_after_an_error(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    def fail(*arguments: object) -> None:
        raise error

    monkeypatch.setattr(os, step, fail)
    expected = UnwritableFile if isinstance(error, OSError) else KeyboardInterrupt
    with pytest.raises(expected) as raised:
        write_file(path, b"new", expected=b"old\r\n")
    if isinstance(error, OSError):
        assert str(raised.value) == "the file cannot be written: no space left on device"
    assert path.read_bytes() == b"old\r\n"
    assert os.listdir(path.parent) == ["a.py"]


def test_write_protection_is_respected(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda target, mode: False)
    with pytest.raises(UnwritableFile, match=r"^the file is write-protected$"):
        write_file(path, b"new", expected=b"old\r\n")
    assert path.read_bytes() == b"old\r\n"

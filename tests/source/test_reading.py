"""Files as they come: encodings, byte order marks, line ends, and what cannot be read."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from mllint_rules.source import reading
from mllint_rules.source.document import Kind
from mllint_rules.source.reading import (
    MAX_BYTES,
    UnreadableFile,
    load_bytes,
    read_bytes,
    read_file,
    read_text,
)


def _complaint(data: bytes, display: str = "a.py") -> str:
    with pytest.raises(UnreadableFile) as raised:
        read_bytes(data, display)
    return str(raised.value)


def test_a_script_is_parsed_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes("x = 'é'\r\ny = 1\rz = 2\n\f\n".encode())
    document = read_file(path, "src/a.py")
    assert document.path == "src/a.py"
    assert document.text == "x = 'é'\r\ny = 1\rz = 2\n\f\n"
    assert document.code is document.text
    assert (document.kind, document.encoding, document.has_bom) == (Kind.SCRIPT, "utf-8", False)
    assert document.cells == ()
    assert not document.is_exploratory


def test_an_empty_file_is_an_empty_document() -> None:
    assert read_bytes(b"", "a.py").text == ""


def test_a_stub_is_a_stub() -> None:
    assert read_bytes(b"x: int\n", "a.pyi").kind is Kind.STUB


def test_a_byte_order_mark_is_not_text() -> None:
    document = read_bytes(b"\xef\xbb\xbfx = 1\n", "a.py")
    assert (document.text, document.has_bom, document.encoding) == ("x = 1\n", True, "utf-8")


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        (b"# coding: latin-1\nx = '\xe9'\n", "iso-8859-1", "# coding: latin-1\nx = 'é'\n"),
        (b"#!/usr/bin/python\n# -*- coding: cp1252 -*-\nx = '\x80'", "cp1252", None),
        (b"# \xe9\r# coding=latin1\rx = 1\r", "iso-8859-1", "# é\r# coding=latin1\rx = 1\r"),
        (b"\xef\xbb\xbf# coding: utf8\n", "utf-8", "# coding: utf8\n"),
        (b"# coding: UTF-8\n", "utf-8", None),
        (b"x = 1\n# coding: latin-1\n", "utf-8", None),
        (b"# a\n# b\n# coding: latin-1\n", "utf-8", None),
        (b"# coding: shift_jis\nx = '\x82\xa0'", "shift_jis", "# coding: shift_jis\nx = 'あ'"),
    ],
)
def test_declared_encodings(data: bytes, encoding: str, text: str | None) -> None:
    document = read_bytes(data, "a.py")
    assert document.encoding == encoding
    assert text is None or document.text == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            b"x = 1\r\ny = '\xe9'\n",
            "line 2 is not valid utf-8 (save the file as UTF-8, or declare its encoding in the first line)",
        ),
        (b"\xff\xfex\0", "the file is UTF-16 or UTF-32, which Python does not read (save it as UTF-8)"),
        (b"\x7fELF\0\0", "the file holds NUL bytes: it is binary and no Python text (exclude it)"),
        (
            b"# coding: klingon\n",
            "the encoding klingon declared at the top is not known (correct it, or save the file as UTF-8)",
        ),
        (
            b"\xef\xbb\xbf# coding: latin-1\n",
            "the file has a UTF-8 byte order mark but declares the encoding latin-1 (remove one of the two)",
        ),
        (
            b"# coding: rot13\n",
            "the declared encoding rot-13 is not one for Python text (save the file as UTF-8)",
        ),
        (
            b"# coding: utf-16\n",
            "the declared encoding utf-16 is not one for Python text (save the file as UTF-8)",
        ),
    ],
)
def test_what_is_no_python_text(data: bytes, message: str) -> None:
    assert _complaint(data) == message


def test_a_codec_that_complains_does_not_disturb() -> None:
    assert (
        read_bytes(b"# coding: unicode_escape\nx = '\\d'\n", "a.py").text
        == "# coding: unicode_escape\nx = '\\d'\n"
    )


def test_files_that_are_too_large(tmp_path: Path) -> None:
    path = tmp_path / "data.py"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    message = "the file has 10,000,001 bytes; files above 10,000,000 are not read (exclude it if it is data)"
    with pytest.raises(UnreadableFile) as raised:
        load_bytes(path)
    assert str(raised.value) == message


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"x" * 20)
    monkeypatch.setattr(reading, "_check_regular", lambda status: None)
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    with pytest.raises(UnreadableFile, match="the file has 11 bytes"):
        load_bytes(path)


def test_one_huge_line_is_read() -> None:
    assert len(read_bytes(b"x = '" + b"a" * 5_000_000 + b"'", "a.py").text) == 5_000_006


def test_folders_pipes_devices_and_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "loop.py").symlink_to(tmp_path / "loop.py")
    for path, expected in [
        (tmp_path, "this is a folder, not a file (name the files in it, or check the folder itself)"),
        (tmp_path / "pipe.py", "this is not a regular file but a pipe, socket or device (exclude it)"),
        (Path("/dev/zero"), "this is not a regular file but a pipe, socket or device (exclude it)"),
        (tmp_path / "none.py", "the file does not exist"),
        (tmp_path / "loop.py", "the file cannot be read: too many levels of symbolic links"),
        (Path("a\0.py"), "the file cannot be read: embedded null byte"),
    ]:
        with pytest.raises(UnreadableFile) as raised:
            load_bytes(path)
        assert (
            str(raised.value).replace("stat: embedded null character in path", "embedded null byte")
            == expected
        )


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> int:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.py").write_bytes(b"")
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(UnreadableFile, match=r"^there is no permission to read the file"):
        load_bytes(tmp_path / "a.py")


def test_text_from_an_editor() -> None:
    document = read_text("\ufeffx = 1\r\n", "a.py")
    assert (document.text, document.has_bom, document.code) == ("x = 1\r\n", True, "x = 1\r\n")
    with pytest.raises(UnreadableFile, match="NUL characters"):
        read_text("x\0", "a.py")


def test_a_lone_surrogate_from_an_editor_can_be_parsed() -> None:
    document = read_text("x = '\ud800'", "a.py")
    assert (document.text, document.code) == ("x = '\ud800'", "x = '\ufffd'")


def test_the_error_crosses_processes() -> None:
    assert str(pickle.loads(pickle.dumps(UnreadableFile("why")))) == "why"

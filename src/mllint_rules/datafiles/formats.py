"""What kind of file the data is in: by its ending, and by what it begins with."""

from __future__ import annotations

from pathlib import Path

from mllint_rules.datafiles.errors import DataFileError
from mllint_rules.datafiles.kinds import Format

_ENDINGS = {
    ".csv": Format.CSV, ".tsv": Format.TSV, ".tab": Format.TSV, ".json": Format.JSON, ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES, ".parquet": Format.PARQUET, ".pq": Format.PARQUET, ".xlsx": Format.EXCEL,
    ".xlsm": Format.EXCEL,
}  # fmt: skip
_COMPRESSIONS = {".gz": "gzip", ".bz2": "bz2", ".xz": "xz"}
_COMPRESSED = {b"\x1f\x8b": "gzip", b"BZh": "bz2", b"\xfd7zXZ\x00": "xz"}
# What files begin with that are no text, and how people call them.
_BEGINNINGS = {
    b"PAR1": "a Parquet file",
    b"PK\x03\x04": "a zip archive, as Excel workbooks are",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook (.xls)",
    b"\x28\xb5\x2f\xfd": "compressed with zstd",
    b"SQLite format 3": "an SQLite database",
    b"\x89HDF": "an HDF5 file",
    b"ARROW1": "an Arrow or Feather file",
    b"ORC": "an ORC file",
    b"\x93NUMPY": "an array of NumPy",
    b"\x80\x02": "a pickle", b"\x80\x03": "a pickle", b"\x80\x04": "a pickle", b"\x80\x05": "a pickle",
    b"%PDF": "a PDF document",
    b"\x89PNG": "a picture",
}  # fmt: skip
_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
FORMATS = tuple(each.value for each in Format)


def format_of(path: Path) -> tuple[Format | None, str | None]:
    """The format and the compression that the ending of a name says."""
    name = path.name.lower()
    for ending, compression in _COMPRESSIONS.items():
        if name.endswith(ending):
            return _ENDINGS.get(Path(name.removesuffix(ending)).suffix), compression
    return _ENDINGS.get(Path(name).suffix), None


def identify(path: Path, wanted: str | None, head: bytes) -> tuple[Format, str | None]:
    """The format and compression of a file that begins with `head`. Raises `DataFileError` where they contradict.

    `wanted` is the format that somebody asked for.
    """
    found, compression = format_of(path)
    if wanted is not None:
        found = Format(wanted)
    if found is None:
        raise DataFileError(_unknown(path, head))
    if not head:
        raise DataFileError("it is empty")
    actual = next((each for mark, each in _COMPRESSED.items() if head.startswith(mark)), None)
    if (
        compression is None
        and actual is not None
        and found is not Format.EXCEL
        and found is not Format.PARQUET
    ):
        ending = next(each for each, name in _COMPRESSIONS.items() if name == actual)
        raise DataFileError(
            f"it is compressed with {actual}, though its name does not end with {ending}: rename it"
        )
    if compression is not None and actual != compression:
        raise DataFileError(f"it is not compressed with {compression}, as its name says: rename it")
    if compression is None:
        _check_beginning(found, head)
    elif found in (Format.EXCEL, Format.PARQUET):
        raise DataFileError(f"a compressed {found.value} file cannot be read: decompress it first")
    return found, compression


def check_text(head: bytes, encoding: str | None, found: Format) -> None:
    """Refuse what is no table as text, by its (decompressed) beginning. Raises `DataFileError`."""
    _check_beginning(found, head)
    if not head:
        raise DataFileError("it is empty")
    is_wide = head.startswith(_TEXT_MARKS) or (encoding or "").lower().replace("_", "-").startswith(
        ("utf-16", "utf-32")
    )
    if b"\0" in head and not is_wide:
        raise DataFileError("it is a binary file, not text (it holds null bytes)")
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise DataFileError("it is a page of HTML or XML, not a table: was the download refused?")
    if text.startswith(b"version https://git-lfs"):
        raise DataFileError("it is only the pointer of a file in Git LFS: fetch it with `git lfs pull`")
    if found.is_delimited and text.startswith((b'{"', b"[{", b"[\n", b"[\r\n", b"{\n", b"{\r\n")):
        guess = "jsonl" if text.startswith(b'{"') and b"}\n{" in text else "json"
        raise DataFileError(
            f"it looks like JSON, not like {found.value.upper()}; if so, say `--format {guess}`"
        )


def _check_beginning(found: Format, head: bytes) -> None:
    what = next((each for mark, each in _BEGINNINGS.items() if head.startswith(mark)), None)
    is_fitting = {Format.PARQUET: b"PAR1", Format.EXCEL: b"PK\x03\x04"}.get(found)
    if is_fitting is not None:
        if not head.startswith(is_fitting):
            kind = "a Parquet file" if found is Format.PARQUET else "an Excel workbook (.xlsx)"
            raise DataFileError(f"it is {what or 'something else'}, not {kind}: is its ending wrong?")
    # A text may begin with the three letters of ORC or ARROW1; what no text holds decides then.
    elif what is not None and (
        not head[:16].isascii() or b"\0" in head or head.startswith((b"PAR1", b"PK\x03\x04", b"%PDF"))
    ):
        hint = "; say `--format parquet`" if head.startswith(b"PAR1") else ""
        raise DataFileError(f"it is {what}, not {found.value.upper()}: is its ending wrong?{hint}")


def _unknown(path: Path, head: bytes) -> str:
    what = next((each for mark, each in _BEGINNINGS.items() if head.startswith(mark)), None)
    if path.name.lower().endswith(".xls"):
        return "old Excel workbooks (.xls) cannot be read: save it as .xlsx"
    ending = f"the ending {path.suffix!r} is not known" if path.suffix else "its name has no ending"
    known = f"; it is {what}" if what else ""
    return f"{ending}{known}; say what it is with --format ({', '.join(FORMATS)})"

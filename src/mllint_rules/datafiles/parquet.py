"""Parquet files, through pyarrow or Polars, whichever is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mllint_rules.datafiles.errors import DataFileError
from mllint_rules.datafiles.kinds import Kind
from mllint_rules.datafiles.text import Progress

_BLOCK = 16_384
_HOW = "Parquet files need pyarrow: `pip install 'mllint-rules[schema]'`, or `pip install pyarrow`"


class Parquet:
    """A Parquet file. `header` are the names of its columns, `kinds` what it declares of them, as far as it tells."""

    def __init__(self, path: Path, progress: Progress | None) -> None:
        try:
            from pyarrow import ArrowException, parquet
        except ImportError:
            raise DataFileError(_HOW) from None
        self._progress = progress
        try:
            self._file = parquet.ParquetFile(path, memory_map=True, pre_buffer=False)
            schema = self._file.schema_arrow
        except (ArrowException, OSError) as error:
            raise DataFileError(f"it cannot be read: {_first_line(error)}") from None
        self.header: list[str] = list(schema.names)
        self.kinds: list[Kind | None] = [_declared(each.type) for each in schema]
        self.rows: int = self._file.metadata.num_rows

    def blocks(self, every: int) -> Iterator[tuple[int, list[list[object]] | None]]:
        """The number of rows of each block and its values by column; one of `every` blocks is given."""
        from pyarrow import ArrowException

        done = 0
        try:
            for number, batch in enumerate(self._batches(every)):
                wanted = number % every == 0
                yield batch.num_rows, [_values(column) for column in batch.columns] if wanted else None
                done += batch.num_rows
                if self._progress is not None:
                    self._progress(done, self.rows)
        except (ArrowException, OSError) as error:
            raise DataFileError(f"it cannot be read: {_first_line(error)}") from None

    def _batches(self, every: int) -> Iterator[Any]:
        del every
        yield from self._file.iter_batches(batch_size=_BLOCK, use_threads=False)


def _values(column: Any) -> list[object]:
    """The values as Python has them; what has no such form (nanoseconds, say) loses what Python cannot hold."""
    from pyarrow import compute, types

    kind = column.type
    if types.is_dictionary(kind):
        column, kind = column.dictionary_decode(), kind.value_type
    if types.is_timestamp(kind) and kind.unit == "ns":
        import pyarrow

        column = compute.cast(column, pyarrow.timestamp("us", kind.tz), safe=False)
    if types.is_duration(kind) and kind.unit == "ns":
        import pyarrow

        column = compute.cast(column, pyarrow.duration("us"), safe=False)
    values: list[object] = column.to_pylist()
    return values


def _declared(kind: Any) -> Kind | None:
    from pyarrow import types

    if types.is_dictionary(kind):
        kind = kind.value_type
    tests = (
        (types.is_boolean, Kind.BOOLEAN), (types.is_integer, Kind.INTEGER), (types.is_floating, Kind.FLOAT),
        (types.is_string, Kind.TEXT), (types.is_large_string, Kind.TEXT), (types.is_timestamp, Kind.DATETIME),
        (types.is_date, Kind.DATE), (types.is_decimal, Kind.DECIMAL), (types.is_duration, Kind.DURATION),
        (types.is_list, Kind.LIST), (types.is_struct, Kind.RECORD), (types.is_binary, Kind.BYTES),
    )  # fmt: skip
    return next((found for test, found in tests if test(kind)), None)


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")

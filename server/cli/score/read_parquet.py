"""Parquet as a Source: read in batches; the Arrow columns travel along so that types survive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from server.cli.failure import Failure
from server.cli.score.formats import file_faults
from server.cli.score.rows import BATCH_BYTES, BATCH_ROWS, Batch, Layout, Row, Shape, plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class ParquetSource:
    """A Parquet file with any column types.

    Raises:
        Failure: the file is not Parquet, is cut short, or has two columns of one name.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with file_faults(path):
            try:
                self._file = pq.ParquetFile(path, pre_buffer=False)
            except pa.ArrowException as error:
                raise Failure(f"{path}: not a readable Parquet file ({_first(error)})") from error
        schema = self._file.schema_arrow
        twice = sorted({name for name in schema.names if schema.names.count(name) > 1})
        if twice:
            raise Failure(f"{path}: two columns are called {twice[0]!r}; give each its own name")
        self.size = self._file.metadata.num_rows
        self.layout = Layout(shapes={f.name: _shape(f.type) for f in schema}, schema=schema)

    def batches(self) -> Iterator[Batch]:
        """Yield the rows in order."""
        position = 0
        try:
            with file_faults(self._path):
                for batch in self._file.iter_batches(batch_size=_batch_rows(self._file.metadata)):
                    position += batch.num_rows
                    yield Batch(_rows(batch), position, batch)
        except pa.ArrowException as error:
            raise Failure(f"{self._path}: damaged Parquet file ({_first(error)})") from error


def _batch_rows(metadata: pq.FileMetaData) -> int:
    """Rows a batch, fewer when rows are long (tables with a column of HTML)."""
    groups = [metadata.row_group(index) for index in range(metadata.num_row_groups)]
    size = sum(group.total_byte_size for group in groups)
    row = max(1, size // max(1, metadata.num_rows))
    rows: int = min(BATCH_ROWS, BATCH_BYTES // row)
    return max(1, rows)


def _rows(batch: pa.RecordBatch) -> list[Row]:
    names = batch.schema.names
    columns = [_values(column) for column in batch.columns]
    if not columns:
        return [Row({}) for _ in range(batch.num_rows)]
    return [Row(dict(zip(names, cells, strict=True))) for cells in zip(*columns, strict=True)]


def _values(column: pa.Array) -> list[Any]:
    kind = column.type
    if pa.types.is_temporal(kind) or pa.types.is_decimal(kind):
        column = column.cast(pa.string())
    return [plain(value) for value in column.to_pylist()]


def _shape(kind: pa.DataType) -> Shape:
    if pa.types.is_boolean(kind):
        return Shape.BOOL
    if pa.types.is_integer(kind):
        return Shape.INT
    if pa.types.is_floating(kind):
        return Shape.FLOAT
    if pa.types.is_null(kind):
        return Shape.EMPTY
    if pa.types.is_nested(kind):
        return Shape.MIXED
    return Shape.TEXT


def _first(error: pa.ArrowException) -> str:
    return str(error).partition("\n")[0]

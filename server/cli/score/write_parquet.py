"""Parquet as a Sink: Arrow columns pass untouched, other values get a type by their shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from server.cli.score.rows import VERDICT_COLUMNS, Layout, Shape, as_text, encodable

if TYPE_CHECKING:
    from server.cli.score.judge import Outcome
    from server.cli.score.rows import Batch

GROUP_ROWS = 65_536
GROUP_BYTES = 32 * 1024 * 1024
"""A row group is written when either is reached; what is held in memory stays below it."""

TYPES = {
    Shape.EMPTY: pa.string(),
    Shape.BOOL: pa.bool_(),
    Shape.INT: pa.int64(),
    Shape.FLOAT: pa.float64(),
    Shape.TEXT: pa.string(),
    Shape.MIXED: pa.string(),
}
VERDICT_TYPES = (pa.string(), pa.float64(), *[pa.string()] * 4)


class ParquetSink:
    """A Parquet file, zstd-compressed."""

    def __init__(self, stream: BinaryIO, layout: Layout) -> None:
        self._layout = layout
        self._schema = _schema(layout)
        self._writer = pq.ParquetWriter(stream, self._schema, compression="zstd")
        self._held: list[pa.RecordBatch] = []
        self._rows = self._bytes = 0

    def write(self, batch: Batch, outcomes: list[Outcome]) -> None:
        """Append rows, each with its outcome."""
        columns = [*self._passed(batch), *_verdict_arrays(outcomes)]
        arrow = pa.RecordBatch.from_arrays(columns, schema=self._schema)
        self._held.append(arrow)
        self._rows += arrow.num_rows
        self._bytes += arrow.nbytes
        if self._rows >= GROUP_ROWS or self._bytes >= GROUP_BYTES:
            self._flush()

    def close(self) -> None:
        """Write what is held and the footer."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._held:
            self._writer.write_table(pa.Table.from_batches(self._held, self._schema))
        self._held, self._rows, self._bytes = [], 0, 0

    def _passed(self, batch: Batch) -> list[pa.Array]:
        if batch.arrow is not None:
            return list(batch.arrow.columns)
        return [
            pa.array([_typed(row.values.get(name), shape) for row in batch.rows], TYPES[shape])
            for name, shape in self._layout.shapes.items()
        ]


def _schema(layout: Layout) -> pa.Schema:
    if layout.schema is not None:
        fields = [field.with_name(layout.named(field.name)) for field in layout.schema]
    else:
        fields = [
            pa.field(encodable(layout.named(name)), TYPES[shape])
            for name, shape in layout.shapes.items()
        ]
    added = map(pa.field, VERDICT_COLUMNS, VERDICT_TYPES)
    return pa.schema([*fields, *added])


def _typed(value: Any, shape: Shape) -> Any:
    if shape in (Shape.TEXT, Shape.MIXED):
        return as_text(value)
    if shape is Shape.FLOAT and isinstance(value, int):
        return float(value)  # Arrow refuses to round a large whole number by itself
    return value


def _verdict_arrays(outcomes: list[Outcome]) -> list[pa.Array]:
    columns = zip(*outcomes, strict=True)
    return [pa.array(values, kind) for values, kind in zip(columns, VERDICT_TYPES, strict=True)]

"""The corpus file: one Parquet with labelled cases, what they were built from and by which leave.

| column | type | meaning |
|---|---|---|
| ``url`` | text | as its source wrote it; ``https://page.invalid/`` when unknown |
| ``page`` | text or null | PageFacts as JSON (``classifier.training.page_json`` reads it) |
| ``age_days``, ``age_observed`` | int, date, or null | age of the domain as seen on that day |
| ``label`` | int8 | 1 = scam, 0 = honest |
| ``source`` | text | sources by whose leave the row is here, joined by ``; `` |
| ``ship`` | text | ``yes``, ``facts`` or ``no``: what the shipped model may learn from it |
| ``noisy`` | bool | only lists that also hold ordinary sites have it |
| ``date`` | date or null | first seen; of a year or month its first day |
| ``registrable`` | text | registrable domain, else the host; empty for ``page.invalid`` |
| ``template`` | text | host with digits as ``#``, or ``page:`` and what pages of a kit share |
| ``group`` | text | part of the marketplace set, ``page:`` and category, or empty |
| ``brands`` | text | brands that the source names, or empty |
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from classifier.training.datasets.merge import CORPUS
from classifier.training.files import AbsentError, CorpusError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SCHEMA_VERSION = 1
"""Rises when a column changes its meaning."""

_FACTS = b"sverka.corpus"
GROUP_ROWS = 131_072


def write_corpus(stream: BinaryIO, table: Any, facts: Mapping[str, Any]) -> None:
    """Write the rows of a corpus; equal rows and facts give equal bytes.

    ``facts`` are JSON values kept in the file's head: checksums of inputs, licences of sources.
    """
    head = json.dumps({"schema": SCHEMA_VERSION, **facts}, ensure_ascii=False, sort_keys=True)
    told = table.replace_schema_metadata({_FACTS: head.encode()})
    pq.write_table(told, stream, compression="zstd", row_group_size=GROUP_ROWS)


def read_corpus(path: Path) -> Any:
    """Return the rows of a corpus file as an Arrow table.

    Raises:
        CorpusError: no such file, no Parquet, no corpus, one of another version, or damaged.
    """
    with _opened(path) as file:
        _checked(path, file.schema_arrow)
        try:
            return file.read()
        except (pa.ArrowException, OSError) as error:
            raise _damaged(path) from error


def corpus_facts(path: Path) -> dict[str, Any]:
    """Return what a corpus file says of itself, without its rows.

    Raises:
        CorpusError: as ``read_corpus``.
    """
    with _opened(path) as file:
        return _checked(path, file.schema_arrow)


def _opened(path: Path) -> Any:
    if not path.is_file():
        raise AbsentError(f"{path}: no such file; make it: sverka datasets build --out {path}")
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise _damaged(path) from error


def _checked(path: Path, schema: Any) -> dict[str, Any]:
    head = (schema.metadata or {}).get(_FACTS)
    if head is None:
        raise CorpusError(
            f"{path}: is no corpus of Sverka; make one: sverka datasets build --out FILE.parquet"
        )
    try:
        facts: dict[str, Any] = json.loads(head)
    except ValueError as error:
        raise _damaged(path) from error
    if facts.get("schema") != SCHEMA_VERSION or schema.names != CORPUS.names:
        raise CorpusError(
            f"{path}: was built with version {facts.get('schema')} of the columns, this program "
            f"reads version {SCHEMA_VERSION}; build it anew: sverka datasets build"
        )
    return facts


def _damaged(path: Path) -> CorpusError:
    return CorpusError(
        f"{path}: is no whole Parquet file; build it anew: sverka datasets build --out {path}"
    )

"""Labels of our own moderators, as ``sverka labels export`` writes them, as entries."""

from __future__ import annotations

import csv
import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from classifier.training.datasets.entry import Entry, Ship, read_date
from classifier.training.files import AbsentError, CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

OWN = "own labels"
"""Name of the source; ours to ship."""

_NEVER = dt.date.min

_LABELS = {"scam": 1, "honest": 0}


def read_own_labels(path: Path) -> list[Entry]:
    """Return the labels of a ``.csv``, ``.jsonl`` or ``.parquet`` file; of one address the latest.

    Raises:
        CorpusError: no such file, an unknown kind, no columns ``url`` and ``label``, or damage.
    """
    if not path.is_file():
        raise AbsentError(f"{path}: no such file; write it: sverka labels export --out {path}")
    latest: dict[str, Entry] = {}
    for number, row in enumerate(_rows(path), 1):
        entry = _entry(row, f"{path}: row {number}")
        before = latest.get(str(entry.url))
        if before is None or (before.date or _NEVER) <= (entry.date or _NEVER):
            latest[str(entry.url)] = entry
    return list(latest.values())


def _entry(row: dict[str, Any], place: str) -> Entry:
    if not isinstance(row, dict) or not {"url", "label"} <= set(row):
        raise CorpusError(f"{place}: has no url and label; export the labels anew")
    if row["label"] not in _LABELS:
        raise CorpusError(f"{place}: label {str(row['label'])[:20]!r}; known are scam and honest")
    return Entry(
        url=str(row["url"]),
        label=_LABELS[row["label"]],
        source=OWN,
        ship=Ship.YES,
        date=read_date(str(row.get("labelled_at") or "")),
    )


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    try:
        if path.suffix == ".parquet":
            rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
            return rows
        if path.suffix == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as text:
                return list(csv.DictReader(text))
        if path.suffix == ".jsonl":
            with path.open(encoding="utf-8") as text:
                return [json.loads(line) for line in text if line.strip()]
    except (pa.ArrowException, csv.Error, ValueError, OSError) as error:
        raise CorpusError(f"{path}: cannot be read; export the labels anew") from error
    raise CorpusError(f"{path}: unknown kind of file; the name must end in .csv, .jsonl, .parquet")

"""Helpers of the command line's tests: example links, small tables, readers of their own."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

SVERKA = Path(sys.executable).with_name("sverka")

SCAM = "https://youla.ru-pay8841.example/order/1"
BRAND = "https://www.avito.ru/profile/messenger"
SHOP = "https://shop.example/catalogue"


@dataclass(frozen=True, slots=True)
class Done:
    """What a command left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


def write_csv(path: Path, *lines: str) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def write_jsonl(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def read_table(path: Path) -> list[dict[str, Any]]:
    """Read any of the five formats by other means than the command's own readers."""
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    if ".csv" in path.name:
        return list(csv.DictReader(io.StringIO(text, newline="")))
    return [json.loads(line) for line in text.split("\n") if line]


def verdicts(path: Path) -> list[tuple[Any, ...]]:
    """Return the verdict columns as text, so that formats can be compared."""
    names = ("level", "score", "reasons", "brand", "registrable_domain", "error")
    return [
        tuple("" if row[name] is None else str(row[name]) for name in names)
        for row in read_table(path)
    ]

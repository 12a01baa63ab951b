"""Merge: one row an address out of all that sources say of it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from classifier.training.datasets.entry import Fate, Ship
from classifier.training.datasets.prepare import PREPARED

_OF_FIRST = ("url", "page", "age_days", "age_observed", "source", "registrable", "template")
"""Columns of a merged row that are taken from the first of its rows: the most permissive licence,
then the earliest date."""


def merge(rows: Any) -> tuple[Any, Counter[tuple[str, Fate]]]:
    """Return the rows of the corpus, sorted, and how many of each source were merged or dropped.

    Of the same address with the same label one row stays: most permissive licence, earliest date,
    noisy only when every source is. An address with both labels goes altogether.
    """
    order = [(name, "ascending") for name in ("key", "rank", "date", "source", "url")]
    rows = rows.take(pc.sort_indices(rows, sort_keys=order))
    before = _sources(rows)
    merged = rows.group_by("key", use_threads=False).aggregate(
        [
            *((name, "first", _KEEP_NULL) for name in _OF_FIRST),
            ("rank", "min"),
            ("date", "min"),
            ("label", "min"),
            ("label", "max"),
            ("noisy", "all"),
            ("group", "max"),
            ("brands", "max"),
        ]
    )
    merged = merged.take(pc.sort_indices(merged, sort_keys=[("key", "ascending")]))
    contradicted = pc.not_equal(merged["label_min"], merged["label_max"])
    odd = merged.filter(contradicted)["key"]
    quarrels = _sources(rows.filter(pc.is_in(rows["key"], value_set=odd)))
    merged = merged.filter(pc.invert(contradicted))
    kept = _sources(merged, "source_first")
    fates: Counter[tuple[str, Fate]] = Counter()
    for source, count in before.items():
        fates[source, Fate.KEPT] = kept[source]
        fates[source, Fate.CONTRADICTION] = quarrels[source]
        fates[source, Fate.DUPLICATE] = count - kept[source] - quarrels[source]
    return _corpus(merged), fates


_KEEP_NULL = pc.ScalarAggregateOptions(skip_nulls=False, min_count=0)


def _corpus(merged: Any) -> Any:
    ships = pa.array([ship.value for ship in Ship])
    columns = {name: merged[f"{name}_first"] for name in _OF_FIRST}
    columns |= {name: merged[f"{name}_max"] for name in ("label", "group", "brands")}
    columns |= {"date": merged["date_min"], "noisy": merged["noisy_all"]}
    columns["ship"] = ships.take(merged["rank_min"].combine_chunks())
    return pa.table([columns[name] for name in CORPUS.names], schema=CORPUS)


CORPUS = pa.schema(
    [
        pa.field("ship", pa.string()) if field.name == "rank" else field
        for field in PREPARED
        if field.name != "key"
    ]
)
"""Columns of the corpus file."""


def _sources(rows: Any, column: str = "source") -> Counter[str]:
    counted = pc.value_counts(rows[column])
    return Counter({item["values"].as_py(): item["counts"].as_py() for item in counted})

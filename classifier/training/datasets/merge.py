"""Merge: one row an address out of all that sources say of it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from classifier.training.datasets.entry import Fate, Ship
from classifier.training.datasets.prepare import PREPARED

CORPUS = pa.schema(
    [
        pa.field("ship", pa.string()) if field.name == "rank" else field
        for field in PREPARED
        if field.name != "key"
    ]
)
"""Columns of the corpus file."""

_ORDER = ("key", "rank", "date", "source", "url")
"""The first row of an address is that with the most permissive licence, then the earliest."""

_MERGED = {"date": "min", "noisy": "all", "group": "max", "brands": "max"}
"""Columns in which all rows of an address speak; the others are those of the first row.

Noisy stays only what no other list has. Of groups and brands one row alone has any."""


def merge(rows: Any) -> tuple[Any, Counter[tuple[str, Fate]]]:
    """Return the rows of the corpus, sorted, and how many of each source were merged or dropped.

    An address with both labels goes altogether.
    """
    order = [(name, "ascending") for name in _ORDER]
    rows = rows.take(pc.sort_indices(rows, sort_keys=order))
    before = _sources(rows)
    repeated = _repeated(rows["key"])
    merged, quarrels = _merged(rows.filter(repeated))
    single = rows.filter(pc.invert(repeated))
    del rows
    kept = pa.concat_tables([single, merged])
    kept = kept.take(pc.sort_indices(kept, sort_keys=[("key", "ascending")]))
    counts = _sources(kept)
    fates: Counter[tuple[str, Fate]] = Counter()
    for source, count in before.items():
        fates[source, Fate.KEPT] = counts[source]
        fates[source, Fate.CONTRADICTION] = quarrels[source]
        fates[source, Fate.DUPLICATE] = count - counts[source] - quarrels[source]
    return _corpus(kept), fates


def _repeated(keys: Any) -> Any:
    """Tell of each sorted key whether its neighbour is the same; few are, which saves memory."""
    if len(keys) == 0:
        return pa.array([], pa.bool_())
    twins = pc.equal(keys.slice(1), keys.slice(0, len(keys) - 1))
    single = pa.chunked_array([pa.array([False])])
    before = pa.chunked_array([*single.chunks, *twins.chunks], pa.bool_())
    after = pa.chunked_array([*twins.chunks, *single.chunks], pa.bool_())
    return pc.or_(before, after)


def _merged(rows: Any) -> tuple[Any, Counter[str]]:
    """Return one row a key, and how many rows of each source stood against one another."""
    keeps_null = pc.ScalarAggregateOptions(skip_nulls=False, min_count=0)
    plain = [name for name in PREPARED.names if name not in {"key", *_MERGED}]
    found = rows.group_by("key", use_threads=False).aggregate(
        [
            *((name, "first", keeps_null) for name in plain),
            *_MERGED.items(),
            ("label", "min"),
            ("label", "max"),
        ]
    )
    odd = pc.not_equal(found["label_min"], found["label_max"])
    quarrels = _sources(rows.filter(pc.is_in(rows["key"], value_set=found.filter(odd)["key"])))
    found = found.filter(pc.invert(odd))
    columns = {"key": found["key"]}
    columns |= {name: found[f"{name}_first"] for name in plain}
    columns |= {name: found[f"{name}_{how}"] for name, how in _MERGED.items()}
    return pa.table([columns[name] for name in PREPARED.names], schema=PREPARED), quarrels


def _corpus(rows: Any) -> Any:
    ships = pa.array([ship.value for ship in Ship])
    columns = {name: rows[name] for name in rows.column_names}
    columns["ship"] = ships.take(rows["rank"].combine_chunks())
    return pa.table([columns[name] for name in CORPUS.names], schema=CORPUS)


def _sources(rows: Any) -> Counter[str]:
    counted = pc.value_counts(rows["source"])
    return Counter({item["values"].as_py(): item["counts"].as_py() for item in counted})

"""The worst misses and false alarms among rows that taught, hosts written so that none opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.address import AddressError, parse_address
from classifier.training.corpus import stable_order
from classifier.training.results import Table
from classifier.training.rows import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from classifier.training.model_rows import Scored
    from classifier.training.rows import Row

COLUMNS = ("host", "score", "margin", "words", "shape", "rules", "warned")


def worst_tables(pairs: Sequence[tuple[Row, Scored]], count: int) -> tuple[Table, ...]:
    """Return the scams with the lowest and the honest links with the highest margins.

    Raises:
        ValueError: a row belongs to a side that is measured and must not be looked at.
    """
    if any(row.side is not Side.FIT for row, _ in pairs):
        raise ValueError("only rows of the side fit may be looked at one by one")
    scams = [(row, one) for row, one in pairs if row.label == 1]
    honest = [(row, one) for row, one in pairs if row.label == 0]
    scams.sort(key=lambda pair: (pair[1].margin, stable_order(pair[0].url)))
    honest.sort(key=lambda pair: (-pair[1].margin, stable_order(pair[0].url)))
    return (
        _table("Scams with the lowest scores", scams, count),
        _table("Honest links with the highest scores", honest, count),
    )


def defanged(url: str) -> str:
    """Return the host of a link in brackets that keep it from being opened or linked."""
    try:
        host = parse_address(url).host
    except AddressError:
        return "(no address)"
    return host.replace(".", "[.]").replace(":", "[:]")


def _table(title: str, pairs: Iterable[tuple[Row, Scored]], count: int) -> Table:
    shown = [
        (
            defanged(row.url),
            one.score,
            one.margin,
            one.words,
            one.shape,
            one.rules,
            "yes" if one.flagged else "no",
        )
        for row, one in list(pairs)[:count]
    ]
    return Table(COLUMNS, tuple(shown), f"{title}: side fit, {len(shown)} rows")

"""The model's part of an evaluation: the sides of a corpus, judged, as figures and sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from classifier.address import AddressError, parse_address
from classifier.model_file import read_model
from classifier.training import model_sections as about
from classifier.training.corpus import on_platform, stable_order
from classifier.training.corpus_file import read_corpus
from classifier.training.figures import MEASURED, figures, measured_on, pools
from classifier.training.files import checksum
from classifier.training.model_rows import score_rows
from classifier.training.rows import Side, choose_rows
from classifier.training.steadiness import steadiness

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from classifier.training.evaluate import Watcher
    from classifier.training.figures import Pools
    from classifier.training.model_rows import Scored
    from classifier.training.model_sections import Ablation
    from classifier.training.results import Section
    from classifier.training.rows import Row, Rows

BRAND_SITES = "real brand site"
"""Group of the corpus's rows on the brands' own sites."""

LOOKED_AT = 8_000
"""Rows of each class of the side *fit*, drawn by hash, among which the worst are looked for."""


@dataclass(frozen=True, slots=True)
class ModelReport:
    """What was found; ``looked_at`` are rows of the side *fit* alone, which may be seen."""

    name: str
    sha256: str
    figures: dict[str, Any]
    sections: tuple[Section, ...]
    pools: Pools
    ablations: tuple[Ablation, ...]
    looked_at: tuple[tuple[Row, Scored], ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """The rows of a corpus that are judged, and what tells this measurement from others."""

    rows: tuple[Row, ...]
    official: tuple[str, ...]
    measured: dict[str, Any]

    @property
    def urls(self) -> list[str]:
        """All links, rows first."""
        return [*(row.url for row in self.rows), *self.official]


def sides_of(corpus: Path, licence: str) -> Sides:
    """Choose the rows that are judged, as a training under this licence chose them.

    Raises:
        CorpusError: the corpus cannot be read, or holds nothing to learn from.
    """
    table = read_corpus(corpus)
    chosen = choose_rows(table, licence=licence)
    return Sides(
        rows=tuple(measured_rows(chosen)),
        official=tuple(official_links(table)),
        measured=measured_on(chosen, checksum(corpus), licence),
    )


def measure_figures(sides: Sides, model: Path, jobs: int, watcher: Watcher) -> dict[str, Any]:
    """Return the figures of a model, and on what they were measured.

    Raises:
        ModelError: the model's file cannot be used.
    """
    found, _ = _judged(sides, model, jobs, watcher)
    return {**figures(found), MEASURED: sides.measured}


def measure_model(corpus: Path, model: Path, jobs: int, watcher: Watcher) -> ModelReport:
    """Judge the sides of a corpus from which nothing was learned, and report.

    Raises:
        CorpusError: the corpus cannot be read, or holds nothing to learn from.
        ModelError: the model's file cannot be used.
    """
    file = read_model(model)
    watcher.begin("corpus", 0)
    sides = sides_of(corpus, file.licence)
    found, pairs = _judged(sides, model, jobs, watcher)
    ablated = about.ablations(found)
    watcher.begin("steadiness", 0)
    return ModelReport(
        name=file.name,
        sha256=file.sha256,
        figures={**figures(found), MEASURED: sides.measured},
        sections=(
            about.operating(found),
            about.calibration(found),
            about.ablation_section(ablated),
            about.slices(pairs, found.hold_honest, is_hosted),
            about.comparison(file.comparison),
            steadiness(_unseen(pairs), _judge(model)),
        ),
        pools=found,
        ablations=ablated,
        looked_at=tuple(pair for pair in pairs if pair[0].side is Side.FIT),
    )


def _judged(
    sides: Sides, model: Path, jobs: int, watcher: Watcher
) -> tuple[Pools, tuple[tuple[Row, Scored], ...]]:
    urls = sides.urls
    watcher.begin("model", len(set(urls)))
    judged = score_rows(urls, model, jobs, watcher.advance)
    rows, sites = judged[: len(sides.rows)], judged[len(sides.rows) :]
    return pools(sides.rows, rows, sites), tuple(zip(sides.rows, rows, strict=True))


def _judge(model: Path) -> Callable[[list[str]], list[Scored]]:
    return lambda urls: score_rows(urls, model, 1, lambda _: None)


def measured_rows(chosen: Rows) -> list[Row]:
    """Return the rows that are judged: all that figures speak of, a sample of those that taught.

    Scams of the holding side fix the calibration, and no figure speaks of them.
    """
    taught: dict[int, list[Row]] = {0: [], 1: []}
    kept: list[Row] = []
    for row in chosen.rows:
        if row.side is Side.HOLD and row.label == 1:
            continue
        (taught[row.label] if row.side is Side.FIT else kept).append(row)
    for rows in taught.values():
        kept += sorted(rows, key=lambda row: stable_order(row.url))[:LOOKED_AT]
    return kept


def official_links(table: Any) -> list[str]:
    """Return links on the brands' own sites, in the corpus's order."""
    columns = table.select(["url", "group"])
    return [row["url"] for row in columns.to_pylist() if row["group"] == BRAND_SITES]


def is_hosted(row: Row) -> bool:
    """Tell whether a link stands on a platform where strangers publish."""
    try:
        return on_platform(parse_address(row.url).suffix)
    except AddressError:
        return False


def _unseen(pairs: Sequence[tuple[Row, Scored]]) -> list[tuple[str, list[str]]]:
    """Return names and links of the measured classes, in an order as if by chance."""
    groups = []
    for label, name in ((1, "scams"), (0, "honest")):
        urls = [
            row.url for row, _ in pairs if row.label == label and row.side in {Side.TEST, Side.LATE}
        ]
        groups.append((name, sorted(urls, key=stable_order)))
    return groups

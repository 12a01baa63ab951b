"""Build: from entries to the rows of the corpus and an account of every row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from classifier.address import AddressError, parse_address
from classifier.training.datasets.canonical import bare_host, shape_of
from classifier.training.datasets.entry import Fate
from classifier.training.datasets.merge import merge
from classifier.training.datasets.prepare import PREPARED, Chunk, prepare
from classifier.training.judge import WORTH_A_PROCESS, spread

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from classifier.training.datasets.entry import Entry, Licence

LINKS_A_CHUNK = 10_000
PAGES_A_CHUNK = 40

FEW_CHUNKS = 6
"""With fewer, starting processes costs more than they save."""


@dataclass(frozen=True, slots=True)
class Built:
    """The rows of a corpus, and what became of the rows of each source."""

    table: Any
    fates: Counter[tuple[str, Fate]]

    @property
    def sources(self) -> list[str]:
        """Sources of the rows that were kept, most rows first."""
        kept = {source: n for (source, fate), n in self.fates.items() if fate is Fate.KEPT and n}
        return sorted(kept, key=lambda source: (-kept[source], source))


def build(
    entries: Iterable[Entry],
    licence: Licence,
    own: Collection[Entry],
    jobs: int,
    advance: Callable[[int], None],
) -> Built:
    """Clean and merge entries; ``advance`` is told how many more of them are read.

    ``own`` are labels of our own moderators: rows of other sources that speak of the same host and
    path shape are left out.

    Raises:
        CorpusError: from the iterator of entries.
    """
    fates: Counter[tuple[str, Fate]] = Counter()
    relabelled = _shapes(own)
    chunks = _chunks(_allowed(entries, licence, fates), relabelled)
    first = list(islice(chunks, FEW_CHUNKS))
    size = WORTH_A_PROCESS if len(first) == FEW_CHUNKS else 0
    batches = []
    for prepared in spread(prepare, chain(first, chunks), jobs, size):
        batches.append(prepared.rows)
        fates += prepared.dropped
        advance(prepared.rows.num_rows + prepared.dropped.total())
    mine = prepare(Chunk(tuple(own), {}))
    rows = pa.Table.from_batches([*batches, mine.rows], PREPARED)
    del batches
    table, merged = merge(rows)
    return Built(table, fates + mine.dropped + merged)


def _shapes(own: Iterable[Entry]) -> dict[str, set[str]]:
    """Return the shapes of each host that labels of our own speak of."""
    found: dict[str, set[str]] = {}
    for entry in own:
        try:
            address = parse_address(entry.url or "")
        except AddressError:
            continue
        found.setdefault(bare_host(address), set()).add(shape_of(address))
    return found


def _allowed(
    entries: Iterable[Entry], licence: Licence, fates: Counter[tuple[str, Fate]]
) -> Iterator[Entry]:
    for entry in entries:
        if licence.allows(entry.ship):
            yield entry
        else:
            fates[entry.source, Fate.LICENCE] += 1


def _chunks(entries: Iterable[Entry], relabelled: Mapping[str, Collection[str]]) -> Iterator[Chunk]:
    """Cut entries into chunks that take about as long: links, or far fewer pages."""
    links: list[Entry] = []
    pages: list[Entry] = []
    for entry in entries:
        held, size = (links, LINKS_A_CHUNK) if entry.html is None else (pages, PAGES_A_CHUNK)
        held.append(entry)
        if len(held) >= size:
            yield Chunk(tuple(held), relabelled)
            held.clear()
    for held in (links, pages):
        if held:
            yield Chunk(tuple(held), relabelled)

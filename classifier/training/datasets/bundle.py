"""Bundle: a folder of prepared corpora, as ``datasets/small`` is one.

    sources.tsv                 source label licence ship      what may be done with a row
    urls_train.csv.gz           url label source date          links; a source may be ``noisy:``
    urls_benign_ru.csv.gz       url label source date          honest Russian links, plain facts
    marketplace_train.csv.gz    the same, group brands         links that imitate brands
    pages_train.jsonl.gz        url label source date category html
    pages_benign_ru.jsonl.gz    the same

Only ``sources.tsv`` is needed. Columns ``age_days`` and ``age_observed`` of a table are read when
there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.training.datasets.entry import Entry, Ship, read_date, read_days, read_label
from classifier.training.files import CorpusError
from classifier.training.pages import has_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.training.files import DataFolder

SOURCES = "sources.tsv"
LINKS = "urls_train.csv.gz"
HONEST_RUSSIAN = "urls_benign_ru.csv.gz"
MARKETPLACE = "marketplace_train.csv.gz"
PAGES = ("pages_train.jsonl.gz", "pages_benign_ru.jsonl.gz")

NOISY = "noisy:"
ON_HONEST_DOMAIN = "|on-benign-listed-domain"
"""Marks of a source's name: a list that also holds ordinary sites, and scam pages on a domain
that a list of honest ones names."""

WEAK = "noisy list only"
"""What the column ``confidence`` says of a row that no reviewed list has."""

_NEEDED = ("url", "label", "source", "date")
_OPTIONAL = ("group", "brands", "confidence", "age_days", "age_observed")
_LABELS = {"scam": 1, "benign": 0, "honest": 0}


class Licences:
    """What ``sources.tsv`` says of each source."""

    def __init__(self, folder: DataFolder) -> None:
        self.table: dict[tuple[str, int], tuple[str, Ship]] = {}
        self._best: dict[tuple[str, int], tuple[str, Ship, bool]] = {}
        for source, label, licence, ship in folder.rows(
            SOURCES, ("source", "label", "licence", "ship")
        ):
            if label not in _LABELS or ship not in set(Ship):
                raise CorpusError(
                    f"{folder.path / SOURCES}: {source[:60]!r} has label {label!r} and "
                    f"ship {ship!r}; known are {', '.join(_LABELS)} and {', '.join(Ship)}"
                )
            self.table[source, _LABELS[label]] = licence, Ship(ship)

    def ship(self, source: str, label: int) -> Ship:
        """Return the class of one source; an unknown one may not be shipped."""
        name = source.removesuffix(ON_HONEST_DOMAIN)
        for known in (name, f"{NOISY}{name}"):
            if (known, label) in self.table:
                return self.table[known, label][1]
        return Ship.NO

    def licence(self, source: str) -> str:
        """Return a source's licence by its name, empty when the table has no such source."""
        name = source.removesuffix(ON_HONEST_DOMAIN)
        found = (
            self.table.get((known, label)) for known in (name, f"{NOISY}{name}") for label in (0, 1)
        )
        return next((entry[0] for entry in found if entry), "")

    def is_noisy(self, source: str) -> bool:
        """Tell whether a source's name, with or without its mark, is that of a noisy list."""
        return source.startswith(NOISY) or any(
            (f"{NOISY}{source}", label) in self.table and (source, label) not in self.table
            for label in (0, 1)
        )

    def best(self, sources: str, label: int) -> tuple[str, Ship, bool]:
        """Of sources joined by ``; `` return those of the most permissive class, and if noisy.

        A row that several lists have may be used by the leave of any of them.
        """
        if found := self._best.get((sources, label)):
            return found
        names = sources.split("; ")
        ships = [self.ship(name, label) for name in names]
        best = min(ships, key=lambda ship: ship.rank)
        chosen = [name for name, ship in zip(names, ships, strict=True) if ship is best]
        answer = "; ".join(chosen), best, all(map(self.is_noisy, names))
        self._best[sources, label] = answer
        return answer


def read_bundle(folder: DataFolder, licences: Licences) -> Iterator[Entry]:
    """Yield all entries of a bundle: pages first, they take longest to read.

    Raises:
        CorpusError: a damaged file.
    """
    for name in PAGES:
        if folder.has(name):
            yield from _pages(folder, name, licences)
    for name in (MARKETPLACE, LINKS, HONEST_RUSSIAN):
        if folder.has(name):
            yield from _links(folder, name, licences)


def _links(folder: DataFolder, name: str, licences: Licences) -> Iterator[Entry]:
    optional = [column for column in _OPTIONAL if column in folder.columns(name)]
    for url, text, sources, date, *more in folder.rows(name, (*_NEEDED, *optional)):
        told = dict(zip(optional, more, strict=True))
        label = read_label(text, str(folder.path / name))
        source, ship, noisy = licences.best(sources, label)
        if name == HONEST_RUSSIAN and ship is Ship.NO:
            ship = Ship.FACTS  # plain public addresses
        yield Entry(
            url=url,
            label=label,
            source=source,
            ship=ship,
            noisy=noisy or told.get("confidence") == WEAK,
            date=read_date(date),
            group=told.get("group", ""),
            brands=told.get("brands", ""),
            age_days=read_days(told.get("age_days", "")),
            age_observed=read_date(told.get("age_observed", "")),
        )


def _pages(folder: DataFolder, name: str, licences: Licences) -> Iterator[Entry]:
    for row in folder.objects(name):
        try:
            html, url, source = row["html"], row["url"], row["source"]
            label = read_label(row["label"], str(folder.path / name))
        except KeyError as error:
            raise CorpusError(f"{folder.path / name}: a page without {error}") from error
        open_licence = licences.ship(source, label) is Ship.YES
        yield Entry(
            url=url if has_address(url) else None,
            label=label,
            source=source,
            # whatever the licence of a page's text: roles of fields, counts, intents are facts
            ship=Ship.YES if open_licence else Ship.FACTS,
            date=read_date(str(row.get("date") or "")),
            group=f"page:{row.get('category', '')}",
            html=html,
        )

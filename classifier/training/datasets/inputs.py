"""Inputs: what a folder holds, whichever way it was made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.training.datasets.bundle import SOURCES, Licences, read_bundle
from classifier.training.datasets.fetched import LOCK, fetched_sources, read_fetched
from classifier.training.files import AbsentError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from classifier.training.datasets.entry import Entry
    from classifier.training.files import DataFolder


@dataclass(frozen=True, slots=True)
class Inputs:
    """Entries still to be read, and the licence of a source by its name."""

    entries: Iterator[Entry]
    licence_of: Callable[[str], str]


def open_inputs(folder: DataFolder) -> Inputs:
    """Return the entries of a bundle or of fetched files.

    Raises:
        CorpusError: the folder is neither, or a file is damaged (also while entries are read).
    """
    if folder.has(SOURCES):
        licences = Licences(folder)
        return Inputs(read_bundle(folder, licences), licences.licence)
    if folder.has(LOCK):
        sources = fetched_sources(folder)
        licences_by_id = {source.id: source.licence for source, _ in sources}
        return Inputs(read_fetched(folder, sources), lambda name: licences_by_id.get(name, ""))
    raise AbsentError(
        f"{folder.path}: holds neither {SOURCES} nor {LOCK}; name a folder of prepared corpora "
        "such as datasets/small, or one that sverka datasets fetch has filled"
    )

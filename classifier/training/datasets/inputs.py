"""Inputs: what a folder holds, whichever way it was made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.training.datasets.bundle import SOURCES, Licences, read_bundle
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
    raise AbsentError(
        f"{folder.path}: holds no {SOURCES}; name a folder of prepared corpora such as "
        "datasets/small"
    )

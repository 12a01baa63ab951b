"""Fetched files as entries: the lock beside them says of which source and day each is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from classifier.training.datasets.catalogue import Source
from classifier.training.datasets.entry import Entry, read_date
from classifier.training.datasets.formats import read_source
from classifier.training.files import CorpusError, checksum

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from classifier.training.files import DataFolder

LOCK = "fetch.lock.json"
"""Beside the downloads: per source its entry, the file's SHA-256, size and day of fetching."""


def read_lock(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what the lock of a folder says of each source by its id; empty without a lock.

    Raises:
        CorpusError: the lock is damaged.
    """
    path = folder / LOCK
    if not path.is_file():
        return {}
    try:
        value = json.loads(path.read_text("utf-8"))
        files: dict[str, dict[str, Any]] = value["files"]
        return {name: dict(entry) for name, entry in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CorpusError(f"{path}: is damaged; remove it and fetch anew") from error


def fetched_sources(folder: DataFolder) -> list[tuple[Source, dt.date | None]]:
    """Return the sources of a folder, sorted by id, each with the day when its file came.

    Raises:
        CorpusError: the lock is damaged, or a file is not the one that was fetched.
    """
    found = []
    for name, told in sorted(read_lock(folder.path).items()):
        try:
            source = Source.model_validate(told["source"])
            expected, day = told["sha256"], read_date(str(told["fetched"]))
        except (KeyError, ValidationError) as error:
            raise CorpusError(
                f"{folder.path / LOCK}: the entry {name} is damaged; fetch it anew"
            ) from error
        path = folder.path / source.file
        if not path.is_file() or checksum(path) != expected:
            raise CorpusError(
                f"{path}: is not the file that was fetched; run: "
                f"sverka datasets fetch --only {name} --out {folder.path}"
            )
        folder.read[source.file] = expected[:12]
        found.append((source, day))
    return found


def read_fetched(
    folder: DataFolder, sources: list[tuple[Source, dt.date | None]]
) -> Iterator[Entry]:
    """Yield the rows of fetched files; one without a day of its own was seen when it was fetched.

    Raises:
        CorpusError: a file does not read as its source says.
    """
    for source, day in sources:
        for row in read_source(folder.path / source.file, source):
            yield Entry(
                url=row.url,
                label=source.is_scam,
                source=source.id,
                ship=source.ship,
                noisy=source.noisy,
                date=read_date(row.date) or day,
            )

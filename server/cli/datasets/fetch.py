"""``sverka datasets fetch``: the sources of the catalogue, each a checked file in one folder."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from classifier.training.datasets.catalogue import read_catalogue
from classifier.training.datasets.fetched import LOCK, read_lock
from classifier.training.files import AbsentError, CorpusError, checksum
from server.cli.datasets.download import Download, DownloadError, Limits
from server.cli.failure import USAGE_ERROR, WORK_ERROR, Failure
from server.cli.score.formats import file_faults
from server.errors import StartError
from server.net import AddressPolicy
from server.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from classifier.training.datasets.catalogue import Source


def fetch(
    catalogue: Path,
    folder: Path | None,
    mirror: Path | None,
    only: Sequence[str],
    limits: Limits | None = None,
) -> None:
    """Fetch the chosen sources; one that fails does not keep the others from coming.

    Raises:
        Failure: the catalogue is wrong, an id is unknown, or at least one source did not come.
    """
    limits = limits or Limits()
    try:
        settings = load_settings()
        folder = folder or settings.data_dir / "datasets"
        sources = _chosen(read_catalogue(catalogue), only)
        lock = _Lock(folder)
    except CorpusError as error:
        code = USAGE_ERROR if isinstance(error, AbsentError) else WORK_ERROR
        raise Failure(str(error), code) from error
    except StartError as error:
        raise Failure(str(error)) from error
    if mirror is not None and not mirror.is_dir():
        raise Failure(f"{mirror}: no such folder; name the one that holds the files")
    failed: list[str] = []
    console = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    policy = AddressPolicy(settings.allowed_networks)
    with _progress(console) as show:
        run = _Run(folder, mirror, lock, policy, limits, show)
        for source in sources:
            try:
                with file_faults(folder / source.file):
                    said = run.bring(source)
                console.print(f"{source.id}: {said} ({source.licence}, ship {source.ship})")
            except (DownloadError, Failure) as error:
                failed.append(source.id)
                console.print(f"{source.id}: {error}")
    if failed:
        raise Failure(
            f"{len(failed)} of {len(sources)} sources did not come: {', '.join(failed)}", WORK_ERROR
        )


def _chosen(sources: Sequence[Source], only: Sequence[str]) -> list[Source]:
    known = {source.id: source for source in sources}
    if unknown := [name for name in only if name not in known]:
        raise Failure(f"unknown source {', '.join(unknown)}; known are {', '.join(known)}")
    return [known[name] for name in dict.fromkeys(only)] if only else list(sources)


@dataclass(frozen=True, slots=True)
class _Run:
    """What the sources of one run share."""

    folder: Path
    mirror: Path | None
    lock: _Lock
    policy: AddressPolicy
    limits: Limits
    show: Callable[[str, int, int | None], None]

    def bring(self, source: Source) -> str:
        """Bring one source to its place; return what is to be told of it."""
        target = self.folder / source.file
        if source.sha256 and target.is_file() and checksum(target) == source.sha256:
            self.lock.keep(source, source.sha256, target.stat().st_size, "")
            return "is there"
        download = self._download(source, target)
        etag = ""
        if self.mirror is None:
            arrived = download.run(self.lock.etag_of(source, target))
            if arrived is None:
                return "has not changed"
            etag = arrived.etag
        elif (self.mirror / source.file).is_file():
            shutil.copyfile(self.mirror / source.file, download.part)
        else:
            raise Failure(f"{self.mirror / source.file}: no such file in the mirror")
        found = checksum(download.part)
        if source.sha256 and found != source.sha256:
            aside = target.with_name(f"{target.name}.wrong")
            download.finish(aside)
            raise Failure(
                f"{source.url}: SHA-256 is {found} instead of {source.sha256}; the file is kept "
                f"as {aside}: look at it, and correct the catalogue if it is right"
            )
        download.finish(target)
        size = target.stat().st_size
        self.lock.keep(source, found, size, etag)
        return f"{size:,} bytes"

    def _download(self, source: Source, target: Path) -> Download:
        return Download(
            self.policy,
            source.url,
            target,
            self.limits,
            lambda size, total: self.show(source.id, size, total),
        )


class _Lock:
    """The lock of a folder, written anew after every file that came."""

    def __init__(self, folder: Path) -> None:
        with file_faults(folder):
            folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._files: dict[str, dict[str, Any]] = read_lock(folder)

    def etag_of(self, source: Source, target: Path) -> str:
        """Return the server's mark of the file that is there, if it is the one that was fetched."""
        told = self._files.get(source.id, {})
        same = told.get("source", {}).get("url") == source.url and target.is_file()
        return str(told.get("etag", "")) if same and checksum(target) == told["sha256"] else ""

    def keep(self, source: Source, sha256: str, size: int, etag: str) -> None:
        """Note a file; one that has not changed keeps its day."""
        before = self._files.get(source.id, {})
        today = dt.datetime.now(dt.UTC).date().isoformat()
        self._files[source.id] = {
            "source": source.model_dump(mode="json", exclude_defaults=True),
            "sha256": sha256,
            "bytes": size,
            "etag": etag,
            "fetched": before.get("fetched", today) if before.get("sha256") == sha256 else today,
        }
        text = json.dumps({"files": self._files}, indent=1, sort_keys=True, ensure_ascii=False)
        part = self._folder / f"{LOCK}.part"
        part.write_text(f"{text}\n", "utf-8")
        part.replace(self._folder / LOCK)


@contextmanager
def _progress(console: Console) -> Iterator[Callable[[str, int, int | None], None]]:
    if not console.is_terminal:
        yield lambda _name, _size, _total: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("")
        yield lambda name, size, total: bar.update(
            task, description=name, completed=size, total=total
        )

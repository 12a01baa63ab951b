"""Formats: the ways in which sources write lists of links, as small readers of lines."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tarfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from classifier.training.files import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import IO

    from typing_extensions import Buffer

    from classifier.training.datasets.catalogue import Source

MAX_UNPACKED = 1024 * 1024 * 1024
"""Bytes that are read of one source after unpacking; the largest real one has some 100 MB."""

MAX_LINE = 100_000
"""Characters of a line of a list; more is no list."""

_NOWHERE = frozenset("localhost localhost.localdomain local broadcasthost 0.0.0.0 ::1".split())
"""Names that every hosts file starts with."""


class Listed(NamedTuple):
    """One row of a source: the text that should be an address, and its day if told."""

    url: str
    date: str = ""


def read_source(path: Path, source: Source) -> Iterator[Listed]:
    """Yield the rows of a downloaded file.

    Raises:
        CorpusError: the file is damaged, too large, or not of the format that the catalogue says.
    """
    try:
        with (
            _opened(path, source) as stream,
            io.TextIOWrapper(stream, "utf-8-sig", errors="replace", newline="") as text,
        ):
            yield from READERS[source.format](text, source)
    except CorpusError:
        raise
    except (EOFError, OSError, zlib.error, tarfile.TarError) as error:
        raise CorpusError(f"{path}: is damaged or cut short; fetch it anew") from error
    except (csv.Error, ValueError, KeyError, TypeError) as error:
        raise CorpusError(
            f"{path}: does not read as {source.format} ({type(error).__name__}: {error}); "
            f"look at its source and correct the entry {source.id}"
        ) from error


def read_list(text: IO[str], _source: Source) -> Iterator[Listed]:
    """Yield the lines of a plain list; what stands behind ``#`` or ``!`` is a remark."""
    for line in _lines(text):
        if line[0] not in "!#[":
            yield Listed(line.split(maxsplit=1)[0])


def read_hosts(text: IO[str], _source: Source) -> Iterator[Listed]:
    """Yield the names of a hosts file; several may stand in a line."""
    for line in _lines(text):
        names = line.partition("#")[0].split()
        yield from (Listed(name) for name in names[1:] if name not in _NOWHERE)


def read_rules(text: IO[str], _source: Source) -> Iterator[Listed]:
    """Yield the names of a routing list: ``domain:a``, ``full:a`` or ``a``, then attributes."""
    for line in _lines(text):
        rule = line.partition("#")[0].split(maxsplit=1)
        if not rule:
            continue
        kind, _, name = rule[0].rpartition(":")
        if kind in {"", "domain", "full"}:
            yield Listed(name)


def read_csv(text: IO[str], source: Source) -> Iterator[Listed]:
    """Yield the rows of a table by the names of its columns."""
    reader = csv.DictReader(text, source.columns or None)
    found = reader.fieldnames or ()
    needed = [source.url_column, source.date_column, *source.only]
    if missing := [name for name in needed if name and name not in found]:
        raise ValueError(f"no column {', '.join(missing)}")
    for row in reader:
        if all(
            any(word in (row[name] or "") for word in words) for name, words in source.only.items()
        ):
            date = row[source.date_column] if source.date_column else ""
            yield Listed(row[source.url_column or ""] or "", date or "")


def read_json(text: IO[str], source: Source) -> Iterator[Listed]:
    """Yield the texts of the list that stands under the source's key."""
    value = json.load(text)
    rows = value[source.key]
    if not isinstance(rows, list):
        raise TypeError(f"{source.key} is no list")
    yield from (Listed(row) for row in rows if isinstance(row, str))


READERS: dict[str, Callable[..., Iterator[Listed]]] = {
    "list": read_list,
    "hosts": read_hosts,
    "rules": read_rules,
    "csv": read_csv,
    "json": read_json,
}


def _lines(text: IO[str]) -> Iterator[str]:
    while line := text.readline(MAX_LINE + 1):
        if len(line) > MAX_LINE:
            raise ValueError(f"a line of {len(line):,} characters")
        if stripped := line.strip():
            yield stripped


@contextmanager
def _opened(path: Path, source: Source) -> Iterator[io.BufferedReader]:
    """Yield the unpacked bytes of a file, or of the member that the source names."""
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        if source.member is not None:
            with tarfile.open(fileobj=raw, mode="r:*") as archive:
                yield io.BufferedReader(_Bounded(_member(archive, source.member)))
        elif packed:
            with gzip.GzipFile(fileobj=raw) as unpacked:
                yield io.BufferedReader(_Bounded(unpacked))
        else:
            yield raw


def _member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    found = archive.extractfile(name)  # read in place: nothing of an archive is written anywhere
    if found is None:
        raise KeyError(name)
    return found


class _Bounded(io.RawIOBase):
    """A stream that refuses to unpack without end."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile) -> None:
        super().__init__()
        self._stream = stream
        self._left = MAX_UNPACKED

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Read into a buffer, as the base class asks."""
        room = memoryview(buffer).cast("B")
        data = self._stream.read(len(room))
        self._left -= len(data)
        if self._left < 0:
            raise ValueError(f"more than {MAX_UNPACKED:,} bytes after unpacking")
        room[: len(data)] = data
        return len(data)

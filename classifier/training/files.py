"""Files of a data folder: opened, checked for damage, read row by row."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import zlib
from contextlib import contextmanager
from operator import itemgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import TextIO

MAX_CELL = 8 * 1024 * 1024
"""Characters of one cell; more is damage."""


FINGERPRINT = 12
"""Digits of a file's SHA-256 by which a report names it."""


class CorpusError(ValueError):
    """A data file is missing or damaged; the message names it and the remedy."""


class AbsentError(CorpusError):
    """A data file is not there at all."""


class DataFolder:
    """A folder of corpora; every reading method raises ``CorpusError``, naming file and remedy."""

    def __init__(self, path: Path) -> None:
        if not path.is_dir():
            raise AbsentError(f"{path}: no such folder; name the one that holds the data")
        self.path = path
        self.read: dict[str, str] = {}

    def has(self, name: str) -> bool:
        """Tell whether a file is there."""
        return (self.path / name).is_file()

    def columns(self, name: str) -> tuple[str, ...]:
        """Return the names in the first line of a ``.csv``, ``.csv.gz`` or ``.tsv`` file."""
        with self._text(name) as text:
            return tuple(next(csv.reader(text, delimiter=_delimiter(name)), ()))

    def rows(self, name: str, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """Yield the named columns of each row of a ``.csv``, ``.csv.gz`` or ``.tsv`` file."""
        with self._text(name) as text:
            reader = csv.reader(text, delimiter=_delimiter(name))
            head = next(reader, [])
            missing = [column for column in columns if column not in head]
            if missing:
                raise CorpusError(
                    f"{self.path / name}: no column {', '.join(missing)} in its first line; "
                    "fetch the file anew"
                )
            places = [head.index(column) for column in columns]
            chosen, least = itemgetter(*places, places[0]), max(places) + 1
            for cells in reader:
                if not cells:
                    continue
                if len(cells) < least:
                    raise CorpusError(
                        f"{self.path / name}: line {reader.line_num} has {len(cells)} cells "
                        f"instead of {len(head)}; fetch the file anew"
                    )
                yield chosen(cells)[:-1]  # the place given twice makes a tuple of a single column

    def objects(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield the objects of a ``.jsonl.gz`` file."""
        with self._text(name) as text:
            for number, line in enumerate(text, 1):
                try:
                    value = json.loads(line)
                except ValueError as error:
                    raise self._damaged(name, f"line {number} is no JSON") from error
                if not isinstance(value, dict):
                    raise self._damaged(name, f"line {number} is no JSON object")
                yield value

    @contextmanager
    def _text(self, name: str) -> Iterator[TextIO]:
        path = self.path / name
        if not path.is_file():
            raise AbsentError(f"{path}: no such file; put it there or leave its part out")
        self.read.setdefault(name, checksum(path)[:FINGERPRINT])
        csv.field_size_limit(MAX_CELL)
        packed = name.endswith(".gz")
        try:
            opened = gzip.open if packed else open
            with opened(path, "rt", encoding="utf-8", newline="") as text:
                yield text
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise self._damaged(name, "is no whole gzip file") from error
        except UnicodeDecodeError as error:
            raise self._damaged(name, "is not UTF-8") from error
        except csv.Error as error:
            raise self._damaged(name, str(error)) from error
        except OSError as error:
            raise CorpusError(f"{path}: cannot be read ({error.strerror})") from error

    def _damaged(self, name: str, what: str) -> CorpusError:
        return CorpusError(f"{self.path / name}: {what}; the file is damaged, fetch it anew")


def _delimiter(name: str) -> str:
    return "\t" if name.endswith(".tsv") else ","


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file in hex digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

"""Formats: what a file's name says about its content, and the byte streams behind it."""

from __future__ import annotations

import gzip
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, BinaryIO, cast

from server.cli.failure import WORK_ERROR, Failure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GZIP_MAGIC = b"\x1f\x8b"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class Kind(StrEnum):
    """The three table formats."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class Format:
    """A table format and whether gzip is wrapped around it."""

    kind: Kind
    gzipped: bool = False


EXTENSIONS = {
    ".csv": Format(Kind.CSV),
    ".csv.gz": Format(Kind.CSV, gzipped=True),
    ".jsonl": Format(Kind.JSONL),
    ".jsonl.gz": Format(Kind.JSONL, gzipped=True),
    ".parquet": Format(Kind.PARQUET),
}


def format_of(path: Path) -> Format:
    """Tell the format from the file's name.

    Raises:
        Failure: the extension is none of ``EXTENSIONS``.
    """
    name = path.name.lower()
    for extension, known in EXTENSIONS.items():
        if name.endswith(extension):
            return known
    allowed = ", ".join(EXTENSIONS)
    raise Failure(f"{path}: unknown kind of file; the name must end in one of {allowed}")


def check_content(path: Path, chosen: Format) -> None:
    """Look at the first bytes, so that a misnamed file is refused by name and not by its symptoms.

    Raises:
        Failure: the file cannot be opened, or is packed or encoded otherwise than named.
    """
    with file_faults(path), path.open("rb") as stream:
        start = stream.read(2)
    if chosen.kind is not Kind.PARQUET and not chosen.gzipped and start == GZIP_MAGIC:
        raise Failure(f"{path}: the content is gzip; rename the file to {path.name}.gz")
    if chosen.gzipped and start and start != GZIP_MAGIC:
        raise Failure(f"{path}: the name says gzip but the content is not; rename or compress it")
    if start in UTF16_MARKS:
        raise Failure(
            f"{path}: the text is UTF-16; convert it first: "
            f"iconv -f UTF-16 -t UTF-8 {path.name} > utf8-{path.name}",
        )


@contextmanager
def opened(path: Path, chosen: Format) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Yield the unpacked bytes and, for the progress bar, the file on the disk beneath them."""
    with path.open("rb") as raw:
        if chosen.gzipped:
            with gzip.GzipFile(fileobj=raw) as unpacked:
                yield cast("BinaryIO", unpacked), raw
        else:
            yield raw, raw


@contextmanager
def file_faults(path: Path) -> Iterator[None]:
    """Turn what a disk or a damaged archive raises into a Failure that names the file."""
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Failure(
            f"{path}: the gzip file is damaged or cut short ({error}); copy or download it again",
            WORK_ERROR,
        ) from error
    except FileNotFoundError as error:
        raise Failure(f"{path}: no such file") from error
    except IsADirectoryError as error:
        raise Failure(f"{path}: is a folder, a file is needed") from error
    except PermissionError as error:
        raise Failure(f"{path}: permission denied", WORK_ERROR) from error
    except OSError as error:
        raise Failure(f"{path}: {error.strerror or error}", WORK_ERROR) from error

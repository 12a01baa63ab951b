"""Target: the output under a temporary name beside its place, until it is whole."""

from __future__ import annotations

import os
import secrets
import signal
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from server.cli.failure import WORK_ERROR, Failure
from server.cli.score.formats import Format, file_faults
from server.cli.score.write import packed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedWriter
    from types import FrameType

TERMINATED = 128 + signal.SIGTERM

MAX_PART_NAME = 40
"""Characters of the target's name in the temporary one; the whole could exceed 255 bytes."""


def check_target(source: Path, target: Path) -> None:
    """Refuse a place where the output must not or cannot go.

    Raises:
        Failure: the output is the input or no plain file, or its folder is missing.
    """
    with file_faults(target):
        if target.is_dir():
            raise Failure(f"{target}: is a folder; name a file in it")
        if target.exists() and not target.is_file():
            raise Failure(f"{target}: is no plain file; name one that may be written")
        if target.exists() and target.samefile(source):
            raise Failure(f"{target}: output and input are the same file; choose another name")
        if not target.parent.is_dir():
            raise Failure(
                f"{target}: the folder does not exist; make it first: mkdir -p {target.parent}"
            )


@contextmanager
def whole_file(target: Path, chosen: Format) -> Iterator[BinaryIO]:
    """Yield a stream whose bytes stand at ``target`` only when the block ends without an error.

    What stood there before stays until then, also when the run is interrupted or terminated.
    """
    place = target.resolve()  # a link keeps pointing; the file behind it is replaced
    with file_faults(target), _terminable(), _opened_part(target) as raw:
        stream = packed(raw, chosen)
        try:
            yield stream
        finally:
            if stream is not raw:
                stream.close()
        raw.flush()
        os.fsync(raw.fileno())
        raw.close()
        Path(raw.name).replace(place)


@contextmanager
def _opened_part(target: Path) -> Iterator[BufferedWriter]:
    """Yield a new file beside the target's place; it is gone afterwards unless it was moved."""
    place = target.resolve()
    part = place.with_name(f".{place.name[:MAX_PART_NAME]}.{secrets.token_hex(4)}.part")
    try:  # from before the file exists: an interruption may come at any line
        with _new_file(part, target) as raw:
            yield raw
    finally:
        part.unlink(missing_ok=True)


def _new_file(part: Path, target: Path) -> BufferedWriter:
    try:
        return part.open("xb")
    except OSError as error:
        raise Failure(
            f"{target}: no file can be made in {part.parent} ({error.strerror}); "
            "choose another folder",
            WORK_ERROR,
        ) from error


@contextmanager
def _terminable() -> Iterator[None]:
    """Let SIGTERM unwind the stack, so that the temporary file goes."""
    before = signal.signal(signal.SIGTERM, _exit)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _exit(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(TERMINATED)

"""Target: the output under a temporary name beside its place, until it is whole."""

from __future__ import annotations

import os
import secrets
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from server.cli.failure import Failure
from server.cli.score.formats import Format, file_faults
from server.cli.score.write import packed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import FrameType

TERMINATED = 128 + signal.SIGTERM


def check_target(source: Path, target: Path) -> None:
    """Refuse a place where the output must not or cannot go.

    Raises:
        Failure: the output is the input, or its folder is missing.
    """
    if target.is_dir():
        raise Failure(f"{target}: is a folder; name a file in it")
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
    part = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
    with file_faults(target), _terminable():
        try:
            with part.open("xb") as raw:
                stream = packed(raw, chosen)
                try:
                    yield stream
                finally:
                    if stream is not raw:
                        stream.close()
                raw.flush()
                os.fsync(raw.fileno())
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)


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

"""Download: one file over HTTP, resumed where it broke off, never larger or slower than allowed."""

from __future__ import annotations

import asyncio
import json
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.net import BlockedAddress
from server.net.client import BadAnswer, Client, NoAnswer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from server.net import AddressPolicy
    from server.net.client import Streamed

OK, PARTIAL, NOT_MODIFIED, TIMED_OUT, NO_RANGE, TOO_MANY = 200, 206, 304, 408, 416, 429
SERVER_FAULT = 500
MAX_REDIRECTS = 5
MEGABYTE = 1024 * 1024

_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


class DownloadError(Exception):
    """A file did not come; the message names the address, the cause and the remedy."""


class _RetryError(Exception):
    """This attempt failed in a way that the next one may not."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a download may cost.

    ``tries`` counts attempts in a row that bring nothing; waiting doubles from ``backoff``
    seconds on. The largest real source has some 30 MB, ``max_bytes`` leaves it room to grow.
    """

    tries: int = 5
    backoff: float = 1.0
    max_bytes: int = 300 * MEGABYTE
    max_seconds: float = 1800.0
    silence: float = 30.0


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file that is there whole; ``etag`` lets the next run ask whether it changed."""

    part: Path
    etag: str


class Download:
    """One file on its way; what came is kept in ``NAME.part`` with the server's mark of it."""

    def __init__(
        self,
        policy: AddressPolicy,
        url: str,
        target: Path,
        limits: Limits,
        advance: Callable[[int, int | None], None],
    ) -> None:
        self._policy, self._url, self._limits, self._advance = policy, url, limits, advance
        self.part = target.with_name(f"{target.name}.part")
        self._mark = target.with_name(f"{target.name}.part.json")
        self._ends = time.monotonic() + limits.max_seconds

    def run(self, known_etag: str = "") -> Downloaded | None:
        """Bring the file; None when the server says that ``known_etag`` is still the present one.

        Raises:
            DownloadError: refused, too large, too slow, or no progress in several attempts.
        """
        idle = 0
        while True:
            before = self._size()
            try:
                return asyncio.run(self._attempt(known_etag))
            except (_RetryError, NoAnswer) as error:
                idle = 0 if self._size() > before else idle + 1
                if idle >= self._limits.tries:
                    raise DownloadError(
                        f"{self._url}: gave up after {idle} attempts ({error}); "
                        "run the command again later: what came is kept"
                    ) from error
            except BlockedAddress as error:
                raise DownloadError(f"{self._url}: {error}") from error
            except BadAnswer as error:
                raise DownloadError(f"{self._url}: {error}; correct the source's url") from error
            except TimeoutError as error:
                raise self._too_slow() from error
            time.sleep(self._limits.backoff * 2**idle)

    def finish(self, target: Path) -> None:
        """Move the whole file to its place; an older one there is replaced."""
        self._mark.unlink(missing_ok=True)
        self.part.replace(target)

    async def _attempt(self, known_etag: str) -> Downloaded | None:
        headers: dict[str, str] = {}
        mark = self._read_mark()
        start = self._size() if mark else 0
        if start:
            headers = {"Range": f"bytes={start}-", "If-Range": mark}
        elif known_etag:
            headers = {"If-None-Match": known_etag}
        client = Client(self._policy, self._limits.silence, MAX_REDIRECTS)
        left = self._ends - time.monotonic()
        try:
            async with asyncio.timeout(left), client.stream(self._url, headers) as answer:
                if answer.status == NOT_MODIFIED and known_etag and not start:
                    return None
                self._refuse(answer.status)
                resumed = answer.status == PARTIAL
                if resumed and not _starts_at(answer.headers, start):
                    self.part.unlink(missing_ok=True)
                    raise _RetryError("the server sent another part than was asked for")
                await self._receive(answer, start if resumed else 0)
                return Downloaded(self.part, answer.headers.get("etag", ""))
        finally:
            await client.close()

    def _refuse(self, status: int) -> None:
        if status == NO_RANGE:
            self.part.unlink(missing_ok=True)
            raise _RetryError("the kept part fits no longer")
        if status >= SERVER_FAULT or status in {TIMED_OUT, TOO_MANY}:
            raise _RetryError(f"the server answered {status}")
        if status not in {OK, PARTIAL}:
            raise DownloadError(
                f"{self._url}: the server answered {status}; look whether the source has moved"
            )

    async def _receive(self, answer: Streamed, size: int) -> None:
        total = _length(answer.headers, size)
        if total is not None and total > self._limits.max_bytes:
            raise self._too_large()
        self._write_mark(answer.headers)
        self._advance(size, total)
        with self.part.open("ab" if size else "wb") as stream:
            async for data in answer.chunks:
                size += len(data)
                if size > self._limits.max_bytes:
                    raise self._too_large()
                stream.write(data)
                self._advance(size, total)
        if total is not None and size != total:
            raise _RetryError(f"{size} of {total} bytes came")

    def _size(self) -> int:
        return self.part.stat().st_size if self.part.is_file() else 0

    def _read_mark(self) -> str:
        """Return the mark of the kept part, empty when there is none or it is of another file."""
        try:
            told = json.loads(self._mark.read_text("utf-8"))
            return str(told["mark"]) if told["url"] == self._url else ""
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def _write_mark(self, headers: Mapping[str, str]) -> None:
        etag = headers.get("etag", "")
        # a weak mark does not promise the same bytes
        mark = headers.get("last-modified", "") if etag[:2] in {"", "W/"} else etag
        self._mark.write_text(json.dumps({"url": self._url, "mark": mark}), "utf-8")

    def _too_large(self) -> DownloadError:
        self.part.unlink(missing_ok=True)
        most = f"{self._limits.max_bytes / MEGABYTE:,.1f} MB"
        return DownloadError(f"{self._url}: sends more than {most}; look at what stands there")

    def _too_slow(self) -> DownloadError:
        return DownloadError(
            f"{self._url}: not done after {self._limits.max_seconds:g} s; "
            "run the command again later: what came is kept"
        )


def _starts_at(headers: Mapping[str, str], start: int) -> bool:
    match = _RANGE.fullmatch(headers.get("content-range", ""))
    return match is not None and int(match[1]) == start


def _length(headers: Mapping[str, str], start: int) -> int | None:
    """Return the bytes of the whole file, None when the server does not say."""
    text = headers.get("content-length", "")
    return start + int(text) if text.isascii() and text.isdigit() else None

"""Names: a host's addresses, resolved in threads that nobody has to wait for.

The system's resolver cannot be broken off, and a name whose servers are silent takes it ten seconds
and more. asyncio would let it do so in the few threads that everything else shares, and would wait
for it before it ends. These threads are daemons: a name that comes too late is told to nobody.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import suppress

MOST_AT_ONCE = 64
"""Names that are being resolved in one process: as many as there may be workers."""

_room = threading.BoundedSemaphore(MOST_AT_ONCE)


class TooManyNames(OSError):  # noqa: N818 - it is the names that are too many
    """So many names are being resolved that no other one is begun; a later try may do."""


async def resolved(host: str, port: int) -> list[str]:
    """Return the addresses of a host, best first.

    Raises:
        TooManyNames: others take so long that there is no room for this one.
        OSError: the name does not resolve.
        ValueError: it is no name.
    """
    if not _room.acquire(blocking=False):
        raise TooManyNames(
            f"{host}: {MOST_AT_ONCE} other names are being resolved; the network's resolver is slow"
        )
    loop = asyncio.get_running_loop()
    found: asyncio.Future[list[str]] = loop.create_future()
    thread = threading.Thread(
        target=_resolve, args=(loop, found, host, port), name="names", daemon=True
    )
    try:
        thread.start()
    except RuntimeError as error:  # the system gives no more threads
        _room.release()
        raise TooManyNames(f"{host}: no thread is left to resolve it") from error
    return await found


def _resolve(
    loop: asyncio.AbstractEventLoop, found: asyncio.Future[list[str]], host: str, port: int
) -> None:
    outcome: list[str] | Exception
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        outcome = [str(row[4][0]) for row in rows]
    except (OSError, ValueError) as error:
        outcome = error
    finally:
        _room.release()
    with suppress(RuntimeError):  # the loop has ended meanwhile
        loop.call_soon_threadsafe(_tell, found, outcome)


def _tell(found: asyncio.Future[list[str]], outcome: list[str] | Exception) -> None:
    if found.done():
        return  # nobody waits any more
    if isinstance(outcome, Exception):
        found.set_exception(outcome)
    else:
        found.set_result(outcome)

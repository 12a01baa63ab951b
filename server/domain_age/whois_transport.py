"""The WHOIS protocol (RFC 3912): a TCP connection, one line out, text until the server closes.

The protocol has no length and no end mark, so whether an answer is whole is a matter of how the
connection ended. An answer that is not whole is returned too: servers that leave the connection
open, or reset it after the last byte, have said all they know.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from server.domain_age.errors import Forbidden, LookupFailed, Unreachable, Unreadable
from server.net import BlockedAddress

if TYPE_CHECKING:
    from server.net import AddressPolicy

CHUNK: Final = 4_096
"""Bytes that are read at once."""

MOST_ADDRESSES: Final = 3
"""Addresses of one server that are tried; the time is shared out equally."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server sent; ``broken`` is why it may not be all, None where it is."""

    data: bytes
    broken: LookupFailed | None


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one server's answer is waited for: ``seconds`` in all, ``size`` in bytes."""

    seconds: float
    size: int


async def query(target: str, line: str, policy: AddressPolicy, limits: Limits) -> Reply:
    """Ask the server at ``target`` (``host:port``) one line of ASCII; return what it sends.

    Raises:
        Forbidden: the server's name leads to an address that may not be asked.
        Unreachable: no connection, or not a byte came in the time allowed.
    """
    received = bytearray()
    try:
        async with asyncio.timeout(limits.seconds):
            broken = await _talk(target, line, policy, limits, received)
    except BlockedAddress as error:
        raise Forbidden(f"{target}: {error}") from error
    except TimeoutError:
        broken = Unreachable(f"{target}: no end of the answer within {limits.seconds:g} s")
    except OSError as error:
        broken = Unreachable(f"{target}: the connection failed ({error.strerror or error})")
    if not received:
        raise broken or Unreachable(f"{target}: closed the connection without an answer")
    return Reply(bytes(received[: limits.size]), broken)


async def _talk(
    target: str, line: str, policy: AddressPolicy, limits: Limits, received: bytearray
) -> LookupFailed | None:
    """Fill ``received``; return why the answer is not whole."""
    reader, writer = await _connection(target, policy, limits.seconds)
    try:
        writer.write(f"{line}\r\n".encode("ascii"))
        await writer.drain()
        while len(received) <= limits.size:
            chunk = await reader.read(CHUNK)
            if not chunk:
                return None
            received += chunk
        return Unreadable(f"{target}: the answer is larger than {limits.size} bytes")
    finally:
        writer.transport.abort()  # a polite close could wait for a server that never reads


async def _connection(
    target: str, policy: AddressPolicy, seconds: float
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connect to the first of the server's addresses that answers."""
    host, _, port = target.rpartition(":")
    addresses = await policy.addresses(host.strip("[]"), int(port))
    *others, last = addresses[:MOST_ADDRESSES]
    share = seconds / (len(others) + 1)
    for address in others:
        try:
            async with asyncio.timeout(share):
                return await asyncio.open_connection(address, int(port), limit=CHUNK)
        except OSError:
            continue  # the next address may do better; the last one's error is told
    return await asyncio.open_connection(last, int(port), limit=CHUNK)

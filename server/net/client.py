"""Client: HTTP to strangers: addresses checked, sizes and times bounded, nothing remembered.

No proxy is taken from the environment: it would resolve names where nobody checks them. Own roots
of trust are: ``SSL_CERT_FILE`` and ``SSL_CERT_DIR`` name them.
"""

from __future__ import annotations

import asyncio
import os
import zlib
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING

import httpx2

from server.net.addresses import USUAL_PORTS, BlockedAddress

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Mapping

    from server.net.addresses import AddressPolicy

MAX_ADDRESSES = 3
"""Addresses of one host that are tried, best first: one is down, one speaks IPv6, one works."""

GZIP_OR_ZLIB = 47
"""``wbits`` with which zlib reads the encodings gzip and deflate alike (zlib's manual: 32 + 15)."""


class NoAnswer(Exception):  # noqa: N818 - it is the answer that is missing
    """No connection, no answer in time, or one that broke off; another try may do."""


class BadAnswer(Exception):  # noqa: N818 - it is the answer that is bad
    """An answer that another try would not better: too large, led on too often, a bad address."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole answer; ``headers`` are found by any spelling, ``body`` is not compressed."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Streamed:
    """An answer whose body is still to come, as it is sent."""

    status: int
    headers: Mapping[str, str]
    chunks: AsyncIterator[bytes]


class Client:
    """Asks servers that the policy lets be asked.

    Args:
        policy: judges every server before it is connected to, also after a redirect.
        silence: seconds without a byte after which a server is given up.
        redirects: how many are followed, never from https to http; 0 hands them to the caller.
    """

    def __init__(self, policy: AddressPolicy, silence: float, redirects: int = 0) -> None:
        self._redirects = redirects
        # unpacked on the way a few bytes may become gigabytes, and ranges could not be counted
        self._http = httpx2.AsyncClient(
            transport=_Pinned(policy),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            headers={"User-Agent": "sverka", "Accept-Encoding": "identity"},
            timeout=silence,
            trust_env=False,
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def get(
        self, url: str, headers: Mapping[str, str], *, seconds: float, max_bytes: int
    ) -> Whole:
        """Fetch a whole answer within so many seconds and bytes, also unpacked.

        Raises:
            BlockedAddress: the server may not be asked.
            NoAnswer: no whole answer came in time.
            BadAnswer: too large, packed in an unknown way, or a bad address.
        """
        body = bytearray()
        try:
            async with asyncio.timeout(seconds), self.stream(url, headers) as answer:
                async for chunk in answer.chunks:
                    body += chunk
                    if len(body) > max_bytes:
                        raise _too_large(max_bytes)
        except TimeoutError as error:
            raise NoAnswer(f"no whole answer in {seconds:g} s") from error
        packing = answer.headers.get("content-encoding", "identity").strip().lower()
        unpacked = _unpacked(bytes(body), packing, max_bytes)
        return Whole(answer.status, answer.headers, unpacked)

    @asynccontextmanager
    async def stream(self, url: str, headers: Mapping[str, str]) -> AsyncIterator[Streamed]:
        """Fetch an answer whose body is read by the caller, who also bounds its size and time.

        Raises:
            BlockedAddress: the server may not be asked.
            NoAnswer: no answer came, or its body broke off.
            BadAnswer: more redirects than allowed, one to http, or a bad address.
        """
        try:
            answer = await self._answered(self._http.build_request("GET", url, headers=headers))
            try:
                yield Streamed(answer.status_code, answer.headers, answer.aiter_raw())
            finally:
                await answer.aclose()
        except (httpx2.UnsupportedProtocol, httpx2.InvalidURL) as error:
            raise BadAnswer(f"no address that can be asked ({error})") from error
        except httpx2.TransportError as error:
            raise NoAnswer(_cause(error)) from error

    async def _answered(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request and follow redirects, as far as they are to be followed."""
        for _ in range(self._redirects + 1):
            answer = await self._http.send(request, stream=True)
            following = answer.next_request
            if following is None or not self._redirects:
                return answer
            await answer.aclose()
            if request.url.scheme == "https" and following.url.scheme != "https":
                raise BadAnswer("a redirect from https to http")
            request = following
        raise BadAnswer(f"more than {self._redirects} redirects")


class _Pinned(httpx2.AsyncBaseTransport):
    """Connects to the address that was judged, while Host and certificate keep the name."""

    def __init__(self, policy: AddressPolicy) -> None:
        self._policy = policy
        # no connection is kept: two names may share an address, but not a certificate
        limits = httpx2.Limits(max_keepalive_connections=0)
        roots = _roots(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))
        self._inner = httpx2.AsyncHTTPTransport(verify=roots, limits=limits)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request to the first of its host's addresses that takes the connection."""
        url = request.url
        if url.scheme not in USUAL_PORTS:
            raise httpx2.UnsupportedProtocol(f"{url.scheme!r} is not http or https")
        host = url.raw_host.decode("ascii").rstrip(".")
        port = url.port or USUAL_PORTS[url.scheme]
        try:
            addresses = await self._policy.addresses(host, port)
        except BlockedAddress:
            raise
        except OSError as error:
            raise httpx2.ConnectError(str(error)) from error
        failure: httpx2.TransportError = httpx2.ConnectError(f"{host}: has no address")
        tried = addresses[:MAX_ADDRESSES]
        limits = dict(request.extensions["timeout"])
        limits["connect"] /= len(tried) or 1  # one that is silent leaves time for the next
        for address in tried:
            pinned = httpx2.Request(
                request.method,
                url.copy_with(host=address),
                headers=request.headers,
                stream=request.stream,
                extensions={**request.extensions, "timeout": limits, "sni_hostname": host},
            )
            try:
                return await self._inner.handle_async_request(pinned)
            except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
                failure = error
        raise failure

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


@cache
def _roots(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    """Return whom to believe, read once: that takes a tenth of a second."""
    return httpx2.create_ssl_context()


def _unpacked(body: bytes, packing: str, max_bytes: int) -> bytes:
    """Unpack what a server packed unasked; never more than ``max_bytes`` of it."""
    if packing in {"", "identity"}:
        return body
    if packing not in {"gzip", "x-gzip", "deflate"}:
        raise BadAnswer("packed in a way that was not asked for")
    unpacking = zlib.decompressobj(GZIP_OR_ZLIB)
    try:
        plain = unpacking.decompress(body, max_bytes + 1)
    except zlib.error as error:
        raise BadAnswer("packed wrongly") from error
    if len(plain) > max_bytes:
        raise _too_large(max_bytes)
    if not unpacking.eof:
        raise NoAnswer("the answer ends in the middle")
    return plain


def _too_large(max_bytes: int) -> BadAnswer:
    return BadAnswer(f"larger than {max_bytes:,} bytes")


def _cause(error: Exception) -> str:
    return str(error) or type(error).__name__

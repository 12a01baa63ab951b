"""Addresses: whom this program may ask over the network, decided on where a name leads to.

A registry's answer, a list or a redirect may name any host. Before a connection is made the name
is resolved once, every address found is judged, and the connection goes to one of those addresses:
a name that is public when it is checked and private when it is used gains nothing.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

import ada_url

from server.net.names import TooManyNames, resolved

if TYPE_CHECKING:
    from collections.abc import Iterable

    IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
    IPNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network

USUAL_PORTS = {"http": 80, "https": 443}

GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All IPv6 that is given out for the Internet (IANA's IPv6 address space registry)."""

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""RFC 6052: an IPv4 address in its last 32 bits, as networks without IPv4 resolve names."""

TUNNELS = (
    ipaddress.IPv6Network("2001::/32"),  # Teredo, RFC 4380
    ipaddress.IPv6Network("2002::/16"),  # 6to4, RFC 3056, retired by RFC 7526
)
"""Old ways to carry IPv4 in IPv6; no registry lives there, and they hide any address at all."""

NOT_PUBLIC = (
    ipaddress.IPv4Network("100.64.0.0/10"),  # shared by providers' customers, RFC 6598
    ipaddress.IPv4Network("192.0.0.0/24"),  # protocol assignments, RFC 6890
    ipaddress.IPv4Network("192.88.99.0/24"),  # 6to4 relays, retired by RFC 7526
    ipaddress.IPv6Network("3fff::/20"),  # documentation, RFC 9637
)
"""Special networks that Python's own table lacks in some versions."""


class BlockedAddress(OSError):  # noqa: N818 - it is the address that is blocked
    """The host leads to an address that may not be asked; the message names it and the remedy."""


class AddressPolicy:
    """Which addresses may be asked: all public ones, and those that the operator allowed.

    Args:
        networks: networks that are not public and yet may be asked.
        origins: ``host:port`` of servers that the operator named itself; any address will do.
    """

    def __init__(self, networks: Iterable[IPNetwork] = (), origins: Iterable[str] = ()) -> None:
        self._networks = tuple(networks)
        self._origins = frozenset(_origin(*origin.rpartition(":")[::2]) for origin in origins)

    def trusting(self, origins: Iterable[str]) -> AddressPolicy:
        """Return a policy that asks these ``host:port`` too, whatever they lead to."""
        return AddressPolicy(self._networks, {*self._origins, *origins})

    async def addresses(self, host: str, port: int) -> list[str]:
        """Resolve a host once; return its addresses, best first, all of them allowed.

        Raises:
            BlockedAddress: one of the addresses may not be asked.
            OSError: the name does not resolve, or there is no room for it now.
        """
        try:
            found = await resolved(_named(host), port)
        except TooManyNames:
            raise
        except (OSError, ValueError) as error:
            raise _unresolved(host) from error
        return self._checked(host, port, found)

    def _checked(self, host: str, port: int, found: list[str]) -> list[str]:
        if _origin(host, str(port)) in self._origins:
            return found
        for text in found:
            address = _unwrapped(ipaddress.ip_address(text))
            if not _is_public(address) and not any(address in row for row in self._networks):
                raise BlockedAddress(
                    f"{host}: leads to {text}, which is no public address; if it may be asked, "
                    "add its network to SVERKA_ALLOWED_NETWORKS"
                )
        return found


def authority(url: str) -> str:
    """Return the server of a URL: its host in lower case, with the port where it is unusual.

    A dot at the host's end is left out: it makes no other server.

    Raises:
        ValueError: no http(s) URL.
    """
    parsed = ada_url.URL(url)
    if parsed.protocol not in {"http:", "https:"}:
        raise ValueError(f"{url!r}: no http or https address")
    host = parsed.hostname.rstrip(".")
    return f"{host}:{parsed.port}" if parsed.port else host


def origin(url: str) -> str:
    """Return ``host:port`` of a URL, as a policy takes servers that it is to trust.

    Raises:
        ValueError: no http(s) URL.
    """
    parsed = ada_url.URL(url)
    scheme = parsed.protocol.rstrip(":")
    if scheme not in USUAL_PORTS:
        raise ValueError(f"{url!r}: no http or https address")
    return f"{parsed.hostname}:{parsed.port or USUAL_PORTS[scheme]}"


def _unwrapped(address: IPAddress) -> IPAddress:
    """Return the IPv4 address that an IPv6 one stands for, where that is how it is reached."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else address


def _is_public(address: IPAddress) -> bool:
    if address.is_multicast or not address.is_global:
        return False
    if any(address in network for network in NOT_PUBLIC):
        return False
    return address.version == 4 or (  # noqa: PLR2004 - the version's name
        address in GLOBAL_UNICAST and not any(address in network for network in TUNNELS)
    )


def _named(host: str) -> str:
    if not host.strip("[]."):
        raise ValueError("the host has no name")
    return host.strip("[]")


def _origin(host: str, port: str) -> str:
    return f"{host.strip('[]').rstrip('.').lower()}:{port}"


def _unresolved(host: str) -> OSError:
    return OSError(f"{host!r}: the name does not resolve; check its spelling and the network")

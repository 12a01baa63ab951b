"""Net: all that this program asks of others over the network goes through here.

``addresses`` decides whom to ask by what ``names`` lead to, ``client`` asks over HTTP. The last is
not imported here: a start that asks nobody does not pay for an HTTP client.
"""

from __future__ import annotations

from server.net.addresses import AddressPolicy, BlockedAddress, authority, origin

__all__ = ["AddressPolicy", "BlockedAddress", "authority", "origin"]

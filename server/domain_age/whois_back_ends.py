"""Back ends: one operator's WHOIS under the names of many endings has one budget.

Each new ending has a WHOIS server of its own name, ``whois.nic.<ending>``, yet a few operators run
them all. Who runs what is read off IANA's list of RDAP servers, as bundled: endings whose RDAP
stands on one host are one operator's. That their WHOIS is counted together too is not known, only
likely; who is wrong in this direction asks less than he may.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from server.domain_age.rdap_list import bundled_list
from server.net import authority

OWN_NAME = "whois.nic."
"""How the Base Registry Agreement names an ending's server (specification 4, section 1)."""


@cache
def back_end_of(server: str) -> str:
    """Return the name under which a WHOIS server's questions are counted.

    ``whois.radix.host`` for ``whois.nic.site`` and ten others: made of their RDAP host's name, so
    that it may be no server's own. A server that no operator is known for keeps its name.
    """
    ending = server.removeprefix(OWN_NAME)
    base = bundled_list().bases.get(ending)
    if ending == server or base is None:
        return server
    host = authority(base)
    return f"whois.{host.removeprefix('rdap.')}" if _endings_at()[host] > 1 else server


@cache
def _endings_at() -> Counter[str]:
    """Return how many endings have their RDAP on each host."""
    return Counter(map(authority, bundled_list().bases.values()))

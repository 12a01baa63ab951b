"""The case as signals see it: address and page read once, then asked many times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.payment_hosts import payment_host
from classifier.signals.hostwords import NO_WORDS, HostWords, read_host
from classifier.signals.pageview import PageView, page_view

if TYPE_CHECKING:
    from classifier.address import Address
    from classifier.brand import Brand, OfficialDomain
    from classifier.brands import BrandRegistry
    from classifier.case import Case
    from classifier.lexicon import Lexicon
    from classifier.signals.redirect import Target


@dataclass(frozen=True, slots=True)
class CaseView:
    """What every signal receives.

    ``trusted_host`` tells whether only a known organisation itself speaks on the link's host;
    ``strangers_page`` is the page, unless only a known organisation speaks where it stood: a brand
    on its own host, a payment provider or a bank on theirs.
    """

    case: Case
    address: Address
    hides_target: bool
    host: HostWords
    owner: Brand | None
    official: OfficialDomain | None
    trusted_host: bool
    page: PageView | None
    strangers_page: PageView | None
    brands: BrandRegistry
    lexicon: Lexicon


def view_of(case: Case, target: Target, brands: BrandRegistry, lexicon: Lexicon) -> CaseView:
    """Read a case once for all signals."""
    address = target.address
    owner, official = brands.official(address) or (None, None)
    trusted = official is not None and not official.user_content
    page = page_view(case.page, brands, lexicon) if case.page else None
    return CaseView(
        case=case,
        address=address,
        hides_target=target.hidden,
        host=NO_WORDS if trusted else read_host(address, brands, lexicon, owner),
        owner=owner,
        official=official,
        trusted_host=trusted,
        page=page,
        strangers_page=None if _among_known(case, address, brands) else page,
        brands=brands,
        lexicon=lexicon,
    )


def _among_known(case: Case, address: Address, brands: BrandRegistry) -> bool:
    """Tell whether the page of a case stands where only a known organisation speaks.

    A page tells where it stood; neither that nor the link that led to it excuses the other.
    """
    if case.page is None:
        return False
    stood = case.page.page.host.lower()
    return all(_is_known(host, brands) for host in {address.host, stood} if host)


def _is_known(host: str, brands: BrandRegistry) -> bool:
    entry = brands.official_host(host)
    if entry is not None:
        return not entry[1].user_content
    listed = payment_host(host)
    return listed is not None and not listed.user_content

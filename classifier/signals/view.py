"""The case as signals see it: address and page read once, then asked many times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.signals.hostwords import HostWords, read_host
from classifier.signals.pageview import PageView, page_view

if TYPE_CHECKING:
    from classifier.address import Address
    from classifier.brands import Brand, BrandRegistry, OfficialDomain
    from classifier.case import Case
    from classifier.lexicon import Lexicon
    from classifier.signals.redirect import Target


@dataclass(frozen=True, slots=True)
class CaseView:
    """What every signal receives."""

    case: Case
    address: Address
    hides_target: bool
    host: HostWords
    owner: Brand | None
    official: OfficialDomain | None
    page: PageView | None
    brands: BrandRegistry
    lexicon: Lexicon

    @property
    def trusted_host(self) -> bool:
        """Whether only a known organisation itself speaks on this host."""
        return self.official is not None and not self.official.user_content

    @property
    def strangers_page(self) -> PageView | None:
        """The page, unless only a known organisation speaks where it stood.

        A page tells where it stood; neither that nor the link that led to it excuses the other.
        """
        if self.page is None or self.case.page is None:
            return None
        stood = self.case.page.page.host.lower()
        entry = self.brands.official_host(stood)
        at_home = not stood or (entry is not None and not entry[1].user_content)
        return None if self.trusted_host and at_home else self.page


def view_of(case: Case, target: Target, brands: BrandRegistry, lexicon: Lexicon) -> CaseView:
    """Read a case once for all signals."""
    address = target.address
    owner, official = brands.official(address) or (None, None)
    return CaseView(
        case=case,
        address=address,
        hides_target=target.hidden,
        host=read_host(address, brands, lexicon),
        owner=owner,
        official=official,
        page=page_view(case.page, brands, lexicon) if case.page else None,
        brands=brands,
        lexicon=lexicon,
    )

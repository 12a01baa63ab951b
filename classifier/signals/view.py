"""The case as signals see it: address and page read once, then asked many times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.signals.fields import field_roles
from classifier.signals.hostwords import HostWords, read_host
from classifier.textnorm import plain

if TYPE_CHECKING:
    from classifier.address import Address
    from classifier.brands import Brand, BrandRegistry, OfficialDomain
    from classifier.case import Case, PageFacts
    from classifier.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class PageView:
    """Roles of the page's visible fields, earlier steps of the flow, and intents of its words."""

    roles: frozenset[str]
    earlier: frozenset[str]
    intents: frozenset[str]

    @property
    def asks_card(self) -> bool:
        """Whether this page or an earlier step of the same flow asked for a card."""
        return bool(self.roles & {"card-number", "card-cvv"}) or "card" in self.earlier


@dataclass(frozen=True, slots=True)
class CaseView:
    """What every signal receives."""

    case: Case
    address: Address
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


def view_of(case: Case, address: Address, brands: BrandRegistry, lexicon: Lexicon) -> CaseView:
    """Read a case once for all signals."""
    owner, official = brands.official(address) or (None, None)
    return CaseView(
        case=case,
        address=address,
        host=read_host(address, brands, lexicon),
        owner=owner,
        official=official,
        page=_page_view(case.page, lexicon) if case.page else None,
        brands=brands,
        lexicon=lexicon,
    )


def _page_view(facts: PageFacts, lexicon: Lexicon) -> PageView:
    texts = [facts.page.title, *facts.headings, facts.excerpt]
    texts += [button for form in facts.forms for button in form.buttons]
    words = plain("\n".join(texts))
    return PageView(
        roles=field_roles(facts.forms, lexicon),
        earlier=frozenset(facts.flow.prev) if facts.flow else frozenset(),
        intents=frozenset(
            name for name, pattern in lexicon.intents.items() if pattern.search(words)
        ),
    )

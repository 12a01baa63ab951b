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
    from classifier.signals.redirect import Target


_PROMISES = frozenset({"receive-money:lead", "paid-already:lead", "refund:lead"})


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

    @property
    def asks_full_card(self) -> bool:
        """Whether this page asks for a number together with what no payout needs."""
        return "card-number" in self.roles and bool(self.roles & {"card-cvv", "card-expiry"})

    @property
    def promises_money(self) -> bool:
        """Whether the page, or a step before it, says that money waits for the reader.

        What its title, headings or buttons say counts; words around the form count unless the
        button says that the reader pays. Lenders promise money too and are left out.
        """
        if "loan" in self.intents and "paid-already" not in self.intents:
            return False
        if "receive" in self.earlier or self.intents & _PROMISES:
            return True
        spoken = bool(self.intents & {"paid-already", "receive-money"})
        return spoken and "pay" not in self.intents


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
        page=_page_view(case.page, lexicon) if case.page else None,
        brands=brands,
        lexicon=lexicon,
    )


def _page_view(facts: PageFacts, lexicon: Lexicon) -> PageView:
    buttons = [button for form in facts.forms for button in form.buttons]
    leads = "\n".join(plain(text) for text in (facts.page.title, *facts.headings, *buttons))
    spoken = f"{leads}\n{plain(facts.excerpt)}"
    intents: set[str] = set()
    for name, patterns in lexicon.intents.items():
        known = [pattern for pattern in (patterns.lead, patterns.anywhere) if pattern]
        if any(pattern.search(leads) for pattern in known):
            intents |= {name, f"{name}:lead"}
        elif patterns.anywhere and patterns.anywhere.search(spoken):
            intents.add(name)
    return PageView(
        roles=field_roles(facts.forms, lexicon),
        earlier=frozenset(facts.flow.prev) if facts.flow else frozenset(),
        intents=frozenset(intents),
    )

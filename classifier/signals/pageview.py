"""The page as signals see it: roles of its fields, earlier steps, intents of its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.signals.fields import field_roles
from classifier.textnorm import plain

if TYPE_CHECKING:
    from classifier.case import PageFacts
    from classifier.lexicon import Lexicon

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


def page_view(facts: PageFacts, lexicon: Lexicon) -> PageView:
    """Read a page once for all signals."""
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

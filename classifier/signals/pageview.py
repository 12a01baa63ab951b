"""The page as signals see it: roles of its fields, earlier steps, intents of its words, brands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.payment_hosts import payment_host
from classifier.signals.claims import Claim, Place, read_claims
from classifier.signals.fields import field_roles
from classifier.textnorm import plain, words_of

if TYPE_CHECKING:
    from classifier.brands import BrandRegistry
    from classifier.case import PageFacts
    from classifier.lexicon import CopiedForm, Lexicon

_PROMISES = frozenset({"receive-money:lead", "paid-already:lead", "refund:lead"})


@dataclass(frozen=True, slots=True)
class PageView:
    """What the page asks for, says and shows.

    ``roles`` are those of its visible fields, ``earlier`` the kinds of the steps before it. An
    intent stands as ``name``, as ``name:lead`` where title, headings or buttons speak it, and as
    ``name:button`` where a button does. ``claims`` are read only where the page asks for something
    or promises money. ``copied`` is the payment form that this one is a copy of. ``framed``: a
    payment provider's frame stands on it. ``has_fields``: something visible can be filled in.
    ``bare_title``: the title says what is done and one word more.
    """

    roles: frozenset[str]
    earlier: frozenset[str]
    intents: frozenset[str]
    claims: tuple[Claim, ...] = ()
    copied: CopiedForm | None = None
    framed: bool = False
    has_fields: bool = False
    bare_title: bool = False

    @property
    def asks_card(self) -> bool:
        """Whether this page or an earlier step of the same flow asked for a card."""
        return bool(self.roles & {"card-number", "card-cvv"}) or "card" in self.earlier

    @property
    def asks_full_card(self) -> bool:
        """Whether this page asks for two of number, expiry and code: more than a payout needs."""
        return len(self.roles & {"card-number", "card-cvv", "card-expiry"}) > 1

    @property
    def lends(self) -> bool:
        """Whether a lender speaks, who pays out money and asks for a card honestly."""
        return "loan" in self.intents and "paid-already" not in self.intents

    @property
    def promises_money(self) -> bool:
        """Whether the page, or a step before it, says that money waits for the reader.

        What its title, headings or buttons say counts; words around the form count unless the
        button says that the reader pays. Lenders promise money too and are left out.
        """
        if self.lends:
            return False
        if "receive" in self.earlier or self.intents & _PROMISES:
            return True
        spoken = bool(self.intents & {"paid-already", "receive-money", "refund"})
        return spoken and "pay" not in self.intents

    def claimed_at(self, *places: Place) -> tuple[Claim, ...]:
        """Return the claims that stand at one of the places."""
        return tuple(claim for claim in self.claims if claim.place in places)


def page_view(facts: PageFacts, brands: BrandRegistry, lexicon: Lexicon) -> PageView:
    """Read a page once for all signals."""
    roles = field_roles(facts.forms, lexicon)
    earlier = frozenset(facts.flow.prev) if facts.flow else frozenset()
    intents = _intents(facts, lexicon)
    fields = [field for form in facts.forms for field in form.fields if field.visible]
    speaks = roles or earlier or intents & _PROMISES or "escrow" in intents or len(fields) > 1
    return PageView(
        roles=roles,
        earlier=earlier,
        intents=intents,
        claims=read_claims(facts, brands, lexicon) if speaks else (),
        copied=_copied_form(facts, lexicon) if "card-cvv" in roles else None,
        framed=any(payment_host(host) is not None for host in facts.iframes),
        has_fields=bool(fields),
        bare_title=_is_bare(facts.page.title, lexicon),
    )


def _is_bare(title: str, lexicon: Lexicon) -> bool:
    words = re.findall(r"[^\W\d_]+", plain(title))
    return len(words) > 1 and sum(word not in lexicon.generic for word in words) == 1


def _intents(facts: PageFacts, lexicon: Lexicon) -> frozenset[str]:
    buttons = "\n".join(plain(button) for form in facts.forms for button in form.buttons)
    leads = "\n".join([*map(plain, (facts.page.title, *facts.headings)), buttons])
    spoken = f"{leads}\n{plain(facts.excerpt)}"
    intents: set[str] = set()
    for name, patterns in lexicon.intents.items():
        anywhere = patterns.anywhere.search(spoken)
        if patterns.lead.search(leads) or (anywhere and patterns.anywhere.search(leads)):
            intents |= {name, f"{name}:lead"}
            if patterns.lead.search(buttons) or patterns.anywhere.search(buttons):
                intents.add(f"{name}:button")
        elif anywhere:
            intents.add(name)
    return frozenset(intents)


def _copied_form(facts: PageFacts, lexicon: Lexicon) -> CopiedForm | None:
    for form in facts.forms:
        written = {name for field in form.fields for name in (field.name, field.id) if name}
        names = {words_of(name) for name in written}
        labels = plain(" ".join(f"{field.label} {field.placeholder}" for field in form.fields))
        spoken = f"{labels}\n{plain(facts.excerpt)}"
        for copied in lexicon.copied_forms:
            if names & copied.unless:
                continue
            named = len(names & copied.names) >= copied.at_least
            if named and (not copied.phrases or copied.phrases.search(spoken)):
                return copied
            if copied.wordings.search(spoken):
                return copied
    return None

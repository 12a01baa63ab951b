"""The page as signals see it: roles of its fields, earlier steps, intents of its words, brands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.payment_hosts import payment_host
from classifier.signals.claims import Claim, Place, names_another, read_claims
from classifier.signals.fields import field_roles, silent_fields
from classifier.textnorm import plain, words_of

if TYPE_CHECKING:
    from classifier.brands import BrandRegistry
    from classifier.case import Field, PageFacts
    from classifier.lexicon import CopiedForm, Lexicon

_PROMISES = frozenset({"receive-money:lead", "paid-already:lead", "refund:lead"})
_OFFERS = frozenset({"receive-money:button", "refund:button"})
_OUTWEIGH_PAYING = frozenset({"paid-already", "receive-money:title", "refund:title"})
_OWN_VOICE = frozenset({"serves-sellers", "elsewhere-too"})

_CARD_FIELDS = frozenset({"card-number", "card-expiry", "card-cvv"})
_BESIDE = {"balance-field": "card-balance", "pin-field": "card-pin"}


@dataclass(frozen=True, slots=True)
class PageView:
    """What the page asks for, says and shows.

    ``roles`` are those of its visible fields, ``earlier`` the kinds of the steps before it. An
    intent stands as ``name``, as ``name:lead`` where title, headings or buttons speak it, as
    ``name:button`` and ``name:title`` where these do. ``claims`` are read only where the page asks
    for something or promises money. ``copied`` is the payment form that this one is a copy of.
    ``framed``: a payment provider's frame stands on it. ``has_fields``: something visible can be
    filled in.
    ``bare_title``: the title says what is done and one word more. ``names_itself``: the title has
    words that are neither general nor a known brand's: whose page it is, or what is sold.
    ``asks_login``: a password is asked together with something else.
    """

    roles: frozenset[str]
    earlier: frozenset[str]
    intents: frozenset[str]
    claims: tuple[Claim, ...] = ()
    copied: CopiedForm | None = None
    framed: bool = False
    has_fields: bool = False
    bare_title: bool = False
    names_itself: bool = False
    asks_login: bool = False

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
    def speaks_for_itself(self) -> bool:
        """Whether the page is somebody's who names brands as others: a shop, a service, a writer.

        Its own legal details tell, or a report of fraud; where the title names it also a service
        sold to sellers and «мы есть и на …», which kits may copy from the real site's words.
        """
        if "own-details" in self.intents or self.reports_fraud:
            return True
        return self.names_itself and bool(self.intents & _OWN_VOICE)

    @property
    def plays_marketplace(self) -> bool:
        """Whether a marketplace's name stands among words of a deal, or is the page's own."""
        if self.speaks_for_itself:
            return False
        deal = bool(self.intents & {"escrow", "deal-roles", "receive-money", "paid-already"})
        return any(
            claim.brand.kind == "classifieds" and not claim.weak and (deal or claim.presents)
            for claim in self.claims
        )

    @property
    def reports_fraud(self) -> bool:
        """Whether the page tells how the fraud goes, and so quotes it, and hands out no money.

        The title must speak of it or name the writer: kits copy the real site's warnings too.
        """
        if self.intents & _OFFERS:
            return False
        named = self.names_itself and "reports-fraud" in self.intents
        return named or "reports-fraud:title" in self.intents

    @property
    def promises_money(self) -> bool:
        """Whether the page, or a step before it, says that money waits for the reader.

        What its title, headings or buttons say counts, words around the form too, unless the
        button says that the reader pays: then the title, a button that hands out or goods said to
        be paid for already must promise, since shops have headings on refunds. Lenders promise
        money too and are left out, as is who reports the fraud.
        """
        if self.lends:
            return False
        if "receive" in self.earlier or self.intents & _OFFERS:
            return True
        if self.reports_fraud:
            return False
        if "pay:button" in self.intents:
            return bool(self.intents & _OUTWEIGH_PAYING)
        spoken = bool(self.intents & {"paid-already", "receive-money", "refund"})
        return bool(self.intents & _PROMISES) or (spoken and "pay" not in self.intents)

    def claimed_at(self, *places: Place) -> tuple[Claim, ...]:
        """Return the claims that stand at one of the places."""
        return tuple(claim for claim in self.claims if claim.place in places)


def page_view(facts: PageFacts, brands: BrandRegistry, lexicon: Lexicon) -> PageView:
    """Read a page once for all signals."""
    earlier = frozenset(facts.flow.prev) if facts.flow else frozenset()
    intents = _intents(facts, lexicon)
    roles = field_roles(facts.forms, lexicon) | _roles_beside(facts, intents, lexicon)
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
        asks_login=_asks_login(fields),
        names_itself=names_another(facts.page.title, brands, lexicon),
    )


def _asks_login(fields: list[Field]) -> bool:
    said = (plain(f"{f.label} {f.placeholder} {f.aria}") for f in fields if f.type == "password")
    return len(fields) > 1 and any("парол" in words or "password" in words for words in said)


def _roles_beside(facts: PageFacts, intents: frozenset[str], lexicon: Lexicon) -> frozenset[str]:
    """Return roles of fields without words of their own, from the words that stand around them."""
    if "card-fields" not in intents:
        return frozenset()
    silent = silent_fields(facts.forms, lexicon)
    if silent < len(_CARD_FIELDS):
        return frozenset()
    more = {role for name, role in _BESIDE.items() if name in intents}
    return _CARD_FIELDS | (more if silent > len(_CARD_FIELDS) else frozenset())


def _is_bare(title: str, lexicon: Lexicon) -> bool:
    words = re.findall(r"[^\W\d_]+", plain(title))
    return len(words) > 1 and sum(word not in lexicon.generic for word in words) == 1


def _intents(facts: PageFacts, lexicon: Lexicon) -> frozenset[str]:
    buttons = "\n".join(plain(button) for form in facts.forms for button in form.buttons)
    leads = "\n".join([*map(plain, (facts.page.title, *facts.headings)), buttons])
    title = plain(facts.page.title)
    spoken = f"{leads}\n{plain(facts.excerpt)}"
    intents: set[str] = set()
    for name, patterns in lexicon.intents.items():
        anywhere = patterns.anywhere.search(spoken)
        if patterns.lead.search(leads) or (anywhere and patterns.anywhere.search(leads)):
            intents |= {name, f"{name}:lead"}
            if patterns.lead.search(buttons) or patterns.anywhere.search(buttons):
                intents.add(f"{name}:button")
            if patterns.lead.search(title):
                intents.add(f"{name}:title")
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

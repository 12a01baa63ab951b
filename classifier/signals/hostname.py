"""Signals of the host's shape: a brand's name where the brand does not live.

Shapes and their frequencies: of 1,099 classifieds-brand phishing hosts in a public feed 2024-2026
83 % carried the brand only left of an unrelated domain, 14 % in the registered label.
"""

from __future__ import annotations

import ipaddress
import itertools
import re
from typing import TYPE_CHECKING

from classifier.address import unquoted
from classifier.signals.labels import RESEMBLANCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.brand import Brand
    from classifier.signals.hostwords import BrandMention
    from classifier.signals.view import CaseView

    Params = Mapping[str, str]


def official_embedded(view: CaseView) -> Params | None:
    """A brand's official domain stands, dot and all, left of somebody else's domain."""
    labels = view.host.labels
    if view.owner or view.address.host.endswith(view.lexicon.delivery_networks):
        return None
    for left, right in itertools.pairwise(labels):
        for label in dict.fromkeys((left, left.rpartition("-")[2])):
            embedded = f"{label}.{right}"
            if brand := view.brands.official_domain(embedded):
                return _params(view, brand) | {"embedded": embedded}
    return None


def fake_suffix(view: CaseView) -> Params | None:
    """After the brand's label comes a label that starts like a domain ending: ``ru-``, ``com-``."""
    for mention in view.host.mentions:
        if mention.fake_suffix:
            return _params(view, mention.brand) | {"suffix": mention.fake_suffix}
    return None


def brand_subdomain(view: CaseView) -> Params | None:
    """The brand's name stands only left of an unrelated registered domain."""
    return _mention_params(view, in_registered_label=False)


def brand_in_name(view: CaseView) -> Params | None:
    """The brand's name is a word of the registered label, and the domain is not the brand's."""
    return _mention_params(view, in_registered_label=True)


def look_alike(view: CaseView) -> Params | None:
    """A label is a brand's name with a typing error, or drawn with characters that look like it."""
    for mention in view.host.telling:
        if mention.how in RESEMBLANCES:
            return _params(view, mention.brand) | {"spelled": mention.spelled}
    return None


def brand_hint(view: CaseView) -> Params | None:
    """A short or common word that is also a brand's name, without company: too little to accuse."""
    if view.host.telling:
        return None
    for mention in view.host.mentions:
        if mention.how not in RESEMBLANCES:
            return _params(view, mention.brand)
    return None


def brand_with_lure(view: CaseView) -> Params | None:
    """Beside the brand's name stands a word of money, delivery or safety."""
    if not view.host.telling or not view.host.lures:
        return None
    return _params(view, view.host.telling[0].brand) | {"word": view.host.lures[0]}


def brand_with_number(view: CaseView) -> Params | None:
    """Beside the brand's name stands a number of three digits and more: a throw-away domain."""
    if not view.host.telling or not view.host.has_number:
        return None
    return _params(view, view.host.telling[0].brand)


def brand_with_cheap_ending(view: CaseView) -> Params | None:
    """A brand's name stands under an ending that throw-away domains are bought with."""
    if not view.host.telling or not view.host.cheap_ending:
        return None
    return _params(view, view.host.telling[0].brand) | {"ending": view.address.suffix}


def brand_on_free_hosting(view: CaseView) -> Params | None:
    """A brand's name stands where anybody opens a site for free and without papers."""
    # half of these zones are no public suffixes: to the list their users are mere subdomains
    zones = (view.address.suffix, view.address.registrable_domain)
    hosting = next((zone for zone in zones if zone in view.lexicon.free_hosting), None)
    if not view.host.telling or hosting is None:
        return None
    return _params(view, view.host.telling[0].brand) | {"hosting": hosting}


def rival_brands(view: CaseView) -> Params | None:
    """Names of different companies share one host that belongs to none of them.

    In one label they may be an honest tool's (``cdek-boxberry-calc``); in different ones, or beside
    a lure word or a number, they are a wildcard domain that serves many frauds.
    """
    if view.owner:
        return None
    owners: dict[str, BrandMention] = {}
    for mention in view.host.mentions:
        if not mention.weak:
            owners.setdefault(mention.brand.owner, mention)
    first, *others = owners.values() or (None,)
    if first is None or not others:
        return None
    apart = any(other.label != first.label for other in others)
    if not apart and not view.host.lures and not view.host.has_number:
        return None
    return _params(view, first.brand) | {"other_id": others[0].brand.id}


def name_before_at(view: CaseView) -> Params | None:
    """A host's or brand's name stands before an ``@``, where people read it and browsers do not."""
    if not view.address.userinfo:
        return None
    shown = unquoted(view.address.userinfo)
    words = re.findall(r"[^\W\d_]+", shown.lower())
    if "." in shown or any(word in view.brands.names.exact for word in words):
        return {"host": view.address.host_unicode}
    return None


def ip_address(view: CaseView) -> Params | None:
    """The link leads to a public bare number instead of a name."""
    if not view.address.is_ip or not ipaddress.ip_address(view.address.host.strip("[]")).is_global:
        return None
    return {"host": view.address.host}


def hides_target(view: CaseView) -> Params | None:
    """A short link, or a redirecting page that does not say its target, hides where it leads."""
    address = view.address
    known = view.lexicon.shorteners
    short = address.host in known or address.registrable_domain in known
    bare = address.path == "/" and not address.query
    return {"host": address.host} if view.hides_target or (short and not bare) else None


def official_host(view: CaseView) -> Params | None:
    """The host belongs to the brand, by registered domain."""
    if view.owner is None or not view.trusted_host:
        return None
    return _params(view, view.owner)


def claimed_brand(view: CaseView) -> Brand | None:
    """Return the brand that the host speaks of: its owner, else the first name that tells."""
    if view.owner:
        return view.owner
    telling = view.host.telling
    return telling[0].brand if telling else None


def _mention_params(view: CaseView, *, in_registered_label: bool) -> Params | None:
    for mention in view.host.telling:
        if mention.how in RESEMBLANCES:
            continue
        if (mention.label == view.host.registrable) is in_registered_label:
            return _params(view, mention.brand)
    return None


def _params(view: CaseView, brand: Brand) -> dict[str, str]:
    return {
        "brand_id": brand.id,
        "host": view.address.host_unicode,
        "domain": view.address.registrable_domain or view.address.host,
        "official": brand.domains[0],
    }

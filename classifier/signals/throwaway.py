"""Signals of a throw-away host, whatever name it bears: weak evidence, never an accusation.

One domain a victim is the rule: 975 phishing hosts against classifieds used 972 registered domains,
half of them with four digits and more in a row, 83 % under one of a dozen cheap endings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.evidence import NO_PARAMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.signals.view import CaseView

    Params = Mapping[str, str]

_LONG_NUMBER = re.compile(r"(?<![a-z])(?:id|ord|order|zakaz|pay)-?\d{3,}|\d{5,}")
"""An order's number as a name: ``id22991``, ``order-3819``, ``7484512``."""

_MONEY_PAGE = re.compile(
    r"/(?:order|pay|payment|payout|oferta|receive|get|merchant|cash|refund|bank|track|tracking"
    r"|delivery|zakaz|oplata|dostavka|form)(?=/|$)",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"/(?=[^/]*\d)[A-Za-z0-9_-]{6,}(?=/|$)")


def throwaway_name(view: CaseView) -> Params | None:
    """The registered label holds an order's number or a long run of digits."""
    labels = view.host.labels
    if not labels or not _LONG_NUMBER.search(labels[-1]):
        return None
    return {"domain": view.address.registrable_domain or ""}


def cheap_ending(view: CaseView) -> Params | None:
    """The domain stands under an ending that throw-away domains are bought with."""
    return {"ending": view.address.suffix} if view.host.cheap_ending else None


def lure_words(view: CaseView) -> Params | None:
    """The host speaks of money, delivery or safety, and names no brand."""
    if view.host.mentions or not view.host.lures:
        return None
    return {"word": view.host.lures[0]}


def order_page(view: CaseView) -> Params | None:
    """The path names an order or a payment and carries somebody's own number or token."""
    if not _MONEY_PAGE.search(view.address.path):
        return None
    return NO_PARAMS if _TOKEN.search(view.address.path) else None

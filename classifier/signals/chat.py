"""Signals of the chat around a link: what the other person's words do, beside what the link is.

Words accuse nobody alone: honest buyers pay, ask for photos elsewhere, and write addresses oddly.
The seller's own messages never count; a message of which nobody knows whose it is gives a caution
at most. Beside a link to a host of a known organisation or payment provider nothing counts; where
strangers write on such a host, only two cues together do.
Strengths follow the field guide's chat table: a paid claim beside a brand's name on a stranger's
host is near certain, an odd spelling strong, a nudge elsewhere common among honest buyers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from classifier.address import unquoted
from classifier.cues import APK_LINK, OBFUSCATED_LINK, OFF_PLATFORM, PAID_ALREADY, PAYOUT_NUDGE
from classifier.payment_hosts import payment_host
from classifier.signals.hostname import hides_target
from classifier.signals.throwaway import throwaway_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from classifier.signals.view import CaseView

    Params = Mapping[str, str]

_PACKAGES = (".apk", ".apks", ".apkm", ".xapk")
"""Endings of files that install a program on Android."""

_APP_STORES = (
    "rustore.ru",
    "play.google.com",
    "apps.apple.com",
    "appgallery.huawei.com",
    "galaxystore.samsung.com",
    "apps.samsung.com",
)
"""Stores that check programs before they offer them, by what their makers publish."""

_TALK = frozenset((OFF_PLATFORM, PAYOUT_NUDGE, OBFUSCATED_LINK))
"""Cues that make a claim of payment suspicious."""

_TOGETHER = 2
"""Cues that count together on a known host where strangers write."""

_WORD = re.compile(r"[^\W\d_]+")


def paid_and_imitation(view: CaseView) -> Params | None:
    """The other person says that money waits, and the link's host bears a brand's name."""
    if not _is_imitation(view) or not _from_other(view):
        return None
    brand = view.host.telling[0].brand
    return _host(view) | {"brand_id": brand.id, "official": brand.domains[0]}


def paid_and_lure(view: CaseView) -> Params | None:
    """Money is said to wait, and the talk or the link itself fits the usual fraud."""
    cues = _cues(view)
    if PAID_ALREADY not in cues or paid_and_imitation(view) is not None:
        return None
    fits = cues & _TALK or (not _is_known(view) and _speaks_of_money(view))
    return _host(view) if fits else None


def paid_and_link(view: CaseView) -> Params | None:
    """Money is said to wait, and the link leads to a host of which nothing is known."""
    if PAID_ALREADY not in _cues(view) or _is_known(view):
        return None
    spoken = paid_and_imitation(view) is not None or paid_and_lure(view) is not None
    return None if spoken else _host(view)


def payout_nudge(view: CaseView) -> Params | None:
    """Somebody presses the seller to take money at a link that already looks wrong."""
    return _host(view) if PAYOUT_NUDGE in _cues(view) and _looks_wrong(view) else None


def moves_elsewhere(view: CaseView) -> Params | None:
    """The talk is moved off the marketplace, beside a link that already looks wrong."""
    return _host(view) if OFF_PLATFORM in _cues(view) and _looks_wrong(view) else None


def obfuscated_link(view: CaseView) -> Params | None:
    """The address was written so that the marketplace's filters do not see it."""
    return _host(view) if OBFUSCATED_LINK in _cues(view) else None


def apk_file(view: CaseView) -> Params | None:
    """The link is a program for Android, outside the domains of known organisations."""
    if _direction(view) == "out" or _gives_programs(view) or not _is_package(view):
        return None
    return _host(view)


def apk_in_message(view: CaseView) -> Params | None:
    """The other person in a chat sends such a program."""
    if not _from_other(view) or _gives_programs(view) or not _is_package(view):
        return None
    return _host(view)


def _direction(view: CaseView) -> str:
    return view.case.message.direction if view.case.message is not None else ""


def _from_other(view: CaseView) -> bool:
    return _direction(view) == "in"


def _cues(view: CaseView) -> frozenset[str]:
    """Return the cues that count beside this link; codes that are not known say nothing."""
    message = view.case.message
    if message is None or message.direction == "out" or view.trusted_host:
        return frozenset()
    listed = payment_host(view.address.host)
    if listed is not None and not listed.user_content:
        return frozenset()
    cues = (_TALK | {PAID_ALREADY}).intersection(message.cues)
    return frozenset() if _is_known(view) and len(cues) < _TOGETHER else cues


def _is_known(view: CaseView) -> bool:
    """Tell whether it is known whose the host is, though strangers may write on it."""
    return view.official is not None or payment_host(view.address.host) is not None


def _is_imitation(view: CaseView) -> bool:
    return PAID_ALREADY in _cues(view) and bool(view.host.telling) and not _is_known(view)


def _looks_wrong(view: CaseView) -> bool:
    if _lures(view, view.host.lures) or throwaway_name(view) is not None:
        return True
    named = bool(view.host.telling) or view.host.has_number
    return named or view.address.is_ip or hides_target(view) is not None


def _speaks_of_money(view: CaseView) -> bool:
    """Tell whether host or path have a word of money, delivery or orders, or a throw-away name."""
    if view.host.telling or throwaway_name(view) is not None:
        return True
    in_path = _WORD.findall(unquoted(view.address.path).lower())
    return _lures(view, (*view.host.lures, *in_path))


def _lures(view: CaseView, words: Iterable[str]) -> bool:
    """Tell whether a word lures; words of service do not, honest shops use them as often."""
    lexicon = view.lexicon
    return not (lexicon.lures - lexicon.service_words).isdisjoint(words)


def _gives_programs(view: CaseView) -> bool:
    host = view.address.host
    return view.trusted_host or any(host == s or host.endswith(f".{s}") for s in _APP_STORES)


def _is_package(view: CaseView) -> bool:
    message = view.case.message
    if message is not None and APK_LINK in message.cues:
        return True
    path = view.address.path.lower()
    if "apk" not in path and "%" not in path:
        return False
    return unquoted(path).lower().rstrip("/").endswith(_PACKAGES)


def _host(view: CaseView) -> dict[str, str]:
    return {"host": view.address.host_unicode}

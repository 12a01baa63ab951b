"""Signals of the chat around a link: what the other person's words do, beside what the link is.

Words accuse nobody alone: honest buyers pay, ask for photos elsewhere, and write addresses oddly.
Only the other person's messages count, and never beside a link to a known organisation's domain.
Strengths follow the field guide's chat table: a paid claim beside a brand's name on a stranger's
host is near certain, an odd spelling strong, a nudge elsewhere common among honest buyers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.address import unquoted
from classifier.cues import APK_LINK, OBFUSCATED_LINK, OFF_PLATFORM, PAID_ALREADY, PAYOUT_NUDGE
from classifier.signals.hostname import hides_target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.signals.view import CaseView

    Params = Mapping[str, str]

_PACKAGES = (".apk", ".apks", ".apkm", ".xapk")
"""Endings of files that install a program on Android."""


def paid_and_imitation(view: CaseView) -> Params | None:
    """Money is said to wait, and the link carries a brand's name on a stranger's host."""
    if PAID_ALREADY not in _cues(view) or not view.host.telling:
        return None
    brand = view.host.telling[0].brand
    return _host(view) | {"brand_id": brand.id, "official": brand.domains[0]}


def paid_and_link(view: CaseView) -> Params | None:
    """Money is said to wait, and the link leads to a host of which nothing is known."""
    if PAID_ALREADY not in _cues(view) or view.host.telling:
        return None
    return _host(view)


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
    if view.trusted_host or not _is_package(view):
        return None
    return _host(view)


def apk_in_message(view: CaseView) -> Params | None:
    """The other person in a chat sends such a program."""
    if view.trusted_host or not _from_other(view) or not _is_package(view):
        return None
    return _host(view)


def _from_other(view: CaseView) -> bool:
    return view.case.message is not None and view.case.message.direction == "in"


def _cues(view: CaseView) -> frozenset[str]:
    """Return the cues that count beside this link; codes that are not known say nothing."""
    message = view.case.message
    if message is None or view.official is not None or not _from_other(view):
        return frozenset()
    return frozenset(message.cues)


def _looks_wrong(view: CaseView) -> bool:
    named = bool(view.host.telling) or view.host.has_number
    return named or view.address.is_ip or hides_target(view) is not None


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

"""Steadiness: what a score must not hang on — scheme, ``www.``, the mere presence of a path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.address import AddressError, parse_address
from classifier.training.metrics import Share
from classifier.training.results import Section, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from classifier.training.model_rows import Scored

    Change = tuple[str, Callable[[str], str | None]]

SAMPLE = 3_000
"""Links of each class that are judged again in every changed form."""


def other_scheme(url: str) -> str | None:
    """Return the link with http for https or the other way; None for any other scheme."""
    scheme, mark, rest = url.partition("://")
    other = {"https": "http", "http": "https"}.get(scheme)
    return f"{other}{mark}{rest}" if other else None


def with_www(url: str) -> str | None:
    """Return the link with ``www.`` before its host.

    None where it has one, and where the result would be another site: a number, a public suffix.
    """
    scheme, mark, rest = url.partition("://")
    try:
        address = parse_address(url)
    except AddressError:
        return None
    named = address.registrable_domain is not None and not address.is_ip
    unfit = not named or "@" in rest.partition("/")[0] or address.host.startswith("www")
    return None if unfit else f"{scheme}{mark}www.{rest}"


def with_path(path: str) -> Callable[[str], str | None]:
    """Return what adds a path to a link; it returns None for links that have one."""

    def add(url: str) -> str | None:
        bare = url.removesuffix("/")
        return None if set("/?#") & set(bare.partition("://")[2]) else f"{bare}{path}"

    return add


CHANGES: tuple[Change, ...] = (
    ("the other scheme", other_scheme),
    ("`www.` added", with_www),
    ("path `/1` added", with_path("/1")),
    ("path `/about` added", with_path("/about")),
)


def steadiness(
    groups: Sequence[tuple[str, Sequence[str]]], judge: Callable[[list[str]], list[Scored]]
) -> Section:
    """Return how scores change when links are written otherwise.

    ``groups`` are names and links, of which the first ``SAMPLE`` are taken; ``judge`` answers in
    order.
    """
    rows = []
    for name, urls in groups:
        for told, change in CHANGES:
            pairs = [(url, other) for url in urls[:SAMPLE] if (other := change(url)) is not None]
            before = judge([url for url, _ in pairs])
            after = judge([other for _, other in pairs])
            both = list(zip(before, after, strict=True))
            moved = sum(later.margin != one.margin for one, later in both)
            flips = sum(later.flagged != one.flagged for one, later in both)
            change_of_score = sum(later.score - one.score for one, later in both)
            rows.append(
                (
                    f"{name}: {told}",
                    len(both),
                    change_of_score / len(both) if both else None,
                    Share(moved, len(both)),
                    Share(flips, len(both)),
                )
            )
    columns = ("", "n", "mean change of score", "margin moved", "warning flipped")
    return Section(
        "model-steadiness",
        "What a verdict must not hang on",
        "The same links written otherwise: scheme and `www.` must change nothing, a path that\n"
        "says nothing should not change much.",
        (Table(columns, tuple(rows)),),
    )

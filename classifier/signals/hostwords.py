"""The words of a host: which brand names, lure words and numbers stand where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.signals.labels import RESEMBLANCES, read_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.address import Address
    from classifier.brand import Brand
    from classifier.brands import BrandRegistry
    from classifier.lexicon import Lexicon
    from classifier.signals.labels import How, NameInLabel

MAX_LABELS = 40
"""Labels that are read, half from each end; DNS allows 127, observed scam hosts have up to 12."""

COUNTRY_SUFFIXES = frozenset(
    (
        "ru su рф com org net info pl by kz ua uz kg md az am ge de at ch es it fr pt ro bg cz "
        "sk hu lt lv ee nl be fi se no dk uk tr"
    ).split()
)
"""Endings that stand for an official domain when a hyphen follows: ``avito.ru-pay.example``."""

_MIN_NUMBERED = 3
"""Letters of a name beside which a number accuses; ``vk242`` may be anybody's."""


@dataclass(frozen=True, slots=True)
class BrandMention:
    """A brand name in a host, and how it is written there.

    ``label`` counts from the left, ``whole`` if the name fills it. ``weak`` mentions need company.
    ``fake_suffix`` is the ending that the next label imitates (``ru`` in ``avito.ru-pay.example``),
    else empty. ``spelled`` is what stands in the host.
    """

    brand: Brand
    label: int
    weak: bool
    how: How = "word"
    spelled: str = ""
    whole: bool = False
    fake_suffix: str = ""


@dataclass(frozen=True, slots=True)
class HostWords:
    """What the host says, left to right; ``registrable`` is the index of the registered label.

    ``mentions`` leaves out brands that own the host or share its name honestly. ``telling`` are
    those that accuse, the plainest first: weak ones only beside a lure, a number, a throw-away
    ending or a fake suffix.
    """

    labels: tuple[str, ...] = ()
    registrable: int = 0
    mentions: tuple[BrandMention, ...] = ()
    telling: tuple[BrandMention, ...] = ()
    lures: tuple[str, ...] = ()
    has_number: bool = False
    cheap_ending: bool = False


NO_WORDS = HostWords()


def read_host(
    address: Address, brands: BrandRegistry, lexicon: Lexicon, owner: Brand | None
) -> HostWords:
    """Cut a host that is not a brand's own into words and look them up; an IP address has none.

    ``owner`` is the organisation on whose domain strangers write, if it is known.
    """
    domain = address.registrable_domain
    labels = address.labels
    if len(labels) > MAX_LABELS:
        labels = (*labels[: MAX_LABELS // 2], *labels[-MAX_LABELS // 2 :])
    if domain is None or not labels:
        return NO_WORDS
    last = len(labels) - 1
    mentions: list[BrandMention] = []
    lures: list[str] = []
    has_number = False
    for index, label in enumerate(labels):
        if label == "www":
            continue
        words = read_label(label, brands.names, lexicon.lures)
        has_number = has_number or words.numbered
        lures += words.lures
        mentions += _mentions(labels, index, words.names, brands)
    named = any(mention.label == last and not mention.weak for mention in mentions)
    if not named and not brands.is_bystander(domain):
        near = list(_near_official(labels, address.suffix, brands))
        if near:
            mentions = [m for m in mentions if m.label != last or m.how not in RESEMBLANCES] + near
    foreign = tuple([m for m in mentions if not brands.is_at_home(m.brand, domain, owner)])
    cheap = address.suffix.rpartition(".")[2] in lexicon.cheap_endings
    company = cheap or not lexicon.service_words.issuperset(lures)
    return HostWords(
        labels=labels,
        registrable=last,
        mentions=foreign,
        telling=_telling(foreign, company=company, numbered=has_number),
        lures=tuple(dict.fromkeys(lures)),
        has_number=has_number,
        cheap_ending=cheap,
    )


def _mentions(
    labels: tuple[str, ...], index: int, names: tuple[NameInLabel, ...], brands: BrandRegistry
) -> Iterator[BrandMention]:
    """Yield the mentions of one label, with the ending that the next label imitates."""
    suffix = _fake_suffix(labels, index)
    label = labels[index]
    if suffix and (official := brands.official_domain(f"{label}.{suffix}")):
        yield BrandMention(
            official, index, weak=False, spelled=label, whole=True, fake_suffix=suffix
        )
    for name in names:
        brand = name.spelling.brand
        ends_so = name.last and suffix in brand.endings
        imitated = suffix if name.whole or ends_so else ""
        yield BrandMention(brand, index, name.weak, name.how, name.text, name.whole, imitated)


def _telling(
    mentions: tuple[BrandMention, ...], *, company: bool, numbered: bool
) -> tuple[BrandMention, ...]:
    """Return the mentions that accuse, the plainest first."""
    if not mentions:
        return ()
    company = company or any(mention.fake_suffix for mention in mentions)
    telling = (
        mention
        for mention in mentions
        if not mention.weak or company or (numbered and len(mention.spelled) >= _MIN_NUMBERED)
    )
    return tuple(sorted(telling, key=_plainness))


def _plainness(mention: BrandMention) -> tuple[bool, bool, int]:
    return mention.weak, mention.how in RESEMBLANCES, -len(mention.spelled)


def _fake_suffix(labels: tuple[str, ...], index: int) -> str:
    """Return the domain ending that the label after ``index`` imitates: ``ru`` for ``ru-pay``."""
    if index + 1 >= len(labels):
        return ""
    head, hyphen, _ = labels[index + 1].partition("-")
    return head if hyphen and head in COUNTRY_SUFFIXES else ""


def _near_official(
    labels: tuple[str, ...], ending: str, brands: BrandRegistry
) -> Iterator[BrandMention]:
    """Yield the brand whose official domain the registered one is a slip away from.

    A dot may cut the name in two: ``av.ito.ru``.
    """
    last = len(labels) - 1
    label = labels[last]
    if found := brands.sites.resembled(label, ending):
        yield BrandMention(found.brand, last, weak=False, how=found.how, spelled=label, whole=True)
    elif last > 0 and labels[-2] != "www":
        brand = brands.sites.official(f"{labels[-2]}{label}", ending)
        if brand:
            spelled = ".".join(labels[-2:])
            yield BrandMention(brand, last, weak=False, how="mistyped", spelled=spelled)

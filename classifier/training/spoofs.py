"""Internationalised spoofs: names rewritten with signs that look like their letters.

The signs come from a copy of Unicode's confusables (TR39) in the data folder, the shapes of
embedding from the published tables of a browser with a brand in the place of their example. A
spoof that a browser would not open, or would fold back to plain ASCII, is none.
"""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.address import AddressError, parse_address
from classifier.brands import default_brands

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from classifier.training.files import DataFolder

CONFUSABLES = "vectors/tr39_confusables.csv"
EMBEDDING = "vectors/chromium_target_embedding.csv"
COMBINED = "vectors/chromium_combosquatting.csv"

SEED = 39
PER_METHOD = 4
"""Spoofs of one method for one name."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_ACCENTS = ("\u0301", "\u0300", "\u0308", "\u0306", "\u0323", "\u030c", "\u0327")
_MIN_EMBEDDED = 5
"""Letters of a brand's label that take part in embedding; the browser's own least is four."""

Choices = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Spoof:
    """A link, how it was made, and the name that it imitates."""

    url: str
    method: str
    target: str
    of_brand: bool

    @property
    def international(self) -> bool:
        """Whether the link's host is written with signs beyond ASCII."""
        return is_internationalised(self.url)


def read_confusables(folder: DataFolder) -> Choices:
    """Return for each letter and digit the single signs that TR39 calls confusable with it.

    Raises:
        CorpusError: the table is missing or damaged.
    """
    by_prototype: dict[str, set[str]] = {}
    prototypes = {letter: letter for letter in _LETTERS}
    for sign, prototype in folder.rows(CONFUSABLES, ("src", "prototype")):
        if sign in prototypes:
            prototypes[sign] = prototype
        if len(sign) == 1 and not sign.isascii() and unicodedata.category(sign) in {"Ll", "Lo"}:
            by_prototype.setdefault(prototype, set()).add(sign)
    return {
        letter: tuple(sorted(by_prototype.get(prototype, ())))
        for letter, prototype in prototypes.items()
    }


def brand_targets() -> list[str]:
    """Return the main domain of each brand, as far as its label can be rewritten."""
    domains = dict.fromkeys(brand.domains[0] for brand in default_brands())
    return [domain for domain in domains if domain.count(".") == 1]


def in_scripts(choices: Mapping[str, Sequence[str]], *scripts: str) -> Choices:
    """Return the choices whose Unicode name begins with one of the scripts' names."""
    return {
        letter: tuple(sign for sign in signs if unicodedata.name(sign, "").startswith(scripts))
        for letter, signs in choices.items()
    }


def spoofs_of(
    domain: str, choices: Choices, limit: int = PER_METHOD, *, of_brand: bool = True
) -> Iterator[Spoof]:
    """Yield spoofs of a registrable domain's label by each method, none of them twice."""
    label, _, suffix = domain.partition(".")
    rng = random.Random(f"{SEED}:{domain}")  # noqa: S311 - the same spoofs in every run
    near = in_scripts(choices, "LATIN", "CYRILLIC", "GREEK")
    cyrillic = in_scripts(choices, "CYRILLIC")
    methods: dict[str, Iterable[str]] = {
        "one Cyrillic letter": _replaced(label, cyrillic, 1, rng),
        "one letter (Latin, Cyrillic, Greek)": _replaced(label, near, 1, rng),
        "one letter (any script)": _replaced(label, choices, 1, rng),
        "half of the letters (Latin, Cyrillic, Greek)": _replaced(
            label, near, max(2, len(label) // 2), rng
        ),
        "whole label Cyrillic": _replaced(label, cyrillic, len(label), rng),
        "one accent": _accented(label, rng),
    }
    for method, made in methods.items():
        seen: set[str] = set()
        for spoof in made:
            if len(seen) == limit:
                break
            url = f"https://{spoof}.{suffix}/"
            if spoof not in seen and is_internationalised(url):
                seen.add(spoof)
                yield Spoof(url, method, domain, of_brand)


def _replaced(label: str, choices: Choices, count: int, rng: random.Random) -> Iterator[str]:
    """Yield tries at the label with ``count`` of its signs replaced."""
    places = [place for place, sign in enumerate(label) if choices.get(sign)]
    if len(places) < count:
        return
    for _ in range(PER_METHOD * 6):
        signs = list(label)
        for place in rng.sample(places, count):
            signs[place] = rng.choice(choices[signs[place]])
        yield "".join(signs)


def _accented(label: str, rng: random.Random) -> Iterator[str]:
    for _ in range(PER_METHOD * 10):
        place, accent = rng.randrange(len(label)), rng.choice(_ACCENTS)
        sign = unicodedata.normalize("NFC", label[place] + accent)
        if len(sign) == 1:
            yield f"{label[:place]}{sign}{label[place + 1 :]}"


def is_internationalised(url: str) -> bool:
    """Tell whether a browser would open a host with an internationalised label for a link."""
    try:
        return "xn--" in parse_address(url).host
    except AddressError:
        return False


def embeddings(folder: DataFolder) -> Iterator[Spoof]:
    """Yield the browser's warned-of embeddings of ``google.com`` with a brand in its place.

    Raises:
        CorpusError: a table is missing or damaged.
    """
    shapes = [
        host
        for host, safe, kind in folder.rows(
            EMBEDDING, ("hostname", "expected_safe_host", "expected_type")
        )
        if safe == "google.com" and kind in {"interstitial", "safetytip"}
    ]
    shapes += [
        host
        for host, safe, kind in folder.rows(COMBINED, ("c0", "c1", "c2"))
        if safe == "google.com" and kind.endswith("kHardCoded")
    ]
    for brand in default_brands():
        label, _, suffix = brand.domains[0].partition(".")
        if len(label) < _MIN_EMBEDDED or "." in suffix:
            continue
        for shape in dict.fromkeys(shapes):
            host = _with_brand(shape, label, suffix)
            plain = host.isascii()
            method = "browser's table, brand embedded" + ("" if plain else ", accented")
            yield Spoof(f"https://{host}/", method, brand.domains[0], of_brand=True)


def _with_brand(shape: str, label: str, suffix: str) -> str:
    """Put a brand where ``google`` stands, and its suffix where ``.com`` follows inside."""
    accented = unicodedata.normalize("NFC", f"{label}\u0301")
    for name, written in (("google", label), ("googlé", accented)):
        shape = re.sub(rf"{name}([.-]?)com(?=[.-])", rf"{written}\g<1>{suffix}", shape)
        shape = shape.replace(name, written)
    return shape

"""BrandRegistry: the organisations that scammers imitate, their names and where they live.

One YAML file a brand in ``data/brands``; the file's name is the brand's id.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal, Self

import ada_url
from pydantic import Field, StringConstraints, model_validator

from classifier.data_files import DATA, Closed, DataError, load_yaml, validated
from classifier.names import NameIndex, Spelling
from classifier.sites import SiteIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from classifier.address import Address
    from classifier.verdict import Language

BRANDS = DATA / "brands"

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Domain = Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+\.[a-z0-9-]+$")]
BrandKind = Literal[
    "classifieds",
    "delivery",
    "marketplace",
    "bank",
    "payment",
    "portal",
    "messenger",
    "travel",
    "auto",
    "realty",
    "jobs",
    "government",
]


DomainRole = Literal[
    "main", "regional", "static", "payments", "api", "app", "help", "defensive", "typo-owned"
]


class _Texts(Closed):
    ru: Text
    en: Text


class OfficialDomain(Closed):
    """A domain or host of the brand, where that was confirmed, whether strangers write on it.

    ``role`` is what the source says it is for. A ``typo-owned`` domain is the brand's only so that
    nobody else takes it, and may lapse: like strangers' content it is official without being proof
    of honesty, so it has to be marked ``user_content`` as well.
    """

    domain: Domain
    confirmed: Text
    role: DomainRole | None = None
    user_content: bool = False

    @model_validator(mode="after")
    def _typo_vouches_for_nothing(self) -> Self:
        if self.role == "typo-owned" and not self.user_content:
            raise ValueError(f"{self.domain} is typo-owned; add user_content: true")
        return self


class Bystander(Closed):
    """A domain that carries the brand's name for an honest reason.

    ``unconfirmed`` ones are the company's by their name alone, or only speak of it: the name
    accuses nobody there, but nobody vouches for what their pages ask.
    """

    domain: Domain
    why: Text
    unconfirmed: bool = False


class _Examples(Closed):
    match: Annotated[tuple[Text, ...], Field(min_length=1)]
    clean: Annotated[tuple[Text, ...], Field(min_length=1)]


class _BrandFile(Closed):
    name: _Texts
    kind: BrandKind
    owner: Text
    spellings: Annotated[tuple[Text, ...], Field(min_length=1)]
    weak_spellings: tuple[Text, ...] = ()
    coined: tuple[Text, ...] = ()
    neighbours: tuple[Text, ...] = ()
    official: Annotated[tuple[OfficialDomain, ...], Field(min_length=1)]
    namesakes: tuple[Bystander, ...] = ()
    tenants: tuple[Bystander, ...] = ()
    advice: _Texts
    examples: _Examples


@dataclass(frozen=True, slots=True)
class Brand:
    """An imitated organisation.

    ``spellings`` point at the brand wherever they stand as a whole word of a host;
    ``weak_spellings`` (short or common words) only beside other evidence. ``coined`` spellings
    stand in no honest longer word; ``neighbours`` are honest words one typing error away.
    ``owner`` groups brands of one company, which are no rivals. ``match`` and ``clean`` are
    example hosts. ``domains`` are the official ones on which only the brand itself speaks, the main
    one first;
    ``main_names`` are the first spelling and the main domain's label, ``endings`` what follows
    the labels of all its domains.
    """

    id: str
    names: Mapping[str, str]
    kind: BrandKind
    owner: str
    spellings: tuple[str, ...]
    weak_spellings: tuple[str, ...]
    coined: tuple[str, ...]
    neighbours: tuple[str, ...]
    official: tuple[OfficialDomain, ...]
    namesakes: tuple[Bystander, ...]
    tenants: tuple[Bystander, ...]
    advice: Mapping[str, str]
    match: tuple[str, ...]
    clean: tuple[str, ...]
    domains: tuple[str, ...]
    main_names: frozenset[str]
    endings: frozenset[str]
    readable_domains: tuple[str, ...]

    def name(self, language: Language) -> str:
        """Return the brand's name as readers of the language know it."""
        return self.names[language]


class BrandRegistry:
    """All brands with the indexes that signals need."""

    def __init__(self, brands: Iterable[Brand]) -> None:
        self._brands = tuple(brands)
        self._by_id = {brand.id: brand for brand in self._brands}
        self._official: dict[str, tuple[Brand, OfficialDomain]] = {}
        self._in_unicode: dict[str, Brand] = {}
        self._bystanders: set[tuple[str, str]] = set()
        self._bystander_domains: set[str] = set()
        self._unconfirmed: set[str] = set()
        for brand in self._brands:
            self._index(brand)
        self.names = NameIndex(self._spellings())
        self.sites = SiteIndex(self._brands)

    def __iter__(self) -> Iterator[Brand]:
        return iter(self._brands)

    def __len__(self) -> int:
        return len(self._brands)

    def __getitem__(self, brand_id: str) -> Brand:
        return self._by_id[brand_id]

    @property
    def spellings(self) -> Mapping[str, Spelling]:
        """Every way to write a brand's name, without hyphens."""
        return self.names.exact

    def official(self, address: Address) -> tuple[Brand, OfficialDomain] | None:
        """Return the brand that owns the address's host, and the entry that says so."""
        return self.official_host(address.host)

    def official_host(self, host: str) -> tuple[Brand, OfficialDomain] | None:
        """Return the closest entry above a host: ``forms.yandex.ru`` comes before ``yandex.ru``."""
        while host:
            if entry := self._official.get(host):
                return entry
            _, _, host = host.partition(".")
        return None

    def official_domain(self, domain: str) -> Brand | None:
        """Return the brand whose official domain this is, written in Unicode."""
        return self._in_unicode.get(domain)

    def is_at_home(self, brand: Brand, domain: str, owner: Brand | None) -> bool:
        """Tell whether a brand's name may stand under a registrable domain that strangers share.

        ``owner`` is the organisation that lets strangers write there, if it is known: then only its
        own names may. Else those of the brands that the domain is a namesake of or a tenants' host.
        """
        if owner is not None:
            return owner.owner == brand.owner
        return (brand.id, domain) in self._bystanders

    def vouched(self, brand: Brand, domain: str, owner: Brand | None) -> bool:
        """Tell the same of pages: whether they may present themselves as the brand there.

        Under an unconfirmed domain they may only if its label is nothing but the name, like that of
        a branch (``cdek.kz``).
        """
        if not self.is_at_home(brand, domain, owner):
            return False
        plain = domain.partition(".")[0].replace("-", "") in self.spellings
        return plain or domain not in self._unconfirmed

    def is_bystander(self, domain: str) -> bool:
        """Tell whether a registrable domain is recorded as honest though it bears some name."""
        return domain in self._bystander_domains

    def _index(self, brand: Brand) -> None:
        for entry in brand.official:
            if entry.domain in self._official:
                other = self._official[entry.domain][0].id
                raise DataError(f"brands/{brand.id}.yml", f"{entry.domain} is {other}'s; drop one")
            self._official[entry.domain] = (brand, entry)
            self._in_unicode[ada_url.idna_to_unicode(entry.domain)] = brand
        for bystander in (*brand.namesakes, *brand.tenants):
            self._bystanders.add((brand.id, bystander.domain))
            self._bystander_domains.add(bystander.domain)
            if bystander.unconfirmed:
                self._unconfirmed.add(bystander.domain)

    def _spellings(self) -> Iterator[Spelling]:
        owners: dict[str, str] = {}
        for brand in self._brands:
            file = f"brands/{brand.id}.yml"
            words = [*brand.spellings, *brand.weak_spellings]
            if unknown := set(brand.coined) - set(words):
                raise DataError(file, f"coined: {min(unknown)!r} is no spelling; add it or drop it")
            for word in words:
                key = word.replace("-", "")
                if key in owners:
                    raise DataError(file, f"spelling {word!r} is {owners[key]}'s; drop one")
                owners[key] = brand.id
                weak = word in brand.weak_spellings
                yield Spelling(key, brand, weak=weak, coined=word in brand.coined)


def load_brand(path: Path) -> Brand:
    """Read one brand file.

    Raises:
        DataError: the file breaks the schema; the message names file, key and remedy.
    """
    data = validated(_BrandFile, load_yaml(path), f"brands/{path.name}")
    own = tuple(entry.domain for entry in data.official if not entry.user_content)
    readable = [ada_url.idna_to_unicode(domain).partition(".") for domain in own]
    main_label, _, main_ending = readable[0] if readable else ("", "", "")
    main_names = {data.spellings[0], main_label.replace("-", "")}
    return Brand(
        id=path.stem,
        names=data.name.model_dump(),
        kind=data.kind,
        owner=data.owner,
        spellings=data.spellings,
        weak_spellings=data.weak_spellings,
        coined=data.coined,
        neighbours=data.neighbours,
        official=data.official,
        namesakes=data.namesakes,
        tenants=data.tenants,
        advice=data.advice.model_dump(),
        match=data.examples.match,
        clean=data.examples.clean,
        domains=own,
        main_names=frozenset(main_names - {f"{main_label}{main_ending}"}),
        endings=frozenset(ending for _, _, ending in readable),
        readable_domains=tuple("".join(parts) for parts in readable),
    )


@cache
def default_brands() -> BrandRegistry:
    """Return the registry shipped with the package."""
    return BrandRegistry(load_brand(path) for path in sorted(BRANDS.glob("*.yml")))

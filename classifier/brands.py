"""BrandRegistry: all organisations that scammers imitate, their names and where they live."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import ada_url

from classifier.brand import BRANDS, load_brand
from classifier.data_files import DataError
from classifier.names import NameIndex, Spelling
from classifier.sites import SiteIndex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from classifier.address import Address
    from classifier.brand import Brand, OfficialDomain


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


@cache
def default_brands() -> BrandRegistry:
    """Return the registry shipped with the package."""
    return BrandRegistry(load_brand(path) for path in sorted(BRANDS.glob("*.yml")))

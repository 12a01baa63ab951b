"""Brand: one organisation that scammers imitate, as its YAML file in ``data/brands`` tells.

The file's name is the brand's id.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal, Self

import ada_url
from pydantic import Field, StringConstraints, model_validator

from classifier.data_files import DATA, Closed, load_yaml, validated

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

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

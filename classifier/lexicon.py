"""Lexicon: the words and patterns that signals look for, read from ``data/lexicon``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, StringConstraints

from classifier.data_files import DATA, Closed, DataError, M, load_yaml, validated
from classifier.patterns import Patterns, compile_patterns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LEXICON = DATA / "lexicon"

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Words = Annotated[tuple[Text, ...], Field(min_length=1)]


class _LureFile(Closed):
    words: Words
    service_words: Words


class _EndingFile(Closed):
    cheap: Words
    delivery_networks: Words


class _HostingFile(Closed):
    suffixes: Words


class _ShortenerFile(Closed):
    hosts: Words


class _RedirectorEntry(Closed):
    domain: Text
    path: Text
    parameter: Text


class _RedirectorFile(Closed):
    pages: Annotated[tuple[_RedirectorEntry, ...], Field(min_length=1)]


class _RoleFile(Closed):
    autocomplete: tuple[Text, ...] = ()
    patterns: Words
    names: tuple[Text, ...] = ()
    unless: tuple[Text, ...] = ()


class _FieldFile(Closed):
    roles: dict[str, _RoleFile]


class _IntentFile(Closed):
    leads: tuple[Text, ...] = ()
    anywhere: tuple[Text, ...] = ()


class _WordingFile(Closed):
    intents: dict[str, _IntentFile]


class _GateFile(Closed):
    words: Words


class _CopiedFormEntry(Closed):
    original: Text
    names: Words
    at_least: Annotated[int, Field(ge=2)]
    unless: tuple[Text, ...] = ()
    phrases: tuple[Text, ...] = ()
    wordings: tuple[Text, ...] = ()


class _PageFile(Closed):
    generic: Words
    copied_forms: Annotated[tuple[_CopiedFormEntry, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class RolePatterns:
    """How one field role is recognised: by autocomplete token, by readable text, by name.

    ``unless`` speaks against the role wherever it matches.
    """

    role: str
    autocomplete: frozenset[str]
    text: Patterns
    name: Patterns
    unless: Patterns


@dataclass(frozen=True, slots=True)
class IntentPatterns:
    """An intent's words: ``lead`` for title, headings and buttons, ``anywhere`` for all text."""

    lead: Patterns
    anywhere: Patterns


@dataclass(frozen=True, slots=True)
class CopiedForm:
    """A payment form that fraud kits copy: so many of its field names and a phrase, or its wording.

    Where no phrase is given the names suffice. A field named in ``unless`` makes it another form.
    Names stand as ``words_of`` reads them. ``original`` says whose form it was.
    """

    original: str
    names: frozenset[str]
    at_least: int
    unless: frozenset[str]
    phrases: Patterns
    wordings: Patterns


@dataclass(frozen=True, slots=True)
class Redirector:
    """A page that passes people on to the address in one of its parameters."""

    domain: str
    path: re.Pattern[str]
    parameters: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Everything that signals look up by word; compared and hashed by identity."""

    lures: frozenset[str]
    service_words: frozenset[str]
    cheap_endings: frozenset[str]
    free_hosting: frozenset[str]
    delivery_networks: tuple[str, ...]
    shorteners: frozenset[str]
    redirectors: tuple[Redirector, ...]
    redirectors_by_domain: Mapping[str, tuple[Redirector, ...]]
    roles: tuple[RolePatterns, ...]
    intents: Mapping[str, IntentPatterns]
    generic: frozenset[str]
    copied_forms: tuple[CopiedForm, ...]
    gate: tuple[str, ...]


@cache
def default_lexicon() -> Lexicon:
    """Return the lexicon shipped with the package.

    Raises:
        DataError: a file breaks its schema or holds a pattern that does not compile.
    """
    fields = _read(_FieldFile, "fields")
    wording = _read(_WordingFile, "wording")
    page = _read(_PageFile, "page")
    lures = _read(_LureFile, "lures")
    endings = _read(_EndingFile, "endings")
    redirectors = _redirectors(_read(_RedirectorFile, "redirectors").pages)
    return Lexicon(
        lures=frozenset(lures.words + lures.service_words),
        service_words=frozenset(lures.service_words),
        cheap_endings=frozenset(endings.cheap),
        delivery_networks=tuple(f".{domain}" for domain in endings.delivery_networks),
        free_hosting=frozenset(_read(_HostingFile, "free_hosting").suffixes),
        shorteners=frozenset(_read(_ShortenerFile, "shorteners").hosts),
        redirectors=redirectors,
        redirectors_by_domain=_by_domain(redirectors),
        roles=tuple(_role(name, data) for name, data in fields.roles.items()),
        intents={name: _intent(name, data) for name, data in wording.intents.items()},
        generic=frozenset(page.generic),
        copied_forms=tuple(_copied_form(data) for data in page.copied_forms),
        gate=_read(_GateFile, "gate").words,
    )


def _read(model: type[M], name: str) -> M:
    return validated(model, load_yaml(LEXICON / f"{name}.yml"), f"lexicon/{name}.yml")


def _role(role: str, data: _RoleFile) -> RolePatterns:
    where = f"lexicon/fields.yml: {role}"
    return RolePatterns(
        role=role,
        autocomplete=frozenset(data.autocomplete),
        text=_patterns(data.patterns, where),
        name=_patterns(data.names, where),
        unless=_patterns(data.unless, where),
    )


def _intent(name: str, data: _IntentFile) -> IntentPatterns:
    where = f"lexicon/wording.yml: {name}"
    if not data.leads and not data.anywhere:
        raise DataError(where, "has no patterns; write some under leads or anywhere")
    return IntentPatterns(_patterns(data.leads, where), _patterns(data.anywhere, where))


def _copied_form(data: _CopiedFormEntry) -> CopiedForm:
    where = f"lexicon/page.yml: {data.original}"
    return CopiedForm(
        original=data.original,
        names=frozenset(data.names),
        at_least=data.at_least,
        unless=frozenset(data.unless),
        phrases=_patterns(data.phrases, where),
        wordings=_patterns(data.wordings, where),
    )


def _redirectors(entries: Iterable[_RedirectorEntry]) -> tuple[Redirector, ...]:
    pages: dict[tuple[str, str], set[str]] = {}
    for entry in entries:
        pages.setdefault((entry.domain, entry.path), set()).add(entry.parameter)
    return tuple(
        Redirector(domain, _compiled(f"{path}/?", "lexicon/redirectors.yml"), frozenset(names))
        for (domain, path), names in pages.items()
    )


def _by_domain(pages: Iterable[Redirector]) -> dict[str, tuple[Redirector, ...]]:
    grouped: dict[str, list[Redirector]] = {}
    for page in pages:
        grouped.setdefault(page.domain, []).append(page)
    return {domain: tuple(group) for domain, group in grouped.items()}


def _patterns(patterns: Iterable[str], where: str) -> Patterns:
    try:
        return compile_patterns(patterns)
    except re.error as error:
        raise DataError(where, f"a pattern does not compile: {error}") from error


def _compiled(pattern: str, where: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise DataError(where, f"a pattern does not compile: {error}") from error

"""Lexicon: the words and patterns that signals look for, read from ``data/lexicon``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from classifier.data_files import DATA, DataError, M, load_yaml, validated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LEXICON = DATA / "lexicon"

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Words = Annotated[tuple[Text, ...], Field(min_length=1)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _LureFile(_Model):
    words: Words


class _ShortenerFile(_Model):
    hosts: Words


class _RedirectorFile(_Model):
    parameters: Words


class _RoleFile(_Model):
    autocomplete: tuple[Text, ...] = ()
    patterns: Words
    unless: tuple[Text, ...] = ()


class _FieldFile(_Model):
    roles: dict[str, _RoleFile]


class _IntentFile(_Model):
    patterns: Words


class _WordingFile(_Model):
    intents: dict[str, _IntentFile]


class _GateFile(_Model):
    words: Words


@dataclass(frozen=True, slots=True)
class RolePatterns:
    """How one field role is recognised: autocomplete tokens first, then text, with exceptions."""

    role: str
    autocomplete: frozenset[str]
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Everything that signals look up by word; compared and hashed by identity."""

    lures: frozenset[str]
    shorteners: frozenset[str]
    redirect_parameters: frozenset[str]
    roles: tuple[RolePatterns, ...]
    intents: Mapping[str, re.Pattern[str]]
    gate: tuple[str, ...]


@cache
def default_lexicon() -> Lexicon:
    """Return the lexicon shipped with the package.

    Raises:
        DataError: a file breaks its schema or holds a pattern that does not compile.
    """
    fields = _read(_FieldFile, "fields")
    wording = _read(_WordingFile, "wording")
    return Lexicon(
        lures=frozenset(_read(_LureFile, "lures").words),
        shorteners=frozenset(_read(_ShortenerFile, "shorteners").hosts),
        redirect_parameters=frozenset(_read(_RedirectorFile, "redirectors").parameters),
        roles=tuple(_role(name, data) for name, data in fields.roles.items()),
        intents={
            name: _any_of(data.patterns, f"lexicon/wording.yml: {name}")
            for name, data in wording.intents.items()
        },
        gate=_read(_GateFile, "gate").words,
    )


def _read(model: type[M], name: str) -> M:
    return validated(model, load_yaml(LEXICON / f"{name}.yml"), f"lexicon/{name}.yml")


def _role(name: str, data: _RoleFile) -> RolePatterns:
    where = f"lexicon/fields.yml: {name}"
    return RolePatterns(
        role=name,
        autocomplete=frozenset(data.autocomplete),
        pattern=_any_of(data.patterns, where),
        unless=_any_of(data.unless, where) if data.unless else None,
    )


def _any_of(patterns: Iterable[str], where: str) -> re.Pattern[str]:
    try:
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    except re.error as error:
        raise DataError(where, f"a pattern does not compile: {error}") from error

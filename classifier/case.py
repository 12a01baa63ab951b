"""What is judged: a link and, if known, the structure of its page and the age of its domain.

Everything here is frozen and has no behaviour. The shapes are those of the public JSON contract;
no class has a place for a value that a person typed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from classifier.codes import Code

if TYPE_CHECKING:
    import datetime as dt


@dataclass(frozen=True, slots=True)
class Field:
    """One form control as the page describes it, never what was typed into it."""

    tag: str = "input"
    type: str = "text"
    autocomplete: str = ""
    name: str = ""
    id: str = ""
    label: str = ""
    placeholder: str = ""
    aria: str = ""
    maxlength: int | None = None
    inputmode: str = ""
    pattern: bool = False
    required: bool = False
    visible: bool = True
    options: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """Controls that are submitted together; those outside any ``<form>`` make one such group."""

    action_host: str = ""
    method: str = "get"
    fields: tuple[Field, ...] = ()
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageInfo:
    """Where the captured document stood."""

    host: str = ""
    path_shape: str = ""
    query_names: tuple[str, ...] = ()
    scheme: str = "https"
    title: str = ""
    lang: str = ""
    is_top: bool = True
    top_host: str = ""
    opener_marketplace: bool = False
    referrer_host: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """Earlier steps in the same tab and registrable domain; ``prev``: their kinds, oldest first."""

    step: int = 1
    prev: tuple[str, ...] = ()
    seconds_since: int | None = None


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The structure of one document: forms, headings, a redacted excerpt of its words."""

    page: PageInfo = field(default_factory=PageInfo)
    forms: tuple[Form, ...] = ()
    headings: tuple[str, ...] = ()
    excerpt: str = ""
    iframes: tuple[str, ...] = ()
    brand_hints: tuple[str, ...] = ()
    flow: Flow | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """The chat message that carried the link: direction, platform and cue codes, never its text.

    ``direction`` is ``in`` from the other person, ``out`` from the seller, else ``unknown``.
    """

    direction: str = "unknown"
    platform: str = ""
    cues: tuple[str, ...] = ()


class AgeStatus(Code):
    """What is known of a registration date; ``unavailable`` and ``pending`` never mean "old"."""

    KNOWN = "known"
    PENDING = "pending"
    UNAVAILABLE = "unavailable"
    NOT_FOUND = "not-found"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True)
class AgeFact:
    """Age of the registrable domain, looked up by the caller because the core does no I/O."""

    status: AgeStatus = AgeStatus.NOT_ASKED
    days: int | None = None
    registered: dt.date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One question put to the core: is this link, with this page behind it, a trap?"""

    url: str
    page: PageFacts | None = None
    message: Message | None = None
    age: AgeFact = field(default_factory=AgeFact)

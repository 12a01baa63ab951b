"""What a request may hold: pydantic models at the border, turned at once into the core's classes.

The models are strict and closed: an unknown field is an error, because a client that sends more
than the contract says might be sending what a person typed.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SkipValidation

from classifier import case as core
from classifier.address import MAX_URL_LENGTH

MAX_INT32 = 2**31 - 1
"""Browsers clamp ``maxlength`` to this."""

Text = Annotated[str, Field(max_length=300)]
Host = Annotated[str, Field(max_length=300)]
Count = Annotated[int, Field(ge=0, le=MAX_INT32)]
Kind = Annotated[str, Field(max_length=40)]


class Closed(BaseModel):
    """Base of every request model: strict types, no unknown fields."""

    model_config = ConfigDict(extra="forbid", strict=True)


class FormField(Closed):
    """One form control as the page describes it, never what was typed into it."""

    tag: Text = "input"
    type: Text = "text"
    autocomplete: Text = ""
    name: Text = ""
    id: Text = ""
    label: Text = ""
    placeholder: Text = ""
    aria: Text = ""
    maxlength: Annotated[int, Field(ge=-1, le=MAX_INT32)] | None = None
    inputmode: Text = ""
    pattern: bool = False
    required: bool = False
    visible: bool = True
    options: Count = 0


class Form(Closed):
    """Controls that are submitted together."""

    action_host: Host = ""
    method: Kind = "get"
    fields: list[FormField] = Field(default_factory=list, max_length=80)
    buttons: list[Text] = Field(default_factory=list, max_length=20)

    def to_core(self) -> core.Form:
        """Return the core's form."""
        fields = tuple(core.Field(**field.__dict__) for field in self.fields)
        return core.Form(self.action_host, self.method, fields, tuple(self.buttons))


class PageInfo(Closed):
    """Where the captured document stood."""

    host: Host = ""
    path_shape: Annotated[str, Field(max_length=1000)] = ""
    query_names: list[Text] = Field(default_factory=list, max_length=50)
    scheme: Kind = "https"
    title: Text = ""
    lang: Kind = ""
    is_top: bool = True
    top_host: Host = ""
    opener_marketplace: bool = False
    referrer_host: Host = ""

    def to_core(self) -> core.PageInfo:
        """Return the core's page."""
        return core.PageInfo(**{**self.__dict__, "query_names": tuple(self.query_names)})


class Flow(Closed):
    """Earlier steps in the same tab and registrable domain, oldest first."""

    step: Annotated[int, Field(ge=1, le=1000)] = 1
    prev: list[Kind] = Field(default_factory=list, max_length=20)
    seconds_since: Count | None = None

    def to_core(self) -> core.Flow:
        """Return the core's flow."""
        return core.Flow(self.step, tuple(self.prev), self.seconds_since)


class PageFacts(Closed):
    """Structure of one document; the excerpt is redacted by the sender."""

    v: Literal[1] = 1
    page: PageInfo = Field(default_factory=PageInfo)
    forms: list[Form] = Field(default_factory=list, max_length=10)
    headings: list[Text] = Field(default_factory=list, max_length=20)
    excerpt: Annotated[str, Field(max_length=2000)] = ""
    iframes: list[Host] = Field(default_factory=list, max_length=50)
    brand_hints: list[Text] = Field(default_factory=list, max_length=50)
    flow: Flow | None = None

    def to_core(self) -> core.PageFacts:
        """Return the core's page facts."""
        return core.PageFacts(
            page=self.page.to_core(),
            forms=tuple(form.to_core() for form in self.forms),
            headings=tuple(self.headings),
            excerpt=self.excerpt,
            iframes=tuple(self.iframes),
            brand_hints=tuple(self.brand_hints),
            flow=self.flow.to_core() if self.flow else None,
        )


class Message(Closed):
    """The chat message that carried the link: direction, platform and cue codes, never its text."""

    direction: Literal["in", "out"] | None = Field(
        default=None,
        description="From the other person, or the seller's own. Left out: not known whose it is.",
    )
    platform: Literal["avito", "yula", "other"] = "other"
    cues: list[Annotated[str, Field(max_length=40, pattern=r"^[a-z][a-z0-9-]*$")]] = Field(
        default_factory=list, max_length=16
    )

    def to_core(self) -> core.Message:
        """Return the core's message."""
        return core.Message(self.direction or "unknown", self.platform, tuple(self.cues))


class CheckRequest(Closed):
    """One case: a link and, when known, the structure of the page behind it and its message."""

    url: str = Field(
        min_length=1,
        max_length=MAX_URL_LENGTH,
        description="A web address.",
        examples=["https://youla.id22991.example/pay/1"],
    )
    page: PageFacts | None = None
    message: Message | None = None

    def to_core(self) -> core.Case:
        """Return the core's case."""
        return core.Case(
            url=self.url,
            page=self.page.to_core() if self.page else None,
            message=self.message.to_core() if self.message else None,
        )


class BulkRequest(Closed):
    """Many cases; each item is a case or a bare link, and is validated on its own."""

    # validated one by one by the endpoint, so that a wrong item does not fail the others
    items: list[Annotated[CheckRequest | str, SkipValidation]] = Field(
        description="Cases or bare links; a wrong one gets its own problem."
    )


RuleId = Annotated[str, Field(max_length=64, pattern=r"^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$")]


class ReportRequest(Closed):
    """A seller's message: this is a scam, or this warning was false."""

    kind: Literal["scam", "false-alarm"]
    url: str = Field(
        min_length=1,
        max_length=MAX_URL_LENGTH,
        description="Only its host and path shape are kept.",
    )
    level: Literal["official", "clear", "unknown", "caution", "danger"] | None = Field(
        default=None, description="The level that the seller was shown."
    )
    reasons: list[RuleId] = Field(
        default_factory=list, max_length=32, description="Ids of the reasons shown."
    )
    comment: Annotated[str, Field(max_length=1000)] = Field(
        default="",
        description=(
            "Before it is kept, e-mails, @handles, numbers of four digits and more, long tokens "
            "and the name after «Получатель:» and its like are masked; other names are not."
        ),
    )

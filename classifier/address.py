"""Address: the host that a browser would open for a text, read as browsers do (WHATWG URL)."""

from __future__ import annotations

import re
from dataclasses import dataclass

import ada_url

from classifier.suffixes import split_host

MAX_URL_LENGTH = 8192
"""Characters of a URL that are read; Chromium shows 2 kB, servers refuse from about 8 kB on."""

_SHOWN = 80
"""Characters of an address that an error message repeats."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(.*)", re.IGNORECASE | re.DOTALL)
# a URL as the parser writes it: user and password end in @, a path always follows the host
_NORMAL = re.compile(
    r"(https?)://([^/?#]*@)?(\[[0-9a-f:.]+\]|[^/:?#@]+)(?::\d+)?(/[^?#]*)(\?[^#]*)?(?:#.*)?",
    re.DOTALL,
)
_ESCAPES = re.compile(rb"%([0-9A-Fa-f]{2})")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_DEFANGED_SCHEME = re.compile(r"^\s*h(?:xx|\*\*|tt)p(s?)\s*(?:\[:\]|:)\s*/\s*/", re.IGNORECASE)
_DEFANGED_DOT = re.compile(
    r"\s*(?:\[\s*\.\s*\]|\(\s*\.\s*\)|\{\s*\.\s*\}|\[dot\])\s*", re.IGNORECASE
)


class AddressError(ValueError):
    """The text is no web address; ``code`` is a stable slug, the message names the remedy."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Address:
    """A parsed web address.

    ``host`` is ASCII, lower case and without a trailing dot; ``host_unicode`` is what a person
    reads. ``registrable_domain`` is None for an IP address and for a bare public suffix.
    ``userinfo`` is the text before an ``@``, which browsers hide.
    """

    href: str
    scheme: str
    host: str
    host_unicode: str
    registrable_domain: str | None
    suffix: str
    is_ip: bool
    userinfo: str
    path: str
    query: str

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels left of the public suffix, leftmost first, in Unicode; none for an IP address."""
        if self.is_ip or self.registrable_domain is None:
            return ()
        labels = self.host_unicode.split(".")
        return tuple(labels[: len(labels) - self.suffix.count(".") - 1])

    @property
    def subdomain_labels(self) -> tuple[str, ...]:
        """Labels left of the registrable domain, leftmost first, in Unicode."""
        return self.labels[:-1]

    @property
    def registrable_label(self) -> str:
        """The label that was registered: ``id22991`` in ``youla.id22991.site``, in Unicode."""
        return self.labels[-1] if self.labels else ""


def parse_address(text: str) -> Address:
    """Read a link as a person may paste it: bare hosts and defanged spellings are understood.

    Raises:
        AddressError: the text is empty, too long, of another scheme, or no address at all.
    """
    if len(text) > MAX_URL_LENGTH:
        raise AddressError(
            "url-too-long",
            f"The address has {len(text)} characters; send one of at most {MAX_URL_LENGTH}.",
        )
    text = text.strip()
    if not text:
        raise AddressError(
            "url-empty", "The address is empty; send a link such as https://shop.example/."
        )
    try:
        return parse_url(_with_scheme(text))
    except AddressError as error:
        plain = refang(text)
        if plain == text:
            raise error from None
        return parse_url(_with_scheme(plain))


def refang(text: str) -> str:
    """Undo the usual ways to make a link unclickable: ``hxxps://``, ``[.]``, ``(.)``, ``[dot]``."""
    return _DEFANGED_DOT.sub(".", _DEFANGED_SCHEME.sub(r"http\1://", text))


def unquoted(text: str) -> str:
    """Return text with its percent-escapes decoded; what is no UTF-8 becomes U+FFFD."""
    raw = _ESCAPES.sub(
        lambda match: bytes.fromhex(match[1].decode()), text.encode("utf-8", "replace")
    )
    return raw.decode("utf-8", "replace")


def parse_url(text: str) -> Address:
    """Parse an absolute URL exactly as the WHATWG standard does.

    Raises:
        AddressError: not a URL, not http(s), or without a host.
    """
    try:
        href = ada_url.normalize_url(text)
    except UnicodeEncodeError:  # half a surrogate pair
        return parse_url(_LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text))
    except ValueError as error:
        raise AddressError(
            "url-invalid", f"{_shorten(text)!r} is not a web address; check for typing errors."
        ) from error
    match = _NORMAL.fullmatch(href)
    if match is None:
        scheme = href.partition(":")[0]
        raise AddressError(
            "url-scheme",
            f"{_shorten(text)!r} has the scheme {scheme!r}; only http and https can be checked.",
        )
    return _address(href, *match.groups(default=""))


def _address(  # noqa: PLR0913, PLR0917 - the parts of a URL, in the standard's order
    href: str, scheme: str, userinfo: str, host: str, path: str, query: str
) -> Address:
    host = host.removesuffix(".") or host
    # the standard turns every host whose last label is a number into an IPv4 address
    is_ip = host[0] == "[" or host.rpartition(".")[2].isdecimal()
    registrable, suffix = (None, "") if is_ip else split_host(host)
    return Address(
        href=href,
        scheme=scheme,
        host=host,
        host_unicode=ada_url.idna_to_unicode(host) if "xn--" in host else host,
        registrable_domain=registrable,
        suffix=suffix,
        is_ip=is_ip,
        userinfo=userinfo.removesuffix("@"),
        path=path,
        query=query,
    )


def _with_scheme(text: str) -> str:
    """Prefix ``https://`` to a bare host; ``localhost:80``, ``shop.example:80`` are hosts too."""
    if text.startswith(("https://", "http://")):
        return text
    if text.startswith("//"):
        return f"https:{text}"
    match = _SCHEME.match(text)
    if match is None:
        return f"https://{text}"
    scheme, rest = match.groups()
    is_local = scheme.lower() == "localhost"
    if "." in scheme or (is_local and re.match(r"\d{1,5}(?:[/?#]|$)", rest)):
        return f"https://{text}"
    return text


def _shorten(text: str) -> str:
    """Cut a text for an error message, dropping what stands behind ``?`` and ``#``."""
    head = re.split(r"[?#]", text, maxsplit=1)[0]
    return head if len(head) <= _SHOWN else f"{head[:_SHOWN]}…"

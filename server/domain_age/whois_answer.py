"""What a WHOIS answer comes to: a record with its date, "no such domain", or another server.

Of a record only facts about the domain are taken: when, by which registrar, on which name servers.
Names, addresses and telephone numbers of people stay in the raw text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import ada_url

from server.domain_age.errors import Throttled, Unreadable
from server.domain_age.steps import MOST_NAME_SERVERS, WHOIS_PORT, Found, Missing, Onward, Step
from server.domain_age.whois_date import registered
from server.domain_age.whois_refusals import refusal, says_missing, says_reserved
from server.domain_age.whois_servers import HOST, terms_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from server.domain_age.errors import LookupFailed
    from server.domain_age.steps import Outcome

LONGEST_NAME: Final = 255
"""Characters of a registrar's name that are kept; longest real one: about 100."""

READ: Final = 16_384
"""Characters in which registrar, name servers and the next server are looked for."""

_REGISTRAR = re.compile(
    r"[ \t]*(?:(?:sponsoring|current) )?regist(?:rar|ar)(?: name| organi[sz]ation)?"
    r"[ \t.]*:[ \t]*(.*)",
    re.IGNORECASE,
)
_NAME_SERVERS = re.compile(
    r"[ \t]*(?:name ?servers?(?: information)?|nservers?|(?:primary|secondary) server|dns servers"
    r"|domain servers in listed order|name servers in the listed order)[ \t.]*:[ \t]*(.*)",
    re.IGNORECASE,
)
_NEXT_SERVER = re.compile(
    r"[ \t]*(?:registrar whois server|whois server|referral whois|referralserver|refer|whois)"
    r"[ \t.]*:[ \t]*(?:whois://)?(\S{1,260})[ \t]*",
    re.IGNORECASE,
)


def read_answer(  # noqa: PLR0913 - each says another thing about the answer
    text: str,
    domain: str,
    step: Step,
    *,
    now: dt.datetime,
    broken: LookupFailed | None = None,
    from_registry: bool = True,
) -> Outcome:
    """Return what an answer comes to.

    Args:
        text: the answer, decoded.
        domain: what was asked about, as A-labels.
        step: who was asked.
        now: the present, aware.
        broken: why the answer may not be whole; a date in it counts all the same, for dates are
            only read from whole lines.
        from_registry: whether the server speaks for the whole ending; a registrar's "no such
            domain" means only that it is not the registrar.

    Raises:
        Throttled: the server asks for patience.
        Unreadable: neither date nor anything else that tells.
        LookupFailed: ``broken``, where what came tells nothing.
    """
    since = registered(text, domain, now)
    if since is not None:
        return Found(since, _registrar(text), tuple(_name_servers(text)))
    spoken = _without_name(text, domain)
    wish = refusal(spoken, terms_of(step.host))
    if wish is not None:
        raise Throttled(f"{step.target}: {wish.words}", wish.wait)
    if broken is not None:
        raise broken
    if says_missing(spoken):
        return _missing(domain, step, from_registry=from_registry)
    if says_reserved(spoken):
        raise Unreadable(f"{step.target}: {domain} is reserved by the registry")
    target = _next_server(text)
    if target and target != step.target:
        return Onward(Step("whois", target))
    raise Unreadable(f"{step.target}: an answer about {domain} without a registration date")


def _without_name(text: str, domain: str) -> str:
    """Return an answer without the name asked about, which a trickster may have worded himself."""
    for name in (domain, ada_url.idna_to_unicode(domain)):
        text = re.sub(re.escape(name), "NAME", text[:READ], flags=re.IGNORECASE)
    return text


def _missing(domain: str, step: Step, *, from_registry: bool) -> Missing:
    if not from_registry:
        raise Unreadable(f"{step.target}: does not know {domain}, and is not its registry")
    return Missing()


def _next_server(text: str) -> str:
    """Return the first server named, as ``host:43``; no addresses, paths or other ports."""
    for line in text[:READ].split("\n"):
        found = _NEXT_SERVER.fullmatch(line)
        if not found:
            continue
        host, _, port = found[1].lower().rstrip("/").partition(":")
        host = host.rstrip(".")
        named = HOST.fullmatch(host) and "." in host and not host.rpartition(".")[2].isdigit()
        if named and port in {"", str(WHOIS_PORT)}:
            return f"{host}:{WHOIS_PORT}"
    return ""


def _registrar(text: str) -> str:
    """Return the registrar's name; some registries write it on the line after the label."""
    lines = text[:READ].split("\n")
    for number, line in enumerate(lines):
        found = _REGISTRAR.fullmatch(line)
        if not found:
            continue
        below = next((row for row in lines[number + 1 : number + 3] if row.strip()), "")
        name = found[1] or below.strip().removeprefix("name:").removeprefix("Name:")
        return name.strip()[:LONGEST_NAME]
    return ""


def _name_servers(text: str) -> Iterator[str]:
    """Yield each name server once, lower case, without a final dot."""
    seen: set[str] = set()
    listing = False
    for line in text[:READ].split("\n"):
        found = _NAME_SERVERS.fullmatch(line)
        words = (found[1] if found else line if listing else "").lower().split()
        host = words[0].rstrip(".") if words else ""
        is_host = "." in host and HOST.fullmatch(host) is not None
        listing = is_host or (not words and (listing or found is not None))
        if is_host and host not in seen and len(seen) < MOST_NAME_SERVERS:
            seen.add(host)
            yield host

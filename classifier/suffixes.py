"""Public suffixes: which part of a host somebody registered.

The list is bundled, nothing is fetched. ``scripts/update_public_suffix_list.py`` renews it.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ada_url
import tldextract

SUFFIX_LIST = Path(__file__).parent / "data" / "public_suffix_list.dat"

_PRIVATE_PART = "// ===BEGIN PRIVATE DOMAINS==="


@dataclass(frozen=True, slots=True)
class _Rules:
    """The list's rules in ASCII: suffixes, parents of ``*`` labels, exceptions from these."""

    plain: frozenset[str]
    wildcard: frozenset[str]
    exceptions: frozenset[str]


@cache
def _rules() -> _Rules:
    extractor = tldextract.TLDExtract(
        cache_dir=None,
        suffix_list_urls=(SUFFIX_LIST.as_uri(),),
        fallback_to_snapshot=False,
        include_psl_private_domains=True,
    )
    with warnings.catch_warnings():
        # requests' file adapter inside tldextract leaves the list's file to the garbage collector
        warnings.simplefilter("ignore", ResourceWarning)
        suffixes = extractor.tlds
    rules = [rule if rule.isascii() else _to_ascii(rule) for rule in suffixes]
    return _Rules(
        plain=frozenset(rule for rule in rules if rule[0] not in "*!"),
        wildcard=frozenset(rule[2:] for rule in rules if rule.startswith("*.")),
        exceptions=frozenset(rule[1:] for rule in rules if rule.startswith("!")),
    )


@cache
def _private_rules() -> frozenset[str]:
    """Return the rules of the list's private part in ASCII, a leading ``*.`` included."""
    lines = SUFFIX_LIST.read_text(encoding="utf-8").partition(_PRIVATE_PART)[2].split("\n")
    rules = (line.strip() for line in lines if not line.startswith("//"))
    return frozenset(rule if rule.isascii() else _to_ascii(rule) for rule in rules if rule)


def _to_ascii(rule: str) -> str:
    mark = rule[0] if rule[0] in "*!" else ""
    return mark + ada_url.idna_to_ascii(rule.removeprefix(mark)).decode()


def split_host(host: str) -> tuple[str | None, str]:
    """Return the registrable domain and the public suffix of an ASCII host name.

    Private suffixes (``vercel.app``) count, because strangers share them. An unlisted last label is
    a suffix by itself, as the list's algorithm demands. The domain is None for a bare suffix.
    """
    if host.startswith("."):
        return None, ""
    rules = _rules()
    above, start = None, 0
    while True:
        dot = host.find(".", start) + 1
        rest, parent = host[start:], host[dot:]
        if dot and parent in rules.wildcard and rest in rules.exceptions:
            return rest, parent
        if not dot or rest in rules.plain or parent in rules.wildcard:
            return (None if above is None else host[above:]), rest
        above, start = start, dot


def is_private_suffix(suffix: str) -> bool:
    """Tell whether a company lets strangers have names below a suffix, as ``vercel.app`` does.

    ``suffix`` is one that ``split_host`` returned. What a registry knows of the name itself is then
    the company's, not the stranger's.
    """
    private = _private_rules()
    return suffix in private or f"*.{suffix.partition('.')[2]}" in private


def suffix_list_version() -> str:
    """Return the date that the list carries in its head (``2026-10-22_10-28-30_UTC``)."""
    with SUFFIX_LIST.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("// VERSION:"):
                return line.removeprefix("// VERSION:").strip()
    return "unknown"

"""Public suffixes: which part of a host somebody registered.

The list is bundled, nothing is fetched. ``scripts/update_public_suffix_list.py`` renews it.
"""

from __future__ import annotations

import warnings
from functools import cache
from pathlib import Path

import tldextract

SUFFIX_LIST = Path(__file__).parent / "data" / "public_suffix_list.dat"


@cache
def _extractor() -> tldextract.TLDExtract:
    extractor = tldextract.TLDExtract(
        cache_dir=None,
        suffix_list_urls=(SUFFIX_LIST.as_uri(),),
        fallback_to_snapshot=False,
        include_psl_private_domains=True,
    )
    with warnings.catch_warnings():
        # requests' file adapter inside tldextract leaves the list's file to the garbage collector
        warnings.simplefilter("ignore", ResourceWarning)
        extractor.extract_str("example.com")
    return extractor


def split_host(host: str) -> tuple[str | None, str]:
    """Return the registrable domain and the public suffix of an ASCII host name.

    Private suffixes (``vercel.app``) count, because strangers share them. An unlisted last label is
    a suffix by itself, as the list's algorithm demands. The domain is None for a bare suffix.
    """
    if host.startswith("."):
        return None, ""
    parts = _extractor().extract_str(host)
    if parts.suffix:
        domain = f"{parts.domain}.{parts.suffix}" if parts.domain else None
        return domain, parts.suffix
    labels = host.split(".")
    return (".".join(labels[-2:]) if len(labels) > 1 else None), labels[-1]


def suffix_list_version() -> str:
    """Return the date that the list carries in its head (``2026-10-22_10-28-30_UTC``)."""
    with SUFFIX_LIST.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("// VERSION:"):
                return line.removeprefix("// VERSION:").strip()
    return "unknown"

"""Prepare: entries turned into columns; parsing links and pages is the work that is spread."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from classifier.address import AddressError, parse_address
from classifier.extract import extract_page
from classifier.markup import PageError
from classifier.training.datasets.canonical import (
    bare_host,
    domain_of,
    key_of,
    shape_of,
    template_of,
)
from classifier.training.datasets.entry import Fate
from classifier.training.page_json import page_text
from classifier.training.pages import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from classifier.case import PageFacts
    from classifier.training.datasets.entry import Entry

PREPARED = pa.schema(
    [
        ("key", pa.string()),
        ("url", pa.string()),
        ("page", pa.string()),
        ("age_days", pa.int32()),
        ("age_observed", pa.date32()),
        ("label", pa.int8()),
        ("source", pa.string()),
        ("rank", pa.int8()),
        ("noisy", pa.bool_()),
        ("date", pa.date32()),
        ("registrable", pa.string()),
        ("template", pa.string()),
        ("group", pa.string()),
        ("brands", pa.string()),
    ]
)
"""Columns of the corpus, with ``key`` (what duplicates share) and the licence class as a rank."""

_DIGITS = re.compile(r"\d+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DIGEST = 16
"""Hex digits of a page's key: 64 bits, for some thousand pages."""


class Chunk(NamedTuple):
    """Entries that one process takes at once, and the shapes of each host that we label."""

    entries: Sequence[Entry]
    relabelled: Mapping[str, Collection[str]]


class Prepared(NamedTuple):
    """Rows in columns, and how many entries of each source were left out and why."""

    rows: Any
    dropped: Counter[tuple[str, Fate]]


def prepare(chunk: Chunk) -> Prepared:
    """Read the links and pages of a chunk; what cannot be read is counted."""
    rows: list[dict[str, Any]] = []
    dropped: Counter[tuple[str, Fate]] = Counter()
    for entry in chunk.entries:
        row = _row(entry, chunk.relabelled)
        if isinstance(row, Fate):
            dropped[entry.source, row] += 1
        else:
            rows.append(row)
    return Prepared(pa.RecordBatch.from_pylist(rows, schema=PREPARED), dropped)


def _row(entry: Entry, relabelled: Mapping[str, Collection[str]]) -> dict[str, Any] | Fate:
    page = None
    url = NOWHERE if entry.url is None else entry.url
    try:
        address = parse_address(url)
        if "." not in address.host and not address.is_ip:
            return Fate.NO_ADDRESS  # a word of a list's remark reads as a host of one label
        labelled = relabelled.get(bare_host(address))  # few hosts are; shapes take long to find
        if labelled and shape_of(address) in labelled:
            return Fate.RELABELLED
        if entry.html is not None:
            page = extract_page(entry.html, url)
    except AddressError:
        return Fate.NO_ADDRESS
    except PageError:
        return Fate.UNREADABLE
    text = None if page is None else _SURROGATE.sub("\ufffd", page_text(page))
    return {
        "key": key_of(address) if text is None else f"page:{_digest(url + text)}",
        "url": _SURROGATE.sub("\ufffd", url),
        "page": text,
        "age_days": entry.age_days,
        "age_observed": entry.age_observed,
        "label": entry.label,
        "source": entry.source,
        "rank": entry.ship.rank,
        "noisy": entry.noisy,
        "date": entry.date,
        "registrable": "" if entry.url is None else domain_of(address),
        "template": template_of(address) if page is None else page_template(page),
        "group": entry.group,
        "brands": entry.brands,
    }


def page_template(page: PageFacts) -> str:
    """Return a name that pages of one kit share: its controls or, without any, its words.

    Digits count as one, so that two copies with other amounts stay together.
    """
    controls = [
        (field.tag, field.type, field.name, field.id)
        for form in page.forms
        for field in form.fields
    ]
    words = [page.page.title, *page.headings, page.excerpt]
    return f"page:{_digest(_DIGITS.sub('#', json.dumps(controls or words)))}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_DIGEST]

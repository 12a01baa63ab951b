"""Small lists of judged facts: official domains, honest names that resemble a brand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.training.corpus import Link
from classifier.training.splits import domain_name, side_of

if TYPE_CHECKING:
    from classifier.training.files import DataFolder

OFFICIAL = "official_domains.tsv"
BRAND_OFFICIAL = "brands/official_domains.tsv"
RESEMBLING = "brands/lookalike_but_honest.tsv"


def read_domains(folder: DataFolder, name: str, *columns: str) -> tuple[Link, ...]:
    """Read a list with a column ``domain``; ``columns`` are kept as facts. No split: all rows.

    Raises:
        AbsentError: the file is not there.
        CorpusError: it is damaged.
    """
    links: dict[str, Link] = {}
    for row in folder.rows(name, ("domain", *columns)):
        domain = row[0].strip().lower()
        facts = dict(zip(columns, row[1:], strict=True))
        links.setdefault(
            domain, Link(f"https://{domain}/", domain, side_of(domain_name(domain)), facts)
        )
    return tuple(links.values())

"""An evaluation as Markdown: the document of the project's quality, and what a terminal shows."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from classifier.training.metrics import Share

if TYPE_CHECKING:
    import datetime as dt

    from classifier.training.results import Cell, Evaluation, Section, Table

INTRODUCTION = """\
Written by `sverka evaluate`; the data stays outside this repository. How to read it:

- A **share** is followed by its count, of the row's *n*, and its 95 % interval in percent (Wilson).
- **Flagged** means that the seller is warned: level `caution` or `danger`.
- **> 1 %** and **> 0.1 %** are the shares whose score lies strictly above the threshold that at
  most 1 %, or 0.1 %, of honest hosts exceed. Thresholds are fixed on honest hosts of a side of
  their own; what ties with honest hosts at the threshold counts as missed.
- One link a registrable domain, of several the one whose SHA-256 is smallest. Scam links that share
  a registrable domain or a template of the host (digits masked) form one component; a hash of it
  puts it whole on one side: tune 50 %, threshold 20 %, test 30 %. Honest hosts follow the same
  hash.
- What was looked at: the first spellings of names were chosen with all sides in view; since the
  split was made, rules and weights were set on the tuning and threshold sides only. Honest names
  recorded in brand files (namesakes, neighbours) were judged on lists of all sides, those known
  from the test side alone were dropped again: take the false alarms of honest hosts as a lower
  bound.
- Links are judged by themselves: no page, no age of the domain, no chat message.
- Labels are those of public lists. Top lists hold a few scams, feeds a few ordinary sites.
"""


def markdown(found: Evaluation, date: dt.date) -> str:
    """Return the document; it names date and versions, and no machine."""
    lines = [
        "# Quality",
        "",
        f"Measured on {date.isoformat()} with {_named(found)}.",
        f"Side of the split: **{found.split}**"
        + (f"; at most {found.sample:,} links a group." if found.sample else "."),
        "",
        INTRODUCTION,
        *(line for section in found.sections for line in section_lines(section)),
        "## Data",
        "",
        "| file | first digits of its SHA-256 |",
        "|---|---|",
        *(f"| `{name}` | `{digest}` |" for name, digest in sorted(found.files.items())),
    ]
    return "\n".join(lines) + "\n"


def _named(found: Evaluation) -> str:
    names = found.versions
    return f"rules `{names.rules}`, model `{names.model}`, lists `{names.lists}`"


def section_lines(section: Section) -> list[str]:
    """Return a section's lines, closed by an empty one."""
    lines = [f"## {section.title}", ""]
    if section.note:
        lines += [section.note, ""]
    if section.skipped:
        return [*lines, f"Left out: {section.skipped}", ""]
    for table in section.tables:
        if table.title:
            lines += [f"### {table.title}", ""]
        lines += [*table_lines(table), ""]
    return lines


def table_lines(table: Table) -> list[str]:
    """Return a table's lines."""
    marks = ["---", *("---:" for _ in table.columns[1:])]
    return [
        f"| {' | '.join(table.columns)} |",
        f"|{'|'.join(marks)}|",
        *(f"| {' | '.join(cell_text(cell) for cell in row)} |" for row in table.rows),
    ]


def cell_text(cell: Cell) -> str:
    """Return a cell as people read it."""
    match cell:
        case None:
            return "–"
        case Share():
            return share_text(cell)
        case float():
            return "none" if math.isinf(cell) else f"{cell:.4g}"
        case int():
            return f"{cell:,}"
    return cell.replace("|", "/")


def share_text(share: Share) -> str:
    """Return a share with its count and interval: ``97.32 % (291; 94.77-98.64)``."""
    if share.value is None or share.interval is None:
        return "–"
    low, high = share.interval
    return f"{share.value:.2%} ({share.hits:,}; {100 * low:.2f}-{100 * high:.2f})".replace(
        "%", " %", 1
    )

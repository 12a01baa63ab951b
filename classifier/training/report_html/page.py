"""The HTML page: plots, tables and the worst rows of the side that may be looked at."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from classifier.training.report import cell_text
from classifier.training.report_html.figure_plots import plots
from classifier.training.report_html.style import STYLE
from classifier.training.report_html.worst import worst_tables

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from classifier.training.model_report import ModelReport
    from classifier.training.results import Evaluation, Section, Table

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""The page may load nothing and run nothing, whatever its tables hold."""

WORST = 40
"""Rows of each table of misses and false alarms."""

WITHOUT_MODEL = (
    "<p>Without <code>--corpus</code> only links of the data folder were judged; give it for the "
    "model's curves, calibration and features.</p>"
)


def page(found: Evaluation, report: ModelReport | None, date: dt.date) -> str:
    """Return the whole document; it loads nothing from anywhere."""
    versions = found.versions
    told = (
        f"Measured on {date.isoformat()} with rules {versions.rules}, model {versions.model}, "
        f"lists {versions.lists}; side of the split: {found.split}."
    )
    sample = f" At most {found.sample:,} links a group." if found.sample else ""
    parts = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Sverka: evaluation</title><style>{STYLE}</style></head><body><main>",
        f"<h1>How good the verdicts are</h1><p>{escape(told + sample)}</p>",
    ]
    if report is None:
        parts.append(WITHOUT_MODEL)
    else:
        parts += _model_part(report)
    parts += [section_html(section) for section in found.sections]
    return "\n".join([*parts, "</main></body></html>"]) + "\n"


def _model_part(report: ModelReport) -> Iterable[str]:
    yield f"<h2>Model {escape(report.name)}</h2><p>SHA-256 <code>{report.sha256}</code></p>"
    for title, note, drawing in plots(report):
        yield (
            f"<figure><figcaption><b>{escape(title)}</b> {escape(note)}</figcaption>"
            f"{drawing}</figure>"
        )
    for table in worst_tables(report.looked_at, WORST):
        yield table_html(table)


def section_html(section: Section) -> str:
    """Return a section with its tables."""
    parts = [f"<h2>{escape(section.title)}</h2>"]
    if section.note:
        parts.append(f"<p>{escape(section.note)}</p>")
    if section.skipped:
        parts.append(f"<p>Left out: {escape(section.skipped)}</p>")
    else:
        parts += [table_html(table) for table in section.tables]
    return "\n".join(parts)


def table_html(table: Table) -> str:
    """Return a table; its columns after the first stand to the right."""
    title = f"<h3>{escape(table.title)}</h3>" if table.title else ""
    head = "".join(f"<th>{escape(column)}</th>" for column in table.columns)
    rows = ("".join(f"<td>{escape(cell_text(cell))}</td>" for cell in row) for row in table.rows)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        f'{title}<div class="wide"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )

"""``sverka evaluate``: measure rules and model on a folder of corpora and on a corpus's sides."""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rich.console import Console

from classifier.data_files import DataError
from classifier.model_file import MODEL_FILE
from classifier.training.evaluate import evaluate as measure
from classifier.training.figures import MEASURED
from classifier.training.files import AbsentError, CorpusError, DataFolder
from classifier.training.knowledge import candidate, knowledge_with
from classifier.training.material import Options
from classifier.training.model_report import measure_model
from classifier.training.report import markdown, table_lines
from classifier.training.report_html.page import page
from classifier.training.results import Evaluation, as_json
from server.cli.failure import USAGE_ERROR, WORK_ERROR, Failure
from server.cli.score.formats import file_faults
from server.cli.watch import MOST_JOBS, watching

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from classifier.training.model_report import ModelReport
    from server.cli.watch import Clock

DIGITS = 12
"""Digits of a checksum that the document shows."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is measured: a folder of corpora, a corpus file, a model instead of the shipped one."""

    data: Path | None
    corpus: Path | None
    model: Path | None


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where the figures go besides the terminal."""

    markdown: Path | None
    json: Path | None
    html: Path | None


def evaluate(
    inputs: Inputs, outputs: Outputs, *, sample: int | None, split: str, worst: int
) -> None:
    """Print the figures as Markdown and write them where asked.

    Raises:
        Failure: the data cannot be read, or a file cannot be written.
    """
    _check(inputs, outputs)
    jobs = min(MOST_JOBS, os.cpu_count() or 1)
    try:
        model = candidate(inputs.model) if inputs.model else None
        options = Options(split=split, sample=sample, jobs=jobs, worst=worst, model=model)
        with watching() as clock:
            found, report = _measured(inputs, options, clock)
    except AbsentError as error:
        raise Failure(str(error), USAGE_ERROR) from error
    except (CorpusError, DataError) as error:
        raise Failure(str(error), WORK_ERROR) from error
    seconds = clock.seconds()
    today = dt.datetime.now(dt.UTC).date()
    text = markdown(found, today)
    print(text)
    for table in found.worst:
        print("\n".join([f"### {table.title}", "", *table_lines(table), ""]))
    if outputs.markdown is not None:
        _write(outputs.markdown, text)
    if outputs.json is not None:
        document = _document(found, report, today, seconds)
        _write(outputs.json, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    if outputs.html is not None:
        _write(outputs.html, page(found, report, today))
    _tell(found, seconds)


def _measured(
    inputs: Inputs, options: Options, clock: Clock
) -> tuple[Evaluation, ModelReport | None]:
    if inputs.data is not None:
        found = measure(DataFolder(inputs.data), options, clock)
    else:
        found = _nothing_yet(options)
    if inputs.corpus is None:
        return found, None
    report = measure_model(inputs.corpus, inputs.model or MODEL_FILE, options.jobs, clock)
    digest = report.figures[MEASURED]["corpus"]
    files = {**found.files, inputs.corpus.name: digest[:DIGITS]}
    return replace(found, sections=(*found.sections, *report.sections), files=files), report


def _nothing_yet(options: Options) -> Evaluation:
    """Return an evaluation without a data folder: only versions and what was asked for."""
    return Evaluation(
        split=options.split,
        sample=options.sample,
        versions=knowledge_with(options.model).versions,
        files={},
        thresholds=(),
        sections=(),
        links=0,
        pages=0,
    )


def _document(
    found: Evaluation, report: ModelReport | None, today: dt.date, seconds: Mapping[str, float]
) -> dict[str, Any]:
    document = {"date": today.isoformat(), **as_json(found), "seconds": seconds}
    if report is not None:
        document["model"] = {
            "name": report.name,
            "sha256": report.sha256,
            "figures": report.figures,
        }
    return document


def _tell(found: Evaluation, seconds: Mapping[str, float]) -> None:
    console = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    judging = seconds.get("links", 0)
    rate = found.links / judging if judging else 0
    console.print(
        f"{found.links:,} links ({rate:,.0f} links/s) and {found.pages:,} pages "
        f"in {sum(seconds.values()):.0f} s"
    )
    for section in found.sections:
        if section.skipped:
            console.print(f"{section.title}: left out: {section.skipped}")


def _check(inputs: Inputs, outputs: Outputs) -> None:
    if inputs.data is None and inputs.corpus is None:
        raise Failure("nothing to measure on; give --data DIR, --corpus FILE.parquet or both")
    for target in (outputs.markdown, outputs.json, outputs.html):
        if target is not None:
            _check_target(target, inputs)


def _check_target(target: Path, inputs: Inputs) -> None:
    with file_faults(target):
        if target.is_dir():
            raise Failure(f"{target}: is a folder; name a file in it")
        if not target.parent.is_dir():
            raise Failure(
                f"{target}: the folder does not exist; make it first: mkdir -p {target.parent}"
            )
        if any(
            source and source.exists() and target.exists() and target.samefile(source)
            for source in (inputs.corpus, inputs.model)
        ):
            raise Failure(f"{target}: is what is measured; choose another name")
        if inputs.data and inputs.data.resolve() in target.resolve().parents:
            raise Failure(f"{target}: lies in the folder of the data; choose another place")


def _write(target: Path, text: str) -> None:
    with file_faults(target):
        target.write_text(text, encoding="utf-8")

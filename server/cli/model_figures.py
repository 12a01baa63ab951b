"""Where the figures come from by which two models are compared."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from classifier.data_files import DataError
from classifier.training.files import CorpusError
from classifier.training.model_report import measure_figures, sides_of
from server.cli.failure import USAGE_ERROR, WORK_ERROR, Failure
from server.cli.score.formats import file_faults
from server.cli.watch import MOST_JOBS, watching

if TYPE_CHECKING:
    from pathlib import Path

    from classifier.model_file import ModelFile


@dataclass(frozen=True, slots=True)
class Figures:
    """Where figures come from: files of ``evaluate --json``, or a corpus to measure on.

    Without any they are those that the models' files hold.
    """

    candidate: Path | None = None
    current: Path | None = None
    corpus: Path | None = None


def both_figures(
    model: ModelFile, candidate: Path, present: Path, sources: Figures
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the candidate's figures and those of the model in force.

    Raises:
        Failure: a file cannot be read, or speaks of another model.
    """
    if sources.corpus is not None:
        try:
            jobs = min(MOST_JOBS, os.cpu_count() or 1)
            with watching() as clock:
                sides = sides_of(sources.corpus, model.licence)
                mine = measure_figures(sides, candidate, jobs, clock)
                return mine, measure_figures(sides, present, jobs, clock)
        except (CorpusError, DataError) as error:
            raise Failure(str(error), WORK_ERROR) from error
    given = sources.candidate
    mine = _figures(given, model.sha256) if given else dict(model.figures)
    return mine, _current_figures(present, sources.current)


def _current_figures(present: Path, given: Path | None) -> dict[str, Any]:
    """Return figures of the model in force, also of one that this release cannot use any more."""
    content = json_object(present)
    if given is not None:
        return _figures(given, str(content.get("sha256")))
    figures = content.get("figures")
    return figures if isinstance(figures, dict) else {}


def _figures(path: Path, sha256: str) -> dict[str, Any]:
    """Return the figures that ``evaluate --json`` wrote of one model."""
    about = json_object(path).get("model")
    if not isinstance(about, dict) or not isinstance(about.get("figures"), dict):
        raise Failure(
            f"{path}: holds no figures of a model; write them by "
            "sverka evaluate --corpus FILE.parquet --model MODEL.json --json FILE.json",
            USAGE_ERROR,
        )
    if about.get("sha256") != sha256:
        raise Failure(
            f"{path}: speaks of another model ({about.get('sha256')!r}, not {sha256!r}); "
            "measure this one by sverka evaluate --model",
            USAGE_ERROR,
        )
    figures: dict[str, Any] = about["figures"]
    return figures


def json_object(path: Path) -> dict[str, Any]:
    """Read a JSON object.

    Raises:
        Failure: there is none in the file.
    """
    try:
        with file_faults(path):
            content = json.loads(path.read_bytes())
    except ValueError as error:
        raise Failure(f"{path}: is no whole JSON; make it anew", WORK_ERROR) from error
    if not isinstance(content, dict):
        raise Failure(f"{path}: is no JSON object; make it anew", WORK_ERROR)
    return content

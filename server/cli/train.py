"""``sverka train``: from a corpus to a measured candidate for the model."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from rich.console import Console

from classifier.data_files import DataError
from classifier.model_file import model_text
from classifier.training.corpus_file import corpus_facts, read_corpus
from classifier.training.files import AbsentError, CorpusError
from classifier.training.fit import Options, train
from classifier.training.model_report import measure_model
from classifier.training.search import ClusterError, Plan
from server.cli.failure import USAGE_ERROR, WORK_ERROR, Failure
from server.cli.score.formats import Format, Kind
from server.cli.score.target import check_target, whole_file
from server.cli.watch import MOST_JOBS, Clock, watching

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Search:
    """How many other settings are tried, and on which Dask cluster, if not here."""

    trials: int = 0
    cluster: str | None = None


def train_model(data: Path, out: Path, *, licence: str, seed: int, search: Search) -> None:
    """Train on a corpus, measure what came out, and write the file with its figures.

    Raises:
        Failure: the corpus or the cluster cannot be used, or the file cannot be written.
    """
    if search.cluster and not search.trials:
        raise Failure("--cluster: a cluster is for the search; say how far: --search 20")
    if not data.is_file():
        raise Failure(f"{data}: no such file; make it: sverka datasets build --out {data}")
    check_target(data, out)
    jobs = min(MOST_JOBS, os.cpu_count() or 1)
    plan = Plan(search.trials, seed, jobs, search.cluster) if search.trials else None
    options = Options(licence=licence, seed=seed, jobs=jobs, search=plan)
    try:
        with watching() as clock:
            content = train(read_corpus(data), corpus_facts(data), options, clock)
            found = _measured(data, content, jobs, clock)
    except AbsentError as error:
        raise Failure(str(error), USAGE_ERROR) from error
    except ClusterError as error:
        raise Failure(str(error)) from error
    except (CorpusError, DataError) as error:
        raise Failure(str(error), WORK_ERROR) from error
    measured = {**content, "figures": found}
    _write(out, model_text(measured))
    _tell(out, measured)


def _measured(data: Path, content: Mapping[str, Any], jobs: int, clock: Clock) -> dict[str, Any]:
    """Return the figures of a model whose file stands nowhere yet."""
    with TemporaryDirectory(prefix="sverka-train-") as folder:
        path = Path(folder) / "model.json"
        path.write_text(model_text(content), encoding="utf-8")
        return measure_model(data, path, jobs, clock).figures


def _write(out: Path, text: str) -> None:
    with whole_file(out, Format(Kind.JSONL)) as stream:
        stream.write(text.encode())


def _tell(out: Path, content: Mapping[str, Any]) -> None:
    console = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    for name, value in sorted(content["figures"].items()):
        if isinstance(value, int | float):
            console.print(f"{name}: {value:.4g}")
    for row in content["comparison"]:
        console.print(", ".join(f"{key} {value}" for key, value in row.items()))
    console.print(f"{out} written; next: sverka evaluate --model, then sverka model promote {out}")

"""Search: which hyper-parameters of the estimator catch most on the side that fixes thresholds.

Trials are drawn before the first one runs and compared after the last one, so the choice is the
same whatever finishes first, on this machine or on a Dask cluster.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from joblib import Parallel, delayed, parallel_config
from sklearn.base import clone
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from classifier.training.files import CorpusError
from classifier.training.metrics import above, threshold_at
from classifier.training.rows import Side

if TYPE_CHECKING:
    from collections.abc import Iterator

    from classifier.training.estimator import TwoStageClassifier
    from classifier.training.evaluate import Watcher
    from classifier.training.material_rows import Material

RATES = (0.001, 0.01)
"""False alarms at which a trial's catch is measured; its score is the mean of both."""

MOST_ROWS = 200_000
"""Rows that teach a trial; more take longer and seldom change which trial is the best."""

LEAST_HONEST = 100
"""Honest links of the holding side below which no threshold of one in a hundred can be fixed."""

SPACE: dict[str, tuple[float, float]] = {
    "alpha": (1e-6, 3e-5),
    "trees": (40, 140),
    "leaves": (8, 31),
    "learning_rate": (0.05, 0.3),
    "l2": (0.1, 30.0),
}
"""Ends between which a value is drawn, evenly in its logarithm: about a factor of five around the
defaults. Trees and leaves end where the file would no longer fit a browser."""

WHOLE = frozenset({"trees", "leaves"})
DIGITS = 3
"""Digits of a drawn value: a file should say 0.142, not what a generator happened to return."""

TIMEOUT = 20.0
"""Seconds that a scheduler may take to answer before its address is taken to be wrong."""


class ClusterError(ValueError):
    """The cluster does not answer; the message names its address and the remedy."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One draw and what it caught, 0..1; ``number`` 0 is the estimator as it stands."""

    number: int
    hyper: dict[str, float]
    score: float


@dataclass(frozen=True, slots=True)
class Task:
    """What every trial needs: rows that teach, rows that measure, an unfitted estimator."""

    estimator: TwoStageClassifier
    x: Any
    labels: Any
    weights: Any
    groups: Any
    held: Any
    held_labels: Any


@dataclass(frozen=True, slots=True)
class Plan:
    """How many draws, and where: ``jobs`` processes here, or the Dask cluster of an address."""

    trials: int
    seed: int = 0
    jobs: int = 1
    cluster: str | None = None


def search(task: Task, plan: Plan, watcher: Watcher) -> list[Trial]:
    """Try all draws besides the estimator as it stands; return every trial, the best one first.

    Of equal scores the earlier draw is the better one.

    Raises:
        ClusterError: the cluster does not answer.
        CorpusError: the holding side has too few rows to choose by.
    """
    _enough(task)
    drawn = [dict[str, float](), *draw(plan.trials, plan.seed)]
    watcher.begin("trials", len(drawn))
    found: list[Trial] = []
    with _workers(plan, task):
        run = Parallel(return_as="generator_unordered")
        for trial in run(delayed(attempt)(task, place, hyper) for place, hyper in enumerate(drawn)):
            found.append(trial)
            watcher.advance(1)
    return sorted(found, key=lambda trial: (-trial.score, trial.number))


def best_hyper(
    material: Material, estimator: TwoStageClassifier, plan: Plan, watcher: Watcher
) -> dict[str, float]:
    """Return the hyper-parameters of the best trial; none when the defaults are the best.

    Raises:
        ClusterError: the cluster does not answer.
        CorpusError: the holding side has too few rows to choose by.
    """
    return search(task_of(material, estimator, plan.seed), plan, watcher)[0].hyper


def task_of(material: Material, estimator: TwoStageClassifier, seed: int) -> Task:
    """Return what trials need of a training's material: at most ``MOST_ROWS`` rows that teach."""
    taught = material.taught
    if len(taught) > MOST_ROWS:
        chosen = np.random.default_rng(seed).choice(taught, MOST_ROWS, replace=False)
        taught = np.sort(chosen)
    held = material.where(Side.HOLD)
    return Task(
        estimator=estimator,
        x=material.x[taught],
        labels=material.labels[taught],
        weights=material.weights[taught],
        groups=np.array([material.rows[place].domain for place in taught]),
        held=material.x[held],
        held_labels=material.labels[held],
    )


def draw(trials: int, seed: int) -> list[dict[str, float]]:
    """Return so many draws from ``SPACE``; more trials only add draws at the end."""
    chance = np.random.default_rng(seed)
    return [
        {name: _value(name, chance.uniform(np.log(low), np.log(high)))
         for name, (low, high) in SPACE.items()}
        for _ in range(trials)
    ]  # fmt: skip


def attempt(task: Task, number: int, hyper: dict[str, float]) -> Trial:
    """Fit the estimator with some hyper-parameters and measure it on the holding side."""
    fitted = clone(task.estimator).set_params(**hyper)
    with threadpool_limits(1):  # sums of several threads differ in the last place
        fitted.fit(task.x, task.labels, sample_weight=task.weights, groups=task.groups)
        margins = fitted.decision_function(task.held)
    return Trial(number, hyper, round(score(margins, task.held_labels), 6))


def score(margins: Any, labels: Any) -> float:
    """Return the mean share of scams above the thresholds that fix ``RATES`` of false alarms."""
    honest, scams = margins[labels == 0].tolist(), margins[labels == 1].tolist()
    shares = [above(scams, threshold_at(honest, rate)).value or 0.0 for rate in RATES]
    return sum(shares) / len(shares)


def _value(name: str, logarithm: float) -> float:
    value = float(np.exp(logarithm))
    return round(value) if name in WHOLE else float(f"{value:.{DIGITS}g}")


def _enough(task: Task) -> None:
    honest, scams = int((task.held_labels == 0).sum()), int((task.held_labels == 1).sum())
    if honest < LEAST_HONEST or not scams:
        raise CorpusError(
            f"the holding side has {honest} honest links and {scams} scams, too few to choose by; "
            "build a larger corpus, or train without --search"
        )


@contextmanager
def _workers(plan: Plan, task: Task) -> Iterator[None]:
    if plan.cluster is None:
        with parallel_config(backend="loky", n_jobs=plan.jobs):
            yield
        return
    # takes a second, and only clusters need it
    from distributed import Client, KilledWorker  # noqa: PLC0415

    try:
        client = Client(plan.cluster, timeout=TIMEOUT)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"{plan.cluster}: no Dask scheduler answers ({error}); start one: dask scheduler, "
            "and on each machine: dask worker ADDRESS, with the same version of Sverka"
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=TIMEOUT)
            with parallel_config(backend="dask", scatter=[task]):
                yield
        except (TimeoutError, KilledWorker) as error:
            raise ClusterError(
                f"{plan.cluster}: no worker does the work ({error or type(error).__name__}); "
                "on each machine: dask worker ADDRESS, with the same version of Sverka"
            ) from error

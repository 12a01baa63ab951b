"""The search for hyper-parameters: the same choice here and on a cluster, in whatever order."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from distributed import LocalCluster

from classifier.training.corpus_file import read_corpus
from classifier.training.estimator import TwoStageClassifier
from classifier.training.files import CorpusError
from classifier.training.material_rows import gather
from classifier.training.rows import Side, choose_rows
from classifier.training.search import (
    SPACE,
    WHOLE,
    ClusterError,
    Plan,
    Task,
    attempt,
    best_hyper,
    draw,
    score,
    search,
    task_of,
)
from server.cli.datasets.build import build_corpus

SMALL = Path(__file__).parents[2] / "datasets" / "small"
TRIALS = 4


class Counter:
    """Counts what a run tells of its progress."""

    def __init__(self) -> None:
        self.total = self.done = 0

    def begin(self, what: str, total: int) -> None:
        assert what
        self.total = total

    def advance(self, steps: int) -> None:
        self.done += steps


@pytest.fixture(scope="module")
def task() -> Task:
    chance = np.random.default_rng(7)
    rows, taught = 900, 500
    pieces = (chance.random((rows, 30)) < 0.2).astype(float)
    numbers = chance.integers(0, 30, (rows, 4)).astype(float)
    truth = 1.2 * pieces[:, :6].sum(axis=1) + 0.05 * numbers[:, 0] + chance.normal(0, 0.7, rows)
    labels = (truth > 2.2).astype(int)
    x = np.hstack([pieces, numbers])
    return Task(
        estimator=TwoStageClassifier(words=30, trees=10, leaves=8),
        x=x[:taught],
        labels=labels[:taught],
        weights=np.ones(taught),
        groups=np.arange(taught) // 2,
        held=x[taught:],
        held_labels=labels[taught:],
    )


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # sockets of the scheduler's own making
def test_a_cluster_chooses_what_this_machine_chooses(task: Task) -> None:
    here, there = Counter(), Counter()
    alone = search(task, Plan(TRIALS, seed=3), here)
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=False,
        dashboard_address=None,
        host="tcp://127.0.0.1",
    ) as cluster:
        plan = Plan(TRIALS, seed=3, cluster=cluster.scheduler_address)
        assert search(task, plan, there) == alone
    assert here.done == here.total == there.done == TRIALS + 1
    assert sorted(trial.number for trial in alone) == list(range(TRIALS + 1))
    assert [trial.score for trial in alone] == sorted(
        (trial.score for trial in alone), reverse=True
    )


def test_a_trial_is_the_same_whenever_it_runs(task: Task) -> None:
    hyper = draw(1, 5)[0]
    assert attempt(task, 1, hyper) == attempt(task, 1, hyper)
    assert task.estimator.get_params()["trees"] == 10  # the shared estimator stays as it was


def test_draws_lie_in_the_space_and_more_only_add() -> None:
    drawn = draw(50, 1)
    assert draw(20, 1) == drawn[:20]
    assert draw(50, 2) != drawn
    for hyper in drawn:
        assert hyper.keys() == SPACE.keys()
        for name, (low, high) in SPACE.items():
            assert low * 0.99 <= hyper[name] <= high * 1.01
            assert isinstance(hyper[name], int) is (name in WHOLE)


def test_the_score_counts_what_lies_above_honest_links_alone() -> None:
    labels = np.array([0] * 1000 + [1] * 10)
    honest = np.arange(1000.0)
    assert score(np.concatenate([honest, np.full(10, 2000.0)]), labels) == 1
    assert score(np.concatenate([honest, np.full(10, 995.0)]), labels) == 0.5
    assert score(np.concatenate([honest, np.full(10, -1.0)]), labels) == 0
    assert score(np.zeros(1010), labels) == 0  # ties with honest links are misses


def test_too_small_a_holding_side_is_named(task: Task) -> None:
    few = Task(
        task.estimator, task.x, task.labels, task.weights, task.groups,
        task.held[:20], task.held_labels[:20],
    )  # fmt: skip
    with pytest.raises(CorpusError, match="too few to choose by"):
        search(few, Plan(1), Counter())


def test_a_cluster_that_does_not_answer_is_named(
    task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("classifier.training.search.TIMEOUT", "1s")
    with pytest.raises(ClusterError, match=r"tcp://127\.0\.0\.1:9: no Dask scheduler answers"):
        search(task, Plan(1, cluster="tcp://127.0.0.1:9"), Counter())


def test_a_training_s_own_rows_can_be_searched_on(tmp_path: Path) -> None:
    """Only rows that teach are fitted on, only rows of the holding side are measured."""
    corpus = tmp_path / "corpus.parquet"
    build_corpus(SMALL, corpus, "ship", None)
    material = gather(choose_rows(read_corpus(corpus)), 1, Counter())
    estimator = TwoStageClassifier(words=len(material.words), trees=8, leaves=8)
    found = task_of(material, estimator, seed=0)
    assert found.x.shape[0] == len(found.labels) == len(found.groups) == len(material.taught)
    held = material.where(Side.HOLD)
    assert (found.held != material.x[held]).nnz == 0
    hyper = best_hyper(material, estimator, Plan(1, seed=4), Counter())
    assert hyper in ({}, draw(1, 4)[0])

"""Training on the small set: the same file each time, and it says what the estimator says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from classifier.address import parse_address
from classifier.assess import default_lists
from classifier.features import LinkFeatures
from classifier.model import Model, load_model
from classifier.model_file import model_text
from classifier.score import WEIGHTS
from classifier.training.calibration import evened, fix_platt
from classifier.training.corpus_file import corpus_facts, read_corpus
from classifier.training.export import UNIT
from classifier.training.files import CorpusError
from classifier.training.fit import Options, fit_links, margins_of, train, warning_weights
from classifier.training.material_rows import gather
from classifier.training.page_part import fit_pages
from classifier.training.rows import Side, choose_rows
from server.cli.datasets.build import build_corpus

if TYPE_CHECKING:
    from classifier.training.material_rows import Material

SMALL = Path(__file__).parents[2] / "datasets" / "small"
QUICK = Options(hyper={"trees": 12, "leaves": 6})


class Unwatched:
    """Nobody looks on."""

    def begin(self, what: str, total: int) -> None:
        """Say nothing."""

    def advance(self, steps: int) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "small.parquet"
    build_corpus(SMALL, path, "ship", None)
    return path


@pytest.fixture(scope="module")
def material(corpus: Path) -> Material:
    return gather(choose_rows(read_corpus(corpus)), 1, Unwatched())


@pytest.fixture(scope="module")
def content(corpus: Path) -> dict[str, Any]:
    return train(read_corpus(corpus), corpus_facts(corpus), QUICK, Unwatched())


@pytest.fixture
def model(content: dict[str, Any], tmp_path: Path) -> Model:
    path = tmp_path / "model.json"
    path.write_text(model_text(content))
    return load_model(path)


def test_the_same_corpus_and_seed_make_the_same_file(corpus: Path, content: dict[str, Any]) -> None:
    again = train(read_corpus(corpus), corpus_facts(corpus), QUICK, Unwatched())
    assert model_text(again) == model_text(content)
    other = train(
        read_corpus(corpus),
        corpus_facts(corpus),
        Options(seed=1, hyper=QUICK.hyper),
        Unwatched(),
    )
    assert model_text(other) != model_text(content)


def test_the_file_says_what_the_estimator_says(
    material: Material, content: dict[str, Any], model: Model
) -> None:
    fitted = fit_links(material, QUICK)
    rules = warning_weights(default_lists().rules)
    calibration = content["calibration"]
    expected = calibration["slope"] * margins_of(fitted, material, rules) + calibration["offset"]
    trees = len(content["trees"]["roots"])
    for place, row in enumerate(material.rows):
        numbers = material.x[place, len(material.words) :].toarray()[0].astype(int)
        held = {
            rule
            for rule, holds in zip(material.rules, numbers[-len(material.rules) :], strict=True)
            if holds
        }
        judged = model.judge(parse_address(row.url), held, trusted=bool(material.trusted[place]))
        if not material.trusted[place]:
            rounding = (trees + len(held) + 1) / UNIT
            assert judged.link_margin / UNIT == pytest.approx(expected[place], abs=rounding)


def test_what_a_file_is_made_of_is_told_in_it(content: dict[str, Any]) -> None:
    assert json.loads(model_text(content))["licence"] == "ship"
    assert {row["model"] for row in content["comparison"]} >= {
        "pieces of text, linear",
        "stack of both",
    }
    assert content["calibration"]["base_rate"] == 0.5
    assert sum(source["rows"] for source in content["sources"]) > 1000
    judged = content["trained"]["judged_rules"]
    assert "form.balance-asked" in judged
    rule = default_lists().rules["form.balance-asked"]
    assert content["rules"]["form.balance-asked"] == round(WEIGHTS[rule.severity] * UNIT)


def test_scams_of_the_small_set_lie_above_its_honest_links(
    material: Material, content: dict[str, Any], model: Model
) -> None:
    margins: dict[int, list[int]] = {0: [], 1: []}
    for place in material.where(Side.TEST):
        row = material.rows[place]
        seen = model.judge(parse_address(row.url), (), trusted=False)
        margins[row.label].append(seen.link_margin)
    assert np.median(margins[1]) > np.quantile(margins[0], 0.9)
    assert content["thresholds"]["caution"] > np.median(margins[0])


def test_features_that_are_missing_count_for_nothing(model: Model) -> None:
    empty = LinkFeatures(frozenset(), (0,) * 19)
    unknown = LinkFeatures(frozenset({"never-seen-piece"}), (0,) * 19)
    assert model.inputs(empty, ()) == model.inputs(unknown, ())


def page(label: int, number: int, fields: list[dict[str, str]]) -> dict[str, Any]:
    facts = {"v": 1, "page": {"title": "Page"}, "forms": [{"fields": fields}]}
    return {
        "page": json.dumps(facts),
        "label": label,
        "source": "made",
        "ship": "yes",
        "noisy": False,
        "template": f"page:{label}-{number}",
    }


def test_pages_only_ever_add() -> None:
    asked, plain = [{"type": "password"}, {"type": "email"}], [{"type": "search"}]
    rows = [page(1, n, asked) for n in range(90)] + [page(1, n, plain) for n in range(90, 110)]
    rows += [page(0, n, plain) for n in range(90)] + [page(0, n, asked) for n in range(90, 100)]
    part = fit_pages(pa.Table.from_pylist(rows), "ship")
    assert part.facts["form:password"] > 1
    assert "form:one-field" not in part.facts, "what speaks for a page weighs nothing"
    assert all(weight >= 0 for weight in (*part.facts.values(), *part.rules.values()))
    assert part.auc is not None
    assert part.auc > 0.7
    assert part.sources == {"made": part.taught}


def test_rows_without_leave_change_nothing_that_judges(
    corpus: Path, content: dict[str, Any]
) -> None:
    table = read_corpus(corpus)
    closed = [
        {**row, "url": f"https://c{n}.{row['registrable']}/", "ship": "no", "source": "closed",
         "registrable": f"closed{n}.{row['registrable']}", "template": f"closed-{row['template']}"}
        for n, row in enumerate(table.slice(0, 600).to_pylist())
        if row["page"] is None
    ]  # fmt: skip
    more = pa.concat_tables([table, pa.Table.from_pylist(closed, schema=table.schema)])
    again = train(more, corpus_facts(corpus), QUICK, Unwatched())
    assert {**again, "comparison": (), "trained": ()} == {
        **content,
        "comparison": (),
        "trained": (),
    }


def test_a_corpus_that_is_too_small_is_refused_with_the_remedy(corpus: Path) -> None:
    table = read_corpus(corpus)
    few = pa.concat_tables([table.slice(0, 3), table.slice(table.num_rows - 3)])
    with pytest.raises(CorpusError, match="corpus"):
        train(few, corpus_facts(corpus), QUICK, Unwatched())


def test_calibration_finds_the_line_that_made_the_labels() -> None:
    draw = np.random.default_rng(3)
    margins = draw.normal(0, 2, 40_000)
    labels = (draw.random(40_000) < 1 / (1 + np.exp(-(0.5 * margins + 0)))).astype(int)
    found = fix_platt(margins, labels, np.ones(40_000))
    assert found.slope == pytest.approx(0.5, abs=0.03)
    assert found.offset == pytest.approx(0, abs=0.05)


def test_evened_classes_weigh_one_half_each() -> None:
    labels = np.array([1, 0, 0, 0])
    weights = evened(labels)
    assert weights[labels == 1].sum() == pytest.approx(0.5)
    assert weights[labels == 0].sum() == pytest.approx(0.5)

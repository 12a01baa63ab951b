"""``sverka model show``, ``verify`` and ``card``; and ``evaluate`` on a corpus's sides."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from evaluation_data import MODEL_SECTIONS
from model_files import content, good_figures, write_model

from classifier.model_file import MODEL_FILE, read_model
from classifier.training.card import card
from classifier.training.figures import AGREED, MEASURED

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli_tables import Done

    Sverka = Callable[..., Done]

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from server.cli.datasets.build import build_corpus  # noqa: PLC0415

    out = tmp_path_factory.mktemp("corpus") / "corpus.parquet"
    build_corpus(ROOT / "datasets" / "small", out, "ship", None)
    return out


def test_the_committed_card_is_that_of_the_shipped_model() -> None:
    committed = (ROOT / "docs" / "model-card.md").read_text("utf-8")
    assert committed == card(read_model(MODEL_FILE)), "sverka model card --out docs/model-card.md"


def test_the_shipped_model_verifies(sverka: Sverka) -> None:
    done = sverka("model", "verify", MODEL_FILE)
    assert done.code == 0, done.err
    size = int(re.search(r"([\d,]+) bytes packed", done.out)[1].replace(",", ""))  # type: ignore[index]
    assert 1_000 < size <= 400_000


def test_a_card_tells_what_the_file_says(tmp_path: Path, sverka: Sverka) -> None:
    model = write_model(tmp_path / "m.json", figures={**good_figures(), "ru.flagged": 0.4321})
    out = tmp_path / "card.md"
    done = sverka("model", "card", model, "--out", out)
    assert done.code == 0, done.err
    text = out.read_text("utf-8")
    assert text == sverka("model", "card", model).out
    assert text.startswith("# Model card: small\n")
    assert "43.21 %" in text
    assert "| a / feed | MIT | 300 |" in text
    assert "| 1 smaller ones | CC0-1.0 | 70 |" in text
    assert all(figure.name in text for figure in AGREED)
    assert json.loads(model.read_text("utf-8"))["sha256"] in text
    rows = [line.count("|") for line in text.splitlines() if line.startswith("|")]
    assert min(rows) >= 3


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"licence": "any"}, "for study only"),
        ({"comparison": []}, "None was made."),
        ({"figures": {}}, "| figure | value |"),
        ({"name": "x"}, "# Model card: x"),
    ],
)
def test_a_card_of_a_file_that_says_little(
    changes: dict[str, object], words: str, tmp_path: Path
) -> None:
    assert words in card(read_model(write_model(tmp_path / "m.json", **changes)))  # type: ignore[arg-type]


def test_show_names_what_was_measured(tmp_path: Path, sverka: Sverka) -> None:
    done = sverka("model", "show", write_model(tmp_path / "m.json"))
    assert done.code == 0, done.err
    assert re.search(r"^figure: ece +0\.5$", done.out, re.MULTILINE)
    assert re.search(r"^measured: licence +ship$", done.out, re.MULTILINE)
    assert MEASURED not in content()["figures"][MEASURED]


def test_a_missing_model_is_named(tmp_path: Path, sverka: Sverka) -> None:
    for command in ("show", "verify", "card"):
        done = sverka("model", command, tmp_path / "absent.json")
        assert done.code == 1
        assert str(tmp_path / "absent.json") in done.err


def test_a_candidate_is_measured_on_the_sides_of_a_corpus(
    corpus: Path, tmp_path: Path, sverka: Sverka
) -> None:
    model = write_model(tmp_path / "m.json")
    out = {name: tmp_path / f"q.{name}" for name in ("md", "json", "html")}
    done = sverka(
        "evaluate", "--corpus", corpus, "--model", model, "--out", out["md"],
        "--json", out["json"], "--html", out["html"],
    )  # fmt: skip
    assert done.code == 0, done.err
    found = json.loads(out["json"].read_text("utf-8"))
    assert found["model"]["sha256"] == read_model(model).sha256
    assert {figure.name for figure in AGREED} <= found["model"]["figures"].keys()
    assert found["versions"]["model"].startswith("small")
    sections = [name for name in found["sections"] if name.startswith("model-")]
    assert sections == [
        "model-operating", "model-calibration", "model-families", "model-slices",
        "model-comparison", "model-steadiness",
    ]  # fmt: skip
    titles = [found["sections"][name]["title"] for name in sections]
    assert titles == list(MODEL_SECTIONS)
    steady = found["sections"]["model-steadiness"]["tables"][0]["rows"]
    assert [one["margin moved"]["hits"] for one in steady if "path" not in one[""]] == [0] * 4
    assert [one["warning flipped"]["hits"] for one in steady if "path" not in one[""]] == [0] * 4
    assert min(one["n"] for one in steady) > 50
    html = out["html"].read_text("utf-8")
    assert html.count("<svg") == 5
    for text in (html, out["md"].read_text("utf-8"), out["json"].read_text("utf-8")):
        assert "https://" not in text
    rows = found["sections"]["model-families"]["tables"][0]["rows"]
    assert rows[0]["late > 1 %"]["hits"] > rows[1]["late > 1 %"]["hits"]  # it knows words alone


def test_a_candidate_is_promoted_by_figures_measured_here_and_now(
    corpus: Path, tmp_path: Path, sverka: Sverka
) -> None:
    place = write_model(tmp_path / "model.json", "old", figures={})
    blind = write_model(tmp_path / "blind.json", "blind", figures={}, words={"pieces": {}})
    same = write_model(tmp_path / "same.json", "same", figures={})
    done = sverka("model", "promote", blind, "--corpus", corpus, "--to", place)
    assert done.code == 1
    assert "is worse by" in done.err
    done = sverka("model", "promote", same, "--corpus", corpus, "--to", place)
    assert done.code == 0, done.err
    assert read_model(place).name == "same"


def test_nothing_to_measure_on_is_said(tmp_path: Path, sverka: Sverka) -> None:
    done = sverka("evaluate")
    assert done.code == 2
    assert "--data DIR" in done.err
    gone = sverka("evaluate", "--corpus", tmp_path / "none.parquet")
    assert gone.code == 2
    assert "none.parquet" in gone.err


def test_what_is_measured_is_not_written_over(corpus: Path, tmp_path: Path, sverka: Sverka) -> None:
    model = write_model(tmp_path / "m.json")
    before = model.read_bytes()
    done = sverka("evaluate", "--corpus", corpus, "--model", model, "--json", model)
    assert done.code == 2
    assert model.read_bytes() == before

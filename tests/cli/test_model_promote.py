"""``sverka model promote`` and ``rollback``: what is refused, what is kept, what faults do."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from model_files import good_figures, write_figures, write_model

from classifier.model_file import read_model
from classifier.training.figures import AGREED, MEASURED, Better
from server.cli import model, model_place

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli_tables import Done

    Sverka = Callable[..., Done]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "force"
    folder.mkdir()
    return write_model(folder / "model.json", "old")


def names(place: Path) -> dict[str, str]:
    return {
        path.name: json.loads(path.read_text("utf-8"))["name"]
        for path in sorted(place.parent.iterdir())
    }


def test_a_better_model_takes_the_place_and_the_old_one_is_kept(
    tmp_path: Path, place: Path, sverka: Sverka
) -> None:
    candidate = write_model(tmp_path / "new.json", "new", figures=good_figures(ece=0.4))
    done = sverka("model", "promote", candidate, "--to", place)
    assert done.code == 0, done.err
    assert names(place) == {"model.json": "new", "model.previous.json": "old"}
    assert read_model(place).name == "new"
    assert candidate.exists()


def test_rollback_brings_the_old_one_back_and_loses_none(
    tmp_path: Path, place: Path, sverka: Sverka
) -> None:
    candidate = write_model(tmp_path / "new.json", "new")
    assert sverka("model", "promote", candidate, "--to", place).code == 0
    done = sverka("model", "rollback", "--to", place)
    assert done.code == 0, done.err
    assert names(place)["model.json"] == "old"
    assert "new" in names(place).values()
    again = sverka("model", "rollback", "--to", place)
    assert again.code == 1
    assert "same model" in again.err


def test_rollback_without_a_promotion_says_so(place: Path, sverka: Sverka) -> None:
    done = sverka("model", "rollback", "--to", place)
    assert done.code == 1
    assert "no promotion was made" in done.err


@pytest.mark.parametrize("figure", AGREED, ids=lambda figure: figure.name)
def test_a_loss_beyond_the_tolerance_is_refused_and_named(
    figure: Any, tmp_path: Path, place: Path, sverka: Sverka
) -> None:
    base = 0.0 if figure.name == "official.flagged" else 0.5
    sign = -1 if figure.better is Better.MORE else 1
    worse = {figure.name: base + sign * (figure.tolerance + 0.001)}
    before = place.read_bytes()
    candidate = write_model(tmp_path / "new.json", figures={**good_figures(), **worse})
    done = sverka("model", "promote", candidate, "--to", place)
    assert done.code == 1
    assert figure.name in done.err
    assert f"worse by {figure.tolerance + 0.001:.4g}" in done.err
    assert place.read_bytes() == before
    assert list(place.parent.iterdir()) == [place]


@pytest.mark.parametrize("figure", AGREED, ids=lambda figure: figure.name)
def test_a_loss_within_the_tolerance_and_any_gain_pass(
    figure: Any, tmp_path: Path, place: Path, sverka: Sverka
) -> None:
    base = 0.0 if figure.name == "official.flagged" else 0.5
    sign = -1 if figure.better is Better.MORE else 1
    within = {figure.name: base + sign * figure.tolerance * 0.9}
    candidate = write_model(tmp_path / "new.json", "x", figures={**good_figures(), **within})
    assert sverka("model", "promote", candidate, "--to", place).code == 0
    gain = {figure.name: base if base == 0 else base - sign * 0.2}
    better = write_model(tmp_path / "next.json", "y", figures={**good_figures(), **gain})
    assert sverka("model", "promote", better, "--to", place).code == 0


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({MEASURED: {**good_figures()[MEASURED], "corpus": "ef" * 32}}, "different rows: corpus"),
        ({MEASURED: {**good_figures()[MEASURED], "sides": "00"}}, "different rows: sides"),
        ({MEASURED: None}, "does not say what it was measured on"),
        ({"ece": "0.1"}, "no figure ece"),
        ({"ece": None}, "only one of the models has a figure ece"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_the_way_to_measure(
    figures: dict[str, Any], words: str, tmp_path: Path, place: Path, sverka: Sverka
) -> None:
    candidate = write_model(tmp_path / "new.json", figures={**good_figures(), **figures})
    done = sverka("model", "promote", candidate, "--to", place)
    assert done.code == 1
    assert words in done.err
    assert "sverka evaluate --data DIR --corpus" in done.err
    assert names(place) == {"model.json": "old"}


def test_figures_may_come_from_evaluations(tmp_path: Path, place: Path, sverka: Sverka) -> None:
    candidate = write_model(tmp_path / "new.json", "new", figures={})
    mine = write_figures(tmp_path / "a.json", candidate, good_figures())
    present = write_figures(tmp_path / "b.json", place, good_figures(ece=0.1))
    given = ("--figures", mine, "--current-figures", present, "--to", place)
    refused = sverka("model", "promote", candidate, *given)
    assert refused.code == 1
    assert "ece" in refused.err
    swapped = ("--figures", present, "--current-figures", mine, "--to", place)
    strange = sverka("model", "promote", candidate, *swapped)
    assert strange.code == 2
    assert "speaks of another model" in strange.err
    assert sverka("model", "promote", candidate, "--figures", mine, "--to", place).code == 0


def test_what_does_not_verify_is_never_promoted(
    tmp_path: Path, place: Path, sverka: Sverka
) -> None:
    whole = write_model(tmp_path / "whole.json").read_text("utf-8")
    bad = {
        "cut": whole[: len(whole) // 2],
        "altered": whole.replace('"base":-1000', '"base":-1001'),
        "empty": "",
        "list": "[]",
    }
    for name, text in bad.items():
        candidate = tmp_path / f"{name}.json"
        candidate.write_text(text, encoding="utf-8")
        for command in (("promote", candidate, "--to", place), ("verify", candidate)):
            done = sverka("model", *command)
            assert done.code == 1, name
            assert f"{name}.json" in done.err
    other = write_model(tmp_path / "other.json", schema="0" * 16)
    assert "features" in sverka("model", "promote", other, "--to", place).err
    assert names(place) == {"model.json": "old"}


def test_a_model_too_large_for_browsers_is_refused(
    tmp_path: Path, place: Path, sverka: Sverka
) -> None:
    import random  # noqa: PLC0415

    draw = random.Random(1)
    pieces = {f"{draw.getrandbits(60):x}": draw.getrandbits(20) for _ in range(40_000)}
    candidate = write_model(tmp_path / "new.json", words={"pieces": pieces})
    done = sverka("model", "promote", candidate, "--to", place)
    assert done.code == 1
    assert "bytes packed" in done.err


def test_a_model_for_study_never_becomes_the_shipped_one(
    tmp_path: Path, place: Path, sverka: Sverka, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "MODEL_FILE", place)
    candidate = write_model(tmp_path / "new.json", licence="any")
    done = sverka("model", "promote", candidate, "--to", place)
    assert done.code == 1
    assert "must not be shipped" in done.err
    assert names(place) == {"model.json": "old"}


def test_the_model_in_force_is_not_promoted_over_its_own_past(
    tmp_path: Path, place: Path, sverka: Sverka
) -> None:
    candidate = write_model(tmp_path / "new.json", "new")
    assert sverka("model", "promote", candidate, "--to", place).code == 0
    done = sverka("model", "promote", candidate, "--to", place)
    assert done.code == 1
    assert "in force already" in done.err
    assert names(place)["model.previous.json"] == "old"


def test_a_full_disk_leaves_the_model_in_force(
    tmp_path: Path, place: Path, sverka: Sverka, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    candidate = write_model(tmp_path / "new.json", "new")
    monkeypatch.setattr(os, "fsync", full)
    done = sverka("model", "promote", candidate, "--to", place)
    assert done.code == 1
    assert "No space left" in done.err
    assert names(place) == {"model.json": "old"}


@pytest.mark.parametrize("last", [1, 2])
def test_whatever_step_fails_every_model_still_stands_somewhere(
    last: int, tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rename number ``last`` of a promotion, and of a rollback, does not come about."""
    older = write_model(tmp_path / "force" / "model.previous.json", "older")
    replace, done = Path.replace, 0

    def failing(self: Path, target: Path) -> Path:
        nonlocal done
        done += 1
        if done == last:
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    new = write_model(tmp_path / "new.json", "new").read_bytes()
    with pytest.raises(KeyboardInterrupt):
        model_place.put(new, place)
    assert names(place)["model.json"] == "old"
    assert all(name.endswith(".json") for name in names(place))
    done = 0
    if json.loads(older.read_text("utf-8"))["name"] == "older":
        with pytest.raises(KeyboardInterrupt):
            model_place.take_back(place)
        assert names(place)["model.json"] == "old"
        assert names(place)["model.previous.json"] == "older"


def test_a_killed_promotion_leaves_one_whole_model(tmp_path: Path, place: Path) -> None:
    """SIGKILL at many moments of a process that promotes over and over."""
    script = textwrap.dedent("""
        import sys
        from pathlib import Path
        from server.cli import model, model_place
        place, contents = Path(sys.argv[1]), [Path(name).read_bytes() for name in sys.argv[2:]]
        print("ready", flush=True)
        while True:
            for content in contents:
                model_place.put(content, place)
                model_place.take_back(place)
    """)
    big = {"pieces": {f"p{number}": number for number in range(20_000)}}
    models = [write_model(tmp_path / f"{n}.json", f"m{n}", words=big) for n in range(2)]
    for wait in (0.0, 0.01, 0.03, 0.06, 0.1):
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(place), *map(str, models)],
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert read_model(place).name in {"old", "m0", "m1"}
        previous = place.with_name("model.previous.json")
        if previous.exists():
            assert read_model(previous).name in {"old", "m0", "m1"}

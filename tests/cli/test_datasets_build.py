from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from file_server import Served, serving

from classifier.training.corpus_file import corpus_facts, read_corpus

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli_tables import Done

SMALL = Path(__file__).parents[2] / "datasets" / "small"
CATALOGUE = """
[[source]]
id = "bad-hosts"
title = "Scams"
url = "{address}/bad.txt"
format = "list"
label = "scam"
licence = "MIT"
ship = "yes"
rolling = true

[[source]]
id = "closed-hosts"
title = "The same under other terms"
url = "{address}/closed.txt"
format = "list"
label = "scam"
licence = "terms"
ship = "no"
rolling = true
"""


def test_the_small_set_builds_to_the_same_bytes(
    sverka: Callable[..., Done], tmp_path: Path
) -> None:
    for name in ("one", "two"):
        done = sverka("datasets", "build", "--from", SMALL, "--out", tmp_path / f"{name}.parquet")
        assert done.code == 0, done.err
    assert "scam" in done.err
    assert "sverka:made links" in done.err
    one = tmp_path / "one.parquet"
    assert one.read_bytes() == (tmp_path / "two.parquet").read_bytes()
    facts = corpus_facts(one)
    assert facts["licence"] == "ship"
    assert facts["sources"]["sverka:made links"] == "CC0-1.0"
    assert sum(facts["rows"].values()) == read_corpus(one).num_rows
    for name, checksum in facts["files"].items():
        assert hashlib.sha256((SMALL / name).read_bytes()).hexdigest() == checksum


def test_what_was_fetched_is_built_under_its_licences(
    sverka: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVERKA_ALLOWED_NETWORKS", "127.0.0.0/8")
    fetched, out = tmp_path / "fetched", tmp_path / "c.parquet"
    catalogue = tmp_path / "sources.toml"
    with serving(Served(b"a.example\nb.example/x\nnot an address\n")) as address:
        catalogue.write_text(CATALOGUE.format(address=address), "utf-8")
        done = sverka("datasets", "fetch", "--sources", catalogue, "--out", fetched)
    assert done.code == 0, done.err
    assert "closed-hosts: 37 bytes (terms, ship no)" in done.err
    done = sverka("datasets", "build", "--from", fetched, "--out", out)
    assert done.code == 0, done.err
    table = read_corpus(out)
    assert table["url"].to_pylist() == ["a.example", "b.example/x"]
    assert set(table["source"].to_pylist()) == {"bad-hosts"}
    assert None not in table["date"].to_pylist()
    (fetched / "bad-hosts.txt").write_text("other.example\n", "utf-8")
    done = sverka("datasets", "build", "--from", fetched, "--out", out)
    assert done.code == 1
    assert "is not the file that was fetched" in done.err
    assert "--only bad-hosts" in done.err


def test_a_moderator_overrules_a_feed(
    sverka: Callable[..., Done], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVERKA_DATA_DIR", str(tmp_path / "store"))
    plain = tmp_path / "plain.parquet"
    sverka("datasets", "build", "--from", SMALL, "--out", plain)
    scam = next(
        row["url"]
        for row in read_corpus(plain).to_pylist()
        if row["label"] == 1 and row["page"] is None and row["url"].endswith(".shop/")
    )
    labels = tmp_path / "labels.csv"
    assert sverka("labels", "add", scam, "--label", "honest").code == 0
    assert sverka("labels", "export", "--out", labels).code == 0
    out = tmp_path / "c.parquet"
    done = sverka("datasets", "build", "--from", SMALL, "--out", out, "--labels", labels)
    assert done.code == 0, done.err
    (row,) = [row for row in read_corpus(out).to_pylist() if row["url"] == scam]
    assert (row["label"], row["source"]) == (0, "own labels")


@pytest.mark.parametrize(
    ("source", "out", "says"),
    [
        ("none", "c.parquet", "no such folder"),
        (".", "c.parquet", "holds neither sources.tsv nor fetch.lock.json"),
        (".", "c.csv", "let the name end in .parquet"),
        (".", "none/c.parquet", "mkdir -p"),
    ],
)
def test_wrong_places_are_told(
    sverka: Callable[..., Done], tmp_path: Path, source: str, out: str, says: str
) -> None:
    done = sverka("datasets", "build", "--from", tmp_path / source, "--out", tmp_path / out)
    assert done.code == 2
    assert says in done.err


def test_damage_leaves_the_older_corpus(sverka: Callable[..., Done], tmp_path: Path) -> None:
    folder, out = tmp_path / "bundle", tmp_path / "c.parquet"
    folder.mkdir()
    for path in SMALL.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    assert sverka("datasets", "build", "--from", folder, "--out", out).code == 0
    before = out.read_bytes()
    damaged = folder / "urls_train.csv.gz"
    damaged.write_bytes(damaged.read_bytes()[:-20])
    done = sverka("datasets", "build", "--from", folder, "--out", out)
    assert done.code == 1
    assert f"{damaged}: is no whole gzip file" in done.err
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bundle", "c.parquet"]


def test_a_damaged_lock_is_told(sverka: Callable[..., Done], tmp_path: Path) -> None:
    for text in ("[]", "{", json.dumps({"files": {"x": {"sha256": "1"}}})):
        (tmp_path / "fetch.lock.json").write_text(text, "utf-8")
        done = sverka("datasets", "build", "--from", tmp_path, "--out", tmp_path / "c.parquet")
        assert done.code == 1, text
        assert "is damaged" in done.err

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cli_tables import Done


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SVERKA_DATA_DIR", str(tmp_path / "store"))


def test_a_label_is_kept_with_who_and_when(sverka: Callable[..., Done], tmp_path: Path) -> None:
    link = "https://yula.id22991.test/pay/8123999?card=1234567"
    done = sverka("labels", "add", link, "--label", "scam", "--note", "форма карты", "--by", "Анна")
    assert (done.code, done.out) == (0, "scam: https://yula.id22991.test/pay/{n}\n")
    out = tmp_path / "labels.csv"
    assert sverka("labels", "export", "--out", out).code == 0
    (row,) = csv.DictReader(out.read_text("utf-8").splitlines())
    assert row["url"] == "https://yula.id22991.test/pay/{n}"
    assert (row["label"], row["by"], row["note"]) == ("scam", "Анна", "форма карты")
    assert row["labelled_at"].endswith("+00:00")


def test_a_table_is_imported_and_written_in_every_format(
    sverka: Callable[..., Done], tmp_path: Path
) -> None:
    table = tmp_path / "in.csv"
    table.write_text("url,label\nhttps://a.test/x,scam\nshop.example,honest\n", encoding="utf-8")
    assert sverka("labels", "import", table).out == "2 labels kept\n"
    expected = [("https://a.test/x", "scam"), ("https://shop.example/", "honest")]
    for name in ("o.jsonl", "o.parquet"):
        assert sverka("labels", "export", "--out", tmp_path / name).code == 0
    lines = [json.loads(line) for line in (tmp_path / "o.jsonl").read_text("utf-8").splitlines()]
    rows = pq.read_table(tmp_path / "o.parquet").to_pylist()
    assert rows == lines
    assert [(row["url"], row["label"]) for row in rows] == expected


def test_one_wrong_row_keeps_the_whole_table_out(
    sverka: Callable[..., Done], tmp_path: Path
) -> None:
    table = tmp_path / "in.csv"
    table.write_text(
        "url,label\nhttps://a.test/,scam\nmailto:x@y.test,scam\nhttps://b.test/,maybe\n", "utf-8"
    )
    done = sverka("labels", "import", table)
    assert done.code == 2
    assert "line 3:" in done.err
    assert "line 4: label 'maybe'" in done.err
    assert sverka("labels", "export", "--out", tmp_path / "o.csv").out.startswith("0 labels")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"link,label\nx,scam\n", "no column url"),
        (b"", "no column label and url"),
        ("url,label\nпривет.test,scam\n".encode("cp1251"), "not UTF-8"),
    ],
)
def test_a_table_that_cannot_be_read_is_told(
    sverka: Callable[..., Done], tmp_path: Path, text: bytes, says: str
) -> None:
    table = tmp_path / "in.csv"
    table.write_bytes(text)
    done = sverka("labels", "import", table)
    assert done.code == 2
    assert f"{table}: " in done.err
    assert says in done.err


def test_a_short_row_is_told_by_its_line(sverka: Callable[..., Done], tmp_path: Path) -> None:
    table = tmp_path / "in.csv"
    table.write_text("url,label\nhttps://a.test/\n", "utf-8")
    done = sverka("labels", "import", table)
    assert done.code == 2
    assert "line 2:" in done.err


def test_an_unknown_kind_of_file_is_told(sverka: Callable[..., Done], tmp_path: Path) -> None:
    done = sverka("labels", "export", "--out", tmp_path / "labels.xml")
    assert done.code == 2
    assert ".csv, .jsonl, .parquet" in done.err


def test_a_name_that_is_too_long_is_told(sverka: Callable[..., Done]) -> None:
    done = sverka("labels", "add", "https://a.test/", "--label", "scam", "--by", "x" * 65)
    assert done.code == 2
    assert "SVERKA_MODERATOR" in done.err

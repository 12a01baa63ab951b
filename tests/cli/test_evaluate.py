"""``sverka evaluate`` on a small folder: what it writes, what it says of files it cannot read."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from evaluation_data import MODEL_SECTIONS, PLAIN_LIST, make_folder, market_row, write_csv

from classifier.assess import assess, default_knowledge
from classifier.case import Case
from classifier.training.corpus import read_honest, read_marketplace
from classifier.training.files import CorpusError, DataFolder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cli_tables import Done

QUALITY = Path(__file__).parents[2] / "docs" / "quality.md"
HEADING = re.compile(r"^#{1,3} .+$", re.MULTILINE)
SECTION = re.compile(r"^## .+$", re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_folder(tmp_path / "data")


Run = tuple[str, dict[str, Any]]


@pytest.fixture
def figures(folder: Path, tmp_path: Path, sverka: Callable[..., Done]) -> Run:
    out, as_json = tmp_path / "quality.md", tmp_path / "quality.json"
    done = sverka("evaluate", "--data", folder, "--sample", "20", "--out", out, "--json", as_json)
    assert done.code == 0, done.err
    assert out.read_text("utf-8") in done.out
    return out.read_text("utf-8"), json.loads(as_json.read_text("utf-8"))


def shares(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if {"hits", "n"} <= value.keys():
            yield value
        for item in value.values():
            yield from shares(item)
    elif isinstance(value, list):
        for item in value:
            yield from shares(item)


def test_the_json_states_what_was_measured(figures: Run) -> None:
    _, found = figures
    versions = default_knowledge().versions
    assert found["versions"] == {
        "rules": versions.rules,
        "model": versions.model,
        "lists": versions.lists,
    }
    assert found["split"] == "test"
    assert set(found["files"]) >= {"marketplace_train.csv.gz", "urls_train.csv.gz"}
    assert [one["rate"] for one in found["thresholds"]] == [0.01, 0.001]
    assert list(found["sections"]) == [
        "operating", "scams", "honest", "lists", "look-alikes", "idn", "pages",
    ]  # fmt: skip
    counted = list(shares(found))
    assert counted
    for share in counted:
        assert 0 <= share["hits"] <= share["n"]
        if share["n"]:
            assert share["low"] <= share["share"] <= share["high"]
            assert share["share"] == share["hits"] / share["n"]
        else:
            assert share["share"] is None


def test_the_figures_are_those_of_the_core(folder: Path, figures: Run) -> None:
    _, found = figures
    market = read_marketplace(DataFolder(folder))
    rows = [link for link in market.scams if link.split == "test"][:20]
    whole = found["sections"]["scams"]["tables"][0]["rows"][0]
    assert whole["n"] == min(20, len(rows))
    verdicts = [assess(Case(link.url)) for link in rows]
    assert whole["flagged"]["hits"] == sum(verdict.level.risk >= 3 for verdict in verdicts)


def test_a_kit_is_told_from_a_cart(figures: Run) -> None:
    _, found = figures
    rows = {row[""]: row for row in found["sections"]["pages"]["tables"][1]["rows"]}
    assert rows["scam: ru-marketplace-kit"]["card forms danger"]["share"] == 1
    assert rows["honest: cart"]["danger"]["hits"] == 0
    assert rows["honest: cart"]["card forms"] == 0


def test_absent_parts_are_named(figures: Run, folder: Path) -> None:
    text, found = figures
    assert "pages_benign_ru.jsonl.gz" in found["sections"]["pages"]["note"]
    assert "tr39_confusables.csv" in found["sections"]["idn"]["note"]
    assert f"Left out: {folder / 'vectors'}" in text


def test_single_rows_are_printed_for_tuning_only(
    folder: Path, tmp_path: Path, sverka: Callable[..., Done]
) -> None:
    out, as_json = tmp_path / "q.md", tmp_path / "q.json"
    done = sverka(
        "evaluate", "--data", folder, "--sample", "20", "--worst", "500", "--out", out,
        "--json", as_json,
    )  # fmt: skip
    assert done.code == 0, done.err
    market = read_marketplace(DataFolder(folder))
    test_side = [link for link in market.scams if link.split == "test"]
    assert "https://" not in out.read_text("utf-8")
    assert "https://" not in as_json.read_text("utf-8")
    assert not [link.url for link in test_side if f" {link.url} " in done.out]
    assert "Scams of the tuning side, not flagged" in done.out


def test_one_link_a_domain_and_components_stay_whole(folder: Path) -> None:
    market = read_marketplace(DataFolder(folder))
    domains = [link.domain for link in market.scams]
    assert len(domains) == len(set(domains)) == 46
    by_template = {link.split for link in market.scams if link.domain.startswith("id")}
    assert len(by_template) == 1


def test_honest_hosts_come_from_plain_lists_and_no_strangers(folder: Path) -> None:
    columns = ["url", "label", "source"]
    rows = [
        ("https://one.example/", "0", PLAIN_LIST),
        ("https://two.example/", "0", PLAIN_LIST),
        ("https://other.two.example/", "0", "citizenlab/test-lists"),
        ("https://somebody.github.io/", "0", PLAIN_LIST),
        ("https://three.example/", "0", "links in a wiki"),
        ("https://scam.example/", "1", PLAIN_LIST),
        ("no address at all:", "0", PLAIN_LIST),
    ]
    write_csv(
        folder / "urls_train.csv.gz",
        columns,
        [dict(zip(columns, row, strict=True)) for row in rows],
    )
    honest = read_honest(DataFolder(folder))
    assert {link.domain for link in honest.links} == {"one.example", "two.example"}
    assert [link.domain for link in honest.hosted] == ["somebody.github.io"]
    both = next(link for link in honest.links if link.domain == "two.example")
    assert both.facts["source"] == f"{PLAIN_LIST}; citizenlab/test-lists"


ESSENTIAL = ("marketplace_train.csv.gz", "urls_train.csv.gz")


@pytest.mark.parametrize("name", ESSENTIAL)
def test_an_essential_file_that_is_missing(
    name: str, folder: Path, sverka: Callable[..., Done]
) -> None:
    (folder / name).unlink()
    done = sverka("evaluate", "--data", folder, "--sample", "20")
    assert done.code == 2
    assert f"{folder / name}: no such file" in done.err
    assert "put it there" in done.err


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _without_url(data: bytes) -> bytes:
    return gzip.compress(gzip.decompress(data).replace(b"url,", b"link,", 1))


def _short_row(data: bytes) -> bytes:
    return gzip.compress(gzip.decompress(data) + b"https://a.example/\n")


@pytest.mark.parametrize("name", ESSENTIAL)
@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (_cut, "no whole gzip file"),
        (lambda _data: b"url,label\n", "no whole gzip file"),
        (lambda _data: gzip.compress(b"\xff\xfe"), "not UTF-8"),
        (lambda _data: gzip.compress(b""), "no column url"),
        (_without_url, "no column url"),
        (_short_row, "has 1 cells"),
    ],
)
def test_a_damaged_file_is_named(
    name: str,
    damage: Callable[[bytes], bytes],
    told: str,
    folder: Path,
    sverka: Callable[..., Done],
) -> None:
    path = folder / name
    path.write_bytes(damage(path.read_bytes()))
    done = sverka("evaluate", "--data", folder, "--sample", "20")
    assert done.code == 1
    assert str(path) in done.err
    assert told in done.err
    assert "anew" in done.err
    assert "Traceback" not in done.err


def test_a_damaged_page_file_is_named(folder: Path, sverka: Callable[..., Done]) -> None:
    path = folder / "pages_train.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"url": "kit:a"}\n'))
    done = sverka("evaluate", "--data", folder, "--sample", "20")
    assert (done.code, "a page without 'html'" in done.err) == (1, True)
    path.write_bytes(gzip.compress(b"{broken\n"))
    done = sverka("evaluate", "--data", folder, "--sample", "20")
    assert (done.code, "line 1 is no JSON" in done.err) == (1, True)


def test_an_unknown_label_is_named(folder: Path) -> None:
    row = market_row("https://a.example/", "a.example", label="maybe")
    write_csv(folder / "marketplace_train.csv.gz", list(row), [row])
    with pytest.raises(CorpusError, match="maybe"):
        read_marketplace(DataFolder(folder))


def test_no_folder_and_targets_that_cannot_be(
    folder: Path, tmp_path: Path, sverka: Callable[..., Done]
) -> None:
    done = sverka("evaluate", "--data", tmp_path / "nowhere")
    assert (done.code, "no such folder" in done.err) == (2, True)
    done = sverka("evaluate", "--data", folder, "--out", tmp_path / "no" / "quality.md")
    assert (done.code, "mkdir -p" in done.err) == (2, True)
    done = sverka("evaluate", "--data", folder, "--out", folder / "urls_train.csv.gz")
    assert (done.code, "lies in the folder of the data" in done.err) == (2, True)
    done = sverka("evaluate", "--data", folder, "--json", tmp_path)
    assert (done.code, "is a folder" in done.err) == (2, True)


def test_without_the_parts_that_may_be_absent(
    folder: Path, tmp_path: Path, sverka: Callable[..., Done]
) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    for name in ESSENTIAL:
        shutil.copy(folder / name, bare / name)
    done = sverka("evaluate", "--data", bare, "--sample", "20")
    assert done.code == 0, done.err
    assert "Pages: left out:" in done.err
    assert f"Left out: {bare / 'pages_train.jsonl.gz'}" in done.out


def test_the_document_has_the_sections_of_the_code_and_names_what_was_measured(
    figures: Run,
) -> None:
    text, _ = figures
    written = QUALITY.read_text("utf-8")
    of_model = [f"## {title}" for title in MODEL_SECTIONS]
    sections = SECTION.findall(written)
    assert [one for one in sections if one not in of_model] == SECTION.findall(text)
    if "model `formula-1`" not in written:  # a trained model is measured by itself, too
        again = "sverka evaluate --data DIR --corpus FILE.parquet --out docs/quality.md"
        assert [one for one in sections if one in of_model] == of_model, again
    assert HEADING.findall(written)[0] == "# Quality"
    stated = re.search(
        r"^Measured on \d{4}-\d\d-\d\d with rules `[0-9a-f]{12}`, model `[\w.-]+`, "
        r"lists `[0-9a-f]{12}\+\d{4}-\d\d-\d\d`\.$",
        written,
        re.MULTILINE,
    )
    assert stated
    assert "Side of the split: **test**." in written
    assert "Left out" not in written
    assert "https://" not in written

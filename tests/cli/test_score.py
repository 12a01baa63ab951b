"""Tables in, tables out: what is added, what passes through, in every pair of formats."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import shutil
import tempfile
from decimal import Decimal
from itertools import pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cli_tables import BRAND, SCAM, SHOP, read_table, verdicts, write_csv, write_jsonl
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.assess import assess
from classifier.case import Case
from server.cli.score.formats import format_of
from server.cli.score.read_csv import CsvSource
from server.cli.score.run import score

if TYPE_CHECKING:
    from collections.abc import Callable

EXTENSIONS = (".csv", ".csv.gz", ".jsonl", ".jsonl.gz", ".parquet")

CARD_PAGE = """<html lang="ru"><title>Получение оплаты</title><h1>Получить деньги</h1>
<form action="/x"><label>Номер карты <input name="card" autocomplete="cc-number"></label>
<label>CVV <input name="cvv"></label><label>Баланс карты <input name="balance"></label>
<button>Получить 4 500 ₽</button></form>"""


def test_adds_the_verdict_of_the_core_and_keeps_order(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "in.csv", "id,url", f"7,{SCAM}", f"3,{BRAND}", f"5,{SHOP}")
    score(source, tmp_path / "out.jsonl")
    rows = read_table(tmp_path / "out.jsonl")
    assert [row["id"] for row in rows] == ["7", "3", "5"]
    for row, url in zip(rows, (SCAM, BRAND, SHOP), strict=True):
        verdict = assess(Case(url))
        assert row == {
            "id": row["id"],
            "url": url,
            "level": verdict.level.value,
            "score": verdict.score,
            "reasons": ";".join(reason.id for reason in verdict.reasons),
            "brand": verdict.brand.id if verdict.brand else None,
            "registrable_domain": verdict.registrable_domain,
            "error": None,
        }
    assert rows[0]["level"] != rows[1]["level"]


@pytest.mark.parametrize(("before", "after"), list(product(EXTENSIONS, EXTENSIONS)))
def test_every_pair_of_formats_gives_one_verdict(before: str, after: str, tmp_path: Path) -> None:
    rows = [
        {"url": SCAM, "note": 'a, "b"\nс'},
        {"url": BRAND, "note": ""},
        {"url": "", "note": "?"},
    ]
    plain = write_jsonl(tmp_path / "plain.jsonl", *rows)
    score(plain, tmp_path / "wanted.jsonl")
    middle, end = tmp_path / f"middle{before}", tmp_path / f"end{after}"
    score(plain, middle)
    score(middle, end)
    assert verdicts(end) == verdicts(tmp_path / "wanted.jsonl")
    assert [row["note"] for row in read_table(end)] == [row["note"] for row in rows]


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
hosts = st.from_regex(r"[a-z0-9-]{1,12}(\.[a-z]{2,6}){1,2}", fullmatch=True)
links = st.one_of(texts, hosts.map("https://{}/".format), st.just(SCAM), st.just(BRAND))
tables = st.lists(st.fixed_dictionaries({"url": links, "note": texts}), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None)
@given(tables)
def test_a_walk_through_the_formats_changes_nothing(rows: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        names = ("0.jsonl", "1.csv.gz", "2.parquet", "3.csv", "4.jsonl.gz", "5.parquet")
        steps = [Path(folder) / name for name in names]
        write_jsonl(steps[0], *rows)
        for one, other in pairwise(steps):
            score(one, other)
        # an empty row of CSV is a row all the same, since verdict columns stand in it
        assert [row["note"] for row in read_table(steps[-1])] == [row["note"] for row in rows]
        assert verdicts(steps[1]) == verdicts(steps[2]) == verdicts(steps[3]) == verdicts(steps[5])


def test_a_page_counts_as_structure_as_text_and_as_html(tmp_path: Path) -> None:
    facts = {
        "headings": ["Получить деньги"],
        "forms": [
            {
                "fields": [
                    {"label": "Номер карты", "autocomplete": "cc-number"},
                    {"label": "Баланс карты"},
                ]
            }
        ],
    }
    url = "https://parcel-824.example/pay"
    source = write_jsonl(
        tmp_path / "in.jsonl",
        {"url": url},
        {"url": url, "page": facts},
        {"url": url, "page": json.dumps(facts)},
        {"url": url, "html": CARD_PAGE},
        {"url": url, "page": None, "html": ""},
    )
    score(source, tmp_path / "out.jsonl")
    bare, structure, text, html, absent = (
        row["reasons"] for row in read_table(tmp_path / "out.jsonl")
    )
    assert "form.balance-asked" in structure
    assert structure == text
    assert "form.balance-asked" in html
    assert bare == absent
    assert "form.balance-asked" not in bare


def test_a_stored_page_without_an_address_is_judged_by_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write_jsonl(
        tmp_path / "in.jsonl",
        {"url": "corpus:kit/pay.html", "html": CARD_PAGE},
        {"url": "corpus:kit/pay.html", "page": {"headings": ["Новости"]}},
        {"url": "corpus:kit/pay.html"},
    )
    score(source, tmp_path / "out.jsonl")
    assert "2 pages were judged without a web address" in capsys.readouterr().err
    card, news, nothing = read_table(tmp_path / "out.jsonl")
    assert (card["level"], news["level"], nothing["level"]) == ("danger", "clear", None)
    assert "form.balance-asked" in card["reasons"]
    for row in (card, news):
        assert row["registrable_domain"] is None
        assert row["error"].startswith("/url")
        assert row["error"].endswith("judged without it.")


def test_html_stays_in_the_output(tmp_path: Path) -> None:
    source = write_jsonl(tmp_path / "in.jsonl", {"url": SCAM, "html": CARD_PAGE})
    score(source, tmp_path / "out.csv")
    score(tmp_path / "out.csv", tmp_path / "again.jsonl")
    assert read_table(tmp_path / "again.jsonl")[0]["html"] == CARD_PAGE


def test_columns_named_like_a_verdict_are_kept_under_another_name(
    tmp_path: Path, sverka: Callable[..., Any]
) -> None:
    source = write_csv(tmp_path / "in.csv", "level,url,input_level", f"high,{SCAM},old")
    done = sverka("score", source, "--out", tmp_path / "out.csv")
    assert "the input's column level is now input_input_level" in done.err
    (row,) = read_table(tmp_path / "out.csv")
    assert (row["input_input_level"], row["input_level"]) == ("high", "old")
    assert row["level"] == assess(Case(SCAM)).level.value


def test_parquet_columns_keep_their_types(tmp_path: Path) -> None:
    table = pa.table(
        {
            "url": pa.array([SCAM, None]).dictionary_encode(),
            "day": pa.array([dt.date(2026, 11, 1), None]),
            "seen": pa.array([1, 2], pa.timestamp("ns", tz="UTC")),
            "price": pa.array([Decimal("1.50"), None]),
            "tags": pa.array([["a"], []]),
            "rank": pa.array([1, 2], pa.uint8()),
            "raw": pa.array([b"\xff", b""]),
        }
    )
    pq.write_table(table, tmp_path / "in.parquet")
    score(tmp_path / "in.parquet", tmp_path / "out.parquet")
    out = pq.read_table(tmp_path / "out.parquet")
    assert out.select(table.column_names).equals(table)
    assert out["error"].to_pylist()[0] is None
    assert "url" in out["error"].to_pylist()[1]
    score(tmp_path / "in.parquet", tmp_path / "out.jsonl")
    first = read_table(tmp_path / "out.jsonl")[0]
    assert (first["day"], first["price"], first["tags"]) == ("2026-11-01", "1.50", ["a"])


def test_a_struct_column_of_parquet_is_a_page(tmp_path: Path) -> None:
    pages = [{"headings": ["Счёт"], "flow": None}, None]
    pq.write_table(pa.table({"url": [SHOP, SHOP], "page": pages}), tmp_path / "in.parquet")
    score(tmp_path / "in.parquet", tmp_path / "out.jsonl")
    assert [row["error"] for row in read_table(tmp_path / "out.jsonl")] == [None, None]


def test_json_values_get_one_type_a_column(tmp_path: Path) -> None:
    source = write_jsonl(
        tmp_path / "in.jsonl",
        {"url": SHOP, "n": 1, "x": 1, "flag": True, "any": "a", "big": 2**70, "nest": {"a": [1]}},
        {"url": SHOP, "n": 2, "x": 0.5, "any": 5},
    )
    score(source, tmp_path / "out.parquet")
    out = pq.read_table(tmp_path / "out.parquet")
    kinds = {
        name: str(out.schema.field(name).type) for name in ("n", "x", "flag", "any", "big", "nest")
    }
    assert kinds == {
        "n": "int64",
        "x": "double",
        "flag": "bool",
        "any": "string",
        "big": "string",
        "nest": "string",
    }
    assert out["any"].to_pylist() == ["a", "5"]
    assert out["nest"].to_pylist() == ['{"a": [1]}', None]


def test_memory_does_not_grow_with_the_table(tmp_path: Path) -> None:
    """Batches leave before the table ends: the output has rows while the input is still read."""
    source = write_csv(tmp_path / "in.csv", "url", *[SHOP] * 5000)
    batches = CsvSource(source, format_of(source)).batches()
    first = next(batches)
    assert len(first.rows) < 1000
    assert first.position < source.stat().st_size


def test_a_long_run_is_stable(tmp_path: Path) -> None:
    source = write_csv(
        tmp_path / "in.csv", "url,n", *[f"https://h{n % 7}.example/,{n}" for n in range(3000)]
    )
    packed = tmp_path / "in.csv.gz"
    with source.open("rb") as plain, gzip.open(packed, "wb") as target:
        shutil.copyfileobj(plain, target)
    score(packed, tmp_path / "a.jsonl.gz")
    score(packed, tmp_path / "b.jsonl.gz")
    assert [row["n"] for row in read_table(tmp_path / "a.jsonl.gz")] == [
        str(n) for n in range(3000)
    ]
    assert (tmp_path / "a.jsonl.gz").read_bytes() == (tmp_path / "b.jsonl.gz").read_bytes()

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.address import parse_address
from classifier.extract import extract_page
from classifier.training.corpus_file import corpus_facts, read_corpus, write_corpus
from classifier.training.datasets.build import Built, build
from classifier.training.datasets.bundle import Licences, read_bundle
from classifier.training.datasets.canonical import key_of, shape_of, template_of
from classifier.training.datasets.entry import Entry, Fate, Licence, Ship, read_date
from classifier.training.datasets.own_labels import read_own_labels
from classifier.training.files import AbsentError, CorpusError, DataFolder
from classifier.training.page_json import page_facts, page_text
from classifier.training.pages import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable

SMALL = Path(__file__).parents[2] / "datasets" / "small"
PAGES = Path(__file__).parent / "pages"
DAY = dt.date(2026, 1, 2)


def entry(url: str | None, label: int = 1, **more: Any) -> Entry:
    return Entry(url, label, **{"source": "one", "ship": Ship.YES, **more})


def built(
    entries: Iterable[Entry], own: Iterable[Entry] = (), licence: Licence = Licence.ANY
) -> Built:
    return build(list(entries), licence, list(own), 1, lambda _: None)


def rows(*entries: Entry, own: Iterable[Entry] = ()) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = built(entries, own).table.to_pylist()
    return found


def test_spellings_of_one_address_are_one_row() -> None:
    (row,) = rows(
        entry("https://Shop.example/a/", date=DAY),
        entry("http://www.shop.example:80/a#x", date=DAY.replace(year=2024)),
        entry("shop.example/a", noisy=True),
    )
    assert row["date"] == dt.date(2024, 1, 2)
    assert not row["noisy"]
    assert row["registrable"] == "shop.example"


def test_the_most_permissive_source_stands_for_a_row() -> None:
    (row,) = rows(
        entry("https://a.example/", source="closed", ship=Ship.NO, date=DAY.replace(year=2020)),
        entry("https://a.example/", source="open", ship=Ship.YES, date=DAY, group="abroad"),
        entry("https://a.example/", source="facts", ship=Ship.FACTS, brands="olx"),
    )
    assert (row["source"], row["ship"]) == ("open", "yes")
    assert (row["group"], row["brands"], row["date"].year) == ("abroad", "olx", 2020)


def test_under_the_filter_a_closed_source_leaves_no_trace() -> None:
    entries = [
        entry("https://a.example/", source="closed", ship=Ship.NO, date=DAY.replace(year=2020)),
        entry("https://a.example/", date=DAY),
        entry("https://b.example/", 0, source="closed", ship=Ship.NO),
    ]
    found = built(entries, licence=Licence.SHIP)
    (row,) = found.table.to_pylist()
    assert (row["url"], row["date"]) == ("https://a.example/", DAY)
    assert found.fates["closed", Fate.LICENCE] == 2


def test_an_address_with_both_labels_goes() -> None:
    found = built(
        [
            entry("https://a.example/"),
            entry("http://a.example", 0, source="two"),
            entry("https://b.example/"),
        ]
    )
    assert found.table["url"].to_pylist() == ["https://b.example/"]
    assert found.fates["one", Fate.CONTRADICTION] == found.fates["two", Fate.CONTRADICTION] == 1


def test_every_row_is_accounted_for() -> None:
    entries = [
        entry("https://a.example/"),
        entry("https://a.example"),
        entry("mailto:a@b.example"),
        entry(""),
        entry("https://b.example/", 0, source="two"),
        entry("https://b.example/", source="two"),
    ]
    fates = built(entries).fates
    assert fates["one", Fate.NO_ADDRESS] == 2
    assert sum(count for (source, _), count in fates.items() if source == "one") == 4
    assert sum(count for (source, _), count in fates.items() if source == "two") == 2


def test_a_label_of_our_own_wins() -> None:
    own = [entry("https://a.example/pay/{n}", 0, source="own labels")]
    found = rows(
        entry("https://www.a.example/pay/12345?x=1"),
        entry("https://a.example/other"),
        own=own,
    )
    assert [(row["url"], row["label"]) for row in found] == [
        ("https://a.example/other", 1),
        ("https://a.example/pay/{n}", 0),
    ]


def test_a_page_without_an_address_is_kept_for_itself() -> None:
    html = '<title>Оплата 500</title><form><input name="card"></form>'
    first, second = rows(entry(None, html=html), entry(None, html=html.replace("500", "900")))
    assert first["url"] == NOWHERE
    assert first["registrable"] == ""
    assert first["template"] == second["template"]
    assert first["template"].startswith("page:")
    facts = page_facts(first["page"])
    assert facts.forms[0].fields[0].name == "card"


def test_the_same_page_with_both_labels_goes() -> None:
    html = "<h1>Вход</h1>"
    assert rows(entry(None, html=html), entry(None, 0, html=html)) == []


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html"))[:40], ids=lambda path: path.stem)
def test_a_page_survives_its_text(path: Path) -> None:
    facts = extract_page(path.read_bytes(), "https://shop.example/order/1?a=b")
    assert page_facts(page_text(facts)) == facts


@given(st.text(max_size=40))
def test_a_text_is_a_page_or_refused(text: str) -> None:
    try:
        facts = page_facts(text)
    except CorpusError:
        return
    assert page_facts(page_text(facts)) == facts


def test_templates_join_a_campaign_and_no_addresses() -> None:
    def template(url: str) -> str:
        return template_of(parse_address(url))

    assert template("https://avito.id123.example/") == template("http://www.avito.id9.example/x")
    assert template("https://192.0.2.1/") != template("https://192.0.2.2/")


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/pay/12345678",
        "https://a.example/x/0123456789abcdef0123",
        "https://a.example/оплата/?q=1",
    ],
)
def test_the_shape_of_a_shape_is_itself(url: str) -> None:
    shape = shape_of(parse_address(url))
    assert shape_of(parse_address(f"https://{shape}")) == shape


@given(st.text(max_size=60))
def test_a_key_never_fails(text: str) -> None:
    address = parse_address(f"https://a.example/{text}")
    assert key_of(address).startswith("a.example")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-07", dt.date(2026, 5, 7)),
        ("2026-05-07T10:00:00Z", dt.date(2026, 5, 7)),
        ("2026-05", dt.date(2026, 5, 1)),
        ("2026", dt.date(2026, 1, 1)),
        ("", None),
        ("2026-13", None),
        ("99999", None),
        ("yesterday", None),
    ],
)
def test_dates(text: str, day: dt.date | None) -> None:
    assert read_date(text) == day


def write_bundle(folder: Path, links: list[tuple[str, ...]], columns: str) -> DataFolder:
    text = io.StringIO()
    csv.writer(text).writerows([columns.split(), *links])
    (folder / "urls_train.csv.gz").write_bytes(gzip.compress(text.getvalue().encode()))
    (folder / "sources.tsv").write_text(
        "source\tlabel\tlicence\tship\nfeed\tscam\tMIT\tyes\nnoisy:loud\tscam\tMIT\tyes\n"
        "closed\tscam\tterms\tno\ntop\tbenign\tfacts\tfacts\n",
        "utf-8",
    )
    return DataFolder(folder)


def read_links(folder: DataFolder) -> list[Entry]:
    return list(read_bundle(folder, Licences(folder)))


def test_what_the_table_of_sources_says_of_rows(tmp_path: Path) -> None:
    folder = write_bundle(
        tmp_path,
        [
            ("a.example", "1", "closed; feed", "2026"),
            ("b.example", "1", "loud", ""),
            ("c.example", "1", "nobody", ""),
            ("d.example", "0", "top", ""),
            ("e.example", "1", "feed|on-benign-listed-domain", ""),
        ],
        "url label source date",
    )
    found = [(row.source, row.ship, row.noisy) for row in read_links(folder)]
    assert found == [
        ("feed", Ship.YES, False),
        ("loud", Ship.YES, True),
        ("nobody", Ship.NO, False),
        ("top", Ship.FACTS, False),
        ("feed|on-benign-listed-domain", Ship.YES, False),
    ]


def test_ages_are_read_as_they_were_observed(tmp_path: Path) -> None:
    folder = write_bundle(
        tmp_path,
        [
            ("a.example", "1", "feed", "", "12", "2026-05-01"),
            ("b.example", "1", "feed", "", "", ""),
        ],
        "url label source date age_days age_observed",
    )
    first, second = built(read_links(folder)).table.to_pylist()
    assert (first["age_days"], first["age_observed"]) == (12, dt.date(2026, 5, 1))
    assert (second["age_days"], second["age_observed"]) == (None, None)


@pytest.mark.parametrize("label", ["2", "", "scam"])
def test_a_label_that_does_not_exist_is_told(tmp_path: Path, label: str) -> None:
    folder = write_bundle(tmp_path, [("a.example", label, "feed", "")], "url label source date")
    with pytest.raises(CorpusError, match="only 0"):
        read_links(folder)


def test_the_small_set_has_both_labels_on_every_slice_that_misleads() -> None:
    folder = DataFolder(SMALL)
    table = built(read_bundle(folder, Licences(folder)), licence=Licence.SHIP).table
    links = table.filter(pc.is_null(table["page"]))
    for slice_of in (
        pc.ends_with(links["registrable"], ".ru"),
        pc.match_substring_regex(links["registrable"], r"vercel\.app|pages\.dev|github\.io"),
        pc.match_substring_regex(links["url"], r"^https://[^/]+/."),
        pc.match_substring_regex(links["url"], r"^https://[^/]+/$"),
        pc.greater(links["date"], dt.date(2026, 1, 1)),
    ):
        labels = links.filter(slice_of)["label"].to_pylist()
        assert min(labels.count(0), labels.count(1)) >= 20
    pages = table.filter(pc.is_valid(table["page"]))["label"].to_pylist()
    assert min(pages.count(0), pages.count(1)) >= 20
    assert set(table["ship"].to_pylist()) == {"yes"}


def test_the_file_is_the_same_twice_and_says_what_it_is(tmp_path: Path) -> None:
    table = built([entry("https://b.example/"), entry("https://a.example/", 0)]).table
    other = built([entry("https://a.example/", 0), entry("https://b.example/")]).table
    for name, rows_of in (("one", table), ("two", other)):
        with (tmp_path / name).open("wb") as stream:
            write_corpus(stream, rows_of, {"licence": "any"})
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert corpus_facts(tmp_path / "one") == {"schema": 1, "licence": "any"}
    assert read_corpus(tmp_path / "one").equals(table)


def test_a_file_that_is_no_corpus_is_told(tmp_path: Path) -> None:
    path = tmp_path / "c.parquet"
    with pytest.raises(AbsentError, match="no such file; make it"):
        read_corpus(path)
    path.write_bytes(b"PAR1 and nothing more")
    with pytest.raises(CorpusError, match="no whole Parquet"):
        read_corpus(path)
    table = built([entry("https://a.example/")]).table
    with path.open("wb") as stream:
        write_corpus(stream, table, {"schema": 99})
    with pytest.raises(CorpusError, match="version 99 of the columns"):
        read_corpus(path)
    with path.open("wb") as stream:
        write_corpus(stream, table, {})
    data = bytearray(path.read_bytes())
    data[8:40] = bytes(32)
    path.write_bytes(data)
    with pytest.raises(CorpusError, match="no whole Parquet"):
        read_corpus(path)


def test_of_our_own_labels_the_latest_counts(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    told = [
        {"url": "https://a.test/", "label": "scam", "labelled_at": "2026-02-01T00:00:00+00:00"},
        {"url": "https://a.test/", "label": "honest", "labelled_at": "2026-03-01T00:00:00+00:00"},
    ]
    path.write_text("\n".join(map(json.dumps, told)), "utf-8")
    (label,) = read_own_labels(path)
    assert (label.label, label.ship, label.date) == (0, Ship.YES, dt.date(2026, 3, 1))


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("l.csv", "url,what\na.test,scam\n", "row 1: has no url and label"),
        ("l.csv", "url,label\na.test,bad\n", "known are scam and honest"),
        ("l.jsonl", "[1]\n", "has no url and label"),
        ("l.jsonl", "{", "cannot be read"),
        ("l.parquet", "no", "cannot be read"),
        ("l.txt", "", "must end in"),
    ],
)
def test_labels_that_cannot_be_read_are_told(
    tmp_path: Path, name: str, text: str, says: str
) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(CorpusError, match=says):
        read_own_labels(path)

"""The HTML report: whole, inert, of the rows that may be seen; and the numbers behind it."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from classifier.training.figures import AGREED, Pools, figures, measured_on, pools
from classifier.training.metrics import Share
from classifier.training.model_report import ModelReport
from classifier.training.model_rows import Scored
from classifier.training.model_sections import ablation_section, ablations, slices
from classifier.training.report_html.page import page, section_html
from classifier.training.report_html.worst import defanged, worst_tables
from classifier.training.results import Evaluation, Section, Table
from classifier.training.rows import Row, Rows, Side
from classifier.training.steadiness import CHANGES, steadiness
from classifier.verdict import Versions

if TYPE_CHECKING:
    from collections.abc import Sequence

TODAY = dt.date(2026, 1, 2)


def row(host: str, label: int, side: Side, path: str = "/", group: str = "") -> Row:
    domain = ".".join(host.split(".")[-2:])
    return Row(f"https://{host}{path}", label, side, True, domain, host, "a", group, None)  # noqa: FBT003


def scored(margin: int, *, words: int = 0, flagged: bool = False) -> Scored:
    score = 1 / (1 + 2.718281828 ** (-margin / 100))
    return Scored(flagged, score, margin, words=words, shape=margin - words)


def material() -> tuple[list[Row], list[Scored]]:
    rows, judged = [], []
    for number in range(40):
        for label, sides in (
            (0, (Side.FIT, Side.HOLD, Side.TEST)),
            (1, (Side.FIT, Side.HOLD, Side.TEST, Side.LATE)),
        ):
            for side in sides:
                kind = "scam" if label else "shop"
                ending = "ru" if number % 2 else "example"
                rows.append(row(f"{kind}{number}.{side}.{ending}", label, side))
                margin = number * 5 + (150 if label else -100)
                judged.append(scored(margin, words=60, flagged=margin > 200))
    return rows, judged


def evaluation(*sections: Section) -> Evaluation:
    return Evaluation("test", None, Versions("r", "m", "l"), {}, (), sections, 0, 0)


def report() -> ModelReport:
    rows, judged = material()
    found = pools(rows, judged, [scored(-200)])
    seen = [pair for pair in zip(rows, judged, strict=True) if pair[0].side is Side.FIT]
    return ModelReport("m", "0" * 64, figures(found), (), found, ablations(found), tuple(seen))


class Reader(HTMLParser):
    """Notes what a browser would load or run, and whether tags are closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.foreign: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in {"meta", "br"}:
            self.open.append(tag)
        self.foreign += [f"{name}={value}" for name, value in attrs
                         if name in {"src", "href", "xlink:href", "srcset", "action"}
                         or name.startswith("on")]  # fmt: skip

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_loads_nothing() -> None:
    text = page(evaluation(), report(), TODAY)
    reader = Reader()
    reader.feed(text)
    assert reader.open == []
    assert reader.foreign == []
    assert not reader.tags & {"script", "link", "iframe", "img", "object", "a", "form", "base"}
    assert text.count("<svg") == 5
    assert "url(" not in text
    assert "@import" not in text
    assert "default-src 'none'" in text


def test_what_rows_hold_stays_text() -> None:
    table = Table(("<i>", "b"), (("<script>alert(1)</script>", Share(1, 2)),), "<b>")
    text = section_html(Section("x", "<u>", "a & b", (table,)))
    assert "<script" not in text
    assert "<i>" not in text
    assert "&lt;script&gt;" in text
    assert "50.00 %" in text


def test_hosts_are_written_so_that_none_opens() -> None:
    assert defanged("https://bad.example/path?x=1") == "bad[.]example"
    assert defanged("http://[2001:db8::1]/") == "[2001[:]db8[:][:]1]"
    assert defanged("no address") == "(no address)"
    text = page(evaluation(), report(), TODAY)
    assert "scam0[.]fit[.]example" in text
    assert not re.search(r"(?:scam|shop)\d+\.", text)
    assert "https://" not in text


def test_no_row_of_a_measured_side_is_ever_listed() -> None:
    rows, judged = material()
    pairs = list(zip(rows, judged, strict=True))
    with pytest.raises(ValueError, match="side fit"):
        worst_tables(pairs, 5)
    text = page(evaluation(), report(), TODAY)
    assert not re.search(r"\[\.\](?:hold|test|late)\[\.\]", text)


def test_the_worst_stand_first() -> None:
    scams, honest = worst_tables(report().looked_at, 3)
    assert [line[2] for line in scams.rows] == [150, 155, 160]
    assert [line[2] for line in honest.rows] == [95, 90, 85]


def test_figures_are_of_the_unseen_sides_and_thresholds_of_their_own() -> None:
    found = report().figures
    assert {figure.name for figure in AGREED} <= found.keys()
    # of 40 honest links none may exceed a threshold of one in a hundred: it is the highest, 95
    assert found["late.caught_at_1_percent"] == 1
    assert found["late.flagged"] == pytest.approx(29 / 40)
    assert found["honest.flagged"] == 0
    assert found["official.flagged"] == 0
    assert found["marketplace.caught_at_0.1_percent"] is None  # no row speaks of it


def test_figures_without_rows_are_none_instead_of_nought() -> None:
    found = figures(Pools((), (), (), (), (), (), (), ()))
    assert set(found.values()) == {None}


def test_what_was_measured_changes_with_any_row() -> None:
    rows, _ = material()
    one = measured_on(Rows(tuple(rows), None), "aa", "ship")
    other = measured_on(Rows(tuple(rows[1:]), None), "aa", "ship")
    assert one["sides"] != other["sides"]
    assert one["rows"]["late scam"] == 40
    assert measured_on(Rows(tuple(rows), TODAY), "aa", "ship")["since"] == "2026-01-02"


def test_without_a_family_its_part_is_gone_from_every_margin() -> None:
    rows = [row(f"h{n}.example", 0, Side.HOLD) for n in range(100)]
    rows += [row(f"s{n}.example", 1, Side.LATE) for n in range(10)]
    judged = [scored(0)] * 100 + [scored(50, words=50)] * 10
    whole, words, shape, rules = ablations(pools(rows, judged, []))
    assert [one.late[0].value for one in (whole, words, shape, rules)] == [1, 0, 1, 1]
    table = ablation_section((whole, words)).tables[0]
    assert [line[0] for line in table.rows] == ["whole", "without words"]


def test_slices_hold_links_of_measured_sides_only() -> None:
    rows, judged = material()
    pairs = list(zip(rows, judged, strict=True))
    hold = tuple(one for one_row, one in pairs if one_row.side is Side.HOLD and not one_row.label)
    table = slices(pairs, hold, lambda _: False).tables[0]
    counts = {line[0]: line[1] for line in table.rows}
    assert counts["`.ru`, scams"] == 40
    assert counts["`.ru`, honest"] == 20
    assert counts["hosting platforms, scams"] == 0
    assert counts["without a path, scams"] == 80


def test_a_judge_that_looks_at_the_scheme_is_found_out() -> None:
    def judge(urls: Sequence[str]) -> list[Scored]:
        return [scored(500 if url.startswith("http:") else 0) for url in urls]

    table = steadiness([("scams", ["https://a.example/", "https://b.example"])], judge).tables[0]
    moved = {line[0]: line[3] for line in table.rows}
    assert moved["scams: the other scheme"] == Share(2, 2)
    assert moved["scams: `www.` added"] == Share(0, 2)


@pytest.mark.parametrize(
    ("url", "changed"),
    [
        ("https://a.example", ["http://a.example", "https://www.a.example",
                               "https://a.example/1", "https://a.example/about"]),
        ("http://www.a.example/x", ["https://www.a.example/x", None, None, None]),
        ("https://192.0.2.1/", ["http://192.0.2.1/", None,
                                "https://192.0.2.1/1", "https://192.0.2.1/about"]),
        ("https://github.io/", ["http://github.io/", None,
                                "https://github.io/1", "https://github.io/about"]),
        ("https://a.example?q", ["http://a.example?q", "https://www.a.example?q", None, None]),
    ],
)  # fmt: skip
def test_links_are_changed_only_where_the_change_says_nothing(
    url: str, changed: list[str | None]
) -> None:
    assert [change(url) for _, change in CHANGES] == changed

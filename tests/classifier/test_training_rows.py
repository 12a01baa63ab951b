"""Rows to train on: no leak between sides, no row without leave, weights that even traps out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.training.files import CorpusError
from classifier.training.rows import A_DOMAIN, Row, Side, choose_rows
from classifier.training.splits import Split, domain_name, side_of, split_links
from classifier.training.weighing import row_weights

OLD, NEW = dt.date(2026, 1, 1), dt.date(2026, 8, 1)


def row(domain: str, label: int = 1, **more: Any) -> dict[str, Any]:
    return {
        "url": f"https://{domain}/",
        "page": None,
        "label": label,
        "source": "feed",
        "ship": "yes",
        "noisy": False,
        "date": OLD,
        "registrable": domain,
        "template": "".join("#" if letter.isdigit() else letter for letter in domain),
        "group": "",
        **more,
    }


def table(rows: list[dict[str, Any]]) -> pa.Table:
    columns = {name: [one[name] for one in rows] for name in row("a.example")}
    return pa.table(
        {
            **columns,
            "page": pa.array(columns["page"], pa.string()),
            "date": pa.array(columns["date"], pa.date32()),
        }
    )


def enough() -> list[dict[str, Any]]:
    """Rows of both labels on every side."""
    scams = [row(f"{name}.example") for name in "one two three four five six seven eight".split()]
    more = [row(f"scam-{chr(97 + n % 26)}{chr(97 + n // 26)}.example") for n in range(200)]
    honest = [row(f"shop-{chr(97 + n % 26)}{chr(97 + n // 26)}.test", 0) for n in range(200)]
    return [*scams, *more, *honest]


def chosen(rows: list[dict[str, Any]], **how: Any) -> tuple[Row, ...]:
    return choose_rows(table(rows), **how).rows


domains = st.builds(
    "{}{}.{}".format,
    st.sampled_from(["pay", "avito", "shop", "id"]),
    st.integers(0, 60),
    st.sampled_from(["example", "test", "ru"]),
)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(domains, st.integers(0, 1), st.sampled_from([OLD, NEW, None]), st.booleans()),
        min_size=1,
        max_size=80,
    )
)
def test_sides_share_no_domain_and_late_scams_none_that_was_known(
    drawn: list[tuple[str, int, dt.date | None, bool]],
) -> None:
    rows = [
        row(domain, label, date=date, group="abroad" if market and label else "")
        for domain, label, date, market in drawn
    ]
    found = chosen([*enough(), *rows], since=dt.date(2026, 6, 1))
    sides: dict[str, set[Side]] = {}
    for one in found:
        if one.side is not Side.LATE:
            sides.setdefault(one.domain, set()).add(one.side)
    assert all(len(found) == 1 for found in sides.values())
    early = {one["registrable"] for one in rows if one["label"] == 1 and one["date"] != NEW}
    assert not early & {one.domain for one in found if one.side is Side.LATE}


def test_scams_of_one_template_stand_on_one_side() -> None:
    shapes = "pay-{}.example order{}.test id{}-{}.site".split()
    rows = [row(shape.format(n, n)) for shape in shapes for n in range(40)]
    rows += [row(f"x.{shapes[0].format(n)}", registrable=shapes[0].format(n)) for n in range(40)]
    templates: dict[str, set[Side]] = {}
    for one in chosen([*enough(), *rows]):
        if one.label == 1:
            templates.setdefault(one.template, set()).add(one.side)
    assert len(templates) > 100
    assert all(len(found) == 1 for found in templates.values())


def test_what_the_evaluation_measures_teaches_nothing() -> None:
    market = [
        row(f"avito{n}.{end}", group="ru/cis classifieds")
        for n in range(40)
        for end in ("test", "example", "xyz", "top", "site")
    ]
    parts = split_links((one["registrable"], one["template"]) for one in market)
    apart = {
        one["registrable"]
        for one in market
        if side_of(parts.root(domain_name(one["registrable"]))) is not Split.TUNE
    }
    assert apart, "the example has rows on other sides"
    same_shape = [row(one["registrable"].replace("avito", "avito9"), ship="yes") for one in market]
    found = chosen([*enough(), *market, *same_shape])
    templates = {one["template"] for one in market if one["registrable"] in apart}
    taught = [one for one in found if one.side is Side.FIT and one.label == 1]
    assert not apart & {one.domain for one in taught}
    assert not templates & {one.template for one in taught}


@pytest.mark.parametrize(("licence", "learns"), [("ship", False), ("any", True)])
def test_rows_without_leave_teach_only_who_takes_any(licence: str, learns: bool) -> None:  # noqa: FBT001 - a parametrised case
    closed = [row(f"closed-{chr(97 + n)}.example", ship="no") for n in range(26)]
    found = chosen([*enough(), *closed], licence=licence)
    closed_rows = [one for one in found if one.domain.startswith("closed-")]
    assert closed_rows
    assert {one.learn for one in closed_rows} == {learns}


def test_noisy_rows_brand_sites_and_pages_are_left_out() -> None:
    out = [
        row("noisy.example", noisy=True),
        row("brand.example", 0, group="real brand site"),
        row("page.example", page="{}"),
    ]
    assert not {"noisy.example", "brand.example", "page.example"} & {
        one.domain for one in chosen([*enough(), *out])
    }


def test_a_campaign_brings_a_few_rows_only() -> None:
    many = [row("many.example", url=f"https://{n}.many.example/") for n in range(50)]
    found = [one for one in chosen([*enough(), *many]) if one.domain == "many.example"]
    assert len(found) == A_DOMAIN


def test_a_corpus_that_cannot_teach_is_refused() -> None:
    with pytest.raises(CorpusError, match="no scam"):
        chosen([one for one in enough() if one["label"] == 0])
    with pytest.raises(CorpusError, match="--licence any"):
        chosen([{**one, "ship": "no"} for one in enough()])


def taught(domain: str, label: int, url: str = "") -> Row:
    address = url or f"https://{domain}/"
    return Row(address, label, Side.FIT, learn=True, domain=domain, template="", source="",
               group="", date=OLD)  # fmt: skip


def test_weights_even_out_classes_and_paths_and_raise_scams_under_russian_endings() -> None:
    rows = [
        *(taught(f"a{n}.com", 1) for n in range(90)),
        *(taught(f"b{n}.ru", 1) for n in range(2)),
        *(taught(f"c{n}.com", 0) for n in range(40)),
        *(taught(f"d{n}.ru", 0) for n in range(40)),
        *(taught(f"e{n}.com", 0, f"https://e{n}.com/a") for n in range(20)),
        *(taught(f"f{n}.com", 1, f"https://f{n}.com/a") for n in range(4)),
    ]
    weights = row_weights(rows, None)
    label = np.array([one.label for one in rows])
    path = np.array([one.url.endswith("/a") for one in rows])
    assert weights.mean() == pytest.approx(1)
    assert weights[label == 1].sum() == pytest.approx(weights[label == 0].sum())
    ratio = weights[path & (label == 1)].sum() / weights[path & (label == 0)].sum()
    assert ratio == pytest.approx(1, rel=0.35)
    russian = [weight for weight, one in zip(weights, rows, strict=True) if one.domain[0] == "b"]
    assert min(russian) > 2 * weights[0]


def test_an_old_scam_weighs_less_than_a_new_one() -> None:
    rows = [
        Row("https://a.com/", 1, Side.FIT, learn=True, domain="a.com", template="", source="",
            group="", date=date)
        for date in (dt.date(2026, 1, 1), dt.date(2023, 1, 1), None)
    ]  # fmt: skip
    rows.append(taught("c.com", 0))
    new, old, undated, _ = row_weights(rows, dt.date(2026, 6, 1))
    assert new > old > undated

"""What docs/verdicts.md says of hosts is what happens to them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from classifier.assess import assess, rules_alone
from classifier.case import Case
from classifier.rules import default_rules

TEXT = (Path(__file__).parents[2] / "docs" / "verdicts.md").read_text("utf-8")
ROW = re.compile(
    r"^\| [^|]+ \| ((?:`[^`]+`(?:, )?)+)[^|]*\| `([a-z.-]+)`[^|]*\| (.+) \|$", re.MULTILINE
)
ROWS = [
    (host, rule, level)
    for hosts, rule, level in ROW.findall(TEXT)
    for host in re.findall("`([^`]+)`", hosts)
]


def test_the_table_of_hosts_is_found() -> None:
    assert len(ROWS) >= 14


@pytest.mark.parametrize(("host", "rule", "level"), ROWS)
def test_a_row_of_the_table_holds(host: str, rule: str, level: str) -> None:
    verdict = assess(Case(f"https://{host}"), knowledge=rules_alone())
    assert rule in {reason.id for reason in verdict.reasons}
    if level.startswith("`"):
        assert f"`{verdict.level}`" == level
    else:
        assert default_rules()[rule].floor is None


@pytest.mark.parametrize(
    ("accused", "left_alone"),
    [
        ("avitopay.example", "gravito.example"),
        ("avvito.ru", "avvito.com"),
        ("qvito.ru", "qvito.com"),
        ("a-vito.ru", "minted.example"),
        ("av.ito.ru", "münchen.de"),
        ("аvito.example", "магазин.рф"),
        ("avíto.example", "avitoria.example"),
    ],
)
def test_the_pairs_of_the_text_are_told_apart(accused: str, left_alone: str) -> None:
    assert accused.removesuffix(".example") in TEXT
    assert left_alone.removesuffix(".example") in TEXT or left_alone == "qvito.com"
    assert assess(Case(f"https://{accused}/"), knowledge=rules_alone()).level == "caution"
    assert assess(Case(f"https://{left_alone}/"), knowledge=rules_alone()).level == "clear"

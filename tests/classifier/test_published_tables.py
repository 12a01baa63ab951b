"""The standards' own tables; they are no part of this repository and the tests skip without them.

``SVERKA_VECTORS`` names a folder with ``psl_tests.csv`` (input, expected_registrable_domain) and
``whatwg_urltestdata.csv`` (input, base, result, href); else a kit beside the checkout is used.
"""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path

import ada_url
import pytest

from classifier.address import AddressError, parse_url
from classifier.suffixes import split_host

BESIDE = Path(__file__).parents[3] / "shared" / "data" / "vectors"
FOLDER = Path(os.environ.get("SVERKA_VECTORS", BESIDE))

pytestmark = pytest.mark.kit


def rows(name: str) -> list[dict[str, str]]:
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{name} is not here; set SVERKA_VECTORS to the folder that holds it")
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def ascii_host(host: str) -> str:
    return host if host.isascii() else ada_url.idna_to_ascii(host).decode()


def test_public_suffix_list() -> None:
    table = rows("psl_tests.csv")
    wrong = [
        (row["input"], row["expected_registrable_domain"], got)
        for row in table
        if (got := split_host(ascii_host(row["input"].lower()))[0] or "")
        != ascii_host(row["expected_registrable_domain"])
    ]
    assert len(table) > 70
    assert wrong == []


def test_whatwg_absolute_http() -> None:
    table = [row for row in rows("whatwg_urltestdata.csv") if is_absolute_http(row)]
    wrong = []
    for row in table:
        try:
            got = parse_url(row["input"]).href
        except AddressError:
            got = ""
        if got != (row["href"] if row["result"] == "ok" else ""):
            wrong.append((row["input"], row["href"], got))
    assert len(table) > 300
    assert wrong == []


def is_absolute_http(row: dict[str, str]) -> bool:
    """Keep rows that do not lean on their base; a base that is itself invalid decides the row."""
    text = row["input"].strip("".join(map(chr, range(33))))
    if row["base"] and not ada_url.check_url(row["base"]):
        return False
    needed = r"https?:[/\\]{2}" if row["base"] else r"https?:"
    return re.match(needed, text, re.IGNORECASE) is not None

"""What evaluations make themselves: look-alikes of dnstwist, internationalised spoofs."""

from __future__ import annotations

import socket
import unicodedata
from typing import TYPE_CHECKING

import pytest

from classifier.address import parse_address
from classifier.brands import default_brands
from classifier.training.files import DataFolder
from classifier.training.judge import WORTH_A_PROCESS, judge_links, spread
from classifier.training.lookalikes import generate, look_alikes, own_domains, permutations
from classifier.training.spoofs import (
    brand_targets,
    embeddings,
    in_scripts,
    is_internationalised,
    read_confusables,
    spoofs_of,
)

if TYPE_CHECKING:
    from pathlib import Path

# a few rows of the shape of Unicode's table; the last two are no single letters
CONFUSABLES = "src,prototype\nа,a\nо,o\nі,i\nѵ,v\nт,t\nα,a\nο,o\nɑ,a\nꭺ,A\n1,l\nm,rn\n"
FOLDED = str.maketrans("аоіѵтαοɑ", "aoivtaoa")


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    (tmp_path / "vectors").mkdir()
    (tmp_path / "vectors" / "tr39_confusables.csv").write_text(CONFUSABLES, encoding="utf-8")
    (tmp_path / "vectors" / "chromium_target_embedding.csv").write_text(
        "hostname,expected_safe_host,expected_type\n"
        "google.com-login.com,google.com,interstitial\n"
        "foo.googlé-com.foo.com,google.com,interstitial\n"
        "example-google.com,google.com,safetytip\n"
        "google.com.mx,,none\n",
        encoding="utf-8",
    )
    (tmp_path / "vectors" / "chromium_combosquatting.csv").write_text(
        "c0,c1,c2\ngoogle-login.com,google.com,ComboSquattingType::kHardCoded\n"
        "sample.com,,ComboSquattingType::kNone\n",
        encoding="utf-8",
    )
    return DataFolder(tmp_path)


def test_a_spoof_looks_like_its_target_and_is_another_name(folder: DataFolder) -> None:
    choices = read_confusables(folder)
    assert choices["a"] == ("ɑ", "α", "а")
    assert choices["l"] == choices["m"] == ()
    seen = set()
    for spoof in spoofs_of("avito.example", choices):
        address = parse_address(spoof.url)
        label = address.registrable_label
        assert "xn--" in address.host
        assert spoof.international
        plain = unicodedata.normalize("NFD", label).translate(FOLDED)
        assert "".join(sign for sign in plain if not unicodedata.combining(sign)) == "avito"
        seen.add(spoof.method)
    assert len(seen) == 6  # whole labels too: every letter of it has a Cyrillic one


def test_scripts_are_told_by_the_names_of_signs(folder: DataFolder) -> None:
    choices = read_confusables(folder)
    assert in_scripts(choices, "CYRILLIC")["a"] == ("а",)
    assert in_scripts(choices, "GREEK", "LATIN")["a"] == ("ɑ", "α")


def test_the_same_spoofs_in_every_run(folder: DataFolder) -> None:
    choices = read_confusables(folder)
    assert list(spoofs_of("youla.ru", choices)) == list(spoofs_of("youla.ru", choices))


def test_targets_are_main_domains_of_brands() -> None:
    targets = brand_targets()
    assert {"avito.ru", "youla.ru"} <= set(targets)
    assert len(targets) == len(set(targets)) <= len(default_brands())


def test_brands_take_the_place_of_the_example(folder: DataFolder) -> None:
    made = {spoof.url for spoof in embeddings(folder) if spoof.target == "avito.ru"}
    assert made == {
        "https://avito.ru-login.com/",
        "https://foo.avitó-ru.foo.com/",
        "https://example-avito.com/",
        "https://avito-login.com/",
    }
    assert not is_internationalised("https://avito.ru-login.com/")


def test_two_processes_say_the_same_in_order() -> None:
    chunks = [[f"https://avito.pay-{number}.example/", "no link:"] for number in range(9)]
    alone = list(spread(judge_links, chunks, 1, WORTH_A_PROCESS))
    assert list(spread(judge_links, chunks, 2, WORTH_A_PROCESS)) == alone
    assert [len(outcomes) for outcomes in alone] == [2] * 9


def test_importing_dnstwist_leaves_other_connections_alone() -> None:
    before = socket.getdefaulttimeout()
    assert next(iter(permutations("avito.ru")))
    assert socket.getdefaulttimeout() == before


def test_what_is_drawn_speaks_for_all_that_were_made() -> None:
    made = set(permutations("avito.ru"))
    few = look_alikes(("avito", "avito.ru"), limit=5)
    by_fuzzer: dict[str, float] = {}
    for item in few:
        by_fuzzer[item.fuzzer] = by_fuzzer.get(item.fuzzer, 0) + item.stands_for
    for fuzzer, weight in by_fuzzer.items():
        assert weight == pytest.approx(sum(name == fuzzer for name, _ in made))
    assert all(item.label == "avito" for item in few)
    assert few == look_alikes(("avito", "avito.ru"), limit=5)


def test_no_honest_and_no_official_domain_counts_as_a_look_alike() -> None:
    first = generate(frozenset(), 1, lambda _steps: None, most_brands=1)
    assert first
    honest = frozenset({parse_address(first[0].url).registrable_domain or ""})
    second = generate(honest, 1, lambda _steps: None, most_brands=1)
    domains = {parse_address(item.url).registrable_domain for item in second}
    assert not domains & honest
    assert not domains & own_domains(default_brands())
    assert len(second) < len(first)

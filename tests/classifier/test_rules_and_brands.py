"""Shipped rules and brands are in order, and the loaders refuse every way of breaking them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from classifier.brand import load_brand
from classifier.brands import BrandRegistry, default_brands
from classifier.data_files import DATA, DataError
from classifier.examples import case_of
from classifier.extract import extract_page
from classifier.lexicon import default_lexicon
from classifier.lint import lint_all
from classifier.rules import MODEL_SIGNALS, RuleSet, default_rules, load_rule, load_rules
from classifier.signals import SIGNALS
from classifier.textnorm import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RULE = "rules/form/balance-asked.yml"
BRAND = "brands/avito.yml"


def test_every_lint_is_satisfied() -> None:
    assert lint_all() == []


def test_every_signal_has_a_rule() -> None:
    assert {rule.signal for rule in default_rules()} == set(SIGNALS) | MODEL_SIGNALS


def test_the_brands_of_the_first_release_are_there() -> None:
    expected = (
        "avito blablacar boxberry cdek mailru ozon pochta sber tbank vk wildberries yandex yula"
    )
    assert {brand.id for brand in default_brands()} >= set(expected.split())


def changed(name: str, change: Callable[[dict[str, Any]], None], folder: Path) -> Path:
    data = yaml.safe_load((DATA / name).read_text("utf-8"))
    change(data)
    path = folder / "mutant.yml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return path


BROKEN_RULES: list[tuple[str, Callable[[dict[str, Any]], Any], str]] = [
    ("unknown key", lambda rule: rule.update(serverity="high"), "serverity"),
    ("unknown severity", lambda rule: rule.update(severity="grave"), "severity"),
    ("unknown floor", lambda rule: rule.update(floor="alarm"), "floor"),
    ("unknown signal", lambda rule: rule.update(signal="form.asks_nothing"), "form.asks_nothing"),
    ("missing language", lambda rule: rule["text"].pop("en"), "text.en"),
    ("empty title", lambda rule: rule["text"]["ru"].update(title=" "), "text.ru.title"),
    ("other placeholders", lambda rule: rule["text"]["ru"].update(text="{host}"), "placeholders"),
    ("no match example", lambda rule: rule["examples"].update(match=[]), "examples.match"),
    ("no clean example", lambda rule: rule["examples"].pop("clean"), "examples.clean"),
    ("runs nowhere", lambda rule: rule.update(runs_in=[]), "runs_in"),
]


@pytest.mark.parametrize(("name", "change", "named"), BROKEN_RULES, ids=lambda v: str(v)[:20])
def test_a_broken_rule_is_refused(
    name: str, change: Callable[[dict[str, Any]], None], named: str, tmp_path: Path
) -> None:
    path = changed(RULE, change, tmp_path)
    with pytest.raises(DataError, match=named) as caught:
        load_rule(path, tmp_path)
    assert "mutant.yml" in str(caught.value), name


def test_a_key_written_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "twice.yml").write_text("severity: high\nseverity: low\n", "utf-8")
    with pytest.raises(DataError, match="stands twice"):
        load_rule(tmp_path / "twice.yml", tmp_path)


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no rule files"):
        load_rules(tmp_path)


def test_lint_finds_an_example_that_fails(tmp_path: Path) -> None:
    def swap(rule: dict[str, Any]) -> None:
        rule["examples"] = {"match": [{"url": "shop.example"}], "clean": rule["examples"]["match"]}

    rule = load_rule(changed(RULE, swap, tmp_path), tmp_path)
    mutant = replace(rule, id="form.balance-asked")  # the shipped rule judges its examples
    lints = {finding.lint for finding in lint_all(RuleSet([mutant]), BrandRegistry([]))}
    assert lints == {"example_does_not_match", "clean_example_matches"}


BROKEN_BRANDS: list[tuple[str, Callable[[dict[str, Any]], Any], str]] = [
    ("no official domain", lambda brand: brand.update(official=[]), "official"),
    ("unconfirmed domain", lambda brand: brand["official"][0].pop("confirmed"), "confirmed"),
    ("a URL for a domain", lambda b: b["official"][0].update(domain="https://a.ru/"), "domain"),
    ("unknown kind", lambda brand: brand.update(kind="shop"), "kind"),
    ("no clean example", lambda brand: brand["examples"].update(clean=[]), "examples.clean"),
]


@pytest.mark.parametrize(("name", "change", "named"), BROKEN_BRANDS, ids=lambda v: str(v)[:20])
def test_a_broken_brand_is_refused(
    name: str, change: Callable[[dict[str, Any]], None], named: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError, match=named) as caught:
        load_brand(changed(BRAND, change, tmp_path))
    assert "mutant.yml" in str(caught.value), name


def test_two_brands_cannot_share_a_name(tmp_path: Path) -> None:
    twin = load_brand(changed(BRAND, lambda _brand: None, tmp_path))
    with pytest.raises(DataError, match="avito"):
        BrandRegistry([*default_brands(), twin])


def test_the_gate_opens_for_every_page_that_a_rule_judges() -> None:
    words = default_lexicon().gate
    for rule in default_rules():
        for example in rule.match:
            if example.html is None:
                continue
            page = extract_page(example.html, case_of(example).url)
            fields = [field for form in page.forms for field in form.fields]
            shown = [plain(f"{f.label} {f.placeholder} {f.name} {f.id}") for f in fields]
            shown += map(plain, (page.excerpt, *(b for form in page.forms for b in form.buttons)))
            tokens = any(field.autocomplete.startswith(("cc-", "one-time")) for field in fields)
            assert tokens or any(word in text for word in words for text in shown), example.url

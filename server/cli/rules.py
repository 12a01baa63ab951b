"""``sverka rules``: the declared rules, for people who write and review them."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from rich.table import Table
from rich.text import Text

from classifier.brand import BRANDS, load_brand
from classifier.brands import BrandRegistry
from classifier.data_files import DataError
from classifier.lint import lint_all
from classifier.rules import RULES, RuleSet, load_rule, load_rules
from classifier.verdict import Language, Severity
from server.cli.failure import WORK_ERROR, Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

T = TypeVar("T")


def lint() -> None:
    """Load every rule and brand file and run every lint; print what is wrong.

    Raises:
        Failure: at least one file is wrong.
    """
    rules, broken = _each(sorted(RULES.rglob("*.yml")), lambda path: load_rule(path, RULES))
    brands, spoilt = _each(sorted(BRANDS.glob("*.yml")), load_brand)
    findings = [*broken, *spoilt]
    if not rules and not findings:
        raise Failure(f"{RULES}: holds no rule files (*.yml)", WORK_ERROR)
    if not findings:  # examples are judged by the whole set, which loads only when all files do
        found = lint_all(RuleSet(rules), BrandRegistry(brands))
        findings = [f"{one.file}: {one.message} ({one.lint})" for one in found]
    for finding in findings:
        print(finding)
    if findings:
        raise Failure(f"{len(findings)} findings", WORK_ERROR)
    examples = sum(len(rule.match) + len(rule.clean) for rule in rules)
    hosts = sum(len(brand.match) + len(brand.clean) for brand in brands)
    print(f"{len(rules)} rules with {examples} examples are in order", end=", ")
    print(f"{len(brands)} brands with {hosts} example hosts too")


def _each(paths: Iterable[Path], load: Callable[[Path], T]) -> tuple[list[T], list[str]]:
    """Load files one by one; return what loaded and what is wrong with the others."""
    loaded, wrong = [], []
    for path in paths:
        try:
            loaded.append(load(path))
        except DataError as error:
            wrong.append(str(error))
    return loaded, wrong


def show_all(language: str) -> None:
    """Print one line a rule, gravest first."""
    table = Table(box=None, pad_edge=False)
    for heading in ("rule", "severity", "at least", "title"):
        table.add_column(heading, no_wrap=heading != "title")
    gravity = list(Severity)
    ordered = sorted(_loaded(), key=lambda rule: (-gravity.index(rule.severity), rule.id))
    for rule in ordered:
        title = rule.text[Language(language)].title
        table.add_row(
            rule.id, rule.severity.value, rule.floor.value if rule.floor else "", Text(title)
        )
    Console(highlight=False).print(table)


def show(rule_id: str) -> None:
    """Print everything that one rule declares.

    Raises:
        Failure: there is no such rule.
    """
    rules = _loaded()
    if rule_id not in rules:
        near = difflib.get_close_matches(rule_id, [rule.id for rule in rules], n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}?" if near else "see: sverka rules list"
        raise Failure(f"there is no rule {rule_id!r}; {hint}")
    rule = rules[rule_id]
    print(f"{rule.id}\nseverity: {rule.severity.value}")
    print(f"at least: {rule.floor.value if rule.floor else '(no floor)'}")
    print(f"signal:   {rule.signal}\nruns in:  {', '.join(rule.runs_in)}")
    for language, words in rule.text.items():
        print(f"\n[{language.value}] {words.title}\n  {words.text}\n  {words.advice}")
    for heading, examples in (("holds for", rule.match), ("does not hold for", rule.clean)):
        print(f"\n{heading}")
        for example in examples:
            age = "" if example.age_days is None else f"  ({example.age_days} days old)"
            print(f"  {example.url}{age}{'  (with a page)' if example.html else ''}")


def _loaded() -> RuleSet:
    try:
        return load_rules(RULES)
    except DataError as error:
        raise Failure(f"{error}; see: sverka rules lint", WORK_ERROR) from error

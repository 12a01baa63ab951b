"""``sverka rules``: the declared rules, for people who write and review them."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from classifier.assess import assess
from classifier.case import Case, Flow
from classifier.data_files import DataError
from classifier.extract import extract_page
from classifier.rules import RULES, Rule, RuleExample, RuleSet, load_rule, load_rules
from classifier.verdict import Language, Severity
from server.cli.failure import WORK_ERROR, Failure

if TYPE_CHECKING:
    from collections.abc import Iterator


def lint() -> None:
    """Load every rule file and judge every example; print what is wrong.

    Raises:
        Failure: at least one rule is wrong.
    """
    findings: list[str] = []
    rules: list[Rule] = []
    for path in sorted(RULES.rglob("*.yml")):
        try:
            rules.append(load_rule(path, RULES))
        except DataError as error:
            findings.append(str(error))
    if not rules and not findings:
        raise Failure(f"{RULES}: holds no rule files (*.yml)", WORK_ERROR)
    if (
        not findings
    ):  # examples are judged by the whole set, which loads only when every file is right
        findings = [finding for rule in rules for finding in _broken_examples(rule)]
    for finding in findings:
        print(finding)
    examples = sum(len(rule.match) + len(rule.clean) for rule in rules)
    if findings:
        raise Failure(f"{len(findings)} findings in {RULES}", WORK_ERROR)
    print(f"{len(rules)} rules and {examples} examples are in order")


def _broken_examples(rule: Rule) -> Iterator[str]:
    for kind, examples, wanted in (("match", rule.match, True), ("clean", rule.clean, False)):
        for number, example in enumerate(examples, 1):
            verdict = assess(_case(example))
            if (rule.id in {reason.id for reason in verdict.reasons}) is not wanted:
                does = "does not hold" if wanted else "holds"
                yield (
                    f"rules/{rule.id.replace('.', '/')}.yml: examples.{kind} {number} "
                    f"({example.url}): the rule {does}; correct the example or the signal"
                )


def _case(example: RuleExample) -> Case:
    if example.html is None:
        return Case(example.url)
    page = extract_page(example.html, example.url)
    if example.earlier:
        flow = Flow(step=len(example.earlier) + 1, prev=example.earlier)
        page = replace(page, flow=flow)
    return Case(example.url, page)


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
            print(f"  {example.url}{'  (with a page)' if example.html else ''}")


def _loaded() -> RuleSet:
    try:
        return load_rules(RULES)
    except DataError as error:
        raise Failure(f"{error}; see: sverka rules lint", WORK_ERROR) from error

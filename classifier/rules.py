"""RuleSet: loads, validates and renders ``data/rules``; one rule a file, the path is the id.

A rule names the signal that must hold, how severe that is, which level it forces (``floor``) and
the words for it in every language, with examples that match and honest twins that do not.
"""

from __future__ import annotations

import string
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints

from classifier.data_files import DATA, Closed, DataError, load_yaml, validated
from classifier.evidence import Evidence
from classifier.signals import FAMILIES, SIGNALS
from classifier.verdict import Language, Level, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from classifier.signals import Signal
    from classifier.signals.view import CaseView

RULES = DATA / "rules"

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


MODEL_SIGNALS = frozenset({"model.words", "model.shape"})
"""Signals of rules by which the model speaks; ``model_reasons`` tells when they hold."""


class RuleText(Closed):
    """A rule's words in one language; ``{placeholders}`` are filled from the evidence."""

    title: Text
    text: Text
    advice: Text


class ExampleMessage(Closed):
    """The chat message around an example's link: whose it is, and its cues."""

    direction: Literal["in", "out", "unknown"] = "in"
    cues: Annotated[tuple[Text, ...], Field(min_length=1)]


class RuleExample(Closed):
    """A case in short: a URL, perhaps the page's HTML, the steps before it, the chat around it.

    ``age_days``: whole days since the domain was registered; without it nothing is known.
    """

    url: Text
    html: Text | None = None
    earlier: tuple[Text, ...] = ()
    message: ExampleMessage | None = None
    age_days: int | None = None


class _Texts(Closed):
    ru: RuleText
    en: RuleText


class _Examples(Closed):
    match: Annotated[tuple[RuleExample, ...], Field(min_length=1)]
    clean: Annotated[tuple[RuleExample, ...], Field(min_length=1)]


class _RuleFile(Closed):
    severity: Severity
    floor: Level | None = None
    signal: Text
    runs_in: Annotated[tuple[Literal["server", "extension"], ...], Field(min_length=1)]
    text: _Texts
    examples: _Examples


@dataclass(frozen=True, slots=True)
class Rule:
    """One declared rule; ``signal`` is a key of ``classifier.signals.SIGNALS``."""

    id: str
    severity: Severity
    floor: Level | None
    signal: str
    runs_in: tuple[str, ...]
    text: Mapping[Language, RuleText]
    match: tuple[RuleExample, ...]
    clean: tuple[RuleExample, ...]

    def placeholders(self) -> frozenset[str]:
        """Return the parameter names that the texts use."""
        return _placeholders(self.text[Language.RU])


class RuleSet:
    """Rules in the order of their ids."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = {rule.id: rule for rule in rules}
        by_signal: dict[Signal, list[Rule]] = {}
        for rule in self._rules.values():
            if rule.signal in MODEL_SIGNALS:
                continue
            by_signal.setdefault(SIGNALS[rule.signal], []).append(rule)
        self._questions = tuple(
            (
                family.applies,
                tuple(
                    (signal, rule)
                    for signal in family.signals
                    for rule in by_signal.get(signal, ())
                ),
            )
            for family in FAMILIES
        )

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules.values())

    def __len__(self) -> int:
        return len(self._rules)

    def __getitem__(self, rule_id: str) -> Rule:
        return self._rules[rule_id]

    def evidence(self, view: CaseView) -> Iterator[Evidence]:
        """Yield evidence for every rule whose signal holds."""
        for applies, questions in self._questions:
            if not applies(view):
                continue
            for signal, rule in questions:
                params = signal(view)
                if params is not None:
                    yield Evidence(rule.id, params)

    def __contains__(self, rule_id: object) -> bool:
        return rule_id in self._rules


def load_rule(path: Path, root: Path = RULES) -> Rule:
    """Read and check one rule file.

    Raises:
        DataError: an unknown key or signal, a missing language or example, or placeholders that
            differ between the languages; the message names the file and the remedy.
    """
    relative = path.relative_to(root).with_suffix("")
    file = f"rules/{relative.as_posix()}.yml"
    data = validated(_RuleFile, load_yaml(path), file)
    known = {*SIGNALS, *MODEL_SIGNALS}
    if data.signal not in known:
        raise DataError(
            file, f"signal: {data.signal!r} does not exist; one of {', '.join(sorted(known))}"
        )
    if _placeholders(data.text.ru) != _placeholders(data.text.en):
        raise DataError(file, "text: the placeholders of ru and en differ; use the same in both")
    return Rule(
        id=".".join(relative.parts),
        severity=data.severity,
        floor=data.floor,
        signal=data.signal,
        runs_in=data.runs_in,
        text={Language.RU: data.text.ru, Language.EN: data.text.en},
        match=data.examples.match,
        clean=data.examples.clean,
    )


def load_rules(root: Path = RULES) -> RuleSet:
    """Read every rule below a folder.

    Raises:
        DataError: a file is wrong, or the folder holds none.
    """
    rules = [load_rule(path, root) for path in sorted(root.rglob("*.yml"))]
    if not rules:
        raise DataError(str(root), "holds no rule files (*.yml)")
    return RuleSet(rules)


@cache
def default_rules() -> RuleSet:
    """Return the rules shipped with the package."""
    return load_rules()


def _placeholders(text: RuleText) -> frozenset[str]:
    formatter = string.Formatter()
    return frozenset(
        name
        for part in (text.title, text.text, text.advice)
        for _, name, _, _ in formatter.parse(part)
        if name is not None
    )

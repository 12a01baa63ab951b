"""The answer to a case: level, score, reasons, and what could not be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.codes import Code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from classifier.case import AgeFact
    from classifier.model import Judged
    from classifier.rules import RuleText


class Language(Code):
    """Languages in which every rule has its texts."""

    RU = "ru"
    EN = "en"


class Severity(Code):
    """How much one piece of evidence says, weakest first."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Level(Code):
    """What the seller is told; ``clear`` means "no evidence of risk found", never "safe"."""

    OFFICIAL = "official"
    CLEAR = "clear"
    UNKNOWN = "unknown"
    CAUTION = "caution"
    DANGER = "danger"

    @property
    def risk(self) -> int:
        """Rank from 0 (official) to 4 (danger), for comparing levels."""
        return _RISK[self]


_RISK = {level: rank for rank, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class BrandRef:
    """The organisation that the case claims or belongs to."""

    id: str
    name: str
    official_domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that holds; ``weight`` is how much its author holds it to say, in log-odds.

    Reasons stand in its order. What the score is made of, the model's ``contributions`` tell.
    Its words are filled when they are asked for: most verdicts of a batch are only counted.
    """

    id: str
    severity: Severity
    weight: float
    params: Mapping[str, str]
    words: RuleText

    @property
    def title(self) -> str:
        """What holds, in one line."""
        return self.words.title.format_map(self.params)

    @property
    def text(self) -> str:
        """What it means, in one or two sentences."""
        return self.words.text.format_map(self.params)


@dataclass(frozen=True, slots=True)
class Versions:
    """Which rules, model and lists made the verdict; equal versions give equal verdicts."""

    rules: str
    model: str
    lists: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one case.

    ``missing`` names evidence that was not available ("page", "age"); ``reasons`` stand heaviest
    first.
    """

    url: str
    host: str
    host_unicode: str
    registrable_domain: str | None
    level: Level
    judged: Judged
    brand: BrandRef | None
    reasons: tuple[Reason, ...]
    advice: str
    domain_age: AgeFact
    missing: tuple[str, ...]
    versions: Versions

    @property
    def score(self) -> float:
        """The probability of a scam, 0..1, were scams as many as honest links."""
        return self.judged.score

    @property
    def contributions(self) -> dict[str, float]:
        """What each family of features adds to the log-odds of the score; they sum to it."""
        unit = self.judged.model.unit
        return {family: part / unit for family, part in self.judged.contributions.items()}

"""Lints for rules and brands: what a schema cannot see.

Each lint is a function whose name is its code; it yields one sentence a finding, with the remedy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.assess import assess, rules_alone
from classifier.brands import BrandRegistry, default_brands
from classifier.case import Case
from classifier.examples import case_of
from classifier.rules import RuleSet, default_rules
from classifier.verdict import Language, Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from classifier.brand import Brand
    from classifier.rules import Rule

_MEMORY = re.compile(r"recall|remember|memory", re.IGNORECASE)
_ADDRESS = re.compile(r"\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b")

MAX_TITLE = 70
"""Characters that fit one line of the warning page at its narrowest."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: which file, which lint, what to do."""

    file: str
    lint: str
    message: str


def lint_all(rules: RuleSet | None = None, brands: BrandRegistry | None = None) -> list[Finding]:
    """Run every lint over rules and brands, by default those shipped with the package."""
    found = [
        Finding(f"rules/{rule.id.replace('.', '/')}.yml", lint.__name__, message)
        for rule in rules or default_rules()
        for lint in RULE_LINTS
        for message in lint(rule)
    ]
    found += [
        Finding(f"brands/{brand.id}.yml", lint.__name__, message)
        for brand in brands or default_brands()
        for lint in BRAND_LINTS
        for message in lint(brand)
    ]
    return found


def example_does_not_match(rule: Rule) -> Iterator[str]:
    """A match example on which the rule is silent."""
    for example in rule.match:
        if rule.id not in _reasons(case_of(example)):
            yield f"{example.url} should match; mend the example or the signal {rule.signal}"


def clean_example_matches(rule: Rule) -> Iterator[str]:
    """An honest example on which the rule speaks."""
    for example in rule.clean:
        if rule.id in _reasons(case_of(example)):
            yield f"{example.url} should stay clean; narrow the signal {rule.signal}"


def placeholder_unfilled(rule: Rule) -> Iterator[str]:
    """A placeholder that the signal does not fill."""
    for example in rule.match:
        for reason in assess(case_of(example)).reasons:
            missing = rule.placeholders() - set(reason.params) if reason.id == rule.id else None
            if missing:
                yield f"{{{min(missing)}}} has no value; the signal {rule.signal} must return it"


def title_too_long(rule: Rule) -> Iterator[str]:
    """A title that breaks over lines on the warning page."""
    for language in Language:
        title = rule.text[language].title
        if len(title) > MAX_TITLE:
            yield f"the {language} title has {len(title)} characters; at most {MAX_TITLE} fit"


def promises_safety(rule: Rule) -> Iterator[str]:
    """Words that promise what no check can."""
    for language, word in ((Language.RU, "безопас"), (Language.EN, "safe")):
        text = rule.text[language]
        if word in f"{text.title} {text.text} {text.advice}".lower():
            yield f"the {language} text says “{word}…”; a check never promises safety"


def brand_not_recognised(brand: Brand) -> Iterator[str]:
    """A match host on which the brand is not named, or nothing is said."""
    for host in brand.match:
        verdict = assess(Case(f"https://{host}/"), knowledge=rules_alone())
        if verdict.level.risk < Level.CAUTION.risk or verdict.brand is None:
            yield f"{host} is {verdict.level}; add the spelling that it uses"
        elif verdict.brand.id != brand.id:
            yield f"{host} is taken for {verdict.brand.id}; sharpen the spellings"


def brand_accuses_the_honest(brand: Brand) -> Iterator[str]:
    """A clean host that is accused."""
    for host in brand.clean:
        verdict = assess(Case(f"https://{host}/"), knowledge=rules_alone())
        if verdict.level.risk >= Level.CAUTION.risk:
            yield f"{host} is {verdict.level}; make the spelling weak or record a namesake"


def official_domain_accused(brand: Brand) -> Iterator[str]:
    """An official domain that is not seen as official."""
    for domain in brand.domains:
        verdict = assess(Case(f"https://{domain}/"), knowledge=rules_alone())
        if verdict.level is not Level.OFFICIAL:
            yield f"{domain} is {verdict.level}; record the registrable domain"


def spelling_accuses_nobody(brand: Brand) -> Iterator[str]:
    """A name that goes unseen left of a stranger's domain."""
    for spelling in brand.spellings:
        if _level(f"{spelling}.stranger.example").risk < Level.CAUTION.risk:
            yield f"{spelling} is not read in a host; write it as people see it or make it weak"


def weak_spelling_accuses_alone(brand: Brand) -> Iterator[str]:
    """A common word that accuses without other evidence."""
    for spelling in brand.weak_spellings:
        if _level(f"{spelling}.example").risk >= Level.CAUTION.risk:
            yield f"{spelling} accuses alone; drop it or move it to spellings"


def bystander_accused(brand: Brand) -> Iterator[str]:
    """A namesake or a host of tenants that is accused all the same."""
    for bystander in (*brand.namesakes, *brand.tenants):
        level = _level(bystander.domain)
        if level.risk >= Level.CAUTION.risk:
            yield f"{bystander.domain} is {level}; record the registrable domain"


def domain_confirmed_by_memory(brand: Brand) -> Iterator[str]:
    """An official domain that nobody but the author vouches for."""
    for entry in brand.official:
        if _MEMORY.search(entry.confirmed):
            yield f"{entry.domain} is remembered only; find who says so or make it a namesake"


def advice_leads_elsewhere(brand: Brand) -> Iterator[str]:
    """Advice that tells people to type an address which is not the brand's."""
    brands = default_brands()
    for language in Language:
        for host in _ADDRESS.findall(brand.advice[language]):
            owner = brands.official_host(host)
            if owner is None or owner[0].owner != brand.owner:
                yield f"the {language} advice names {host}; name an official domain"


RULE_LINTS: tuple[Callable[[Rule], Iterator[str]], ...] = (
    example_does_not_match,
    clean_example_matches,
    placeholder_unfilled,
    title_too_long,
    promises_safety,
)

BRAND_LINTS: tuple[Callable[[Brand], Iterator[str]], ...] = (
    brand_not_recognised,
    brand_accuses_the_honest,
    official_domain_accused,
    spelling_accuses_nobody,
    weak_spelling_accuses_alone,
    bystander_accused,
    domain_confirmed_by_memory,
    advice_leads_elsewhere,
)


def _level(host: str) -> Level:
    return assess(Case(f"https://{host}/"), knowledge=rules_alone()).level


def _reasons(case: Case) -> set[str]:
    return {reason.id for reason in assess(case).reasons}

"""The one way in: ``assess(case)`` returns the verdict.

Case → signals → evidence → rules → verdict. Nothing here does I/O; facts that need it come in with
the case.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from classifier.address import AddressError, parse_address
from classifier.advice import level_advice
from classifier.brands import BRANDS, BrandRegistry, default_brands
from classifier.case import AgeStatus, Case
from classifier.data_files import fingerprint
from classifier.evidence import Evidence
from classifier.lexicon import LEXICON, Lexicon, default_lexicon
from classifier.rules import RULES, Rule, RuleSet, default_rules
from classifier.score import FORMULA_VERSION, OFFICIAL_WEIGHT, WEIGHTS, score_of
from classifier.signals import SIGNALS
from classifier.signals.hostname import claimed_brand
from classifier.signals.redirect import Target, unwrap
from classifier.signals.view import CaseView, view_of
from classifier.suffixes import suffix_list_version
from classifier.verdict import BrandRef, Language, Level, Reason, Verdict, Versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from classifier.brands import Brand

OFFICIAL_RULE = "host.official"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that a verdict rests on besides the case."""

    brands: BrandRegistry
    rules: RuleSet
    lexicon: Lexicon
    versions: Versions


@cache
def default_knowledge() -> Knowledge:
    """Load what ships with the package, once a process.

    Raises:
        DataError: a shipped file is damaged.
    """
    brands = default_brands()
    lists = [*BRANDS.glob("*.yml"), *LEXICON.glob("*.yml")]
    return Knowledge(
        brands=brands,
        rules=default_rules(),
        lexicon=default_lexicon(),
        versions=Versions(
            rules=fingerprint(RULES.rglob("*.yml")),
            model=FORMULA_VERSION,
            lists=f"{fingerprint(lists)}+{suffix_list_version()[:10]}",
        ),
    )


def assess(
    case: Case, language: Language = Language.RU, knowledge: Knowledge | None = None
) -> Verdict:
    """Judge one case.

    Raises:
        AddressError: the case's URL is no web address.
    """
    knowledge = knowledge or default_knowledge()
    view = view_of(case, target_of(case, knowledge), knowledge.brands, knowledge.lexicon)
    return _verdict(view, collect_evidence(view, knowledge.rules), language, knowledge)


def target_of(case: Case, knowledge: Knowledge | None = None) -> Target:
    """Return the address that a case is about: a link's target; a known page's own address.

    Raises:
        AddressError: the case's URL is no web address.
    """
    address = parse_address(case.url)
    lexicon = (knowledge or default_knowledge()).lexicon
    return Target(address) if case.page else unwrap(address, lexicon)


def assess_many(
    cases: Iterable[Case], language: Language = Language.RU, knowledge: Knowledge | None = None
) -> Iterator[Verdict | AddressError]:
    """Judge cases in order; one that has no address yields its error instead of ending the run."""
    knowledge = knowledge or default_knowledge()
    for case in cases:
        try:
            yield assess(case, language, knowledge)
        except AddressError as error:
            yield error


def collect_evidence(view: CaseView, rules: RuleSet) -> tuple[Evidence, ...]:
    """Return evidence for every rule whose signal holds."""
    found = []
    for rule in rules:
        params = SIGNALS[rule.signal](view)
        if params is not None:
            found.append(Evidence(rule.id, params))
    return tuple(found)


def _verdict(
    view: CaseView, evidence: tuple[Evidence, ...], language: Language, knowledge: Knowledge
) -> Verdict:
    rules = [knowledge.rules[item.rule_id] for item in evidence]
    reasons = [
        _reason(rule, item, language, knowledge.brands)
        for rule, item in zip(rules, evidence, strict=True)
    ]
    reasons.sort(key=lambda reason: (-reason.weight, reason.id))
    level = _level(view, rules)
    brand = claimed_brand(view)
    address = view.address
    return Verdict(
        url=view.case.url,
        host=address.host,
        host_unicode=address.host_unicode,
        registrable_domain=address.registrable_domain,
        level=level,
        score=score_of(reason.weight for reason in reasons),
        brand=_brand_ref(brand, language) if brand else None,
        reasons=tuple(reasons),
        advice=_advice(level, reasons, brand, language, knowledge.rules),
        domain_age=view.case.age,
        missing=_missing(view.case),
        versions=knowledge.versions,
    )


def _level(view: CaseView, rules: list[Rule]) -> Level:
    """Return the highest floor of the rules that hold; without any, what the host is."""
    floors = [rule.floor for rule in rules if rule.floor is not None]
    base = Level.OFFICIAL if view.trusted_host else Level.CLEAR
    return max([base, *floors], key=lambda level: level.risk)


def _reason(rule: Rule, evidence: Evidence, language: Language, brands: BrandRegistry) -> Reason:
    params = dict(evidence.params)
    for key in [key for key in params if key.endswith("_id")]:
        brand = brands[params[key]]
        params[key.removesuffix("_id")] = brand.name(language)
    words = rule.text[language]
    weight = OFFICIAL_WEIGHT if rule.id == OFFICIAL_RULE else WEIGHTS[rule.severity]
    return Reason(
        id=rule.id,
        severity=rule.severity,
        title=words.title.format_map(params),
        text=words.text.format_map(params),
        weight=weight,
        params=params,
    )


def _advice(
    level: Level, reasons: list[Reason], brand: Brand | None, language: Language, rules: RuleSet
) -> str:
    """Return what to do: the heaviest reason's advice, and what the claimed brand never does."""
    if level.risk < Level.CAUTION.risk:
        return level_advice(level, language)
    heaviest = reasons[0]
    words = rules[heaviest.id].text[language].advice.format_map(heaviest.params)
    return f"{words} {brand.advice[language]}" if brand else words


def _brand_ref(brand: Brand, language: Language) -> BrandRef:
    return BrandRef(brand.id, brand.name(language), brand.domains)


def _missing(case: Case) -> tuple[str, ...]:
    missing = [] if case.page else ["page"]
    if case.age.status is not AgeStatus.KNOWN:
        missing.append("age")
    return tuple(missing)

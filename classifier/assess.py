"""The one way in: ``assess(case)`` returns the verdict.

Case → signals → evidence → rules → verdict. Nothing here does I/O; facts that need it come in with
the case.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from classifier.address import AddressError, parse_address
from classifier.advice import level_advice
from classifier.age_words import days_ago
from classifier.brand import BRANDS
from classifier.brands import BrandRegistry, default_brands
from classifier.case import AgeFact, AgeStatus, Case
from classifier.data_files import fingerprint
from classifier.lexicon import LEXICON, Lexicon, default_lexicon
from classifier.model import Model, default_model
from classifier.model_inputs import page_names
from classifier.model_reasons import model_evidence
from classifier.rules import RULES, Rule, RuleSet, default_rules
from classifier.score import OFFICIAL_WEIGHT, WEIGHTS
from classifier.signals.hostname import claimed_brand
from classifier.signals.redirect import Target, carried, unwrap
from classifier.signals.view import CaseView, view_of
from classifier.suffixes import suffix_list_version
from classifier.verdict import BrandRef, Language, Level, Reason, Verdict, Versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from classifier.brand import Brand
    from classifier.evidence import Evidence
    from classifier.model import Judged

OFFICIAL_RULE = "host.official"


@dataclass(frozen=True, slots=True)
class Lists:
    """What evidence rests on: brands, rules, words, and the versions of all three."""

    brands: BrandRegistry
    rules: RuleSet
    lexicon: Lexicon
    rules_version: str
    lists_version: str


@dataclass(frozen=True, slots=True)
class Knowledge(Lists):
    """Everything that a verdict rests on besides the case."""

    model: Model

    @property
    def versions(self) -> Versions:
        """Which rules, model and lists these are."""
        return Versions(self.rules_version, self.model.name, self.lists_version)


@cache
def default_lists() -> Lists:
    """Load the lists that ship with the package, once a process; training begins with them.

    Raises:
        DataError: a shipped file is damaged.
    """
    lists = [*BRANDS.glob("*.yml"), *LEXICON.glob("*.yml")]
    return Lists(
        brands=default_brands(),
        rules=default_rules(),
        lexicon=default_lexicon(),
        rules_version=fingerprint(RULES.rglob("*.yml")),
        lists_version=f"{fingerprint(lists)}+{suffix_list_version()[:10]}",
    )


@cache
def default_knowledge() -> Knowledge:
    """Load what ships with the package, once a process.

    Raises:
        DataError: a shipped file is damaged.
    """
    return knowledge_of(default_model())


def knowledge_of(model: Model) -> Knowledge:
    """Return the shipped lists with a model, the shipped one or a candidate.

    Raises:
        DataError: a shipped file is damaged.
    """
    lists = default_lists()
    return Knowledge(
        brands=lists.brands,
        rules=lists.rules,
        lexicon=lists.lexicon,
        rules_version=lists.rules_version,
        lists_version=lists.lists_version,
        model=model,
    )


@cache
def rules_alone() -> Knowledge:
    """Return what ships, with a model that warns of nothing by itself: what the rules alone say.

    Raises:
        DataError: a shipped file is damaged.
    """
    return knowledge_of(default_model().silent())


def assess(
    case: Case, language: Language = Language.RU, knowledge: Knowledge | None = None
) -> Verdict:
    """Judge one case.

    Raises:
        AddressError: the case's URL is no web address.
    """
    knowledge = knowledge or default_knowledge()
    view = view_of(case, target_of(case, knowledge), knowledge.brands, knowledge.lexicon)
    verdict = _verdict(view, language, knowledge)
    if view.official is None or case.page is not None:
        return verdict
    elsewhere = replace(case, age=AgeFact())  # the age is that of the host's own domain
    for address in carried(view.address):
        behind = view_of(elsewhere, Target(address), knowledge.brands, knowledge.lexicon)
        verdict = _worse(verdict, _verdict(behind, language, knowledge))
    return verdict


def _worse(verdict: Verdict, behind: Verdict) -> Verdict:
    """Return the verdict on what a known host's link carries, if that is to be warned of."""
    warned = behind.level.risk >= Level.CAUTION.risk
    return behind if warned and behind.level.risk > verdict.level.risk else verdict


def target_of(case: Case, knowledge: Lists | None = None) -> Target:
    """Return the address that a case is about: behind a redirecting page, its target.

    A page that was captured stood at the target too, whatever link led there.

    Raises:
        AddressError: the case's URL is no web address.
    """
    address = parse_address(case.url)
    lexicon = (knowledge or default_lists()).lexicon
    return unwrap(address, lexicon)


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


def _verdict(view: CaseView, language: Language, knowledge: Knowledge) -> Verdict:
    found = [(knowledge.rules[item.rule_id], item) for item in knowledge.rules.evidence(view)]
    judged = _judged(view, [item for _, item in found], knowledge.model)
    level = _level(view, [rule for rule, _ in found])
    said = model_evidence(view, judged, warned=level.risk >= Level.CAUTION.risk)
    if said:
        found += [(knowledge.rules[item.rule_id], item) for item in said]
        level = _level(view, [rule for rule, _ in found])
    reasons = [_reason(rule, item, language, knowledge.brands) for rule, item in found]
    reasons.sort(key=lambda reason: (-reason.weight, reason.id))
    brand = claimed_brand(view)
    if brand is None and level.risk >= Level.CAUTION.risk:
        brand = _brand_of(reasons, knowledge.brands)
    address = view.address
    return Verdict(
        url=view.case.url,
        host=address.host,
        host_unicode=address.host_unicode,
        registrable_domain=address.registrable_domain,
        level=level,
        judged=judged,
        brand=_brand_ref(brand, language) if brand else None,
        reasons=tuple(reasons),
        advice=_advice(level, reasons, brand, language, knowledge.rules),
        domain_age=view.case.age,
        missing=_missing(view.case),
        versions=knowledge.versions,
    )


def _judged(view: CaseView, evidence: Iterable[Evidence], model: Model) -> Judged:
    page, facts = view.strangers_page, view.case.page
    return model.judge(
        view.address,
        (item.rule_id for item in evidence),
        trusted=view.trusted_host,
        page=page_names(page, facts) if page and facts else frozenset(),
    )


def _brand_of(reasons: list[Reason], brands: BrandRegistry) -> Brand | None:
    """Return the brand that the heaviest reason speaks of, such as one that a page plays."""
    ids = (reason.params["brand_id"] for reason in reasons if "brand_id" in reason.params)
    brand_id = next(ids, None)
    return brands[brand_id] if brand_id else None


def _level(view: CaseView, rules: list[Rule]) -> Level:
    """Return the highest floor of the rules that hold; without any, what the host is."""
    level = Level.OFFICIAL if view.trusted_host else Level.CLEAR
    for rule in rules:
        if rule.floor is not None and rule.floor.risk > level.risk:
            level = rule.floor
    return level


def _reason(rule: Rule, evidence: Evidence, language: Language, brands: BrandRegistry) -> Reason:
    params = evidence.params
    if brand_id := params.get("brand_id"):
        params = {**params, "brand": brands[brand_id].name(language)}
    if other_id := params.get("other_id"):
        params = {**params, "other": brands[other_id].name(language)}
    if days := params.get("days"):
        params = {**params, "age": days_ago(int(days), language)}
    return Reason(
        id=rule.id,
        severity=rule.severity,
        weight=OFFICIAL_WEIGHT if rule.id == OFFICIAL_RULE else WEIGHTS[rule.severity],
        params=params,
        words=rule.text[language],
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
    no_age = case.age.status is not AgeStatus.KNOWN
    if case.page is None:
        return ("page", "age") if no_age else ("page",)
    return ("age",) if no_age else ()

"""Young domains: which rule holds at which age, beside what, and that age accuses nobody alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.age_words import days_ago
from classifier.assess import assess, default_knowledge, rules_alone, target_of
from classifier.case import AgeFact, AgeStatus, Case, Field, Flow, Form, PageFacts, PageInfo
from classifier.model import default_model, load_model
from classifier.model_file import read_model
from classifier.model_inputs import link_rules, untaught_rules
from classifier.rules import default_rules
from classifier.score import WEIGHTS
from classifier.signals.view import view_of
from classifier.verdict import Language, Level

if TYPE_CHECKING:
    from classifier.verdict import Verdict

CARD = (
    Field(label="Номер карты", autocomplete="cc-number"),
    Field(label="Срок действия", placeholder="ММ/ГГ"),
    Field(label="CVV", type="password", maxlength=3),
)
PHONE = (Field(label="Телефон", name="phone"), Field(label="Адрес доставки", name="address"))


def page(*fields: Field, title: str = "", button: str = "Оплатить", prev: str = "") -> PageFacts:
    return PageFacts(
        page=PageInfo(title=title),
        forms=(Form(fields=fields, buttons=(button,)),),
        flow=Flow(2, (prev,)) if prev else None,
    )


SHOP = page(*PHONE, title="Пекарня на Садовой")
CHECKOUT = page(*CARD, title="Пекарня на Садовой")
AFTER_CARD = page(PHONE[0], prev="card")
PAYOUT = page(PHONE[0], title="Avito", button="Получить деньги")
DEAL = page(*PHONE, title="Авито Доставка", button="Получить деньги")


def aged(
    url: str, days: int | None, facts: PageFacts | None = None, status: AgeStatus = AgeStatus.KNOWN
) -> Verdict:
    return assess(Case(url, page=facts, age=AgeFact(status, days)), knowledge=rules_alone())


def age_rules(verdict: Verdict) -> list[str]:
    return [reason.id for reason in verdict.reasons if reason.id.startswith("age.")]


STRONG = {
    0: "brand-under-week",
    6: "brand-under-week",
    7: "under-month",
    29: "under-month",
    30: "under-quarter",
    89: "under-quarter",
    90: None,
    4000: None,
}
WEAKER = {**STRONG, 0: "under-week", 6: "under-week"}
HINT = {**dict.fromkeys(STRONG), 0: "under-week", 6: "under-week"}
NOTHING = dict.fromkeys(STRONG)

BANDS = [
    ("https://avito-pay.example/", None, STRONG),
    ("https://youla.id22991.site/pay/8123", None, STRONG),
    ("https://avito.ru-pay.example/", None, STRONG),
    ("https://www.avito.ru.pay.example/", None, STRONG),
    ("https://gosusulgi.ru/", None, STRONG),
    ("https://avito-pay.example/", CHECKOUT, STRONG),
    # perhaps the company's own new branch
    ("https://cdek.am/", None, WEAKER),
    ("https://avito.ru@bakery.example/", None, WEAKER),
    ("https://bakery.example/", CHECKOUT, WEAKER),
    ("https://bakery.example/", AFTER_CARD, WEAKER),
    ("https://bakery.example/", PAYOUT, WEAKER),
    ("https://bakery.example/", DEAL, WEAKER),
    # an everyday word that is also a name
    ("https://ozon.example/", None, HINT),
    ("https://bakery.example/", None, NOTHING),
    ("https://bakery.example/", SHOP, NOTHING),
    ("https://folhavitoria.example/", None, NOTHING),
    ("https://id22991.site/pay/812399", None, NOTHING),
    # whose the host is, or the name, is known without any age
    ("https://www.avito.ru/", None, NOTHING),
    ("https://forms.yandex.ru/u/65f", CHECKOUT, NOTHING),
    ("https://securepayments.sberbank.ru/payment/1", CHECKOUT, NOTHING),
    ("https://avito.vercel.app/", CHECKOUT, NOTHING),
    ("https://avito.bitrix24.site/", CHECKOUT, NOTHING),
    ("https://bit.ly/avito", CHECKOUT, NOTHING),
    ("http://203.0.113.7/avito", CHECKOUT, NOTHING),
    ("https://vercel.app/", CHECKOUT, NOTHING),
    ("https://vk.com/away.php?to=https%3A%2F%2Favito-pay.example%2F", None, STRONG),
]


@pytest.mark.parametrize(("url", "facts", "bands"), BANDS)
def test_which_rule_holds_at_which_age(
    url: str, facts: PageFacts | None, bands: dict[int, str | None]
) -> None:
    found = {days: age_rules(aged(url, days, facts)) for days in bands}
    assert found == {days: [f"age.{rule}"] if rule else [] for days, rule in bands.items()}


@pytest.mark.parametrize("status", [status for status in AgeStatus if status != AgeStatus.KNOWN])
def test_an_unknown_age_says_nothing(status: AgeStatus) -> None:
    verdict = aged("https://avito-pay.example/", 3, status=status)
    assert (verdict.level, age_rules(verdict)) == (Level.CAUTION, [])
    assert verdict.missing == ("page", "age")


def test_a_date_a_little_ahead_is_today_and_far_ahead_is_none() -> None:
    url = "https://avito-pay.example/"
    ahead = aged(url, -1)
    assert age_rules(ahead) == ["age.brand-under-week"]
    assert next(r for r in ahead.reasons if r.id.startswith("age.")).params["days"] == "0"
    assert age_rules(aged(url, -2)) == []
    assert age_rules(aged(url, None)) == []


LEVELS = [
    ("https://avito-pay.example/", None, [Level.DANGER, Level.CAUTION, Level.CAUTION]),
    ("https://cdek.am/", None, [Level.CAUTION, Level.CAUTION, Level.CAUTION]),
    ("https://bakery.example/", CHECKOUT, [Level.CAUTION, Level.CAUTION, Level.CLEAR]),
    ("https://ozon.example/", None, [Level.CAUTION, Level.CLEAR, Level.CLEAR]),
    ("https://bakery.example/", SHOP, [Level.CLEAR, Level.CLEAR, Level.CLEAR]),
]


@pytest.mark.parametrize(("url", "facts", "levels"), LEVELS)
def test_level_in_each_band(url: str, facts: PageFacts | None, levels: list[Level]) -> None:
    assert [aged(url, days, facts).level for days in (3, 20, 60)] == levels


def test_the_age_that_arrives_raises_level_and_score_and_heads_the_reasons() -> None:
    case = Case("https://youla.id22991.site/pay/8123", age=AgeFact(AgeStatus.PENDING))
    before = assess(case)
    after = assess(Case(case.url, age=AgeFact(AgeStatus.KNOWN, 3, source="whois")))
    assert (before.level, after.level) == (Level.CAUTION, Level.DANGER)
    assert after.judged.margin > before.judged.margin
    assert after.reasons[0].id == "age.brand-under-week"
    assert (after.reasons[0].params["domain"], after.missing) == ("id22991.site", ("page",))
    assert after.brand is not None
    assert after.brand.id == "yula"


def test_an_age_weighs_what_its_author_judged() -> None:
    rules, model = default_rules(), default_model()
    url = "https://bakery.example/"
    old = assess(Case(url, page=CHECKOUT, age=AgeFact(AgeStatus.KNOWN, 400)))
    for days, rule in ((3, "age.under-week"), (20, "age.under-month"), (60, "age.under-quarter")):
        young = assess(Case(url, page=CHECKOUT, age=AgeFact(AgeStatus.KNOWN, days)))
        added = round(WEIGHTS[rules[rule].severity] * model.unit)
        assert young.judged.margin - old.judged.margin == added
        assert young.judged.link_margin == old.judged.link_margin
        assert sum(young.judged.contributions.values()) == young.judged.margin
        assert young.judged.contributions["page"] - old.judged.contributions["page"] == added


def test_rules_on_age_are_in_no_models_file_and_never_learned_from_links() -> None:
    rules = default_rules()
    untaught = set(untaught_rules(rules))
    assert untaught == {rule.id for rule in rules if rule.id.startswith("age.")}
    assert not untaught & {*read_model().rules, *link_rules(rules)}
    assert load_model().judge(
        target_of(Case("https://bakery.example/")).address, untaught, trusted=False
    ).margin == default_model().judge(
        target_of(Case("https://bakery.example/")).address, (), trusted=False
    ).margin + sum(round(WEIGHTS[rules[rule].severity] * default_model().unit) for rule in untaught)


@pytest.mark.parametrize(
    ("days", "russian", "english"),
    [
        (0, "сегодня", "today"),
        (1, "1 день назад", "1 day ago"),
        (2, "2 дня назад", "2 days ago"),
        (4, "4 дня назад", "4 days ago"),
        (5, "5 дней назад", "5 days ago"),
        (11, "11 дней назад", "11 days ago"),
        (12, "12 дней назад", "12 days ago"),
        (21, "21 день назад", "21 days ago"),
        (44, "44 дня назад", "44 days ago"),
        (111, "111 дней назад", "111 days ago"),
    ],
)
def test_days_in_words(days: int, russian: str, english: str) -> None:
    assert [days_ago(days, language) for language in Language] == [russian, english]


def test_the_reason_tells_how_many_days_in_each_language() -> None:
    case = Case("https://avito-pay.example/", age=AgeFact(AgeStatus.KNOWN, 3))
    russian, english = (assess(case, language).reasons[0] for language in Language)
    assert "3 дня назад" in russian.title
    assert "3 дня назад" in russian.text
    assert "3 days ago" in english.title
    assert "3 days ago" in english.text


def test_what_a_known_hosts_link_carries_is_not_as_old_as_the_host() -> None:
    url = "https://vk.com/wall?u=https%3A%2F%2Favito-pay.example%2F"
    verdict = aged(url, 3)
    assert (verdict.host, verdict.level) == ("avito-pay.example", Level.CAUTION)
    assert age_rules(verdict) == []
    assert verdict.domain_age.status is AgeStatus.NOT_ASKED


NAMES = st.sampled_from(
    "avito youla cdek ozon gosusulgi bakery gravito pay dostavka 4821 wildberies www".split()
)
HOSTS = st.builds(
    lambda labels, ending: f"{'.'.join('-'.join(label) for label in labels)}.{ending}",
    st.lists(st.lists(NAMES, min_size=1, max_size=3), min_size=1, max_size=3),
    st.sampled_from("ru com site example vercel.app co.uk xn--p1ai".split()),
)
FIELDS = st.sampled_from([*CARD, *PHONE, Field(label="Баланс карты"), Field(label="Код из СМС")])
PAGES = st.none() | st.builds(
    lambda fields, title, button, prev: page(*fields, title=title, button=button, prev=prev),
    st.lists(FIELDS, max_size=4),
    st.sampled_from(["", "Avito", "Пекарня на Садовой", "Авито Доставка", "Оплата заказа"]),
    st.sampled_from(["Оплатить", "Получить деньги", "Далее"]),
    st.sampled_from(["", "card", "other"]),
)
DAYS = st.integers(-3, 120)


@settings(deadline=None, max_examples=300)
@given(HOSTS, PAGES, DAYS)
def test_age_never_eases_a_verdict_nor_makes_danger_without_a_brand_in_the_address(
    host: str, facts: PageFacts | None, days: int
) -> None:
    url = f"https://{host}/x"
    without = assess(Case(url, page=facts))
    verdict = assess(Case(url, page=facts, age=AgeFact(AgeStatus.KNOWN, days)))
    assert verdict.level.risk >= without.level.risk
    assert verdict.judged.margin >= without.judged.margin
    added = set(age_rules(verdict))
    assert len(added) <= 1, "the bands exclude each other"
    # the model speaks up by itself only where no rule warns, so an age may take over from it
    kept = {reason.id for reason in without.reasons if not reason.id.startswith("model.")}
    assert {reason.id for reason in verdict.reasons} >= kept
    if verdict.level is Level.DANGER and without.level is not Level.DANGER:
        assert added == {"age.brand-under-week"}
        assert any(
            reason.id.startswith("host.") and reason.id != "host.brand-hint"
            for reason in without.reasons
        )


@settings(deadline=None, max_examples=300)
@given(st.from_regex(r"[a-z]{3,12}(-[a-z0-9]{1,6})?\.(ru|com|site|example)", fullmatch=True), DAYS)
def test_without_brand_and_card_an_age_changes_nothing(host: str, days: int) -> None:
    case = Case(f"https://{host}/", page=SHOP, age=AgeFact(AgeStatus.KNOWN, days))
    known = default_knowledge()
    if view_of(case, target_of(case), known.brands, known.lexicon).host.mentions:
        return
    verdict, without = assess(case), assess(Case(case.url, page=SHOP))
    assert (verdict.level, verdict.judged.margin) == (without.level, without.judged.margin)
    assert verdict.reasons == without.reasons


def test_a_cyrillic_name_is_told_as_a_person_reads_it() -> None:
    verdict = aged("https://shop.авито-оплата.рф/pay", 2)
    reason = next(reason for reason in verdict.reasons if reason.id == "age.brand-under-week")
    assert "Имя авито-оплата.рф зарегистрировано 2 дня назад" in reason.text

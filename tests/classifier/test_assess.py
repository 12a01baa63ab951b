"""Verdicts: levels, reasons, languages, and what must hold for every case."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.address import AddressError
from classifier.assess import assess, assess_many
from classifier.case import Case, Field, Flow, Form, PageFacts, PageInfo
from classifier.extract import extract_page
from classifier.verdict import Language, Level

CARD = (
    Field(label="Номер карты", autocomplete="cc-number"),
    Field(label="Срок действия", placeholder="ММ/ГГ"),
    Field(label="CVV", type="password", maxlength=3),
)
BALANCE = Field(label="Баланс карты")


def page(*fields: Field, button: str = "Оплатить", heading: str = "", **more: object) -> PageFacts:
    facts = PageFacts(forms=(Form(fields=fields, buttons=(button,)),), headings=(heading,))
    return replace(facts, **more)  # type: ignore[arg-type]


LEVELS = [
    # the brand's own addresses, also ugly ones
    ("https://www.avito.ru/profile/messenger", Level.OFFICIAL),
    ("https://auto.youla.ru/", Level.OFFICIAL),
    ("https://oплата.example/", Level.CAUTION),
    ("https://my-tbank.ru/", Level.OFFICIAL),
    ("https://xn----8sbahiqzthbd0bn.xn--p1ai/", Level.OFFICIAL),
    # forged to read like the brand's address
    ("https://avito.ru-dostavka4821.shop/", Level.DANGER),
    ("https://www.youla.ru.pay.example/", Level.DANGER),
    ("http://avito.ru%2eevil.test/", Level.DANGER),
    ("https://avito.sberbank.pay.example/", Level.DANGER),
    # a name alone never reaches danger
    ("https://youla.id22991.site/pay/8123", Level.CAUTION),
    ("https://avito-dostavka-oplata-4821.example/", Level.CAUTION),
    ("https://авито-доставка.example/", Level.CAUTION),
    ("https://avito.vercel.app/", Level.CAUTION),
    # not what it looks like, and not known
    ("https://clck.ru/3AbCdE", Level.UNKNOWN),
    ("https://bit.ly/3xyz", Level.UNKNOWN),
    ("https://gravito.net/", Level.CLEAR),
    ("https://shop.example/avito.ru", Level.CLEAR),
    # what an official site forwards to is what counts
    ("https://vk.com/away.php?to=https%3A%2F%2Favito.ru-pay.example%2F", Level.DANGER),
    ("https://vk.com/away.php?to=https%3A%2F%2Fshop.example%2F", Level.CLEAR),
    ("https://vk.com/away.php?to=avito.ru-pay.example", Level.DANGER),
    ("https://vk.com/away.php?to=%20https%3A%2F%2Favito.ru-pay.example", Level.DANGER),
    ("https://vk.com/away.php?to=%2F%2Favito.ru-pay.example%2F", Level.DANGER),
    ("https://vk.com/away.php?%74o=https%3A%2F%2Favito.ru-pay.example%2F", Level.DANGER),
    ("https://vk.com/away.php?to=https%253A%252F%252Favito.ru-pay.example%252F", Level.DANGER),
    ("https://vk.com/away.php?cc=https://www.avito.ru/&to=avito.ru-pay.example", Level.DANGER),
    ("https://www.google.com/url?sa=t&q=https://avito.ru-pay.example/", Level.DANGER),
    # where it leads stays hidden
    ("https://vk.com/away.php?to=%ff%fe", Level.UNKNOWN),
    ("https://vk.com/away.php?to=https://", Level.UNKNOWN),
    ("https://vk.com/wall?u=%ff&x=https%3A%2F%2Favito.ru-pay.example%2F", Level.DANGER),
    ("https://vk.com/away.php" + "?to=https://vk.com/away.php" * 9, Level.UNKNOWN),
    # a parameter on a page that passes nobody on
    ("https://passport.yandex.ru/auth?retpath=https://shop.example/", Level.OFFICIAL),
    ("https://vk.com/away.php", Level.OFFICIAL),
    # official domains on which strangers write
    ("https://forms.yandex.ru/u/65f", Level.CLEAR),
    ("https://cloud.mail.ru/public/x", Level.CLEAR),
]


@pytest.mark.parametrize(("url", "level"), LEVELS)
def test_level_of_a_link(url: str, level: Level) -> None:
    assert assess(Case(url)).level is level


PAGES = [
    ("https://shop.example/", page(*CARD), Level.CLEAR),
    ("https://shop.example/", page(*CARD, BALANCE), Level.DANGER),
    ("https://shop.example/", page(*CARD, button="Получить деньги"), Level.DANGER),
    ("https://shop.example/", page(*CARD, heading="Покупатель оплатил заказ"), Level.DANGER),
    ("https://shop.example/", page(CARD[0], button="Получить выплату"), Level.CLEAR),
    ("https://shop.example/", page(BALANCE), Level.CLEAR),
    ("https://shop.example/", page(BALANCE, flow=Flow(2, ("card",))), Level.DANGER),
    ("https://shop.example/", page(*CARD, replace(BALANCE, visible=False)), Level.CLEAR),
    ("https://youla.id22991.site/", page(*CARD), Level.DANGER),
    ("https://www.avito.ru/", page(*CARD, BALANCE, button="Получить деньги"), Level.OFFICIAL),
    # strangers write on this official domain
    ("https://x.website.yandexcloud.net/", page(*CARD, BALANCE), Level.DANGER),
    ("https://forms.yandex.ru/u/65f", page(*CARD, BALANCE), Level.DANGER),
    # neither the link nor the host that the page names excuses the other
    ("https://avito.ru/", page(*CARD, BALANCE, page=PageInfo(host="evil.test")), Level.DANGER),
    ("https://shop.example/", page(*CARD, BALANCE, page=PageInfo(host="avito.ru")), Level.DANGER),
    # a bank's own page with the way back to a shop in its address
    (
        "https://3dsec.sberbank.ru/acs?redirect=https://shop.example/ok",
        page(Field(label="Код из СМС"), flow=Flow(2, ("card",))),
        Level.OFFICIAL,
    ),
    # a search box may be a card field in disguise
    ("https://shop.example/", page(*CARD, replace(BALANCE, type="search")), Level.DANGER),
    # number in four parts
    ("https://shop.example/", page(*[Field(maxlength=4)] * 4, CARD[2], BALANCE), Level.DANGER),
]


@pytest.mark.parametrize(("url", "facts", "level"), PAGES)
def test_level_of_a_page(url: str, facts: PageFacts, level: Level) -> None:
    assert assess(Case(url, page=facts)).level is level


def test_reasons_in_both_languages_heaviest_first() -> None:
    case = Case("https://avito.ru-dostavka4821.shop/")
    russian, english = (assess(case, language) for language in Language)
    assert [reason.id for reason in russian.reasons] == [reason.id for reason in english.reasons]
    assert russian.reasons[0].id == "host.fake-suffix"
    assert "avito.ru" in russian.reasons[0].title
    assert "Авито" in russian.reasons[0].text
    assert "Avito" in english.reasons[0].text
    weights = [reason.weight for reason in russian.reasons]
    assert weights == sorted(weights, reverse=True)
    assert russian.brand is not None
    assert russian.brand.official_domains[0] == "avito.ru"
    assert "остаток карты" in russian.advice


def test_nothing_found_is_never_called_safe() -> None:
    for language, word in ((Language.RU, "безопас"), (Language.EN, "safe")):
        verdict = assess(Case("https://shop.example/"), language)
        assert (verdict.level, verdict.reasons) == (Level.CLEAR, ())
        assert word not in verdict.advice.lower()
        assert verdict.missing == ("page", "age")


@pytest.mark.parametrize(
    "url", ["https://youla.id22991.site/pay/8123", "https://youla.ru/", "https://shop.example/a"]
)
def test_a_score_is_made_of_its_contributions(url: str) -> None:
    verdict = assess(Case(url))
    log_odds = math.fsum(verdict.contributions.values())
    assert verdict.score == pytest.approx(1 / (1 + math.exp(-log_odds)), abs=5e-5)
    assert sum(verdict.judged.contributions.values()) == verdict.judged.margin


def test_a_trap_scores_above_an_honest_name_and_that_above_an_official_site() -> None:
    trap, honest, official = (
        assess(Case(url)).score
        for url in ("https://youla.id22991.site/", "https://bakery.ru/", "https://youla.ru/")
    )
    assert trap > honest > official


def test_many_keeps_order_and_goes_on_after_a_bad_row() -> None:
    results = list(assess_many(map(Case, ["avito.ru", "not a url", "youla.ru", ""])))
    assert [isinstance(result, AddressError) for result in results] == [False, True, False, True]


HOSTS = st.sampled_from(
    "avito.ru youla.id22991.site avito.ru-pay.example shop.example clck.ru cdek-order.example "
    "vk.com sberbank.avito.example xn--80a1acny.xn--p1ai".split()
)
FIELDS = st.sampled_from(
    [
        *CARD,
        BALANCE,
        Field(label="ПИН-код"),
        Field(label="Код из СМС"),
        Field(label="Логин от банка"),
        Field(label="Телефон"),
        Field(name="card_balance"),
    ]
)
HEADINGS = st.sampled_from(
    ["", "Получить деньги", "Займ на карту", "Заказ № 5", "Payment reserved"]
)
PAGE = st.builds(
    lambda fields, heading, prev: page(
        *fields, heading=heading, flow=Flow(len(prev) + 1, tuple(prev))
    ),
    st.lists(FIELDS, max_size=6),
    HEADINGS,
    st.lists(st.sampled_from(["card", "balance", "code", "other"]), max_size=3),
)


@given(HOSTS)
def test_writing_the_same_link_otherwise_never_changes_the_verdict(host: str) -> None:
    expected = assess(Case(f"https://{host}/x"))
    for url in (
        f"http://{host}/x",
        f"{host}/x",
        f"https://{host.upper()}/x",
        f"https://{host}:443/x#frag",
        f"https://{host}:8443/x",
    ):
        verdict = assess(Case(url))
        assert (verdict.level, verdict.score, verdict.reasons) == (
            expected.level,
            expected.score,
            expected.reasons,
        )


@given(HOSTS, PAGE)
def test_www_never_changes_the_level(host: str, facts: PageFacts) -> None:
    bare, www = (assess(Case(f"https://{h}/x", page=facts)) for h in (host, f"www.{host}"))
    assert (bare.level, bare.score) == (www.level, www.score)


@given(HOSTS, PAGE, st.sampled_from([BALANCE, CARD[2], Field(label="ПИН-код")]))
def test_one_more_risky_field_never_lowers_the_level(
    host: str, facts: PageFacts, extra: Field
) -> None:
    form = facts.forms[0]
    riskier = replace(facts, forms=(replace(form, fields=(*form.fields, extra)),))
    before, after = (assess(Case(f"https://{host}/", page=p)) for p in (facts, riskier))
    assert after.level.risk >= before.level.risk
    assert after.score >= before.score
    assert before.level.risk >= assess(Case(f"https://{host}/")).level.risk


@given(
    st.builds(
        Field,
        label=st.text(max_size=80),
        name=st.text(max_size=40),
        placeholder=st.text(max_size=80),
        autocomplete=st.text(max_size=40),
    ),
    st.text(max_size=600),
)
def test_any_text_on_a_page_gives_a_verdict(field: Field, excerpt: str) -> None:
    facts = PageFacts(page=PageInfo(title=excerpt), forms=(Form(fields=(field,)),), excerpt=excerpt)
    assert assess(Case("https://shop.example/", page=facts)).level in set(Level)


def test_a_page_behind_a_known_redirector_is_the_targets() -> None:
    link = "https://vk.com/away.php?to=https://avito.ru-pay.example"
    alone = assess(Case(link))
    with_page = assess(Case(link, page=extract_page("<p>Заказ</p>", link)))
    assert alone.level is with_page.level is Level.DANGER


@pytest.mark.parametrize("host", ["kabinet-gosuslugi.ru", "olxbr.io"])
def test_an_unconfirmed_namesake_is_not_accused_but_vouches_for_no_page(host: str) -> None:
    brand = "Госуслуги" if "gosuslugi" in host else "OLX Доставка"
    url = f"https://{host}/"
    page = extract_page(
        f"<title>{brand}</title><h1>{brand}</h1><form><label>Номер карты <input name=n></label>"
        "<label>Срок <input placeholder='ММ/ГГ'></label><label>CVV <input name=cvv></label></form>",
        url,
    )
    assert assess(Case(url)).level is Level.CLEAR
    assert assess(Case(url, page=page)).level is Level.DANGER

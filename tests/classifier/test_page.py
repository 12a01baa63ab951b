"""Whom a page plays: claims of brands, hints from pictures and links, honest shops beside them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.assess import assess
from classifier.brands import default_brands
from classifier.case import Case, PageFacts, PageInfo
from classifier.extract import extract_page
from classifier.lexicon import default_lexicon
from classifier.signals.claims import Place, read_claims
from classifier.verdict import Level, Verdict

URL = "https://page.invalid/"
FIELDS = """<label>Номер карты <input autocomplete="cc-number"></label>
  <label>Срок <input placeholder="ММ/ГГ"></label><label>CVC <input maxlength="3"></label>"""
CARD = f"<form>{FIELDS}<button>Оплатить</button></form>"


def judged(html: str, url: str = URL) -> Verdict:
    return assess(Case(url, page=extract_page(html, url)))


def claims(facts: PageFacts) -> set[tuple[str, Place, bool]]:
    found = read_claims(facts, default_brands(), default_lexicon())
    return {(claim.brand.id, claim.place, claim.whole) for claim in found}


TITLES = [
    ("Авито", {("avito", True)}),
    ("Avito.ru | Безопасная сделка", {("avito", True)}),
    ("Оплата заказа на Авито", {("avito", True)}),
    ("Юла - Возврат средств", {("yula", True)}),
    ("Оплата на Юле", {("yula", True)}),
    ("Пожалуйста, подтвердите Ваш заказ - AliExpress", {("aliexpress", True)}),
    ("DHL | Track your Item", {("dhl", True)}),
    ("Почта России: оплата посылки", {("pochta", True)}),
    ("BlaBlaCar – payment", {("blablacar", True)}),
    ("Оплата заказа №{n} - СДЭК", {("cdek", True)}),
    ("Скупаем телефоны с Авито дорого", {("avito", False)}),
    ("Парсер объявлений Avito и Youla: тарифы", {("avito", False), ("yula", False)}),
    ("Оплата Авито и Юла", {("avito", True), ("yula", True)}),
    ("Доставка с eBay и AliExpress", {("ebay", False), ("aliexpress", False)}),
    ("Гравито — светильники", set()),
    ("Юлия и Авитальд", set()),
]


@pytest.mark.parametrize(("title", "named"), TITLES)
def test_brands_in_a_title(title: str, named: set[tuple[str, bool]]) -> None:
    facts = PageFacts(page=PageInfo(title=title))
    assert {(brand, whole) for brand, _, whole in claims(facts)} == named


HINTS = [
    ('<img src="/assets/img/youla_logo.png">', "yula"),
    ('<img alt="Логотип Авито">', "avito"),
    ('<img src="/img/avito/logo.svg?v=3">', "avito"),
    ('<svg><title>Boxberry</title><path d="M0"/></svg>', "boxberry"),
    ('<a class="header-logo" aria-label="Avito" href="/"></a>', "avito"),
    ('<div class="avito-logo"></div>', "avito"),
    ('<link rel="shortcut icon" href="/static/avito.ico">', "avito"),
    ('<meta property="og:site_name" content="OLX">', "site:olx"),
    ('<meta name="application-name" content="Юла">', "site:yula"),
    ('<a href="https://help.youla.ru/terms">Помощь</a>', "link:yula"),
    ('<img src="https://00.img.avito.st/x.jpg">', "link:avito"),
    ('<a href="//boxberry.ru">Оферта</a>', "link:boxberry"),
]


@pytest.mark.parametrize(("html", "hint"), HINTS, ids=[hint for _, hint in HINTS])
def test_hints_of_the_markup(html: str, hint: str) -> None:
    assert extract_page(html, URL).brand_hints == (hint,)


@pytest.mark.parametrize(
    "html",
    [
        '<img alt="Днепр — вид на мост">',
        '<img src="data:image/png;base64,avito">',
        '<img src="/gravito-logo.png">',
        '<a href="https://vk.com/club1">Мы ВКонтакте</a>',
        '<a href="https://avito.evil.test/">x</a>',
        '<img alt="Вид на открытие выставки">',
    ],
)
def test_no_hint(html: str) -> None:
    assert extract_page(html, URL).brand_hints == ()


def test_a_hint_may_be_an_id_or_words() -> None:
    facts = PageFacts(brand_hints=("booking-com", "site:yula", "link:avito.ru", "логотип сдэк"))
    assert claims(facts) == {
        ("booking-com", Place.PICTURE, True),
        ("yula", Place.SITE, True),
        ("avito", Place.LINK, True),
        ("cdek", Place.PICTURE, True),
    }


PLAYED = {
    "title of a marketplace": f"<title>Авито Доставка</title>{CARD}",
    "its name in small pieces": f"<title>А в и т о | Оплата</title>{CARD}",
    "its name in other letters": f"<title>Аvitо</title>{CARD}",
    "own name in the head": f'<meta property="og:site_name" content="Юла">{CARD}',
    "common word with its logo": f'<title>Юла</title><img src="/youla-logo.png">{CARD}',
    "common word with its link": f'<title>Юла</title><a href="https://youla.ru">.</a>{CARD}',
    "heading of a marketplace": f"<h1>Оплата заказа на Авито</h1>{CARD}",
    "refund in its name": f"<title>Ozon: возврат средств</title>{CARD}",
    "courier abroad": f"<title>InPost - płatność</title>{CARD}",
    "deal in its words": f"<p>Оплачивать на Юле безопасно</p>{CARD}",
}


@pytest.mark.parametrize("html", PLAYED.values(), ids=list(PLAYED))
def test_a_card_page_in_a_brands_name_is_dangerous(html: str) -> None:
    verdict = judged(html)
    assert verdict.level is Level.DANGER
    assert any(reason.id.startswith("page.") for reason in verdict.reasons)


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        (f"<title>Юла - Оплата</title>{CARD}", "page.marketplace-named"),
        (f"<p>Товар с Авито, продавец Иван</p>{CARD}", "page.marketplace-named"),
        (f'<img alt="Авито"><img alt="Boxberry">{CARD}', "page.rival-brands"),
        (f'<title>Ваша посылка DPD ждёт</title><img alt="DPD">{CARD}', "page.courier-in-title"),
    ],
)
def test_what_may_be_an_accident_is_a_reason_for_caution(html: str, rule: str) -> None:
    verdict = judged(html)
    assert verdict.level is Level.CAUTION
    assert rule in {reason.id for reason in verdict.reasons}


LOGOS = "".join(
    f'<img src="/pay/{name}.svg" alt="{name}">'
    for name in ("Visa", "Mastercard", "МИР", "СберPay", "Сбербанк", "T-Bank", "ЮMoney", "СБП")
)
COURIERS = "".join(
    f'<h3>{name}</h3><img alt="{name}"><a href="https://{host}/">{name}</a>'
    for name, host in (
        ("СДЭК", "cdek.ru"),
        ("Boxberry", "boxberry.ru"),
        ("Почта России", "pochta.ru"),
    )
)
HONEST = {
    "payment methods": f"<title>Оплата заказа</title>{LOGOS}{CARD}",
    "ways of delivery": f"<title>Оформление заказа</title><h2>Доставка</h2>{COURIERS}{CARD}",
    "delivery in the words": f"<p>Доставка СДЭК 300 ₽, Boxberry 250 ₽, Почтой России</p>{CARD}",
    "seller on marketplaces": f"{CARD}<footer>{'<p>О нас. </p>' * 60}"
    '<a href="https://www.avito.ru/shop"><img alt="Мы на Авито"></a>'
    '<a href="https://ozon.ru/seller"><img alt="Ozon"></a></footer>',
    "provider's frame": f'{LOGOS}<iframe src="https://widget.cloudpayments.ru/"></iframe>{CARD}',
    "a bank's gateway": f"<title>Сбербанк</title><h1>Оплата заказа 15</h1>{CARD}",
    "a bank's card to card": f"<title>Перевод с карты на карту | ВТБ</title>{CARD}",
    "payment service's page": f"<title>ЮKassa</title><p>Платёж в магазине «Лён»</p>{CARD}",
    "charity": f"<title>Фонд «Свет»</title><h1>Помочь</h1><p>Пожертвовать сейчас</p>{CARD}",
    "toy shop": f"<title>Юла — игрушки из дерева</title>{CARD}",
    "shop whose name is a word": f"<title>Юла</title><h1>Корзина</h1>{CARD}",
    "travel agency": f"<title>Туры в Грузию — оплата брони</title>{CARD}",
    "parser of listings": "<title>Парсер Авито — тарифы</title><form><input name=email></form>",
    "card binding": f"<h1>Привязка карты</h1><p>Спишем и вернём 1 ₽. Сумма списания</p>{CARD}",
    "hold of a small sum": f"<h1>Подтверждение карты</h1>"
    f"<form>{FIELDS}<label>Сумма списания <input name=sum></label><button>Далее</button></form>",
    "return policy": f"<p>Возврат денег на карту в течение 10 дней</p>{CARD}",
    "instalments": f"<h1>Оплата частями</h1><p>Сумма разделена на 4 платежа</p>{CARD}",
    "lender": "<h1>Займ на карту</h1><p>Укажите дебетовую карту</p>"
    f"<form>{FIELDS}<button>Получить деньги</button></form>",
    "subscription": f"<h1>Подписка</h1><p>Кредитные карты не принимаются</p>{CARD}",
    "transport card": "<h1>Пополнение «Тройки»</h1><p>Пополните карту</p>"
    f"<form><label>Номер карты «Тройка» <input></label>{FIELDS}<button>Оплатить</button></form>",
    "balance of a transport card": "<h1>Баланс карты «Тройка»</h1>"
    "<form><label>Номер карты <input></label><button>Узнать баланс</button></form>",
    "balance of a gift card": "<form><label>Номер подарочной карты <input></label>"
    "<label>ПИН-код <input maxlength=4></label><button>Проверить баланс</button></form>",
    "budget": "<form><label>Остаток на карте на начало месяца <input></label></form>",
    "payout by number": "<h1>Выплата</h1><form><label>Номер карты <input></label>"
    "<button>Получить выплату</button></form>",
    "ticket shop": f"<title>Билеты на концерт</title><p>Безопасная оплата</p>{CARD}",
    "escrow in general": f"<p>Деньги заморожены до доставки товара</p>{CARD}",
    "english shop": "<title>Checkout</title><p>Secure checkout. Ships with DHL or FedEx.</p>"
    + CARD.replace("Оплатить", "Pay now"),
    "own wallet": "<h1>Вход</h1><form><label>Логин <input></label>"
    "<label>Пароль <input type=password></label></form>",
}


@pytest.mark.parametrize("html", HONEST.values(), ids=list(HONEST))
def test_honest_pages_on_unknown_hosts_stay_clear(html: str) -> None:
    verdict = judged(html)
    assert verdict.level is Level.CLEAR, [reason.id for reason in verdict.reasons]


@pytest.mark.parametrize(
    "url", ["https://securepay.tinkoff.ru/x", "https://securepayments.sberbank.ru/x"]
)
def test_providers_and_banks_on_their_own_hosts_ask_for_what_they_need(url: str) -> None:
    code = '<form><label>Код из СМС <input autocomplete="one-time-code"></label></form>'
    for html in (f"<title>Авито</title>{CARD}", f"<h1>Подтверждение</h1>{code}"):
        assert judged(html, url).level.risk <= Level.CLEAR.risk


@pytest.mark.parametrize(
    ("url", "most"),
    [
        ("https://www.cdek.ru/", Level.OFFICIAL),
        ("https://www.cdek.kz/", Level.CLEAR),
        # its own branch perhaps, which nobody has listed: the host's name alone speaks
        ("https://www.cdek.am/", Level.CAUTION),
        ("https://avito.huntflow.ru/", Level.CLEAR),
    ],
)
def test_where_a_brand_may_be_at_home_its_name_is_no_accusation(url: str, most: Level) -> None:
    name = "Авито" if "avito" in url else "СДЭК"
    assert judged(f"<title>{name}</title>{CARD}", url).level is most


@pytest.mark.parametrize(
    "url", ["https://cdek.evil.test/", "https://cdek-pay.ru/", "https://avito.cdek.am/"]
)
def test_elsewhere_it_is(url: str) -> None:
    assert judged(f"<title>СДЭК</title>{CARD}", url).level is Level.DANGER


@settings(deadline=None)
@given(
    st.sampled_from([*HONEST.values(), *PLAYED.values()]),
    st.sampled_from(['<img alt="Avito">', "<h1>Оплата на Авито</h1>", "<h1>Получить деньги</h1>"]),
)
def test_another_sign_of_a_brand_or_of_money_never_calms(html: str, sign: str) -> None:
    before, after = judged(html), judged(sign + html)
    assert after.level.risk >= before.level.risk
    assert after.score >= before.score


@settings(deadline=None)
@given(st.text(max_size=120), st.lists(st.text(max_size=40), max_size=6))
def test_any_title_and_hints_are_read(title: str, hints: list[str]) -> None:
    facts = PageFacts(page=PageInfo(title=title), brand_hints=tuple(hints), excerpt=title)
    assert all(place in set(Place) for _, place, _ in claims(facts))

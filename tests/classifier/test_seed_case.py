"""The case from which the product comes, point by point, and the real pages that resemble it.

A «buyer» of a camera for 9,000 roubles sends a link; the page shows the item, the price, the
buyer's phone and address, says that the card must hold at least the price and that some banks show
the credit as a debit, and asks for the card with its balance. Another buyer does it through CDEK.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from classifier.assess import assess
from classifier.case import Case, Flow, Message
from classifier.extract import extract_page
from classifier.verdict import Level, Verdict

LOOKALIKE = "https://youla.id22991.site/pay/8123"
SILENT = "https://page.invalid/pay"

CARD = """
  <label>Номер карты <input name="c1" inputmode="numeric"></label>
  <label>Имя на карте <input name="c2"></label>
  <label>Срок действия <input name="c3" placeholder="ММ/ГГ"></label>
  <label>CVV <input name="c4" type="password" maxlength="3"></label>"""
BALANCE = '<label>Доступный баланс карты <input name="c5"></label>'
STAGE = """<title>Оформление сделки</title><img src="/item.jpg" alt="Фотоаппарат">
  <h1>Фотоаппарат</h1><p>Стоимость товара 9 000 ₽</p>
  <p>Покупатель: Мария. Телефон покупателя указан в заказе. Адрес доставки: Элиста</p>"""
NEEDED = "<p>На карте должен быть баланс не меньше стоимости товара.</p>"
EXCUSE = "<p>Некоторые банки отображают зачисление как списание.</p>"


def judged(url: str, html: str, *earlier: str, cues: tuple[str, ...] = ()) -> Verdict:
    page = extract_page(html, url)
    if earlier:
        page = replace(page, flow=Flow(step=len(earlier) + 1, prev=earlier))
    message = Message(platform="yula", cues=cues) if cues else None
    return assess(Case(url, page=page, message=message))


def reasons(verdict: Verdict) -> set[str]:
    return {reason.id for reason in verdict.reasons}


def form(*parts: str, button: str = "Далее") -> str:
    return f"<form>{''.join(parts)}<button>{button}</button></form>"


def test_the_link_alone_is_a_reason_for_caution() -> None:
    verdict = assess(Case(LOOKALIKE))
    assert verdict.level.risk >= Level.CAUTION.risk
    assert verdict.brand is not None
    assert verdict.brand.id == "yula"


def test_the_stage_alone_proves_nothing_but_is_named_beside_a_card_form() -> None:
    assert judged(SILENT, STAGE).level is Level.CLEAR
    assert "page.stage-set" in reasons(judged(SILENT, STAGE + form(CARD)))


def test_the_balance_that_the_card_must_hold() -> None:
    verdict = judged(SILENT, STAGE + NEEDED + form(CARD))
    assert verdict.level.risk >= Level.CAUTION.risk
    assert "form.needed-balance-claimed" in reasons(verdict)


def test_the_credit_that_looks_like_a_debit() -> None:
    verdict = judged(SILENT, STAGE + EXCUSE + form(CARD))
    assert verdict.level is Level.DANGER
    assert "wording.debit-excuse" in reasons(verdict)


def test_the_button_that_gives_money_and_asks_for_the_card() -> None:
    verdict = judged(SILENT, STAGE + form(CARD, button="Получить деньги"))
    assert verdict.level is Level.DANGER
    assert "form.receive-money-by-card" in reasons(verdict)


def test_the_question_for_the_balance() -> None:
    verdict = judged(SILENT, form(CARD, BALANCE))
    assert verdict.level is Level.DANGER
    assert verdict.reasons[0].id == "form.balance-asked"


def test_the_whole_page_names_every_point_and_the_heaviest_first() -> None:
    html = STAGE + NEEDED + EXCUSE + form(CARD, BALANCE, button="Получить деньги")
    verdict = judged(LOOKALIKE, html)
    assert verdict.level is Level.DANGER
    assert reasons(verdict) >= {
        "form.balance-asked",
        "form.receive-money-by-card",
        "form.card-on-lookalike",
        "form.needed-balance-claimed",
        "wording.debit-excuse",
        "page.stage-set",
    }
    assert verdict.score > 0.999
    assert verdict.reasons[0].severity == "critical"


@pytest.mark.parametrize(
    "steps",
    [
        [("card", form(CARD)), ("balance", form(BALANCE))],
        [("receive", STAGE), ("card", form(CARD))],
    ],
)
def test_the_same_in_steps(steps: list[tuple[str, str]]) -> None:
    *before, (_, last) = steps
    assert judged(SILENT, last).level is Level.CLEAR
    assert judged(SILENT, last, *(kind for kind, _ in before)).level is Level.DANGER


def test_the_code_after_card_and_balance() -> None:
    code = form('<label>Код из СМС <input autocomplete="one-time-code"></label>')
    verdict = judged(SILENT, code, "receive", "card")
    assert verdict.level.risk >= Level.CAUTION.risk
    assert judged(SILENT, code, "card", "balance").level is Level.DANGER
    assert judged(SILENT, code, "card").level is Level.CLEAR


def test_the_nudge_afterwards_never_calms() -> None:
    html = STAGE + form(CARD, BALANCE, button="Получить деньги")
    quiet, nudged = judged(SILENT, html), judged(SILENT, html, cues=("payout-nudge",))
    assert nudged.level is Level.DANGER
    assert nudged.score >= quiet.score


@pytest.mark.parametrize(
    ("url", "html"),
    [
        (SILENT, f"<title>Оплата доставки СДЭК</title>{form(CARD)}"),
        (SILENT, f"<title>СДЭК</title>{STAGE}{form(CARD, button='Получить оплату')}"),
        ("https://cdek.id22991.site/", f"<h1>Заказ</h1>{form(CARD, BALANCE)}"),
        (SILENT, f"<title>Boxberry: оплата заказа</title>{form(CARD)}"),
        (SILENT, f"<title>Почта России — оплата посылки</title>{form(CARD)}"),
    ],
)
def test_the_same_through_a_courier(url: str, html: str) -> None:
    assert judged(url, html).level is Level.DANGER


REAL = [
    ("https://www.avito.ru/profile/orders", form(CARD, button="Привязать карту")),
    ("https://www.avito.ru/delivery", f"<h1>Ваш товар оплачен</h1>{form(CARD)}"),
    ("https://youla.ru/deal", f"<h1>Получить деньги</h1>{form(CARD, button='Привязать карту')}"),
    ("https://money.mail.ru/bind", f"<h1>Безопасная сделка</h1>{form(CARD)}"),
    ("https://www.cdek.ru/pay", f"<title>СДЭК</title>{form(CARD, button='Оплатить')}"),
    ("https://online.sberbank.ru/", form('<label>Кодовое слово <input name="w"></label>')),
]


@pytest.mark.parametrize(("url", "html"), REAL, ids=[url for url, _ in REAL])
def test_the_real_pages_stay_clear(url: str, html: str) -> None:
    assert judged(url, html).level is Level.OFFICIAL


QUOTED = f"""<title>Авито: как мошенники крадут деньги у продавцов</title>
  <h1>«Получить деньги»: разбираем обман</h1>
  <p>Покупатель оплатил товар, пишут вам. {NEEDED} {EXCUSE} Затем просят номер карты, CVV и остаток
  на карте, потом код из СМС. Так же действуют от имени Юлы, СДЭК и Boxberry.</p>"""
ARTICLES = {
    "without a form": QUOTED,
    "with a search box": f'{QUOTED}<form><input type="search" name="q"></form>',
    "with a subscription": f"{QUOTED}{form('<input type=email placeholder=Почта>')}",
    "with comments": f"{QUOTED}{form('<textarea placeholder=Комментарий></textarea>')}",
    "with a login": f"{QUOTED}{form('<input name=login>', '<input type=password name=pw>')}",
    "in a forum": f"<title>Авито обман? — Форум</title><h1>Получить деньги</h1>{QUOTED}"
    + form("<textarea name=message></textarea>", button="Ответить"),
}


@pytest.mark.parametrize("html", ARTICLES.values(), ids=list(ARTICLES))
def test_an_article_that_quotes_it_stays_clear(html: str) -> None:
    assert judged("https://news.invalid/a", html).level is Level.CLEAR

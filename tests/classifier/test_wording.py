"""What a page says it is for: intents by language, honest sentences beside them, hostile text."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.brands import default_brands
from classifier.case import Form, PageFacts, PageInfo
from classifier.lexicon import default_lexicon
from classifier.patterns import compile_patterns
from classifier.signals.pageview import PageView, page_view
from classifier.textnorm import MAX_TEXT

BRANDS, LEXICON = default_brands(), default_lexicon()


def said(*, title: str = "", button: str = "", words: str = "") -> PageView:
    facts = PageFacts(page=PageInfo(title=title), forms=(Form(buttons=(button,)),), excerpt=words)
    return page_view(facts, BRANDS, LEXICON)


LEADS = {
    "receive-money": [
        "Получить деньги",
        "Получите ваши средства",
        "Забрать выплату",
        "Подтвердите получение оплаты",
        "Получить {n} ₽",
        "П о л у ч и т ь   д е н ь г и",
        "Пoлучить дeньги",
        "Poluchit dengi",
        "Receive money",
        "Accept Payment",
        "Claim your payout",
        "Get Payout",
        "Payment Reserved",
        "Odbierz środki",
        "Potwierdź sprzedaż",
        "Отримати кошти",
        "Ақша алу",
        "Geld erhalten",
        "Aceptar pago",
        "Ricevi fondi",
        "Recevoir des fonds",
        "Získejte peníze",
        "Получаване на парични средства",
    ],
    "refund": ["Возврат средств", "Вернуть", "Запросить возврат", "Get your refund"],
    "paid-already": ["Товар оплачен", "Заказ успешно оплачен"],
}
SPOKEN = {
    "paid-already": [
        "Покупатель уже оплатил ваш заказ",
        "The buyer has paid for your item",
        "Kupujący zapłacił",
        "Ваш товар вже оплачено",
        "Der Käufer hat bezahlt",
        "El comprador ha pagado",
        "Вашите стоки вече са платени от купувача",
    ],
    "balance-claim": [
        "На карте должен быть баланс не меньше стоимости товара",
        "Остаток на карте должен превышать сумму сделки",
        "Нужна карта с балансом от {n} ₽",
        "Your card must hold at least the price of the item",
        "Introduzca el saldo exacto de su tarjeta",
        "На картці має бути сума товару",
    ],
    "debit-excuse": [
        "Некоторые банки показывают зачисление как списание",
        "Зачисление средств отображается как списание",
        "Придёт СМС о списании, не волнуйтесь",
        "At some banks the credit appears as a debit",
    ],
    "split-payment-excuse": [
        "Для обеспечения безопасности ваш счёт к оплате может быть разбит на несколько платежей",
        "В целях безопасности сумма будет списана частями",
        "For security the amount is split into several payments",
    ],
    "credit-card-refused": [
        "Кредитные карты не принимаются",
        "Используйте дебетовую карту",
        "Credit cards are not accepted",
    ],
    "top-up": [
        "Пополните баланс карты",
        "Недостаточно средств для получения выплаты",
        "Top up your card",
    ],
    "code-request": [
        "Введите код из СМС, чтобы получить деньги",
        "Код нужен для зачисления",
        "Enter the code to receive the money",
    ],
    "escrow": [
        "Безопасная сделка",
        "Деньги зарезервированы до получения",
        "Escrow service",
        "Bezpieczna transakcja",
    ],
    "receive-money": [
        "Введите карту, на которую поступят деньги",
        "Укажите карту для зачисления средств",
        "Receive the money on your debit card",
    ],
    "refund": ["Сумма возврата: {n} ₽", "Add your credit card to get your refund"],
}


@pytest.mark.parametrize(
    ("intent", "text"), [(intent, text) for intent, texts in LEADS.items() for text in texts]
)
def test_what_a_button_and_a_title_say(intent: str, text: str) -> None:
    assert said(button=text).intents >= {intent, f"{intent}:lead", f"{intent}:button"}
    assert said(title=text.upper()).intents >= {intent, f"{intent}:lead"}


@pytest.mark.parametrize(
    ("intent", "text"), [(intent, text) for intent, texts in SPOKEN.items() for text in texts]
)
def test_what_the_words_say(intent: str, text: str) -> None:
    assert intent in said(words=f"Оформление. {text}. Далее").intents


HONEST = [
    "После покупки вы получите чек об оплате",
    "Вы получите подтверждение оплаты на почту",
    "Получите скидку 500 ₽ на первый заказ",
    "Забрать заказ можно после оплаты",
    "Деньги поступят на счёт телефона",
    "Вернём деньги, если товар не подошёл",
    "Срок доставки от двух дней, стоимость не менее 300 ₽",
    "Списание отразится в выписке через три дня",
    "Оплата частями без процентов",
    "Принимаем дебетовые и кредитные карты",
    "Пополнить счёт телефона",
    "Введите код из СМС, чтобы войти",
    "Безопасная оплата картой",
    "Минимальная сумма заказа 500 ₽",
    "You will receive a payment receipt by email",
    "Get your money back within 30 days",
    "We accept credit cards",
    "Enter the code to sign in",
    "Ваш баланс бонусов: 300",
]


@pytest.mark.parametrize("text", HONEST)
def test_honest_sentences_say_none_of_it(text: str) -> None:
    neutral = {"pay", "loan", "buyer-shown", "address-shown", "item-price-shown"}
    intents = {intent.partition(":")[0] for intent in said(words=text).intents}
    assert intents <= neutral


HONEST_BUTTONS = [
    "Получить чек",
    "Получить скидку",
    "Получить код",
    "Оплатить и получить билет",
    "Подтвердить заказ",
    "Подтвердить оплату",
    "Вернуться в магазин",
    "Условия возврата товара",
    "Receive updates",
    "Get payment link",
    "Accept cookies",
    "Recevoir la confirmation de paiement",
    "Aceptar y pagar",
    "Accetta e paga",
    "Odbierz rabat",
    "Отримати знижку",
    "Rechnung erhalten",
]


@pytest.mark.parametrize("text", HONEST_BUTTONS)
def test_honest_buttons_promise_no_money(text: str) -> None:
    view = said(title=text, button=text)
    assert not view.promises_money, view.intents


@settings(deadline=None)
@given(st.text(max_size=600), st.text(max_size=80))
def test_any_words_are_read(words: str, button: str) -> None:
    known = set(LEXICON.intents)
    assert {i.partition(":")[0] for i in said(words=words, button=button).intents} <= known


def _seconds(text: str) -> float:
    best = float("inf")
    for attempt in range(3):
        started = time.process_time()
        said(words=text[attempt:], title=text[attempt:])
        best = min(best, time.process_time() - started)
    return best


STUFFED = [
    "карт",
    "карта ",
    "код ",
    "баланс на карте ",
    "зачисление на ",
    "получить ваши ",
    "a b ",
    "а",
    "для безопасности ",
    "credit ",
    "saldo ",
    "{n} ",
]


@pytest.mark.parametrize("piece", STUFFED)
def test_stuffed_text_costs_no_more_than_in_proportion(piece: str) -> None:
    short, long = (piece * length for length in (MAX_TEXT // 8, MAX_TEXT))
    # eight times the length: in proportion 8, in the square 64
    assert _seconds(long[:MAX_TEXT]) < 32 * _seconds(short[: MAX_TEXT // 8]) + 0.01


PATTERNS = ["номер\\w* карт", "^saldo$|сальдо", "[abc]{2,3}x", "a{1}b?c", r"\bcvv\b", "(?:да|нет)"]


@settings(deadline=None)
@given(st.text("abcxнетданомеркартсальдоvs ", max_size=40))
def test_many_patterns_answer_as_each_alone(text: str) -> None:
    expected = any(re.search(pattern, text) for pattern in PATTERNS)
    assert compile_patterns(PATTERNS).search(text) is expected

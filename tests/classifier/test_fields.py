"""Field roles: what a control asks for, in the languages in which the fraud is told."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.case import Field, Form
from classifier.lexicon import default_lexicon
from classifier.signals.fields import field_role, field_roles

LEXICON = default_lexicon()

BY_LANGUAGE = {
    "ru": {
        "card-number": ["Номер карты", "Номер вашей банковской карты", "Карта", "№ карты"],
        "card-expiry": ["Срок действия", "ММ/ГГ", "Месяц / год", "Действительна до"],
        "card-cvv": ["CVV", "CVC2", "Код с оборота", "Три цифры с оборота", "CV код"],
        "card-balance": [
            "Баланс карты",
            "Остаток средств на карте",
            "Доступный остаток",
            "Сумма на карте",
            "Сколько денег сейчас на карте?",
            "Точный баланс",
            "Укажите остаток",
            "Текущий баланс вашей карты",
        ],
        "card-pin": ["ПИН-код карты", "ПИН вашей банковской карты"],
        "sms-code": ["Код из СМС", "СМС-код", "Код подтверждения", "Код из push", "Пуш-код"],
        "secret-word": ["Кодовое слово", "Секретное слово", "Девичья фамилия матери"],
        "seed-phrase": ["Сид-фраза", "Фраза восстановления"],
        "bank-login": ["Логин от интернет-банка", "Логин Сбербанк Онлайн"],
        "bank-password": ["Пароль от банка", "Пароль Тинькофф"],
        "card-holder": ["Имя на карте", "Владелец карты"],
    },
    "translit": {
        "card-number": ["Nomer karty"],
        "card-expiry": ["Srok deystviya"],
        "card-balance": ["Ostatok na karte", "Balans karty"],
        "secret-word": ["Kodovoe slovo"],
    },
    "en": {
        "card-number": ["Card number", "Credit card number"],
        "card-expiry": ["Expiry date", "MM/YY", "Valid thru", "Expiration"],
        "card-cvv": ["CVV", "Security code", "Card verification code"],
        "card-balance": [
            "Card balance",
            "Your balance",
            "Available funds",
            "How much money is on your card?",
        ],
        "card-pin": ["Card PIN", "ATM PIN"],
        "sms-code": ["SMS code", "One-time code", "Verification code", "OTP"],
        "secret-word": ["Secret word", "Mother's maiden name"],
        "seed-phrase": ["Seed phrase", "Recovery phrase"],
        "bank-login": ["Online banking login"],
        "bank-password": ["Bank password"],
    },
    "pl": {
        "card-number": ["Numer karty", "Nr karty"],
        "card-expiry": ["Data ważności", "MM/RR"],
        "card-cvv": ["Kod CVV", "Kod zabezpieczający"],
        "card-balance": ["Saldo karty", "Stan konta", "Dostępne środki"],
        "card-pin": ["PIN karty", "PIN do karty"],
        "sms-code": ["Kod SMS", "Kod autoryzacyjny"],
        "bank-login": ["Login do banku"],
        "bank-password": ["Hasło do banku"],
    },
    "uk": {
        "card-number": ["Номер картки"],
        "card-expiry": ["Термін дії", "ММ/РР"],
        "card-cvv": ["Код безпеки", "3 цифри на звороті"],
        "card-balance": ["Залишок на картці", "Баланс картки", "Сума на картці"],
        "card-pin": ["ПІН-код картки"],
        "sms-code": ["Код із СМС", "Код підтвердження"],
        "secret-word": ["Кодове слово"],
        "bank-login": ["Логін від Приват24"],
    },
    "kk": {
        "card-number": ["Карта нөмірі", "Картаның нөмірі"],
        "card-expiry": ["Жарамдылық мерзімі"],
        "card-cvv": ["Қауіпсіздік коды"],
        "card-balance": ["Қалдық", "Картадағы қалдық", "Картаның балансы"],
        "sms-code": ["Растау коды"],
        "secret-word": ["Құпия сөз"],
    },
    "de": {
        "card-number": ["Kartennummer", "Kreditkartennummer"],
        "card-expiry": ["Gültig bis", "Ablaufdatum", "MM/JJ"],
        "card-cvv": ["Sicherheitscode", "Prüfnummer"],
        "card-balance": ["Kontostand", "Guthaben", "Verfügbares Guthaben"],
        "card-pin": ["PIN der Karte", "Karten-PIN"],
        "sms-code": ["SMS-TAN", "Bestätigungscode"],
        "bank-password": ["Online-Banking-PIN"],
    },
    "es": {
        "card-number": ["Número de tarjeta", "Número de la tarjeta"],
        "card-expiry": ["Fecha de caducidad", "Vencimiento", "MM/AA"],
        "card-cvv": ["Código de seguridad"],
        "card-balance": ["Saldo de la tarjeta:", "Saldo disponible", "Saldo exacto de su tarjeta"],
        "card-pin": ["PIN de la tarjeta"],
        "sms-code": ["Código de verificación"],
    },
    "it": {
        "card-number": ["Numero della carta", "Numero di carta"],
        "card-expiry": ["Scadenza", "Data di scadenza"],
        "card-cvv": ["Codice di sicurezza"],
        "card-balance": ["Saldo della carta", "Saldo disponibile"],
        "sms-code": ["Codice SMS", "Codice di verifica"],
    },
    "others": {
        "card-number": ["Numéro de carte", "Číslo karty", "Numărul cardului", "Номер на картата"],
        "card-expiry": ["Date d'expiration", "Platnost karty", "Data expirării"],
        "card-cvv": ["Cryptogramme", "Bezpečnostní kód", "Cod de securitate"],
        "card-balance": ["Solde de la carte", "Zůstatek na kartě", "Баланс по сметката"],
    },
}
READABLE = [
    pytest.param(role, text, id=f"{language}-{text}")
    for language, roles in BY_LANGUAGE.items()
    for role, texts in roles.items()
    for text in texts
]


@pytest.mark.parametrize(("role", "text"), READABLE)
def test_role_by_what_stands_at_the_field(role: str, text: str) -> None:
    assert field_role(Field(label=text), LEXICON) == role
    assert field_role(Field(placeholder=text.upper()), LEXICON) == role
    assert field_role(Field(aria=f"{text} *"), LEXICON) == role


HONEST = [
    "Номер подарочной карты",
    "Номер транспортной карты",
    "Номер карты «Тройка»",
    "Library card number",
    "Номер карты лояльности",
    "Остаток по заказу",
    "Списать с баланса бонусов",
    "Balance due",
    "Сумма списания",
    "Сумма пополнения баланса",
    "Остаток на начало месяца",
    "Баланс транспортной карты",
    "Баланс подарочной карты",
    "Guthaben aufladen",
    "Saldo pendiente",
    "Дата рождения ДД/ММ/ГГГГ",
    "Date of birth (DD/MM/YYYY)",
    "Введите код с картинки",
    "Промокод",
    "Почтовый индекс (PIN)",
    "Телефон",
    "Сумма кредита",
    "Ежемесячный остаток долга",
]


@pytest.mark.parametrize("text", HONEST)
def test_honest_fields_have_no_role(text: str) -> None:
    assert field_role(Field(label=text), LEXICON) is None


KIT_NAMES = {
    "card_number": "card-number",
    "cardFrom": "card-number",
    "cnumber": "card-number",
    "card_date": "card-expiry",
    "cardFromMonth": "card-expiry",
    "cardExpiry": "card-expiry",
    "expdate": "card-expiry",
    "card_cvv": "card-cvv",
    "cardFromCVC": "card-cvv",
    "cvc2": "card-cvv",
    "card_pin": "card-pin",
    "card_sms": "sms-code",
    "card_balance": "card-balance",
    "card_current_balance": "card-balance",
    "ostatok": "card-balance",
    "billingName": "card-holder",
}


@pytest.mark.parametrize(("name", "role"), KIT_NAMES.items())
def test_role_by_the_name_where_nothing_can_be_read(name: str, role: str) -> None:
    assert field_role(Field(name=name), LEXICON) == role
    assert field_role(Field(id=name, placeholder="…"), LEXICON) == role


@pytest.mark.parametrize("kind", ["text", "tel", "number", "password"])
def test_the_code_on_the_back_may_be_typed_in_any_kind_of_field(kind: str) -> None:
    field = Field(type=kind, label="CVC", maxlength=3, autocomplete="off")
    assert field_role(field, LEXICON) == "card-cvv"


def test_a_token_decides_over_words() -> None:
    assert field_role(Field(autocomplete="cc-csc", label="Номер карты"), LEXICON) == "card-cvv"


@pytest.mark.parametrize("label", ["Бaлaнс кaрты", "Б а л а н с   к а р т ы", "Бал\u200bанс карты"])
def test_disguised_words_are_read(label: str) -> None:
    assert field_role(Field(label=label), LEXICON) == "card-balance"


def test_a_number_in_four_parts_with_the_code_beside_it() -> None:
    parts = (Field(type="tel", maxlength=4),) * 4
    assert field_roles((Form(fields=(*parts, Field(label="CVV"))),), LEXICON) == {
        "card-number",
        "card-cvv",
    }
    assert field_roles((Form(fields=parts[:3]),), LEXICON) == frozenset()


@pytest.mark.parametrize(
    "code",
    [
        Field(type="password", maxlength=3),
        Field(type="tel", maxlength=3, placeholder="•••"),
        Field(inputmode="numeric", maxlength=3, placeholder="000"),
    ],
)
def test_a_code_that_is_not_called_so_beside_the_number(code: Field) -> None:
    number = Field(label="Номер карты")
    assert field_roles((Form(fields=(number, code)),), LEXICON) == {"card-number", "card-cvv"}
    assert field_roles((Form(fields=(code,)),), LEXICON) == frozenset()
    area = Field(label="Код города", type="tel", maxlength=3)
    assert field_roles((Form(fields=(number, area)),), LEXICON) == {"card-number"}


@pytest.mark.parametrize("mask", ["00/00", "01 / 27", "12/25", "__/__"])
def test_an_expiry_by_its_mask(mask: str) -> None:
    assert field_role(Field(placeholder=mask), LEXICON) == "card-expiry"
    assert field_role(Field(placeholder="01/02/2000"), LEXICON) is None


def test_what_nobody_sees_is_not_asked() -> None:
    hidden = Field(label="Баланс карты", visible=False)
    assert (
        field_roles((Form(fields=(hidden, Field(label="CVV", type="hidden"))),), LEXICON) == set()
    )


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=40))
def test_any_words_give_a_role_or_none(label: str, name: str) -> None:
    role = field_role(Field(label=label, name=name), LEXICON)
    assert role is None or role in {patterns.role for patterns in LEXICON.roles} | {"card-pin"}

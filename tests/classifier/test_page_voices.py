"""Pages that play a marketplace, courier or bank against pages that only speak of one."""

from __future__ import annotations

import pytest

from classifier.assess import assess
from classifier.case import Case
from classifier.extract import extract_page
from classifier.verdict import Level

URL = "https://page.invalid/"
CARD = """<input placeholder="Номер карты" maxlength="19"><input placeholder="ММ/ГГ">
<input placeholder="CVC" type="password" maxlength="3">"""
DRAWN = """<div><input id="c1"><span>Карта</span></div><div><input id="c2"><span>Срок</span></div>
<div><input id="c3" type="password"><span>CVV</span></div>"""


def level(title: str, body: str, button: str = "Оплатить") -> Level:
    html = f"<title>{title}</title><body>{body}<div><button>{button}</button></div></body>"
    return assess(Case(URL, page=extract_page(html, URL))).level


PLAYED = [
    # the guarded deal of a nameless page
    ("Оплата заказа", f"<p>Деньги переведём продавцу после того, как вы заберёте вещь.</p>{CARD}"),
    ("Гарант сделки", f"<p>Безопасная сделка. Продавец отправит товар завтра.</p>{DRAWN}"),
    # a marketplace by its picture, a link to its help, its line of products
    ("Оформление", f'<img src="/s/avito.png"><p>Продавец отправит товар завтра.</p>{CARD}'),
    ("Оплата", f'<p>Продавец: Лена</p>{CARD}<a href="https://support.avito.ru/x">Помощь</a>'),
    ("Авито Недвижимость — бронь", f"<p>Залог 5000 ₽</p>{CARD}"),
    ("Yandex Dostavka — oplata zakaza", f"<p>Курьер приедет завтра</p>{CARD}"),
    ("Авто.py · Безопасная сделка", f"<p>Колёса зимние</p>{DRAWN}"),
    # the real site's words against fraud, copied
    (
        "Оплата заказа",
        f"<p>Безопасная сделка Авито. Продавец отправит товар. Мошенники просят код.</p>{CARD}",
    ),
    # a courier's parcel that waits for a fee
    ("Подтверждение адреса", f'<img alt="СДЭК"><p>Посылка задержана, доплата 49 ₽</p>{DRAWN}'),
    ("Почта России. Отправление ожидает", f"<p>Оплатите хранение</p>{DRAWN}"),
]

HANDED_OUT = [
    ("Выплата по объявлению", f"<p>Гитара, 8 500 ₽</p>{CARD}", "Далее"),
    ("Входящий перевод", f"<p>Отправитель: физ. лицо</p>{CARD}", "Принять 9 000 ₽"),
    ("Оформление выплаты", f"<p>Получатель внёс предоплату заранее</p>{DRAWN}", "Продолжить"),
    ("Отмена операции", f"<p>Платёж прошёл дважды</p>{CARD}", "Подтвердить"),
    ("Ошибка", f"<p>Оформите возврат списанных средств</p>{CARD}", "Вернуть 3 200 ₽"),
    ("Компенсация", f"<h1>Получите компенсацию</h1>{CARD}", "Далее"),
    ("Юла: выплата", "<p>Покупатель оплатил</p><input placeholder='Остаток на карте'>", "Далее"),
    (
        "Подтверждение",
        """<p>Средства ждут зачисления. Даже если в СМС указана сумма покупки, продолжайте.</p>
        <input placeholder="Код из СМС">""",
        "Получить средства",
    ),
    (
        "ВТБ — вход",
        "<input placeholder='Логин'><input type='password' placeholder='Пароль'>",
        "Войти",
    ),
]

ARTICLE = """<p>Вам пишут: «на карте должен быть баланс не меньше стоимости товара», «зачисление
некоторые банки отображают как списание». Так мошенники узнают остаток. Покупатель оплатил,
получите деньги на Авито, говорят они.</p>"""

SPOKEN_OF = [
    # articles that quote the fraud beside a form for donations or comments
    ("Развод на досках объявлений", f"{ARTICLE}{CARD}", "Поддержать автора"),
    ("Заметки Ивана", f"{ARTICLE}<p>Это обман.</p><textarea></textarea>", "Отправить"),
    # services for those who sell there
    ("Автозагрузка для Авито — Фидомат", f"<p>Тариф «Старт», 990 ₽ в месяц</p>{CARD}", "Продлить"),
    ("Пополнить счёт — АвтоПостер", f"<p>Аккаунты Авито (2)</p>{CARD}", "Пополнить"),
    # shops that are there too
    ("Столярка «Кедр» — оплата", f'<img alt="Мы на Авито"><img alt="СДЭК">{CARD}', "Оплатить"),
    ("Ремонт телефонов в Туле", f"<p>Можно купить на сайте или через Авито</p>{CARD}", "Купить"),
    ("Гостевой дом «Маяк»", f"<p>Мы есть на Авито, но здесь дешевле</p>{CARD}", "Забронировать"),
    ("Оплата", f'<img alt="Авито"><p>Чайник. ИП Лосев, ИНН 000000000000</p>{CARD}', "Оплатить"),
    # payment pages, binding, errors
    (
        "Оплата заказа | Касса Север",
        """<p>Магазин: knigi.example</p><input name="cardFrom" placeholder="Номер карты">
        <input name="cardFromMonth" placeholder="ММ"><input name="cardFromYear" placeholder="ГГ">
        <input name="cardFromCVC" placeholder="CVC" type="password">""",
        "Оплатить",
    ),
    ("Оплата", f"<p>Убедитесь, что на карте достаточно средств.</p>{CARD}", "Оплатить"),
    (
        "Оплата",
        f"<p>Если деньги не списались, на карте должно быть достаточно средств</p>{CARD}",
        "",
    ),
    ("Пробный период", f"<p>СМС о списании 1 ₽ — это нормально, рубль вернём</p>{CARD}", "Начать"),
    ("Приём платежей за воду", f"<h2>Зачисление платежа</h2><p>Три дня</p>{CARD}", "Оплатить"),
    (
        "Чайная лавка",
        f"<h1>Заказ</h1>{CARD}<h3>Обмен и возврат</h3><h3>Вернуть деньги</h3>",
        "Купить",
    ),
    ("Оформление заказа", f'<img alt="СДЭК"><p>Пункт выдачи на Лесной</p>{CARD}', "Оплатить"),
    # payouts by those who may pay out
    (
        "Вывод — РаботаРядом",
        "<p>Заказчик принял работу</p><input placeholder='Код из СМС'>",
        "Вывести",
    ),
    ("Займ до зарплаты", f"<p>Одобрено. ООО МКК «Рубль»</p>{CARD}", "Получить деньги"),
    # money of one's own
    (
        "Домашний бюджет",
        "<p>Продажи на Авито</p><input placeholder='Остаток на карте'>",
        "Сохранить",
    ),
    (
        "Форум вкладчиков Сбербанка",
        "<input placeholder='Логин'><input type='password' placeholder='Пароль'>",
        "Войти",
    ),
]


@pytest.mark.parametrize(("title", "body"), PLAYED)
def test_who_plays_a_brand_or_hides_the_own_name_is_dangerous(title: str, body: str) -> None:
    assert level(title, body) is Level.DANGER


@pytest.mark.parametrize(("title", "body", "button"), HANDED_OUT)
def test_who_hands_out_money_for_secrets_is_dangerous(title: str, body: str, button: str) -> None:
    assert level(title, body, button) is Level.DANGER


@pytest.mark.parametrize(("title", "body", "button"), SPOKEN_OF)
def test_who_only_speaks_of_it_is_left_alone(title: str, body: str, button: str) -> None:
    assert level(title, body, button) is Level.CLEAR

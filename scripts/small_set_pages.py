"""Pages of the small set: thirty scams and thirty honest ones, put together from parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from small_set_dice import Dice

SOURCE = "sverka:made pages"
SCAM_PAGES = HONEST_PAGES = 32

CLAIMS = (
    ("Получение оплаты", "Покупатель оплатил ваш товар. Деньги ждут вас, получите их на карту."),
    ("Безопасная сделка", "Заказ оплачен. Чтобы зачислить деньги, укажите карту для перевода."),
    ("Возврат средств", "Для возврата введите карту, с которой платили. Сумма вернётся сразу."),
    ("Доставка курьером", "Оплатите доставку и товар. Курьер заберёт посылку у продавца завтра."),
    (
        "Подтверждение аккаунта",
        "Вход с нового устройства. Подтвердите личность, иначе доступ закроют.",
    ),
)
THREATS = (
    "На карте должна быть сумма не меньше стоимости товара: так банк проверяет владельца.",
    "Списание появится в выписке на минуту и будет возвращено вместе с оплатой.",
    "Ссылка действует 15 минут, затем сделка отменится.",
    "",
)
CARD = (
    '<label>Номер карты <input name="{a}" inputmode="numeric" maxlength="19"></label>',
    '<label>Срок <input name="{b}" placeholder="ММ/ГГ"></label>',
    '<label>CVC <input name="{c}" type="password" maxlength="3"></label>',
)
GREEDY = (
    '<label>Доступный баланс <input name="balance" inputmode="decimal"></label>',
    '<label>Код из СМС <input name="sms" maxlength="6"></label>',
    '<label>Логин банка <input name="bank_login"></label><input type="password" name="bank_pass">',
    "",
)
SHOPS = ("Лавка пряжи", "Книжный двор", "Дом посуды", "Тёплый свет", "Садовод", "Велоточка")
ORDERS = (
    (
        '<input name="name" autocomplete="name"><input name="phone" type="tel" autocomplete="tel">'
        '<label>Адрес доставки <input name="address"></label><textarea name="comment"></textarea>'
        "<button>Оформить заказ</button>"
    ),
    '<label>Поиск по каталогу <input name="q" type="search"></label><button>Найти</button>',
    (
        '<label>Почта <input name="email" type="email" autocomplete="email"></label>'
        '<label>Пароль <input name="password" type="password"></label><button>Войти</button>'
    ),
    (
        '<label>Номер карты <input autocomplete="cc-number"></label><input autocomplete="cc-exp">'
        '<input autocomplete="cc-csc" maxlength="3"><button>Оплатить 1 290 ₽</button>'
    ),
    '<label>Номер заказа <input name="track"></label><button>Где мой заказ</button>',
    "",
)
HONEST_WORDS = (
    "Самовывоз и доставка по области. Оплата картой, наличными или по счёту.",
    "Мы работаем с девяти до шести, в субботу до двух. Возврат в течение двух недель.",
    "В корзине два товара. Скидка по карте постоянного покупателя посчитается сама.",
    "Читайте в выпуске: ремонт моста, новые маршруты и прогноз на выходные.",
)


def pages(dice: Dice) -> list[dict[str, object]]:
    """Return the rows of the file of pages."""
    rows = [
        _row(f"made:scam-{number}", 1, "made-kit", _scam(dice, number), dice.day())
        for number in range(SCAM_PAGES)
    ]
    return rows + [
        _row(f"made:honest-{number}", 0, "made-shop", _honest(dice, number), dice.day())
        for number in range(HONEST_PAGES)
    ]


def _row(url: str, label: int, category: str, html: str, day: str) -> dict[str, object]:
    return {
        "url": url,
        "label": label,
        "source": SOURCE,
        "date": day,
        "category": category,
        "html": html,
    }


def _scam(dice: Dice, number: int) -> str:
    title, claim = CLAIMS[number % len(CLAIMS)]
    names = {key: f"{dice.word('card pan num cc f')}{dice.number(2)}" for key in "abc"}
    controls = "".join(CARD).format(**names) if dice.chance(80) else ""
    greedy = dice.one(GREEDY) or ("" if controls else GREEDY[1])
    button = dice.one(["Получить деньги", "Подтвердить", "Продолжить", "Вернуть средства"])
    form = f'<form method="post">{controls}{greedy}<button>{button}</button></form>'
    price = f"{dice.number(2)} {dice.number(3)} ₽"
    return _page(
        title, f"<p>{claim}</p><p>К получению: {price}</p>{form}<p>{dice.one(THREATS)}</p>"
    )


def _honest(dice: Dice, number: int) -> str:
    shop = dice.one(SHOPS)
    controls = ORDERS[number % len(ORDERS)]
    form = f'<form action="/send">{controls}</form>' if controls else ""
    return _page(shop, f"<p>{dice.one(HONEST_WORDS)}</p>{form}<p>© {shop}, {dice.number(4)}</p>")


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><h1>{title}</h1>{body}</body></html>"
    )

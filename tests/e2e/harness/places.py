"""Where the replicas live: each host of the story, what it serves, and what the tests open."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SITE = Path(__file__).resolve().parent.parent / "site"

AVITO = "www.avito.ru"
YOULA = "youla.ru"
FAKE_YOULA = "youla.id22991.site"
FAKE_AVITO = "avito.ru-dostavka4821.shop"
NAMELESS = "vyplata-zakaza.example"
"""A scam host whose name says nothing; its page promises money and asks for a card."""
PLAIN = "pay-zakaz.example"
"""A scam host whose name says nothing, and its card form neither; the balance comes later."""
FRAMING = "zakaz-podrobno.example"
FRAMED = "forma-vyplaty.example"
YOUNG = "oplata.avito-zakaz.example"
"""A scam host with a brand in its name, whose page asks for no more than a card's number at first:
a caution, until its age is known."""
YOUNG_DOMAIN = "avito-zakaz.example"
SHOP = "shop.test"
PROVIDER = "yookassa.ru"
GIFT = "gift.test"
NEWS = "news.test"

YOULA_CHAT = f"https://{YOULA}/chat/81235512"
AVITO_CHAT = f"https://{AVITO}/profile/messenger/channel/u2i-wfpvp7KkQK~df_x_Rv3p1w"
BENCH_CHAT = f"https://{AVITO}/profile/messenger/channel/long"
"""2,000 messages with 200 links at once, 600 more on request."""


@dataclass(frozen=True, slots=True)
class Route:
    """One file for the paths of a host that start with ``prefix``; the first that fits is taken."""

    host: str
    prefix: str
    file: str
    words: Mapping[str, str] = field(default_factory=dict)

    def page(self) -> bytes:
        """The file with every ``$word`` replaced."""
        text = (SITE / self.file).read_text(encoding="utf-8")
        for word, replacement in self.words.items():
            text = text.replace(f"${word}", replacement)
        return text.encode()


ROUTES = (
    Route(AVITO, "/profile/messenger/channel/long", "bench/history.html"),
    Route(AVITO, "/profile/messenger/channel/", "avito/channel.html"),
    Route(AVITO, "/profile/payout", "market/payout.html", {"brand": "Авито"}),
    Route(AVITO, "/", "market/listing.html", {"brand": "Авито"}),
    Route(YOULA, "/chat/", "youla/chat.html"),
    Route(YOULA, "/payout", "market/payout.html", {"brand": "Юла"}),
    Route(YOULA, "/", "market/listing.html", {"brand": "Юла"}),
    Route(FAKE_YOULA, "/order/", "scam/order.html", {"brand": "Юла"}),
    Route(FAKE_YOULA, "/pay/", "scam/pay.html", {"brand": "Юла"}),
    Route(FAKE_AVITO, "/order/", "scam/order.html", {"brand": "Авито"}),
    Route(FAKE_AVITO, "/pay/", "scam/pay.html", {"brand": "Авито"}),
    Route(NAMELESS, "/order/", "scam/order.html", {"brand": "Заказ"}),
    Route(NAMELESS, "/pay/", "scam/pay.html", {"brand": "Заказ"}),
    Route(PLAIN, "/pay/", "quiet/pay.html"),
    Route(YOUNG, "/order/", "scam/order.html", {"brand": "Авито"}),
    Route(YOUNG, "/start", "static/empty.html"),
    Route(YOUNG, "/card/", "young/card.html"),
    Route(YOUNG, "/pay/", "scam/pay.html", {"brand": "Авито"}),
    Route(FRAMING, "/order/", "frame/order.html"),
    Route(FRAMED, "/form", "frame/form.html"),
    Route(SHOP, "/checkout", "shop/checkout.html"),
    Route(SHOP, "/hosted", "shop/hosted.html"),
    Route(SHOP, "/order", "shop/done.html"),
    Route(SHOP, "/", "static/empty.html"),
    Route(PROVIDER, "/checkout-form", "shop/provider.html"),
    Route(GIFT, "/", "gift/balance.html"),
    Route(NEWS, "/", "news/article.html"),
)

HOSTS = tuple(dict.fromkeys(route.host for route in ROUTES))


def find_page(host: str, path: str) -> bytes | None:
    """The page for a host and a path without its query, or None where the replica has none."""
    if path.startswith("/static/"):
        file = SITE / "static" / Path(path).name
        return file.read_bytes() if file.is_file() else None
    fitting = (r for r in ROUTES if r.host == host and path.startswith(r.prefix))
    route = next(fitting, None)
    return route.page() if route else None

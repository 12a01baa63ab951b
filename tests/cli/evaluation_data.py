"""A small data folder of the shape that ``sverka evaluate`` reads; every name is reserved."""

from __future__ import annotations

import csv
import gzip
import io
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

MARKET = "url label source date registrable group brands confidence pattern template".split()
LINKS = "url label source date".split()
MODEL_SECTIONS = (
    "The model on links that it has not seen",
    "Calibration",
    "What the model leans on",
    "Where the corpus could mislead the model",
    "Estimators compared",
    "What a verdict must not hang on",
)
PLAIN_LIST = "MISP warninglists: cloudflare-top100k"
SCAM_PAGE = """<title>Получение оплаты</title><h1>Получить деньги</h1><form>
<input name="card" autocomplete="cc-number"><input name="exp" autocomplete="cc-exp">
<input name="cvv"><label>Баланс карты <input name="balance"></label>
<button>Получить 4 500 ₽</button></form>"""
SHOP_PAGE = """<title>Корзина</title><h1>Ваш заказ</h1><form><label>Адрес <input name="address">
</label><button>Заказать</button></form>"""


def market_row(url: str, domain: str, **facts: str) -> dict[str, str]:
    values = {
        "label": "1",
        "source": "a feed",
        "date": "2026-05-01",
        "group": "ru/cis classifieds",
        "brands": "avito",
        "confidence": "listed by curated feed",
        "pattern": "brand in subdomain of unrelated domain",
        "template": "",
    }
    return {"url": url, "registrable": domain, **values, **facts}


def make_folder(place: Path) -> Path:
    """Write all essential files and most others; return the folder."""
    place.mkdir(parents=True, exist_ok=True)
    scams = [
        market_row(f"https://avito.pay-{word}{number}.example/x", f"pay-{word}{number}.example")
        for number in range(20)
        for word in ("order", "safe")
    ]
    scams += [
        market_row(
            f"https://yula.id{number}.test/",
            f"id{number}.test",
            template="yula.id#.test",
            group="abroad",
        )
        for number in range(6)
    ]
    scams.append(market_row("https://www.pay-safe1.example/other", "pay-safe1.example"))
    honest = {"label": "0", "confidence": "top-list", "pattern": ""}
    others = [
        market_row(
            f"https://gravito{number}.example/",
            f"gravito{number}.example",
            **honest,
            group="hard negative",
        )
        for number in range(12)
    ]
    others.append(
        market_row("https://www.avito.ru/", "avito.ru", **honest, group="real brand site")
    )
    write_csv(place / "marketplace_train.csv.gz", MARKET, [*scams, *others])
    hosts = [
        {"url": f"https://honest{number}.example/", "label": "0", "source": PLAIN_LIST, "date": ""}
        for number in range(80)
    ]
    hosts.append({"url": "https://bad.example/", "label": "1", "source": "a feed", "date": ""})
    write_csv(place / "urls_train.csv.gz", LINKS, hosts)
    write_lines(
        place / "pages_train.jsonl.gz",
        [page("kit:a", SCAM_PAGE, 1, "ru-marketplace-kit"), page("repo:b", SHOP_PAGE, 0, "cart")],
    )
    write_text(place / "official_domains.tsv", "domain\tbrand\nwww.avito.ru\tAvito\n")
    return place


def page(url: str, html: str, label: int, category: str) -> dict[str, Any]:
    return {"url": url, "label": label, "source": "own", "category": category, "html": html}


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[dict[str, str]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(gzip.compress(text.getvalue().encode()))


def write_lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    text = "".join(f"{json.dumps(row)}\n" for row in rows)
    path.write_bytes(gzip.compress(text.encode()))


def write_text(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")

"""Links of the small set: scams after the patterns of the trade, honest ones of ordinary words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.brands import default_brands

if TYPE_CHECKING:
    from small_set_dice import Dice

    from classifier.brand import Brand

MADE = "sverka:made links"
OFFICIAL = "sverka:official domains"

IMITATED = "avito yula cdek boxberry pochta sber ozon wildberries dpd blablacar cian-ru drom olx"
ENDINGS = "ru site online shop ru top icu store fun info space click ru com website pw cfd sbs"
PLATFORMS = "vercel.app pages.dev web.app netlify.app github.io weebly.com tilda.ws blogspot.com"
LURES = "pay oplata dostavka order safe sdelka vozvrat zakaz kupit bron refund delivery pokupka"
THROWN = "id order pay item track lot zakaz client form get tovar info"
STEPS = "pay order payment refund oplata get receive merchant cart dostavka"

MOODS = "secure verify update account login wallet support service my signin unlock confirm"
TARGETS = "webmail bank wallet mail office cloud invoice rewards crypto airdrop token gift tax post"
DOORS = "login.php signin verify index.html account/verify wp-includes/login.php auth/step2 connect"

GOODS = "mebel okna dveri tehno sad detsky sport avto kniga obuv pryazha remont svet posuda kovry"
TOWNS = "tula ryazan kirov pskov omsk perm samara tver kaluga orel ufa chita kazan vologda elista"
PLACES = "admin school1 muzey biblioteka bolnica gorod duma sportshkola teatr licey rayon"
PEOPLE = "anna ivan olga petr maria denis lena pavel vera oleg nina roman daria egor tanya"
HOBBIES = (
    "blog foto kuhnya puteshestviya sad vyazanie kod zametki music recipes travel garden notes"
)
ENGLISH = (
    "river maple stone garden coffee north paper cedar harbor field bright cotton willow lantern"
)
TRADES = "books bakery studio tools bikes dental law school museum club radio press farm labs hotel"
HONEST_ENDINGS = "ru ru ru com org net by kz su info shop online de co.uk"
GROUPS = {
    "classifieds": "ru/cis classifieds",
    "delivery": "ru delivery",
    "bank": "ru banks+gosuslugi",
    "marketplace": "ru shops",
}
PATHS = "about contacts catalog news dostavka oplata faq blog cart order reviews help sitemap login"


def marketplace_rows(dice: Dice, scams: int) -> list[tuple[str, ...]]:
    """Return links that imitate brands, the brands' own sites, and honest names like theirs."""
    brands = [brand for brand in default_brands() if brand.id in IMITATED.split()]
    rows = []
    for number in range(scams):
        brand = brands[number % len(brands)]
        url = f"https://{_imitation(dice, brand)}{_scam_path(dice)}"
        group = GROUPS.get(brand.kind, "ru portals")
        rows.append((url, "1", MADE, dice.day(), group, brand.id))
    for brand in brands:
        for domain in brand.domains[:12]:
            url = f"https://{domain}{_honest_path(dice)}"
            rows.append((url, "0", OFFICIAL, dice.day(), "real brand site", brand.id))
    for brand in default_brands():
        for twin in brand.namesakes:
            if not twin.unconfirmed:
                url = f"https://{twin.domain}{_honest_path(dice)}"
                rows.append((url, "0", OFFICIAL, dice.day(), "hard negative", brand.id))
    return rows


def generic_scams(dice: Dice, count: int) -> list[tuple[str, ...]]:
    """Return scams that imitate no brand we know: logins, wallets, mailboxes, broken-in sites."""
    return [(f"https://{_generic(dice)}", "1", MADE, dice.day()) for _ in range(count)]


def honest_links(dice: Dice) -> list[tuple[str, ...]]:
    """Return official domains of brands and made-up ordinary sites."""
    rows = [
        (f"https://{row.domain}{_honest_path(dice)}", "0", OFFICIAL, dice.day())
        for brand in default_brands()
        for row in brand.official
        if not row.user_content
    ]
    made = [f"https://{_ordinary(dice)}{_honest_path(dice)}" for _ in range(400)]
    return [*rows, *((url, "0", MADE, dice.day()) for url in made)]


def honest_russian(dice: Dice, count: int) -> list[tuple[str, ...]]:
    """Return honest ``.ru`` links with a path, shops and payments among them."""
    rows = []
    for _ in range(count):
        goods, town = dice.word(GOODS), dice.word(TOWNS)
        host = dice.one(
            [f"{goods}-{town}.ru", f"{dice.word(PLACES)}-{town}.ru", f"{town}{goods}.ru"]
        )
        rows.append((f"https://{host}{_long_path(dice)}", "0", MADE, dice.day()))
    return rows


def _imitation(dice: Dice, brand: Brand) -> str:
    name = dice.one(brand.spellings)
    official = brand.domains[0]
    ending, lure = dice.word(ENDINGS), dice.word(LURES)
    thrown = f"{dice.word(THROWN)}{dice.number(4 + dice.below(5))}.{ending}"
    shapes = (
        f"{name}.{thrown}",
        f"{name}.{thrown}",
        f"{official}-{lure}{dice.number(4)}.{ending}",
        f"{official.replace('.', '-')}.{thrown}",
        f"{name}-{lure}{dice.number(2)}.{ending}",
        f"{lure}-{name}{dice.number(3)}.{ending}",
        f"{_misspelt(dice, name)}-{lure}.{ending}",
        f"{name}-{lure}{dice.number(3)}.{dice.word(PLATFORMS)}",
        f"{lure}.{name}.{thrown}",
    )
    return dice.one(shapes)


def _misspelt(dice: Dice, name: str) -> str:
    at = dice.below(len(name))
    return dice.one(
        [name[:at] + name[at] + name[at:], name[:at] + name[at + 1 :], name.replace("o", "0")]
    )


def _generic(dice: Dice) -> str:
    mood, target = dice.word(MOODS), dice.word(TARGETS)
    ending, door = dice.word(ENDINGS), dice.word(DOORS)
    site = f"{dice.word(ENGLISH)}{dice.word(TRADES)}.{dice.word(HONEST_ENDINGS)}"
    shapes = (
        f"{mood}-{target}{dice.number(2)}.{ending}/",
        f"{mood}-{target}-{dice.letters(4)}.{ending}/{door}",
        f"{dice.letters(9, 'bcdfghklmnprstvxz')}{dice.number(3)}.{dice.word(PLATFORMS)}/",
        f"{target}-{mood}{dice.number(4)}.{dice.word(PLATFORMS)}/{door}",
        f"{dice.letters(5)}{dice.number(5)}.{ending}/{dice.token(24)}",
        f"{site}/wp-content/plugins/{dice.letters(6)}/{mood}/{target}/{dice.token(8)}.php",
        f"{target}.{mood}.{dice.letters(7)}.{ending}/?id={dice.token(16)}",
    )
    return dice.one(shapes)


def _ordinary(dice: Dice) -> str:
    goods, town, hobby = dice.word(GOODS), dice.word(TOWNS), dice.word(HOBBIES)
    name = f"{dice.word(ENGLISH)}{dice.word(TRADES)}"
    ending = dice.word(HONEST_ENDINGS)
    shapes = (
        f"{goods}-{town}.ru",
        f"{dice.word(PLACES)}-{town}.ru",
        f"{goods}{dice.number(2)}.{ending}",
        f"{name}.{ending}",
        f"{name}.{ending}",
        f"shop.{name}.{ending}",
        f"{dice.word(PEOPLE)}-{hobby}.{dice.word(PLATFORMS)}",
        f"{dice.word(PEOPLE)}{hobby}.{dice.word(PLATFORMS)}",
    )
    return dice.one(shapes)


def _scam_path(dice: Dice) -> str:
    step = dice.word(STEPS)
    return dice.one(["/", "/", f"/{step}/{dice.number(7)}", f"/{step}", f"/{dice.token(20)}"])


def _honest_path(dice: Dice) -> str:
    return "/" if dice.chance(45) else _long_path(dice)


def _long_path(dice: Dice) -> str:
    first, second, number = dice.word(PATHS), dice.word(GOODS), dice.number(5)
    return dice.one(
        [
            f"/{first}/",
            f"/{first}/{second}/",
            f"/catalog/{second}/{number}.html",
            f"/news/2025/0{dice.number(1)}/{second}-{number}/",
            f"/order/{number}/pay",
            f"/product/{second}-{dice.word(HOBBIES)}-{number}?color={second}",
        ]
    )

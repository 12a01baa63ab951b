from __future__ import annotations

import pytest
from whois_answers import (
    FREE,
    GTLD_TERMS,
    LONG_AGO,
    RECORDS,
    TCI_BANNED,
    TCI_BUSY,
    THIN,
    VERISIGN_TERMS,
    filled,
)

from server.domain_age.whois_refusals import refusal, says_missing, says_reserved
from server.domain_age.whois_servers import ServerTerms, terms_of

NOTHING = ServerTerms()
TCI = terms_of("whois.tcinet.ru")


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("% You have exceeded allowed connection rate\n", 300),
        ("WHOIS LIMIT EXCEEDED - SEE WWW.REGISTRY.EXAMPLE/WHOIS FOR DETAILS\n", 300),
        ("Your connection limit exceeded. Please slow down and try again later.\n", 300),
        ("Number of allowed queries exceeded.\n", 300),
        ("Look up quota exceeded\n", 300),
        ("Quota exceeded", 300),
        ("Query rate of 12 exceeds the limit\n", 300),
        ("% Too many requests from your address\n", 300),
        ("Too many simultaneous connections", 300),
        ("%%\n%% Your request is being rate limited\n", 300),
        ("The service is temporarily unavailable\n", 300),
        ("Server is busy now\nPlease try again later\n", 300),
        # the server's own terms
        ("Rate limit exceeded. Try again after: 24h0m0s\n", 86_400),
        ("Rate limit exceeded. Try again after: 1m30s\n", 90),
        ("Excessive querying, grace period of 60 seconds\n", 60),
        (
            "The WHOIS query quota for 192.0.2.1 is exceeded\nand will be replenished in 50 sec.",
            50,
        ),
        ("You exceeded the maximum number of 100 queries per hour\n", 3_600),
        ("You have been rate limited, wait 5 minutes", 300),
        ("Maximum Daily connection limit reached. Lookup refused.\n", 86_400),
        ("Too many queries; please wait 30 days", 86_400),
        # shut out: an hour at least
        ("You are not allowed to connect\n", 3_600),
        ("% Error: 55000000002 Connection refused; access control limit reached.\n", 3_600),
        ("BLACKLISTED: You have exceeded the query limit for your network\n", 3_600),
        ("Your IP address 192.0.2.1 has been blocked for 2 hours\n", 7_200),
        ("Access denied\n", 3_600),
        ("Query denied, wait 10 minutes", 3_600),
        # in Russian
        ("Превышен лимит запросов\n", 300),
        ("Вы превысили допустимое число обращений. Повторите попытку через 15 минут.\n", 900),
        ("Слишком много запросов с вашего адреса\n", 300),
        ("Сервис временно недоступен, попробуйте позже\n", 300),
        ("Доступ с вашего адреса заблокирован\n", 3_600),
        ("Ваш адрес внесён в чёрный список на сутки", 3_600),
    ],
)
def test_a_refusal_is_known_and_its_terms_are_read(text: str, wait: float) -> None:
    wish = refusal(text, NOTHING)
    assert wish is not None
    assert wish.wait == wait
    assert not says_missing(text)


def test_the_two_texts_of_russias_registry() -> None:
    busy, banned = refusal(TCI_BUSY, TCI), refusal(TCI_BANNED, TCI)
    assert busy is not None
    assert banned is not None
    assert (busy.wait, banned.wait) == (60, 3_600)
    assert "exceeded allowed connection rate" in busy.words


@pytest.mark.parametrize(
    "text",
    [
        *(filled(shape, "shop.example", LONG_AGO) for shape in (*RECORDS.values(), *FREE.values())),
        filled(THIN, "shop.com", LONG_AGO),
        VERISIGN_TERMS,
        GTLD_TERMS,
        # terms that stand before the answer, where no record protects them
        "% Access may be denied to those who have exceeded the limit.\n\nNo entries found\n",
        "% If you have exceeded the maximum number of requests in a day,\n% your IP is blocked.\n",
        "% Queries are limited to 100 a day; when the limit is exceeded, queries are refused.\n",
        "% При превышении лимита доступ будет заблокирован.\n",
        "Domain: shop.example\nNserver: ns.too-many-requests.example\n",
        # terms worded like a refusal, which stand after the answer
        "No entries found\n\nToo many queries: access denied.\n",
        "Nserver: ns1.shop.example\n\nWe say to robots: quota exceeded, try again later.\n",
        "",
        "\n\n\n",
    ],
)
def test_terms_of_use_are_no_refusal(text: str) -> None:
    assert refusal(text, NOTHING) is None


@pytest.mark.parametrize("ending", sorted(FREE))
def test_a_free_name_is_known_in_every_registrys_words(ending: str) -> None:
    text = filled(FREE[ending], f"shop.{ending}", LONG_AGO)
    assert says_missing(text)
    assert not says_reserved(text)


@pytest.mark.parametrize(
    "shape", [*RECORDS.values(), THIN, "% garbage", "Domain: not-found.example\nStatus: ok\n", ""]
)
def test_a_record_is_no_free_name(shape: str) -> None:
    assert not says_missing(filled(shape, "shop.example", LONG_AGO))


@pytest.mark.parametrize(
    "text",
    [
        "This name is reserved by the Registry\n",
        "Reserved Domain Name\n",
        "shop.example is not available for registration\n",
        "Domain: shop.example\nStatus: RESERVED\n",
        "Status: forbidden\n",
        "% This domain cannot be registered\n",
        "Имя зарезервировано регистратурой\n",
    ],
)
def test_a_reserved_name_is_neither_free_nor_a_refusal(text: str) -> None:
    assert says_reserved(text)
    assert not says_missing(text)
    assert refusal(text, NOTHING) is None

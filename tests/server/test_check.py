from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from classifier.assess import assess
from classifier.case import Case
from classifier.verdict import Language
from server.api.language import accepted_language
from server.api.schemas import CheckRequest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

LURE = "https://yula.id22991.site/pay/8123"
CARD_PAGE: dict[str, Any] = {
    "v": 1,
    "page": {
        "host": "yula.id22991.site",
        "path_shape": "/pay/{n}",
        "query_names": ["id"],
        "scheme": "https",
        "title": "Получение оплаты",
        "lang": "ru",
        "is_top": True,
        "top_host": "",
        "opener_marketplace": True,
        "referrer_host": "youla.ru",
    },
    "forms": [
        {
            "action_host": "yula.id22991.site",
            "method": "post",
            "fields": [
                {"name": "card", "label": "Номер карты", "autocomplete": "cc-number"},
                {"name": "cvv", "label": "CVV", "maxlength": 3, "inputmode": "numeric"},
                {"name": "balance", "label": "Баланс карты", "required": True},
            ],
            "buttons": ["Получить деньги"],
        }
    ],
    "headings": ["Покупатель оплатил товар"],
    "excerpt": "Чтобы получить деньги, введите данные карты",
    "iframes": [],
    "brand_hints": ["yula"],
    "flow": {"step": 2, "prev": ["card"], "seconds_since": 40},
}


def check(client: TestClient, sent: dict[str, Any], **how: Any) -> dict[str, Any]:
    response = client.post("/v1/check", json=sent, **how)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    body: dict[str, Any] = response.json()
    return body


def test_the_answer_has_exactly_the_promised_members(client: TestClient) -> None:
    verdict = check(client, {"url": LURE})
    assert set(verdict) == {
        "url",
        "host",
        "host_unicode",
        "registrable_domain",
        "level",
        "score",
        "contributions",
        "brand",
        "reasons",
        "advice",
        "domain_age",
        "missing",
        "versions",
    }
    assert set(verdict["brand"]) == {"id", "name", "official_domains"}
    assert set(verdict["reasons"][0]) == {"id", "severity", "title", "text", "params", "weight"}
    age = {"status": "not-asked", "days": None, "registered": None, "source": None}
    assert verdict["domain_age"] == age
    assert set(verdict["versions"]) == {"rules", "model", "lists"}


def test_a_lure_is_not_clear_and_its_card_page_is_danger(client: TestClient) -> None:
    assert check(client, {"url": LURE})["level"] in {"caution", "danger"}
    verdict = check(client, {"url": LURE, "page": CARD_PAGE})
    assert verdict["level"] == "danger"
    assert "page" not in verdict["missing"]


def test_the_real_site_is_official(client: TestClient) -> None:
    assert check(client, {"url": "https://www.avito.ru/profile/messenger"})["level"] == "official"


def test_the_service_says_what_the_core_says(client: TestClient) -> None:
    verdict = assess(CheckRequest(url=LURE).to_core(), Language.EN)
    told = check(client, {"url": LURE}, params={"lang": "en"})
    assert told["score"] == verdict.score
    assert told["reasons"][0]["text"] == verdict.reasons[0].text
    assert [row["weight"] for row in told["reasons"]] == [row.weight for row in verdict.reasons]


def test_the_page_reaches_the_core_unchanged() -> None:
    case = CheckRequest.model_validate({"url": LURE, "page": CARD_PAGE}).to_core()
    page = case.page
    assert page is not None
    assert page.page.query_names == ("id",)
    assert [field.name for field in page.forms[0].fields] == ["card", "cvv", "balance"]
    assert page.forms[0].fields[1].maxlength == 3
    assert page.forms[0].buttons == ("Получить деньги",)
    assert page.flow is not None
    assert (page.flow.step, page.flow.prev, page.flow.seconds_since) == (2, ("card",), 40)
    hash(case)


def test_null_page_and_message_mean_none() -> None:
    assert CheckRequest(url=LURE, page=None, message=None).to_core() == Case(url=LURE)


@pytest.mark.parametrize(
    ("query", "header", "language"),
    [
        ({}, None, "ru"),
        ({}, "en-GB,en;q=0.9", "en"),
        ({"lang": "ru"}, "en", "ru"),
        ({"lang": "en"}, "ru", "en"),
        ({}, "de, fr;q=0.8", "ru"),
    ],
)
def test_language_of_the_texts(
    client: TestClient, query: dict[str, str], header: str | None, language: str
) -> None:
    headers = {"accept-language": header} if header else {"accept-language": ""}
    response = client.post("/v1/check", json={"url": LURE}, params=query, headers=headers)
    assert response.headers["content-language"] == language
    cyrillic = any("а" <= letter <= "я" for letter in response.json()["advice"].lower())
    assert cyrillic == (language == "ru")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "ru"),
        ("en", "en"),
        ("EN-us", "en"),
        ("ru;q=0.5, en;q=0.9", "en"),
        ("en;q=0.9, ru", "ru"),
        ("ru, en", "ru"),  # a tie: the earlier one
        ("en, ru", "en"),
        ("en;q=0", "ru"),
        ("*", "ru"),
        ("en;q=0.1, *;q=0.5", "ru"),
        ("en;q=nan, ru;q=0.1", "ru"),
        ("en;q=7, ru;q=0.1", "ru"),  # an unreadable weight counts as 0
        (";;;,=,q=,-", "ru"),
        ("english", "ru"),  # no such tag
    ],
)
def test_accept_language(header: str, expected: str) -> None:
    assert accepted_language(header) == expected


def test_a_byte_order_mark_is_forgiven(client: TestClient) -> None:
    body = b'\xef\xbb\xbf{"url": "https://a.test/"}'
    headers = {"content-type": "application/json; charset=utf-8"}
    assert client.post("/v1/check", content=body, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("direction", "level"),
    [({"direction": "in"}, "danger"), ({}, "caution"), ({"direction": "out"}, "clear")],
)
def test_a_message_whose_direction_is_left_out_is_nobodys(
    client: TestClient, direction: dict[str, str], level: str
) -> None:
    message = {"platform": "yula", "cues": ["apk-link"], **direction}
    answer = client.post("/v1/check", json={"url": "https://a.example/b.apk", "message": message})
    assert answer.json()["level"] == level


def test_a_direction_that_does_not_exist_is_an_error(client: TestClient) -> None:
    body = {"url": LURE, "message": {"direction": "sideways"}}
    assert client.post("/v1/check", json=body).status_code == 422

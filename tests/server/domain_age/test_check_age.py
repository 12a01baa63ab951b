"""Ages in the answers of the HTTP interface, with registries on the loopback."""

from __future__ import annotations

import socket
import statistics
import time
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from server.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from whois_server import WhoisServer

    from server.settings import Settings

TRAP = "https://youla.days3-x.site/pay/8123"
"""A brand before a domain of three days; the test registry tells an age by the name."""


@pytest.fixture
def client(aged: Callable[..., Settings]) -> Iterator[TestClient]:
    with TestClient(create_app(aged()), raise_server_exceptions=False) as client:
        yield client


def check(client: TestClient, url: str, query: str = "") -> dict[str, Any]:
    response = client.post(f"/v1/check{query}", json={"url": url})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def age_reasons(answer: dict[str, Any]) -> list[str]:
    return [reason["id"] for reason in answer["reasons"] if reason["id"].startswith("age.")]


def until_known(client: TestClient, url: str) -> dict[str, Any]:
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        answer = check(client, url, "?wait_ms=0")
        if answer["domain_age"]["status"] != "pending":
            return answer
        time.sleep(0.05)
    raise AssertionError("the age never came")


def test_a_check_waits_for_the_age_and_judges_with_it(client: TestClient) -> None:
    answer = check(client, TRAP, "?wait_ms=5000")
    assert answer["domain_age"]["status"] == "known"
    assert answer["domain_age"]["days"] == 3
    assert answer["domain_age"]["source"] == "whois"
    assert answer["missing"] == ["page"]
    assert answer["level"] == "danger"
    assert age_reasons(answer) == ["age.brand-under-week"]


def test_the_age_that_comes_later_raises_the_verdict_on_the_next_question(
    client: TestClient, whois: WhoisServer
) -> None:
    first = check(client, TRAP, "?wait_ms=0")
    assert first["domain_age"] == {
        "status": "pending",
        "days": None,
        "registered": None,
        "source": None,
    }
    assert first["missing"] == ["page", "age"]
    assert first["level"] == "caution"
    later = until_known(client, TRAP)
    assert later["level"] == "danger"
    assert sum(later["contributions"].values()) > sum(first["contributions"].values())
    assert len(whois.questions) == 1


def test_only_the_registrable_domain_leaves(client: TestClient, whois: WhoisServer) -> None:
    check(client, "https://anna:secret@pay.avito.days3-y.ru:8443/order/55120934?card=2200#top")
    assert [question.line for question in whois.questions] == ["days3-y.ru"]


@pytest.mark.parametrize(
    "url",
    [
        "https://www.avito.ru/profile",
        "http://192.0.2.7/pay",
        "https://avito.vercel.app/",
        "https://shop.bakery.example/",
        "https://ru/",
    ],
)
def test_nobody_is_asked_about_these(client: TestClient, whois: WhoisServer, url: str) -> None:
    assert check(client, url)["domain_age"]["status"] == "not-asked"
    assert whois.questions == []


@pytest.mark.parametrize("text", ["-1", "5001", "1e2", "", "soon", "٣", "9" * 5000])
def test_a_wrong_wait_names_itself(client: TestClient, text: str) -> None:
    response = client.post("/v1/check", params={"wait_ms": text}, json={"url": TRAP})
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "/wait_ms"


def test_a_registry_that_never_answers_adds_nothing_beyond_the_wait(
    aged: Callable[..., Settings],
) -> None:
    seen: dict[int, list[float]] = {0: [], 300: []}
    with socket.create_server(("127.0.0.1", 0)) as deaf:  # takes connections, never reads
        place = f"127.0.0.1:{deaf.getsockname()[1]}"
        settings = aged(whois_overrides={"ru": place}, whois_timeout_seconds=30)
        with TestClient(create_app(settings)) as client:
            check(client, "https://bakery.example/")
            for number in range(5):
                for wait, times in seen.items():
                    started = time.perf_counter()
                    answer = check(client, f"https://shop-{wait}-{number}.ru/", f"?wait_ms={wait}")
                    times.append(time.perf_counter() - started)
                    assert answer["domain_age"]["status"] == "pending"
    # compared in one run, so that a slow machine is slow on both sides
    added = statistics.median(seen[300]) - statistics.median(seen[0])
    assert 0.25 < added < 0.45


def test_bulk_uses_what_is_known_and_asks_nobody(client: TestClient, whois: WhoisServer) -> None:
    check(client, TRAP, "?wait_ms=5000")
    asked = len(whois.questions)
    items = [TRAP, "https://other.days5-z.ru/", "not a link", "https://www.avito.ru/"]
    results = client.post("/v1/check/bulk", json={"items": items}).json()["results"]
    assert results[0]["domain_age"]["days"] == 3
    assert results[0]["level"] == "danger"
    assert results[1]["domain_age"]["status"] == "not-asked"
    assert results[2]["problem"]["type"] == "/problems/invalid-address"
    assert results[3]["level"] == "official"
    assert len(whois.questions) == asked


@pytest.mark.parametrize("way", ["order", "urgent"])
def test_bulk_has_the_rest_looked_up_when_told_to(
    client: TestClient, whois: WhoisServer, way: str
) -> None:
    items = [f"https://avito.days{days}-b.ru/pay" for days in (1, 2, 3)]
    first = client.post(f"/v1/check/bulk?ages={way}", json={"items": items}).json()["results"]
    assert {row["domain_age"]["status"] for row in first} == {"pending"}
    for item in items:
        until_known(client, item)
    second = client.post("/v1/check/bulk", json={"items": items}).json()["results"]
    assert [row["domain_age"]["days"] for row in second] == [1, 2, 3]
    assert len(whois.questions) == 3


def test_an_unknown_way_of_ages_is_refused(client: TestClient) -> None:
    response = client.post("/v1/check/bulk?ages=now", json={"items": [TRAP]})
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"] == "/ages"


def test_a_list_of_servers_that_cannot_be_used_stops_the_start(
    aged: Callable[..., Settings], capfd: pytest.CaptureFixture[str]
) -> None:
    app = create_app(aged(whois_overrides={"ru": "no such place!"}))
    with pytest.raises(Exception, match="SVERKA_WHOIS_OVERRIDES"), TestClient(app):
        pass
    capfd.readouterr()


def test_no_log_line_names_the_domain(
    aged: Callable[..., Settings], capfd: pytest.CaptureFixture[str]
) -> None:
    with TestClient(create_app(aged(log_level="debug"))) as client:
        for name in ("days3-secretname.ru", "free-secretname.ru", "garbage-secretname.ru"):
            check(client, f"https://{name}/", "?wait_ms=2000")
    lines = capfd.readouterr().err
    assert "registry" in lines
    assert "secretname" not in lines

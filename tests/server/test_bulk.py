from __future__ import annotations

import http.client
import json
import socket
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from classifier.assess import assess_many
from classifier.verdict import Language
from server.api.bulk import Batch, answer_kind
from server.app import create_app
from server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from classifier.case import Case

LINES = {"content-type": "application/x-ndjson"}


def results(client: TestClient, items: list[Any]) -> list[dict[str, Any]]:
    response = client.post("/v1/check/bulk", json={"items": items})
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["results"]
    return found


def test_the_order_is_kept(client: TestClient) -> None:
    hosts = [f"host{number % 7}-{number}.test" for number in range(50)]
    items = [host if number % 2 else {"url": host} for number, host in enumerate(hosts)]
    assert [verdict["host"] for verdict in results(client, items)] == hosts


def test_a_bad_item_never_fails_the_others(client: TestClient) -> None:
    bad: list[Any] = [
        None,
        7,
        [],
        "",
        "ftp://a.test/",
        {},
        {"url": 1},
        {"url": "a.test", "card": 1},
        {"url": "x" * 100_000},
        {"url": "a.test", "page": {"forms": "none"}},
        {"url": "\ud800"},
        [[[[[]]]]],
    ]
    items = [item for pair in zip(bad, ["good.test"] * len(bad), strict=True) for item in pair]
    body = json.dumps({"items": items})
    headers = {"content-type": "application/json"}
    response = client.post("/v1/check/bulk", content=body, headers=headers)
    found = response.json()["results"]
    assert [verdict.get("host") for verdict in found[1::2]] == ["good.test"] * len(bad)
    for index, answer in enumerate(found[::2]):
        assert set(answer) == {"index", "problem"}
        assert answer["index"] == 2 * index
        assert answer["problem"]["status"] == 422
        assert answer["problem"]["type"] in {"/problems/invalid-field", "/problems/invalid-address"}


def test_a_problem_points_into_its_item(client: TestClient) -> None:
    (answer,) = results(client, [{"url": "a.test", "page": {"forms": [{"x": 1}]}}])
    assert answer["problem"]["errors"][0]["pointer"] == "/page/forms/0/x"


def test_lines_in_lines_out(client: TestClient) -> None:
    body = b'"a.test"\r\n\n{"url": "b.test"}\n{oops\n\xff\n"c.test"'
    response = client.post("/v1/check/bulk", content=body, headers=LINES)
    assert response.headers["content-type"] == "application/x-ndjson"
    found = [json.loads(line) for line in response.text.splitlines()]
    assert [row.get("host") for row in found] == ["a.test", "b.test", None, None, "c.test"]
    assert [row["index"] for row in found if "problem" in row] == [2, 3]
    assert found[2]["problem"]["type"] == "/problems/malformed-json"


@pytest.mark.parametrize(
    ("accept", "sent_lines", "expected"),
    [
        ("", False, "application/json"),
        ("", True, "application/x-ndjson"),
        ("*/*", True, "application/x-ndjson"),
        ("application/json", True, "application/json"),
        ("application/jsonl", False, "application/jsonl"),
        ("application/x-ndjson, application/json", False, "application/json"),
        ("application/json;q=0.5, application/jsonl", False, "application/jsonl"),
        ("text/html", True, "application/x-ndjson"),
    ],
)
def test_kind_of_the_answer(accept: str, sent_lines: bool, expected: str) -> None:  # noqa: FBT001 - a table's column
    assert answer_kind(accept, sent_lines=sent_lines) == expected


def test_json_in_lines_out(client: TestClient) -> None:
    response = client.post(
        "/v1/check/bulk", json={"items": ["a.test"]}, headers={"accept": "application/jsonl"}
    )
    assert json.loads(response.text)["host"] == "a.test"


def test_duplicates_are_judged_once(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[str] = []

    def counting(cases: Iterable[Case], *rest: Any) -> Iterator[Any]:
        kept = list(cases)
        judged.extend(case.url for case in kept)
        return assess_many(kept, *rest)

    monkeypatch.setattr("server.api.bulk.assess_many", counting)
    page = {"headings": ["x"]}
    items = ["a.test", {"url": "a.test"}, {"url": "a.test", "page": page}, "b.test", "a.test"]
    found = results(client, [*items, {"page": page, "url": "a.test"}, "ftp://x", "ftp://x"])
    assert judged == ["a.test", "a.test", "b.test", "ftp://x"]
    assert [row.get("host") for row in found[:6]] == ["a.test"] * 3 + ["b.test"] + ["a.test"] * 2
    assert [row["index"] for row in found[6:]] == [6, 7]
    assert found[0] == found[1] == found[4]
    assert found[2] == found[5]


def test_nothing_in_nothing_out(client: TestClient) -> None:
    assert results(client, []) == []
    response = client.post("/v1/check/bulk", content=b"\n\n", headers=LINES)
    assert (response.status_code, response.content) == (200, b"")


def test_five_thousand_are_judged_and_one_more_is_not(client: TestClient) -> None:
    items = [f"shop{number}.test" for number in range(5000)]
    assert len(results(client, items)) == 5000
    body = b"\n".join(b'"a.test"' for _ in range(5001))
    for response in (
        client.post("/v1/check/bulk", json={"items": [*items, "more.test"]}),
        client.post("/v1/check/bulk", content=body, headers=LINES),
    ):
        assert response.status_code == 413
        assert response.json()["type"] == "/problems/too-many-items"
        assert "5001 items" in response.json()["detail"]
        assert "5000" in response.json()["detail"]


def test_the_limit_can_be_lowered(tmp_path: Path) -> None:
    with TestClient(
        create_app(Settings(data_dir=tmp_path, max_bulk_items=1, age_lookups=False))
    ) as client:
        response = client.post("/v1/check/bulk", json={"items": ["a.test", "b.test"]})
    assert response.json()["detail"] == "2 items were sent; send at most 1 in one request"


def test_the_language_is_chosen_for_all(client: TestClient) -> None:
    response = client.post("/v1/check/bulk?lang=en", json={"items": ["a.test"]})
    assert response.headers["content-language"] == "en"
    assert response.json()["results"][0]["advice"].isascii()


def post(port: int, body: bytes) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", "/v1/check/bulk", body, {"content-type": "application/json"})
    status = connection.getresponse().status
    connection.close()
    return status


def test_others_are_answered_while_a_large_request_is_judged(
    settings: Settings, serve: Any
) -> None:
    body = json.dumps({"items": [f"shop{number}.test" for number in range(5000)]}).encode()
    answered = 0
    with serve(settings) as port, ThreadPoolExecutor(1) as pool:
        large = pool.submit(post, port, body)
        while not large.done():
            with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
                wire.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                assert wire.recv(12) == b"HTTP/1.1 200"
            answered += not large.done()
        assert large.result() == 200
    assert answered >= 3


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"x\n" * 20_000, "application/x-ndjson"), (b'{"items":[1' + b",1" * 20_000 + b"]}", "")],
    ids=["lines", "items"],
)
def test_too_many_are_counted_before_any_is_looked_at(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, body: bytes, kind: str
) -> None:
    looked_at: list[Any] = []
    whole = body if not kind else b""

    def parse(raw: bytes) -> Any:
        if raw != whole:
            looked_at.append(raw)
        return json.loads(raw)

    monkeypatch.setattr("server.api.bulk.parse_json", parse)
    monkeypatch.setattr("server.api.bulk.validate", lambda *found: looked_at.append(found))
    headers = {"content-type": kind or "application/json"}
    response = client.post("/v1/check/bulk", content=body, headers=headers)
    assert response.json()["type"] == "/problems/too-many-items"
    assert looked_at == []


def test_refused_items_keep_no_exception_alive() -> None:
    tracemalloc.start()
    try:
        batch = Batch([{f"k{number}": 1 for number in range(300)} for _ in range(200)])
        found = batch.judged({}, Language.RU)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(found) == 200
    # one item's findings take about 0.3 MB while they are told; they must not add up
    assert peak < 20_000_000

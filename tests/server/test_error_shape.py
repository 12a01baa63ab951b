"""One shape of error, asked for at every doorway."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from server.app import create_app
from server.errors import Problem, pointer
from server.handlers import MEDIA_TYPE
from server.problem_types import PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from httpx2 import Response

    from server.settings import Settings

    Serve = Callable[[Settings], AbstractContextManager[int]]

JSON = {"content-type": "application/json"}
DOORWAYS = ("/v1/check", "/v1/check/bulk", "/v1/reports")
DOCS = Path(__file__).parents[2] / "docs" / "api.md"


def problem(response: Response, slug: str, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == MEDIA_TYPE
    body: dict[str, Any] = response.json()
    assert body["type"] == f"/problems/{slug}"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert body["request_id"] == response.headers["x-request-id"]
    return body


def pointers(body: dict[str, Any]) -> list[str]:
    return [error["pointer"] for error in body["errors"]]


@pytest.mark.parametrize("path", DOORWAYS)
class TestEveryBody:
    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b'{"url": }',
            b'{"url": "a"} x',
            b"\xff\xfe{\x00",
            b'{"url": NaN}',
            b'{"url": -Infinity}',
            b"[" * 100_000 + b"]" * 100_000,
            b'{"url":' * 50_000 + b"1" + b"}" * 50_000,
            b'{"url": ' + b"9" * 10_000 + b"}",
        ],
        ids=lambda body: body[:12].decode("latin-1"),
    )
    def test_not_json(self, client: TestClient, path: str, body: bytes) -> None:
        problem(client.post(path, content=body, headers=JSON), "malformed-json", 400)

    @pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b"1", b"true"])
    def test_json_of_the_wrong_shape(self, client: TestClient, path: str, body: bytes) -> None:
        told = problem(client.post(path, content=body, headers=JSON), "invalid-field", 422)
        assert pointers(told) == [""]

    def test_unknown_field(self, client: TestClient, path: str) -> None:
        sent = {"url": "https://a.test/", "kind": "scam", "items": [], "card": "x"}
        told = problem(client.post(path, json=sent), "invalid-field", 422)
        assert "/card" in pointers(told)

    def test_lone_surrogate_in_a_field_name(self, client: TestClient, path: str) -> None:
        body = b'{"\\ud800": 1}'
        told = problem(client.post(path, content=body, headers=JSON), "invalid-field", 422)
        assert "surrogate" in told["errors"][0]["detail"]

    def test_a_field_name_is_escaped_in_its_pointer(self, client: TestClient, path: str) -> None:
        told = problem(client.post(path, json={"a/~": 1}), "invalid-field", 422)
        assert "/a~1~0" in pointers(told)

    @pytest.mark.parametrize(
        "headers",
        [{}, {"content-type": "text/plain"}, {"content-type": "application/x-www-form-urlencoded"}],
    )
    def test_body_of_another_kind(
        self, client: TestClient, path: str, headers: dict[str, str]
    ) -> None:
        told = problem(
            client.post(path, content=b"{}", headers=headers), "unsupported-media-type", 415
        )
        assert "application/json" in told["detail"]

    def test_too_large(self, client: TestClient, path: str) -> None:
        limit = 16_000_000 if "bulk" in path else 2_000_000
        told = problem(
            client.post(path, content=b" " * (limit + 1), headers=JSON), "body-too-large", 413
        )
        assert str(limit) in told["detail"]

    def test_too_large_and_of_another_kind(self, client: TestClient, path: str) -> None:
        problem(client.post(path, content=b" " * 20_000_000), "unsupported-media-type", 415)

    def test_wrong_method(self, client: TestClient, path: str) -> None:
        response = client.put(path, json={})
        problem(response, "method-not-allowed", 405)
        assert response.headers["allow"] == "POST"


@pytest.mark.parametrize("path", ["/nothing", "/v1", "/v1/check/", "/v1/checks", "/%00", "/..;/"])
def test_unknown_address(client: TestClient, path: str) -> None:
    problem(client.get(path), "not-found", 404)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/docs", "/openapi.json"])
def test_wrong_method_elsewhere(client: TestClient, path: str) -> None:
    problem(client.post(path), "method-not-allowed", 405)


@pytest.mark.parametrize("path", ["/v1/check", "/v1/check/bulk"])
def test_unknown_language(client: TestClient, path: str) -> None:
    sent = {"url": "https://a.test/"} if path == "/v1/check" else {"items": []}
    told = problem(client.post(path, params={"lang": "xx"}, json=sent), "invalid-field", 422)
    assert pointers(told) == ["/lang"]


@pytest.mark.parametrize(
    ("field", "value", "at"),
    [
        ("url", None, "/url"),
        ("url", 7, "/url"),
        ("url", "", "/url"),
        ("url", "https://a.test/" + "x" * 100_000, "/url"),
        ("page", [], "/page"),
        ("page", {"v": 2}, "/page/v"),
        ("page", {"forms": [{}, {"buttons": [7]}]}, "/page/forms/1/buttons/0"),
        (
            "page",
            {"forms": [{"fields": [{"maxlength": "19"}]}]},
            "/page/forms/0/fields/0/maxlength",
        ),
        ("page", {"forms": [{"fields": [{"value": "x"}]}]}, "/page/forms/0/fields/0/value"),
        ("page", {"headings": ["x" * 301]}, "/page/headings/0"),
        ("page", {"forms": [{}] * 11}, "/page/forms"),
        ("page", {"page": {"is_top": 1}}, "/page/page/is_top"),
        ("page", {"flow": {"step": 10**400}}, "/page/flow/step"),
        ("message", {"text": "hello"}, "/message/text"),
        ("message", {"platform": "ebay"}, "/message/platform"),
        ("message", {"cues": ["Not A Code"]}, "/message/cues/0"),
    ],
)
def test_a_wrong_field_is_pointed_at(client: TestClient, field: str, value: Any, at: str) -> None:
    sent = {"url": "https://a.test/", field: value}
    told = problem(client.post("/v1/check", json=sent), "invalid-field", 422)
    assert pointers(told) == [at]


def test_a_missing_field_is_pointed_at(client: TestClient) -> None:
    assert pointers(problem(client.post("/v1/check", json={}), "invalid-field", 422)) == ["/url"]
    told = problem(client.post("/v1/reports", json={}), "invalid-field", 422)
    assert pointers(told) == ["/kind", "/url"]


@pytest.mark.parametrize("path", ["/v1/check", "/v1/reports"])
@pytest.mark.parametrize("url", ["ftp://a.test/", "http://", "http://[::1/", "javascript:alert(1)"])
def test_no_web_address(client: TestClient, path: str, url: str) -> None:
    sent = {"url": url} if path == "/v1/check" else {"url": url, "kind": "scam"}
    told = problem(client.post(path, json=sent), "invalid-address", 422)
    assert pointers(told) == ["/url"]
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", told["errors"][0]["type"])


@pytest.mark.parametrize("path", ["/v1/check", "/v1/reports"])
@pytest.mark.parametrize(
    "sent",
    [
        {"url": "javascript:4111111111111111"},
        {"url": "http://4111 1111 1111 1111/"},
        {"url": "mailto:ivan@mail.example"},
        {"url": "a.test", "4111111111111111": 1},
    ],
)
def test_what_was_typed_is_not_told_back(
    client: TestClient, path: str, sent: dict[str, Any]
) -> None:
    response = client.post(path, json={**sent, **({} if "check" in path else {"kind": "scam"})})
    assert response.status_code == 422
    assert "4111" not in response.text
    assert "ivan" not in response.text


def test_an_empty_link_is_told_with_the_remedy(client: TestClient) -> None:
    told = problem(client.post("/v1/check", json={"url": ""}), "invalid-field", 422)
    assert "The address is empty; send a link such as" in told["detail"]


@pytest.mark.parametrize("path", DOORWAYS)
@pytest.mark.parametrize(
    ("headers", "says"),
    [
        ({"content-encoding": "gzip"}, "Content-Encoding is gzip; send the body without"),
        ({"content-encoding": "identity, br"}, "send the body without compression"),
        ({"content-type": "application/json; charset=utf-16"}, "utf-16; send UTF-8"),
        ({"content-type": 'application/json;x=1;Charset="windows-1251"'}, "send UTF-8"),
    ],
)
def test_another_coding_or_charset_is_refused(
    client: TestClient, path: str, headers: dict[str, str], says: str
) -> None:
    response = client.post(path, content=b"{}", headers={**JSON, **headers})
    assert says in problem(response, "unsupported-media-type", 415)["detail"]


@pytest.mark.parametrize("charset", ["utf-8", '"UTF-8"', "utf8", "us-ascii"])
def test_utf8_may_be_named(client: TestClient, charset: str) -> None:
    headers = {"content-type": f"application/json; charset={charset}", "content-encoding": ""}
    assert client.post("/v1/check", content=b'{"url":"a.test"}', headers=headers).is_success


def test_many_wrong_fields_are_counted_but_not_all_listed(client: TestClient) -> None:
    sent = {"url": "https://a.test/", **{f"x{n}": n for n in range(1000)}}
    told = problem(client.post("/v1/check", json=sent), "invalid-field", 422)
    assert len(told["errors"]) == 20
    assert "and 999 more" in told["detail"]


def test_a_fault_of_the_service_tells_nothing_of_its_inside(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret 4111111111111111")

    monkeypatch.setattr("server.api.check.assess", fail)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        response = client.post("/v1/check", json={"url": "https://a.test/"})
    told = problem(response, "internal-error", 500)
    assert "secret" not in response.text
    log = capfd.readouterr().err
    assert "secret" not in log
    lines = [json.loads(line) for line in log.splitlines()]
    line = next(line for line in lines if line.get("request_id") == told["request_id"])
    assert line["error"] == "builtins.RuntimeError"
    assert any(place.startswith("check.check:") for place in line["at"])


def test_a_chunked_body_is_counted_too(settings: Settings, serve: Serve) -> None:
    with serve(settings) as port, socket.create_connection(("127.0.0.1", port)) as wire:
        wire.sendall(
            b"POST /v1/check HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
        )
        chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        answer = b""
        wire.settimeout(10)
        try:
            for _ in range(40):
                wire.sendall(chunk)
        except OSError:  # the server may hang up while we still send
            pass
        while b"}" not in answer and (piece := wire.recv(65536)):
            answer += piece
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"/problems/body-too-large" in answer


def test_a_client_that_goes_away_does_no_harm(
    settings: Settings, serve: Serve, capfd: pytest.CaptureFixture[str]
) -> None:
    with serve(settings) as port:
        with socket.create_connection(("127.0.0.1", port)) as wire:
            wire.sendall(
                b"POST /v1/check HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                b"Content-Length: 100\r\n\r\n{"
            )
        with socket.create_connection(("127.0.0.1", port)) as wire:
            wire.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert wire.recv(65536).startswith(b"HTTP/1.1 200 ")
    assert '"level": "error"' not in capfd.readouterr().err


def test_every_problem_is_documented() -> None:
    text = DOCS.read_text(encoding="utf-8")
    listed = re.findall(r"^\| `/problems/([a-z-]+)` \| (\d+) \|", text, re.MULTILINE)
    assert listed == [(kind.slug, str(kind.status)) for kind in PROBLEMS]


def test_a_problems_type_leads_to_its_explanation(client: TestClient) -> None:
    page = client.get("/docs").text
    for kind in PROBLEMS:
        response = client.get(kind.uri, follow_redirects=False)
        assert response.headers["location"] == f"/docs#problem-{kind.slug}"
        assert f"id=problem-{kind.slug}" in page


def test_pointers_are_escaped_as_rfc_6901_says() -> None:
    assert pointer(("a/b", 0, "c~d")) == "/a~1b/0/c~0d"


def test_absent_members_are_left_out() -> None:
    document = Problem(PROBLEMS[0], "x").document()
    assert set(document) == {"type", "title", "status", "detail"}

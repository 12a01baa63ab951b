"""Hostile input: whatever comes gets a verdict or a problem, never a fault of the service."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from starlette.testclient import TestClient

JSON = {"content-type": "application/json"}
FEW = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

any_text = st.text(st.characters(exclude_categories=()), max_size=60)
any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | any_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(any_text, inner, max_size=4),
    max_leaves=12,
)
NAMES = ("url", "page", "message", "items", "kind", "forms", "fields", "flow", "v", "label", "prev")
near_miss = st.recursive(
    any_json,
    lambda inner: (
        st.dictionaries(st.sampled_from(NAMES), inner, max_size=4) | st.lists(inner, max_size=3)
    ),
    max_leaves=10,
)
hosts = st.sampled_from(
    "avito.ru evil.test xn--.test xn--a.test а.рф 0x7f.1 [::1] [::ffff:7f00:1]".split()
)
urls = st.one_of(
    any_text,
    st.builds(
        lambda *parts: "".join(parts),
        st.sampled_from(["http://", "https://", "HTTP:", "//", "", "javascript:", "hxxps://"]),
        st.sampled_from(["", "avito.ru\\@", "avito.ru@", "user:4111@", "%2e", "@"]),
        hosts,
        st.sampled_from(["", ":0", ":99999", ":8443", "%2eevil.test", "。test", "\t.test", ".."]),
        st.sampled_from(["", "/", "/?", "/#", "\\", "/%", "/%00", "/\ud800"]),
        any_text,
    ),
)


def sane(client: TestClient, path: str, body: bytes, headers: dict[str, str] = JSON) -> Any:
    response = client.post(path, content=body, headers=headers)
    assert response.status_code < 500, response.text
    if response.status_code >= 400:
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["status"] == response.status_code
    return response


def encoded(data: Any) -> bytes:
    return json.dumps(data).encode()


@pytest.mark.parametrize("path", ["/v1/check", "/v1/check/bulk", "/v1/reports"])
class TestBodies:
    @FEW
    @given(body=st.binary(max_size=200))
    def test_any_bytes(self, client: TestClient, path: str, body: bytes) -> None:
        sane(client, path, body)

    @FEW
    @given(data=near_miss)
    def test_any_json(self, client: TestClient, path: str, data: Any) -> None:
        sane(client, path, encoded(data))


@FEW
@given(url=urls)
@example("http://avito.ru\\@evil.test/")
@example("http://avito.ru%2eevil.test/")
@example("https://" + "a." * 4000 + "test/")
@example("http://xn--" + "9" * 60 + ".test/")
@example("http://" + "[" * 500)
def test_any_url(client: TestClient, url: str) -> None:
    sane(client, "/v1/check", encoded({"url": url}))
    sane(client, "/v1/reports", encoded({"kind": "scam", "url": url}))
    answer = sane(client, "/v1/check/bulk", encoded({"items": [url, "good.test"]}))
    found = answer.json()["results"]
    assert len(found) == 2
    assert found[1]["host"] == "good.test"


@FEW
@given(page=near_miss)
def test_any_page(client: TestClient, page: Any) -> None:
    sane(client, "/v1/check", encoded({"url": "https://a.test/", "page": page}))


texts = st.text(max_size=300)
fields = st.fixed_dictionaries(
    {},
    optional={
        "tag": texts,
        "type": texts,
        "autocomplete": texts,
        "name": texts,
        "label": texts,
        "placeholder": texts,
        "maxlength": st.integers(-1, 2**31 - 1),
        "inputmode": texts,
        "visible": st.booleans(),
        "options": st.integers(0, 2**31 - 1),
    },
)
pages = st.fixed_dictionaries(
    {},
    optional={
        "forms": st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "action_host": texts,
                    "fields": st.lists(fields, max_size=5),
                    "buttons": st.lists(texts, max_size=3),
                },
            ),
            max_size=3,
        ),
        "headings": st.lists(texts, max_size=3),
        "excerpt": st.text(max_size=2000),
        "iframes": st.lists(texts, max_size=3),
        "brand_hints": st.lists(texts, max_size=3),
    },
)


@FEW
@given(page=pages)
def test_any_page_of_the_right_shape_gets_a_verdict(client: TestClient, page: Any) -> None:
    answer = sane(client, "/v1/check", encoded({"url": "https://a.test/", "page": page}))
    assert answer.status_code == 200, answer.text


@FEW
@given(lines=st.lists(st.binary(max_size=60), max_size=8))
def test_any_lines(client: TestClient, lines: list[bytes]) -> None:
    body = b"\n".join(lines)
    answer = sane(client, "/v1/check/bulk", body, {"content-type": "application/x-ndjson"})
    without_mark = body.removeprefix(b"\xef\xbb\xbf")
    asked = [line for line in without_mark.split(b"\n") if line.strip()]
    assert len(answer.content.splitlines()) == len(asked)


@FEW
@given(
    accept=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60),
    kind=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40),
)
def test_any_headers(client: TestClient, accept: str, kind: str) -> None:
    headers = {"accept": accept, "accept-language": accept, "content-type": kind}
    sane(client, "/v1/check/bulk", b'{"items": []}', headers)
    sane(client, "/v1/check", b'{"url": "a.test"}', {**headers, "content-type": "application/json"})


def test_a_page_of_ten_megabytes_is_refused(client: TestClient) -> None:
    body = encoded({"url": "https://a.test/", "page": {"excerpt": "x" * 10_000_000}})
    assert sane(client, "/v1/check", body).status_code == 413


def test_the_largest_page_that_fits_gets_a_verdict(client: TestClient) -> None:
    names = ("name", "id", "label", "placeholder", "aria", "autocomplete")
    field = dict.fromkeys(names, "к" * 190)
    form = {"fields": [field] * 80, "buttons": ["x" * 290] * 20}
    page = {"forms": [form] * 10, "headings": ["я" * 300] * 20, "excerpt": "5 " * 1000}
    body = json.dumps({"url": "https://a.test/", "page": page}, ensure_ascii=False).encode()
    body += b" " * (2_000_000 - len(body))
    assert len(body) == 2_000_000
    answer = sane(client, "/v1/check", body)
    assert answer.status_code == 200
    assert answer.json()["level"] in {"caution", "danger", "clear", "unknown"}

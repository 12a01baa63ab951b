from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as few
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from server.app import create_app
from server.handlers import MEDIA_TYPE
from server.settings import Settings

if TYPE_CHECKING:
    from starlette.testclient import TestClient


SCHEMA = schemathesis.openapi.from_dict(create_app(Settings()).openapi())
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
MODES = [
    (operation, mode)
    for operation in OPERATIONS
    for mode in GenerationMode
    if mode.is_positive or operation.body
]


def excluded(operation: Any) -> Any:
    # a text that fits the schema may still be no web address: then 422 is the right answer
    names = ["positive_data_acceptance"]
    if operation.query:
        # unknown parameters are ignored, and a bulk request's wrong items get problems of their own
        names.append("negative_data_rejection")
    return CHECKS.get_by_names(names)


@pytest.mark.parametrize(
    ("operation", "mode"), MODES, ids=[f"{row[0].label} {row[1].value}" for row in MODES]
)
def test_the_service_keeps_its_own_description(
    settings: Settings, serve: Any, operation: Any, mode: GenerationMode
) -> None:
    with serve(settings) as port:

        @given(case=operation.as_strategy(generation_mode=mode))
        @few(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
        def keeps(case: Any) -> None:
            case.call_and_validate(
                base_url=f"http://127.0.0.1:{port}",
                excluded_checks=excluded(operation),
                timeout=20,
            )

        keeps()


def test_every_error_is_described_as_a_problem(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for status, answer in operation["responses"].items():
                expected = [MEDIA_TYPE] if int(status) >= 400 else None
                if expected:
                    assert list(answer["content"]) == expected, (path, method, status)


def test_every_reference_leads_somewhere(client: TestClient) -> None:
    text = client.get("/openapi.json").text
    known = client.get("/openapi.json").json()["components"]["schemas"]
    used = set(re.findall(r'"#/components/schemas/([^"]+)"', text))
    assert used <= set(known)
    assert used


def test_the_names_that_clients_generate_types_from(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    operations = {
        operation["operationId"]
        for methods in document["paths"].values()
        for operation in methods.values()
    }
    assert operations == {"check", "check_bulk", "report", "healthz", "readyz"}
    assert {
        "CheckRequest",
        "PageFacts",
        "Verdict",
        "BulkRequest",
        "BulkAnswer",
        "ReportRequest",
        "ReportReceipt",
        "ProblemDocument",
    } <= set(document["components"]["schemas"])


def test_the_page_shows_everything_and_loads_nothing(client: TestClient) -> None:
    assert client.get("/", follow_redirects=False).headers["location"] == "/docs"
    response = client.get("/docs")
    document = client.get("/openapi.json").json()
    for path in document["paths"]:
        assert f"<code>{path}</code>" in response.text
    for name in document["components"]["schemas"]:
        assert f"id='schema-{name}'" in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert not re.search(r"<(script|link|img|iframe)\b|url\(|@import", response.text)


def test_every_answer_forbids_guessing_and_caching(client: TestClient) -> None:
    for path in ("/healthz", "/nothing", "/docs"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


def test_no_other_site_may_read_an_answer(client: TestClient) -> None:
    response = client.post(
        "/v1/check", json={"url": "a.test"}, headers={"origin": "https://evil.test"}
    )
    assert "access-control-allow-origin" not in response.headers

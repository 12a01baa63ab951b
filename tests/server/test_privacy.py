"""What a person typed never reaches a log line or the database, however it is sent."""

from __future__ import annotations

import json
import logging
import string
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.logs import configure
from server.masking import mask
from server.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

FEW = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SEPARATORS = st.sampled_from(["", " ", "-", "\u00a0", ".", "–"])
CARD_DIGITS = st.text(string.digits, min_size=16, max_size=19)


@st.composite
def typed_cards(draw: st.DrawFn) -> str:
    """A card number as a person types it: in one piece or in groups of four."""
    digits, between = draw(CARD_DIGITS), draw(SEPARATORS)
    return between.join(digits[start : start + 4] for start in range(0, len(digits), 4))


def bare(text: str) -> str:
    """The text as someone looks through it who ignores the ways of grouping."""
    return "".join(character for character in text if character not in " -.\u00a0–")


def everything_written(folder: Path) -> str:
    return "".join(
        path.read_bytes().decode("utf-8", "replace") for path in folder.iterdir() if path.is_file()
    )


@FEW
@given(card=typed_cards())
def test_a_typed_card_reaches_neither_log_nor_database(
    capfd: pytest.CaptureFixture[str], client: TestClient, settings: Settings, card: str
) -> None:
    capfd.readouterr()
    url = f"https://a.test/pay/{card}/{card}x?card={card}&{card}=1#{card}"
    report = {"kind": "scam", "url": url, "comment": f"карта {card}, ещё {card}"}
    assert client.post("/v1/reports", json=report).status_code == 201
    page: dict[str, Any] = {"headings": [card], "forms": [{"fields": [{"label": card}]}]}
    client.post("/v1/check", json={"url": url, "page": page})
    client.post("/v1/check", json={"url": url, card: card})
    client.post("/v1/check/bulk", json={"items": [url, {"url": card}, card]})
    client.get(f"/{card}", params={"card": card}, headers={"user-agent": card.encode()})
    client.post("/v1/check", params={"lang": card}, content=card.encode())
    digits = bare(card)
    log = capfd.readouterr().err
    assert log.count('"event": "request"') == 6
    for written in (log, everything_written(settings.data_dir)):
        assert card not in written
        assert digits not in bare(written)


@FEW
@given(card=typed_cards(), before=st.text(max_size=10), depth=st.integers(0, 4))
def test_any_log_line_masks_cards(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, card: str, before: str, depth: int
) -> None:
    configure(Settings(data_dir=tmp_path))
    capfd.readouterr()
    value: Any = f"{before} {card}"
    for _ in range(depth):
        value = [{card: (value, {"x": value})}]
    digits = bare(card)
    log = structlog.get_logger()
    log.info(card, value=value, number=int(digits), raw=card.encode(), **{card: 1})
    logging.getLogger("library").warning("refused %s of %s", card, int(digits))
    try:
        int(f"x{card}")
    except ValueError:
        logging.getLogger("library").exception("failed")
    written = capfd.readouterr().err
    lines = [json.loads(line) for line in written.splitlines()]
    assert len(lines) == 3
    assert lines[2]["error"] == "builtins.ValueError"
    assert digits not in bare(written)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("4111 1111 1111 1111", "{card}"),
        ("x4111111111111111y", "x{card}y"),
        ("4111/1111/1111/1111", "{card}"),
        ("+7 (900) 123-45-67", "{phone}"),
        ("tel 89001234567.", "tel {phone}."),
        ("mail me@shop.example now", "mail {email} now"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("took 12.5 ms, 200", "took 12.5 ms, 200"),
        ("2026-11-21T20:41:54", "2026-11-21T20:41:54"),
    ],
)
def test_masking(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_a_line_tells_the_route_and_not_the_address(
    capfd: pytest.CaptureFixture[str], client: TestClient
) -> None:
    response = client.post("/v1/check?lang=en&q=secret", json={"url": "https://a.test/secret"})
    log = capfd.readouterr().err
    (line,) = (json.loads(row) for row in log.splitlines() if "/v1/check" in row)
    request = {"method", "route", "status", "ms", "request_id"}
    assert set(line) == {"event", "level", "timestamp", *request}
    assert (line["method"], line["route"], line["status"]) == ("POST", "/v1/check", 200)
    assert line["request_id"] == response.headers["x-request-id"]


def test_uvicorn_adds_no_line_with_the_clients_address(
    capfd: pytest.CaptureFixture[str], settings: Settings, serve: Any
) -> None:
    with serve(settings) as port:
        _get(port, "/healthz?card=secret")
    log = capfd.readouterr().err
    assert '"route": "/healthz"' in log
    assert "secret" not in log
    assert "127.0.0.1:" not in log.replace(f"127.0.0.1:{port}", "")


def _get(port: int, target: str) -> bytes:
    import socket  # noqa: PLC0415

    with socket.create_connection(("127.0.0.1", port)) as wire:
        wire.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        return wire.recv(65536)


def test_console_lines_are_for_people(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    configure(Settings(data_dir=tmp_path, log_format="console", log_level="warning"))
    structlog.get_logger().info("hidden")
    structlog.get_logger().warning("shown", card="4111 1111 1111 1111")
    written = capfd.readouterr().err
    assert "hidden" not in written
    assert "shown" in written
    assert "{card}" in written

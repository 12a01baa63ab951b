from __future__ import annotations

import datetime as dt
import sqlite3
import uuid
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from classifier.address import parse_address
from server.api.reports import kept_comment, kept_url
from server.app import create_app
from server.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

REPORT: dict[str, Any] = {
    "kind": "false-alarm",
    "url": "https://user:pw@shop.example/order/12345678/x?token=abc&next=%2Fpay#top",
    "level": "danger",
    "reasons": ["form.balance-asked", "host.two-brands"],
    "comment": "Мой магазин, пишите на me@shop.example или +7 (900) 123-45-67",
}
RANDOM = ("id", "created_at", "rules_version", "model_version", "lists_version")
"""Columns of chance digits and letters, in which anything may stand."""


def rows(settings: Settings) -> list[sqlite3.Row]:
    with sqlite3.connect(settings.data_dir / "sverka.db") as database:
        database.row_factory = sqlite3.Row
        found = database.execute("SELECT * FROM reports ORDER BY created_at").fetchall()
    database.close()
    return found


def test_a_report_is_kept_without_what_identifies(client: TestClient, settings: Settings) -> None:
    before = dt.datetime.now(dt.UTC)
    response = client.post("/v1/reports", json=REPORT)
    assert response.status_code == 201
    receipt = response.json()
    (row,) = rows(settings)
    assert uuid.UUID(row["id"]) == uuid.UUID(receipt["id"])
    assert receipt["kept_url"] == row["url_shape"] == "https://shop.example/order/{n}/x?token&next"
    assert (row["kind"], row["level"], row["host"]) == ("false-alarm", "danger", "shop.example")
    assert row["registrable_domain"] == "shop.example"
    assert row["reasons"] == '["form.balance-asked", "host.two-brands"]'
    told = " ".join(str(row[name]) for name in row.keys() if name not in RANDOM)  # noqa: SIM118 - a Row is no dict
    for secret in ("me@", "900", "123-45", "user", "pw@", "abc", "12345678"):
        assert secret not in told
    assert row["comment"].startswith("Мой магазин, пишите на ")
    created = dt.datetime.fromisoformat(receipt["created_at"])
    assert created.utcoffset() == dt.timedelta(0)
    assert before <= created <= dt.datetime.now(dt.UTC)


def test_the_versions_of_the_verdict_are_kept(client: TestClient, settings: Settings) -> None:
    versions = client.post("/v1/check", json={"url": "https://a.test/"}).json()["versions"]
    client.post("/v1/reports", json={"kind": "scam", "url": "https://a.test/"})
    (row,) = rows(settings)
    kept = {name: row[f"{name}_version"] for name in ("rules", "model", "lists")}
    assert kept == versions


def test_only_kind_and_url_are_needed(client: TestClient, settings: Settings) -> None:
    assert client.post("/v1/reports", json={"kind": "scam", "url": "a.test"}).status_code == 201
    (row,) = rows(settings)
    assert (row["level"], row["reasons"], row["comment"]) == (None, "[]", "")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "spam"),
        ("level", "fatal"),
        ("reasons", ["4111111111111111"]),
        ("reasons", ["x.y"] * 33),
        ("comment", "x" * 1001),
        ("ip", "203.0.113.9"),
        ("url", "about:blank"),
    ],
)
def test_what_does_not_fit_is_refused_and_not_kept(
    client: TestClient, settings: Settings, field: str, value: Any
) -> None:
    response = client.post("/v1/reports", json={**REPORT, field: value})
    assert response.status_code == 422
    assert response.json()["errors"][0]["pointer"].startswith(f"/{field}")
    assert rows(settings) == []


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("http://a.test", "http://a.test/"),
        ("https://a.test/?q=secret&q=2&r", "https://a.test/?q&r"),
        ("https://192.168.100.200/x", "https://192.168.100.200/x"),
        (
            "https://yula.id22991.site/4111/1111/1111/1111",
            "https://yula.id22991.site/{n}/{n}/{n}/{n}",
        ),
        ("https://a.test/411/111/111/111/111/1", "https://a.test/{card}"),
        ("https://a.test/x%34%31%31%31%31111?%34111111=1", "https://a.test/x{n}?{n}"),
        ("https://4111111111111111.test/", "https://{card}.test/"),
        ("https://4111-1111-1111-1111.evil.test/", "https://{card}.evil.test/"),
        ("https://8-900-123-45-67.evil.test/", "https://{phone}.evil.test/"),
        ("https://id22991-8841.evil.test/", "https://id22991-8841.evil.test/"),
        (
            "https://a.test/%D0%98%D0%B2%D0%B0%D0%BD/i%40b.test?i%40b.test",
            "https://a.test/{t}/{email}?{email}",
        ),
        ("https://a.test/pay/{n}/{t}?{n}", "https://a.test/pay/{n}/{t}?{n}"),
    ],
)
def test_what_is_kept_of_a_link(url: str, kept: str) -> None:
    assert kept_url(parse_address(url)) == kept


def test_the_target_of_a_redirector_is_kept(client: TestClient, settings: Settings) -> None:
    url = "https://vk.com/away.php?to=https%3A%2F%2Fyoula.id22991.site%2Fpay%2F8123%3Fa%3D1&cc=1"
    receipt = client.post("/v1/reports", json={"kind": "scam", "url": url}).json()
    assert receipt["kept_url"] == "https://youla.id22991.site/pay/{n}?a"
    (row,) = rows(settings)
    assert (row["host"], row["registrable_domain"]) == ("youla.id22991.site", "id22991.site")


@pytest.mark.parametrize(
    ("comment", "kept"),
    [
        ("пишет @ivan_petrov в телеграм", "пишет {handle} в телеграм"),
        ("4\u200b1\u200b1\u200b1\u200b1111 1111\x001111", "{card}"),
        ("a\x00b\x1b[31m\u202ec", "ab[31mc"),
        ("две\nстроки", "две\nстроки"),
        ("Получатель: Иван Петров", "Получатель: {name}"),
        ("Иван Петров звонил", "Иван Петров звонил"),
    ],
)
def test_what_is_kept_of_a_comment(comment: str, kept: str) -> None:
    assert kept_comment(comment) == kept


def test_a_locked_database_asks_for_another_try(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_timeout_seconds=0.05, age_lookups=False)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        other = sqlite3.connect(tmp_path / "sverka.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        refused = client.post("/v1/reports", json=REPORT)
        other.execute("ROLLBACK")
        other.close()
        kept = client.post("/v1/reports", json=REPORT)
    assert (refused.status_code, refused.json()["type"]) == (503, "/problems/not-ready")
    assert int(refused.headers["retry-after"]) > 0
    assert "database is locked" in refused.json()["detail"]
    assert kept.status_code == 201
    assert len(rows(settings)) == 1

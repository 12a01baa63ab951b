"""One link, one verdict: by whatever door it comes in, and however it is written."""

from __future__ import annotations

import csv
import json
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from starlette.testclient import TestClient

from classifier.address import AddressError, parse_address
from classifier.assess import assess, assess_many
from classifier.case import Case
from classifier.training.judge import judge_all, judge_links
from server.app import create_app
from server.cli.main import run
from server.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from classifier.verdict import Verdict

LINKS = (
    "https://www.avito.ru/moskva/velosipedy",
    "https://avito.ru/",
    "https://avito.ru-pay88.example/order/7781234",
    "https://youla.id2299.test/pay?id=1#top",
    "http://avito-dostavka.example/",
    "https://sdek.avito-oplata.example/",
    "https://аvito.example/",
    "https://xn--vito-43d.example/",
    "https://аванс.рф/",
    "https://avitto.example/",
    "https://gravito.net/",
    "https://avitoria.test/",
    "https://sberbank.ru.card-safe.test/login",
    "https://avito.github.io/",
    "https://vk.com/away.php?to=https%3A%2F%2Favito.pay-id7.test%2F",
    "https://clck.ru/3abcde",
    "https://www.avito.ru@pay-7.test/",
    "https://203.0.113.7/avito/pay",
    "https://[2001:db8::7]/",
    "https://shop.example/checkout",
    "https://pochta.example:8443/track/RA123456789RU",
    "https://xn--80ak6aa92e.com/",
    "https://dpd.pay-24-safe.test/receive?sum=4500&card=1",
    "avito.order-71.test/x",
    "hxxps://avito[.]order-71[.]test/x",
)
NO_LINKS = (
    "",
    "   ",
    "ftp://avito.example/",
    "https://",
    "https://exa mple.test/",
    "mailto:a@b.test",
)


class Told(NamedTuple):
    """What has to be equal everywhere."""

    level: str
    score: float
    reasons: tuple[str, ...]
    brand: str | None


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(load_settings(data_dir=tmp_path / "data", port=0))) as client:
        yield client


@pytest.fixture
def command(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    def call(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["sverka", *map(str, arguments)])
        try:
            run()
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        sys.stdout.flush()
        return code, capfd.readouterr().out

    return call


def of_core(verdict: Verdict) -> Told:
    return Told(
        verdict.level.value,
        verdict.score,
        tuple(reason.id for reason in verdict.reasons),
        verdict.brand.id if verdict.brand else None,
    )


def of_json(answer: dict[str, Any]) -> Told:
    return Told(
        answer["level"],
        answer["score"],
        tuple(reason["id"] for reason in answer["reasons"]),
        answer["brand"]["id"] if answer["brand"] else None,
    )


WANTED = [of_core(assess(Case(link))) for link in LINKS]


def test_the_list_holds_every_kind_of_verdict() -> None:
    assert {told.level for told in WANTED} >= {"official", "clear", "caution", "danger"}
    assert len({told.reasons for told in WANTED}) > len(WANTED) // 3


def test_one_by_one_and_together() -> None:
    answers = list(assess_many(map(Case, LINKS)))
    assert [of_core(answer) for answer in answers if not isinstance(answer, AddressError)] == WANTED


def test_the_api_says_the_same(client: TestClient) -> None:
    answers = [client.post("/v1/check", json={"url": link}) for link in LINKS]
    assert {answer.status_code for answer in answers} == {200}
    assert [of_json(answer.json()) for answer in answers] == WANTED


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_language_of_the_answer_changes_words_only(client: TestClient, language: str) -> None:
    answers = [
        client.post(f"/v1/check?lang={language}", json={"url": link}).json() for link in LINKS
    ]
    assert [of_json(answer) for answer in answers] == WANTED


def test_bulk_says_the_same(client: TestClient) -> None:
    whole = client.post("/v1/check/bulk", json={"items": list(LINKS)}).json()["results"]
    assert [of_json(answer) for answer in whole] == WANTED
    lines = "".join(f"{json.dumps({'url': link})}\n" for link in LINKS)
    answer = client.post(
        "/v1/check/bulk", content=lines, headers={"content-type": "application/x-ndjson"}
    )
    streamed = [json.loads(line) for line in answer.text.splitlines()]
    assert [of_json(item) for item in streamed] == WANTED


def test_the_command_line_says_the_same(command: Callable[..., tuple[int, str]]) -> None:
    told = []
    for link in LINKS:
        code, out = command("check", link, "--json")
        assert code == 0
        told.append(of_json(json.loads(out)))
    assert told == WANTED


def test_a_table_says_the_same(command: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    with source.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["url"], *([link] for link in LINKS)])
    assert command("score", source, "--out", target)[0] == 0
    with target.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    told = [
        Told(
            row["level"],
            float(row["score"]),
            tuple(filter(None, row["reasons"].split(";"))),
            row["brand"] or None,
        )
        for row in rows
    ]
    assert told == WANTED


def test_the_evaluation_says_the_same() -> None:
    wanted = [(told.level, told.score, ";".join(told.reasons)) for told in WANTED]
    assert judge_links(LINKS) == wanted
    judged = judge_all([*LINKS, *LINKS], 1, lambda _steps: None)
    assert [judged[link] for link in LINKS] == wanted


def written_otherwise(link: str) -> list[str]:
    """Return the same host's address in other spellings that a browser takes for it."""
    address = parse_address(link)
    rest = f"{address.path}{address.query}"
    authority = f"{address.userinfo}@{address.host}" if address.userinfo else address.host
    shouted = f"{address.userinfo}@{address.host.upper()}" if address.userinfo else address.host
    ways = [
        f"http://{authority}{rest}",
        f"https://{authority}{rest}#middle",
        f"https://{authority}:8080{rest}",
        f"HTTPS://{shouted}{rest}",
        f"https://{authority}.{rest}",
    ]
    if rest == "/":
        ways.append(f"https://{authority}")
    elif not address.query and not rest.endswith("/"):
        ways.append(f"https://{authority}{rest}/")
    if not address.is_ip and not address.userinfo:
        ways.append(f"https://www.{address.host.removeprefix('www.')}{rest}")
    return [way for way in ways if not (address.is_ip and way.endswith(f".{rest}"))]


@pytest.mark.parametrize("link", LINKS)
def test_scheme_www_slash_case_port_and_fragment_change_nothing(link: str) -> None:
    wanted = of_core(assess(Case(link)))
    ways = written_otherwise(link)
    assert len(ways) >= 4
    assert {way: of_core(assess(Case(way))) for way in ways} == dict.fromkeys(ways, wanted)


@pytest.mark.parametrize("text", NO_LINKS)
def test_what_is_no_link_is_none_at_every_door(
    text: str, client: TestClient, command: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    with pytest.raises(AddressError):
        assess(Case(text))
    assert client.post("/v1/check", json={"url": text}).status_code == 422
    (answer,) = client.post("/v1/check/bulk", json={"items": [text]}).json()["results"]
    assert answer["problem"]["status"] == 422
    assert command("check", text)[0] == 2
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"url": text}), encoding="utf-8")
    assert command("score", source, "--out", target)[0] == 0
    row = json.loads(target.read_text("utf-8"))
    assert (row["level"], bool(row["error"])) == (None, True)
    assert judge_links([text])[0].level is None

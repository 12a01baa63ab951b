"""``sverka check`` and ``serve``: one judgement over HTTP and here, refusals in words."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from cli_tables import BRAND, SCAM, SVERKA

from server.cli.serve import _listener
from server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FACTS = {
    "v": 1,
    "headings": ["Получить деньги"],
    "forms": [{"fields": [{"label": "Номер карты"}, {"label": "Баланс карты", "maxlength": 9}]}],
}


@contextmanager
def served(tmp_path: Path, *options: str, **settings: str) -> Iterator[str]:
    """Start the real service on a free port and yield its address, taken from what it prints."""
    env = dict(os.environ, SVERKA_DATA_DIR=str(tmp_path / "data"), **settings)
    command = [SVERKA, "serve", "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=env, text=True) as process:
        assert process.stderr
        try:
            line = process.stderr.readline()
            found = re.search(r"http://\S+:\d+", line)
            assert found, line
            yield found[0]
        finally:
            process.send_signal(signal.SIGINT)
            process.stderr.read()


def ask(address: str, body: object) -> bytes:
    request = urllib.request.Request(
        f"{address}/v1/check?lang=en",
        json.dumps(body).encode(),
        {"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return bytes(answer.read())


def test_json_is_what_the_api_answers(tmp_path: Path, sverka: Callable[..., Any]) -> None:
    (tmp_path / "page.json").write_text(json.dumps(FACTS), encoding="utf-8")
    with served(tmp_path) as address:
        for url, page in ((SCAM, None), (BRAND, None), ("https://x824.example/pay", FACTS)):
            options = ["--page", tmp_path / "page.json"] if page else []
            done = sverka("check", url, *options, "--lang", "en", "--json")
            assert done.out.strip().encode() == ask(address, {"url": url, "page": page}).strip()


def test_a_person_reads_level_score_brand_reasons_and_advice(sverka: Callable[..., Any]) -> None:
    for lang in ("ru", "en"):
        verdict = json.loads(sverka("check", SCAM, "--lang", lang, "--json").out)
        shown = sverka("check", SCAM, "--lang", lang)
        assert (shown.code, shown.err) == (0, "")
        parts = [f"{verdict['score']:.3f}", verdict["brand"]["name"], verdict["advice"]]
        parts += [
            text for reason in verdict["reasons"] for text in (reason["title"], reason["text"])
        ]
        for part in parts:
            assert part in shown.out


def test_a_saved_page_changes_the_verdict(tmp_path: Path, sverka: Callable[..., Any]) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<h1>Получить деньги</h1><form><label>Номер карты <input name=card></label>"
        "<label>Баланс карты <input name=balance></label></form>",
        encoding="utf-8",
    )
    url = "https://x824.example/pay"
    bare = json.loads(sverka("check", url, "--json").out)
    seen = json.loads(sverka("check", url, "--page", page, "--json").out)
    assert "page" in bare["missing"]
    assert "page" not in seen["missing"]
    assert seen["score"] > bare["score"]


BAD_LINKS = (
    "",
    " ",
    "javascript:alert(1)",
    "mailto:a@b.example",
    "http://",
    "http://exa mple/",
    "http://[::1",
    "http://a" + "b" * 100_000,
    "http://\x07.example/",
    "ftp://a.example/",
)


@pytest.mark.parametrize("url", BAD_LINKS, ids=lambda url: repr(url[:30]))
def test_what_is_no_link_is_refused_in_words(url: str, sverka: Callable[..., Any]) -> None:
    done = sverka("check", url)
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith("sverka: ")
    assert "Traceback" not in done.err
    assert len(done.err) < 3000


def test_an_empty_link_is_told_with_the_remedy(sverka: Callable[..., Any]) -> None:
    done = sverka("check", "")
    assert (
        done.err == "sverka: URL: The address is empty; send a link such as https://shop.example/\n"
    )


BAD_PAGES = {
    "page.json": (b"{", "not JSON"),
    "nan.json": (b'{"v": NaN}', "NaN"),
    "list.json": (b"[]", "not a JSON object"),
    "bytes.json": (b'{"headings": ["\xff"]}', "not UTF-8"),
    "deep.json": (b"[" * 100_000, "nested too deeply"),
    "unknown.json": (b'{"typed": "4111"}', "/page/typed"),
    "inner.json": (b'{"forms": [{"fields": [{"value": "x"}]}]}', "/page/forms/0/fields/0/value"),
    "kind.json": (b'{"headings": "x"}', "/page/headings"),
    "page.txt": (b"x", "give a .html file or PageFacts as .json"),
}


@pytest.mark.parametrize("name", BAD_PAGES)
def test_a_page_that_cannot_be_used_is_named(
    name: str, tmp_path: Path, sverka: Callable[..., Any]
) -> None:
    content, message = BAD_PAGES[name]
    (tmp_path / name).write_bytes(content)
    done = sverka("check", SCAM, "--page", tmp_path / name)
    assert done.code == 2
    assert str(tmp_path / name) in done.err
    assert message in done.err
    assert "4111" not in done.err


def test_a_page_that_is_not_there_is_named(tmp_path: Path, sverka: Callable[..., Any]) -> None:
    done = sverka("check", SCAM, "--page", tmp_path / "no.html")
    assert (done.code, "no such file" in done.err) == (2, True)


def test_serve_says_in_one_sentence_what_stops_it(
    tmp_path: Path, sverka: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVERKA_DATA_DIR", str(tmp_path / "data"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = sverka("serve", "--host", "127.0.0.1", "--port", str(taken.getsockname()[1]))
    assert done.code == 1
    assert "is taken by another program" in done.err
    assert "Traceback" not in done.err
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SVERKA_DATA_DIR", str(tmp_path / "file" / "data"))
    done = sverka("serve", "--port", "0")
    assert (done.code, "SVERKA_DATA_DIR: cannot write in" in done.err) == (1, True)
    monkeypatch.setenv("SVERKA_LOG_LEVEL", "loud")
    done = sverka("serve")
    assert (done.code, "SVERKA_LOG_LEVEL" in done.err) == (1, True)


def test_answers_are_not_held_back_to_be_sent_together(tmp_path: Path) -> None:
    # asyncio switches Nagle's algorithm off only where the listener says that it is TCP
    with _listener(Settings(data_dir=tmp_path, port=0)) as listener:
        assert listener.proto == socket.IPPROTO_TCP


def test_serve_stops_at_ctrl_c_and_options_win(tmp_path: Path) -> None:
    with served(tmp_path, "--host", "127.0.0.1", SVERKA_HOST="192.0.2.1") as address:
        assert address.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(f"{address}/healthz", timeout=30) as answer:
            assert answer.status == 200
    assert (tmp_path / "data").is_dir()
